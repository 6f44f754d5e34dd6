"""What a browser sends of a recording beside its chunks, and what the report's player reads."""

from datetime import datetime
from typing import Annotated

from contracts.base import Contract, Id
from contracts.speech import Seconds
from pydantic import ConfigDict, Field

MAX_CHUNK_BYTES = 2 * 2**20
MAX_CHUNKS = 4_000
MAX_RECORDINGS = 200
LONGEST_SECONDS = 4 * 3600

Take = Annotated[int, Field(ge=0, lt=2**31)]
"""Tells recordings of one question apart, and orders them: a browser takes the time, in seconds, of its beginning."""
ChunkNumber = Annotated[int, Field(ge=0, lt=MAX_CHUNKS)]


class ClockMark(Contract):
    """Where the answer's clock, by which its words are timed, stands in the recording: from `heard` on, the word at
    `heard` + s is at `at` + s, give or take `error`; all in seconds.

    A connection that broke in the middle of the answer begins another mark. `at` may be before the recording's start.
    """

    heard: Seconds
    at: Annotated[float, Field(ge=-LONGEST_SECONDS, le=LONGEST_SECONDS)]
    error: Seconds


class FinishedRecording(Contract):
    """All that was recorded in this take has been sent: `chunks` of them."""

    chunks: Annotated[int, Field(ge=1, le=MAX_CHUNKS)]
    seconds: Annotated[float, Field(ge=0, le=LONGEST_SECONDS)]
    clock: Annotated[list[ClockMark], Field(max_length=50)] = []


class RecordingOut(Contract):
    """`size` is what can be played, in bytes: of one that is not `complete`, up to the first chunk that is missing."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    question_id: Id
    turn: int
    take: int
    media_type: str
    size: int
    seconds: float | None
    complete: bool
    clock: list[ClockMark]
    created_at: datetime
