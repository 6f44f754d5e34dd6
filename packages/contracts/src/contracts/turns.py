"""One turn between the media server (or a typing candidate) and backend-core: `POST /transcripts`."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from contracts.base import AnswerSource, Contract, Id, InterviewStatus
from contracts.questions import AskedQuestion
from contracts.sound import SoundTrouble
from contracts.speech import SpeechMetrics, Word

MAX_ANSWER_CHARS = 20_000


class TurnSubmission(Contract):
    """The answer to turn `turn`. Sending it again changes nothing and returns the same next question."""

    interview_id: Id
    turn: Annotated[int, Field(ge=1)]
    question_id: Id
    text: Annotated[str, StringConstraints(max_length=MAX_ANSWER_CHARS)]
    source: AnswerSource
    words: list[Word] = []
    metrics: SpeechMetrics | None = None
    unreliable_reason: str | None = None
    sound_troubles: list[SoundTrouble] = []
    recognizer: str | None = None


class Delta(Contract):
    """A piece of the next question, in order; concatenated, the pieces are its text."""

    type: Literal["delta"] = "delta"
    text: str


class Asked(Contract):
    """The next question is asked and on the record. Its text is authoritative."""

    type: Literal["asked"] = "asked"
    question: AskedQuestion
    replayed: bool = False


class Ended(Contract):
    """There is no further question. `status` is the interview's state; `closing` is what the interviewer says."""

    type: Literal["ended"] = "ended"
    status: InterviewStatus
    closing: str
    replayed: bool = False


TurnReply = Annotated[Delta | Asked | Ended, Field(discriminator="type")]
TurnOutcome = Annotated[Asked | Ended, Field(discriminator="type")]
