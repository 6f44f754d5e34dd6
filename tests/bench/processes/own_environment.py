"""What a bench runs beside the project, in an environment of its own, made when it is first asked for."""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


class NoEnvironment(Exception):
    """Says why it is not there."""


@dataclass(frozen=True)
class OwnEnvironment:
    name: str
    requirements: Path
    """What it is made of, for pip."""
    made_by: str
    """The bench that makes it."""

    def home(self) -> Path:
        """One for every version of the requirements."""
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        made_of = f"{sys.version_info[:2]}{self.requirements.read_text()}"
        return cache / "visavis-bench" / f"{self.name}-{hashlib.sha256(made_of.encode()).hexdigest()[:12]}"

    def existing_python(self) -> Path:
        """The interpreter of an environment that is whole. Raises `NoEnvironment`."""
        if not (self.home() / "complete").exists():
            raise NoEnvironment(
                f"the environment of {self.name} has not been made (tests/bench/{self.made_by} makes it)"
            )
        return self.home() / "bin" / "python"

    def python(self) -> Path:
        """The interpreter, of an environment made now where there was none. Raises `NoEnvironment`."""
        try:
            return self.existing_python()
        except NoEnvironment:
            self._make()
        return self.existing_python()

    def _make(self) -> None:
        home = self.home()
        shutil.rmtree(home, ignore_errors=True)
        pip = (str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        try:
            subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
            subprocess.run([*pip, "--requirement", str(self.requirements)], check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise NoEnvironment(f"{self.name} could not be installed: {error}") from error
        (home / "complete").touch()


BENCH = Path(__file__).parents[1]
PIPECAT = OwnEnvironment("pipecat", BENCH / "calls" / "pipecat-requirements.txt", "turn_latency.py")
GPU = OwnEnvironment("gpu", BENCH / "cards" / "gpu-requirements.txt", "gpu.py")
