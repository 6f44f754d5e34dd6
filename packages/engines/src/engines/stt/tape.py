"""The sound of one answer, kept for as long as a service elsewhere may have to be sent it again."""

from bisect import bisect_right

from engines.audio import as_pcm16
from engines.stt import SAMPLE_RATE, Pcm

CONTINUES_WITHIN = 0.01
"""Seconds. Pieces that lie closer together than this are one stretch of speech."""


class Tape:
    """Segments of speech joined end to end, without the pauses between them, as a service is sent them.

    A position counts samples of the tape from the answer's first one, whatever has been forgotten since.
    """

    def __init__(self) -> None:
        self._sound = bytearray()
        self._begin = 0
        self._places: list[tuple[int, float]] = []
        """Where stretches of speech begin: on the tape, and in seconds of the answer."""

    @property
    def end(self) -> int:
        return self._begin + len(self._sound) // 2

    def add(self, pcm: Pcm, at: float) -> None:
        """Append `pcm`, which starts `at` seconds into the answer."""
        if not self._places or abs(self.time_of(self.end) - at) > CONTINUES_WITHIN:
            self._places.append((self.end, at))
        self._sound += as_pcm16(pcm).tobytes()

    def between(self, begin: int, end: int) -> bytes:
        """16 bit little endian."""
        return bytes(self._sound[2 * (begin - self._begin) : 2 * (end - self._begin)])

    def forget(self, before: int) -> None:
        """Free the sound in front of the position `before`."""
        if before > self._begin:
            del self._sound[: 2 * (before - self._begin)]
            self._begin = before

    def time_of(self, position: int) -> float:
        """Seconds into the answer at which the sample at `position` was spoken."""
        begin, at = self._places[max(0, bisect_right(self._places, position, key=lambda place: place[0]) - 1)]
        return at + (position - begin) / SAMPLE_RATE
