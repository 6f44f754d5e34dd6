"""How many frames a second a session gives to analysis: five, and fewer while the machine is too busy for them."""

import math
from dataclasses import dataclass, field

RATES = (5, 4, 3, 2)
"""Frames a second. The last is the floor: under it, frames are missed, and that is said."""
WINDOW = 2.0
"""Seconds after which it is decided anew."""
MISSED_SHARE = 0.15
"""Of the frames due in a window, from which on the rate falls."""
QUIET_WINDOWS = 5
"""Without a single miss, after which the rate rises again."""
SLOW_CAMERA = 1.5
"""Seconds between two frames, up to which a camera is slow; after longer it was away."""
ROUNDING = 1e-6
"""So that 1.4 s as a sum of fifths, a hair below it, is the seventh frame and not the sixth again."""


@dataclass
class Pace:
    """Times are seconds of the session's media and only grow."""

    rate: int = RATES[0]
    changes: list[tuple[float, int]] = field(default_factory=lambda: [(0.0, RATES[0])])
    """When which rate began."""
    skipped: list[tuple[float, int]] = field(default_factory=list)
    """How many frames, until when, a slow camera did not have, or came before anybody could look at them."""
    behind: bool = False
    """Frames are missed at the floor, too."""
    _last: int = -1
    _last_at: float = -math.inf
    _window_ends: float | None = None
    _due: int = 0
    _missed: int = 0
    _quiet: int = 0

    def take(self, at: float) -> bool:
        """Whether a frame shown `at` seconds is due for analysis. Decides on the rate at the end of a window."""
        if self._window_ends is None or at >= self._window_ends:
            self._decide(at)
            self._window_ends = at + WINDOW
        slot = int(at * self.rate + ROUNDING)
        if slot <= self._last:
            return False
        if slot - self._last > 1 and at - self._last_at <= SLOW_CAMERA:
            self.skipped.append((at, slot - self._last - 1))
        self._last, self._last_at = slot, at
        self._due += 1
        return True

    def miss(self) -> None:
        """A frame that was due was overtaken, or lost with its tracker."""
        self._missed += 1

    def leave_out(self, at: float) -> None:
        """A frame that was due came while its tracker was loading: it says nothing of the candidate or the machine."""
        self.skipped.append((at, 1))

    def expected(self, start: float, end: float) -> float:
        """How many frames were due between two moments: of a slow camera those it had, of one that was away all."""
        ends = [since for since, _ in self.changes[1:]] + [max(end, self.changes[-1][0])]
        due = sum(
            max(0.0, min(end, until) - max(start, since)) * rate
            for (since, rate), until in zip(self.changes, ends, strict=True)
        )
        return max(0.0, due - sum(count for at, count in self.skipped if start < at <= end))

    def _decide(self, at: float) -> None:
        due, missed = self._due, self._missed
        self._due = self._missed = 0
        if not due:
            return
        falling_behind = missed >= MISSED_SHARE * due
        self._quiet = 0 if missed else self._quiet + 1
        step = RATES.index(self.rate)
        self.behind = falling_behind and step == len(RATES) - 1
        if falling_behind and not self.behind:
            self._change(at, RATES[step + 1])
        elif self._quiet >= QUIET_WINDOWS and step > 0:
            self._quiet = 0
            self._change(at, RATES[step - 1])

    def _change(self, at: float, rate: int) -> None:
        self.rate = rate
        self.changes.append((at, rate))
        self._last = int(at * rate + ROUNDING) - 1
