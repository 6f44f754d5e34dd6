"""Whether the packages of an optional engine are here."""

from importlib.util import find_spec

from contracts.errors import EngineNotInstalled

LOCAL_MODELS = "`make models-environment` (GPU: `uv sync --extra models`)"


def require(*packages: str, engine: str, install: str = LOCAL_MODELS) -> None:
    """Raises `EngineNotInstalled`, which says how to install it, where a package is not here."""
    if not all(map(is_installed, packages)):
        raise EngineNotInstalled(engine=engine, install=install)


def is_installed(package: str) -> bool:
    """Without importing it; of `google.cloud.speech`, what it lies in is imported."""
    try:
        return find_spec(package) is not None
    except ModuleNotFoundError:  # not even the package that it lies in
        return False
