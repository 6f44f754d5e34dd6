"""What a candidate does about a connection that could not be had, or that broke: what the page does in a browser."""

import time

from contracts.errors import InterviewOver, NotFound, PeerAlreadyConnected, TicketInvalid, TurnOutOfOrder, VisavisError

from visavis.candidate.errors import ApiError, CandidateError, ConnectionLost, SessionRefused, Unreachable
from visavis.candidate.pacing import Clock

STABLE_SECONDS = 10.0
"""A connection that lived this long was none of a row of failures."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 4.0
TRIES_FIRST, TRIES_AGAIN = 5, 20
"""In a row: more where there is an interview to go back to. A killed media server is known as gone after six seconds;
until then tickets may lead to it."""

PASSING = {kind.__name__ for kind in (PeerAlreadyConnected, TicketInvalid)}
PASSING_IN_SESSION = {kind.__name__ for kind in (NotFound, TicketInvalid, TurnOutOfOrder)}


class Recovery:
    """Counts connections and the failures in a row, and says when to try again."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._connections = 0
        self._connected_at: float | None = None
        self._failures = 0

    @property
    def reconnections(self) -> int:
        return max(0, self._connections - 1)

    def note_connection(self) -> None:
        """A connection stands from now on."""
        self._connections += 1
        self._connected_at = self._clock()

    def pause_after(self, error: CandidateError) -> float:
        """Seconds until the next try. Raises `error` where another try would not help, or enough were made."""
        was_stable = self._connected_at is not None and self._clock() - self._connected_at >= STABLE_SECONDS
        self._connected_at = None
        self._failures = 1 if was_stable else self._failures + 1
        if not may_pass(error) or self._failures >= (TRIES_AGAIN if self._connections else TRIES_FIRST):
            raise error
        pause: float = FIRST_PAUSE * 2 ** (self._failures - 1)
        return min(pause, LONGEST_PAUSE)


def may_pass(error: CandidateError) -> bool:
    """Whether new tickets may lead to a connection."""
    match error:
        case ConnectionLost() | Unreachable():
            return True
        case ApiError(status=status, body=body):
            return status >= 500 or body.error in PASSING
        case SessionRefused(code=code):
            kind = VisavisError.kind_of(code)
            return kind.status >= 500 or code in PASSING_IN_SESSION
        case _:
            return False


def is_over(error: CandidateError) -> bool:
    """Whether there is no interview to go back to: it has ended while nobody was connected."""
    return isinstance(error, ApiError | SessionRefused) and error.code == InterviewOver.__name__
