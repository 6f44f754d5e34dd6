"""Named steps with their time: a line that lives on a terminal, plain lines in a log."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

# On a terminal the line is drawn by the loop that waits, so that the launcher needs no second thread.
REDRAW_S = 0.1
STILL_BUSY_S = 10.0


@dataclass
class Step:
    """One running step. Whoever waits calls `pulse` often."""

    label: str
    console: Console
    started: float = field(default_factory=time.monotonic)
    outcome: str = ""
    live: Live | None = None
    spinner: Spinner = field(default_factory=lambda: Spinner("dots"))
    _drawn: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    def pulse(self, detail: str = "") -> None:
        """Show that the step goes on, and at what."""
        since = time.monotonic() - self._drawn
        if self.live and since >= REDRAW_S:
            self._drawn = time.monotonic()
            room = max(20, self.console.width - len(self.label) - 16)
            self.spinner.update(text=Text(f"{self.label}  {self.seconds:.0f} s  {detail[:room]}"))
            self.live.update(self.spinner, refresh=True)
        elif not self.live and since >= STILL_BUSY_S:
            self._drawn = time.monotonic()
            self.console.print(f"  {self.label}: still busy after {self.seconds:.0f} s  {detail}", markup=False)

    def done(self, outcome: str) -> None:
        """Say how the step went, beside its time."""
        self.outcome = outcome


class Steps:
    """Numbers the steps of one start."""

    def __init__(self, console: Console, total: int) -> None:
        self.console = console
        self._total = total
        self._number = 0

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        self._number += 1
        step = Step(f"[{self._number}/{self._total}] {title}", self.console)
        if self.console.is_terminal:
            with Live(console=self.console, auto_refresh=False, transient=True) as live:
                step.live = live
                step.spinner.update(text=Text(step.label))
                step.live.update(step.spinner, refresh=True)
                yield step
        else:
            self.console.print(f"  {step.label} …", markup=False)
            yield step
        line = Text.assemble(("✓ ", "green"), step.label, (f"  {step.seconds:.1f} s  {step.outcome}", "dim"))
        self.say(line)

    def say(self, line: str | Text) -> None:
        """Print a line of its own. A terminal that is gone must not keep the platform from stopping."""
        with suppress(OSError):
            self.console.print(line, soft_wrap=True)
