"""What can go wrong on the user's machine. The message is what the user reads: it says what to do next."""


class LauncherError(Exception):
    """Anything that stops the launcher and that the user can do something about."""


class ServiceStartError(LauncherError):
    """A part of the platform did not start."""

    def __init__(self, name: str, reason: str, log_tail: str) -> None:
        super().__init__(f"{name} {reason}" + (f"\n\n{log_tail}" if log_tail else ""))
        self.name = name
