"""What outlives a killed launcher, to end what the launcher leaves.

It runs as a script of its own, on the standard library alone. The launcher writes to its standard input the process
groups that start (`+123`) and end (`-123`). When that closes, the groups that are left get five seconds, in which the
kernel's parent-death signal has already asked them to end; then they are killed. Until then the guard holds the home's
lock, which it has inherited, so that the next launcher waits.
"""

import os
import signal
import sys
import time

PATIENCE_S = 5.0
POLL_S = 0.1


def main() -> None:
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    groups = _groups_left_when_input_closes()
    for group in groups:
        _signal(group, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE_S
    while any(_lives(group) for group in groups) and time.monotonic() < deadline:
        time.sleep(POLL_S)
    for group in groups:
        _signal(-group, signal.SIGKILL)


def _groups_left_when_input_closes() -> set[int]:
    groups: set[int] = set()
    for line in sys.stdin:
        group = int(line[1:])
        if line[0] == "+":
            groups.add(group)
        else:
            groups.discard(group)
    return groups


def _lives(group: int) -> bool:
    return _signal(-group, 0)


def _signal(target: int, number: int) -> bool:
    try:
        os.kill(target, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main()
