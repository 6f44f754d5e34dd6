"""One number for what a step is made of, so that a step whose sources are as they were is not done again."""

import hashlib
import os
from collections.abc import Iterator, Set
from pathlib import Path


def digest_of(directory: Path, without: Set[str] = frozenset()) -> str:
    """Of the names and contents of all files under `directory`, but for folders that are called as `without` says."""
    digest = hashlib.sha256()
    for file in sorted(_files(directory, without)):
        digest.update(str(file.relative_to(directory)).encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(directory: Path, without: Set[str]) -> Iterator[Path]:
    for root, directories, files in os.walk(directory):
        directories[:] = [name for name in directories if name not in without]
        yield from (Path(root) / name for name in files)
