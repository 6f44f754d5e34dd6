"""What a server costs the machine, its child processes included."""

from collections.abc import Iterator
from pathlib import Path

import psutil

ANONYMOUS = "0"
"""The inode of memory that is no file's."""


def cpu_seconds(process: psutil.Process) -> float:
    """Processor time so far, user and system."""
    return sum(sum(member.cpu_times()[:2]) for member in _members(process))


def resident_bytes(process: psutil.Process) -> int:
    """Memory in RAM; pages of a file (a library, shared memory) that several of the processes use count once."""
    private, shared = 0, dict[tuple[str, str, str], int]()
    for member in _members(process):
        for mapping, resident in _mappings(member.pid):
            if mapping[1] == ANONYMOUS:
                private += resident
            else:
                shared[mapping] = max(resident, shared.get(mapping, 0))
    return private + sum(shared.values())


def _members(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def _mappings(pid: int) -> Iterator[tuple[tuple[str, str, str], int]]:
    """Pairs of (device, inode, offset) and resident bytes, after proc_pid_smaps(5)."""
    mapping = ("", ANONYMOUS, "")
    for line in Path(f"/proc/{pid}/smaps").read_text(errors="replace").splitlines():
        first, *rest = line.split()
        if first == "Rss:":
            yield mapping, int(rest[0]) * 1024
        elif not first.endswith(":"):
            _, offset, device, inode = rest[:4]
            mapping = (device, inode, offset)
