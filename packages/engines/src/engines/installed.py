"""Whether the packages of an optional engine are here."""

from importlib.util import find_spec

from contracts.errors import EngineNotInstalled


def require(*packages: str, engine: str) -> None:
    """Raises `EngineNotInstalled`, which says how to install it, where a package is not here. Imports nothing."""
    if any(find_spec(package) is None for package in packages):
        raise EngineNotInstalled(engine=engine)
