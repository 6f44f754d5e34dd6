"""PostgreSQL refuses to run as root: then it runs as an unprivileged user, who must be able to reach what it uses."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

# What every Unix calls its user without rights, and its number where the machine has no user database.
UNPRIVILEGED_NAME = "nobody"
UNPRIVILEGED_ID = 65534


@dataclass(frozen=True)
class Account:
    """A user that a child process runs as."""

    uid: int
    gid: int

    def can_reach(self, path: Path) -> bool:
        """Whether every directory above `path` and `path` itself (or its nearest existing parent) lets this user in."""
        path = path.resolve()
        while not path.exists():
            path = path.parent
        return all(self._may_enter(part) for part in (path, *path.parents))

    def _may_enter(self, directory: Path) -> bool:
        status = directory.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & stat.S_IXUSR)
        if status.st_gid == self.gid:
            return bool(status.st_mode & stat.S_IXGRP)
        return bool(status.st_mode & stat.S_IXOTH)


def unprivileged_account() -> Account | None:
    """The user to drop to, or None where this process is not root and need not drop."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(UNPRIVILEGED_NAME)
    except KeyError:
        return Account(UNPRIVILEGED_ID, UNPRIVILEGED_ID)
    return Account(entry.pw_uid, entry.pw_gid)
