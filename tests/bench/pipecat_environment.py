"""pipecat in an environment of its own, made when it is first asked for: none of it is a part of this project."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("pipecat-requirements.txt")


class NoPipecat(Exception):
    """Says why its environment is not there."""


def home() -> Path:
    """One for every version of the requirements."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    made_of = f"{sys.version_info[:2]}{REQUIREMENTS.read_text()}"
    return cache / "visavis-bench" / f"pipecat-{hashlib.sha256(made_of.encode()).hexdigest()[:12]}"


def existing_python() -> Path:
    """The interpreter of an environment that is whole. Raises `NoPipecat`."""
    if not (home() / "complete").exists():
        raise NoPipecat("pipecat's environment has not been made (tests/bench/turn_latency.py makes it)")
    return home() / "bin" / "python"


def python() -> Path:
    """The interpreter, of an environment made now where there was none. Raises `NoPipecat`."""
    try:
        return existing_python()
    except NoPipecat:
        _make()
    return existing_python()


def _make() -> None:
    shutil.rmtree(home(), ignore_errors=True)
    install = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", str(REQUIREMENTS))
    try:
        subprocess.run([sys.executable, "-m", "venv", str(home())], check=True)
        subprocess.run([str(home() / "bin" / "python"), *install], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoPipecat(f"pipecat could not be installed: {error}") from error
    (home() / "complete").touch()
