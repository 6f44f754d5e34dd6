"""One turn between the media server (or a typing candidate) and backend-core: `POST /transcripts`."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from contracts.base import AnswerSource, Contract, Id, InterviewStatus
from contracts.questions import AskedQuestion
from contracts.sound import SoundTrouble
from contracts.speech import SpeechMetrics, Word
from contracts.trace import Decision, FollowUpTrace

MAX_ANSWER_CHARS = 20_000
MAX_QUESTION_CHARS = 10_000

Chosen = Annotated[FollowUpTrace | Decision, Field(union_mode="left_to_right")]
"""A follow-up, or who chose to go on with the plan."""


class QuestionPreparation(Contract):
    """`POST /transcripts/preparations`: an answer that looks finished, for the next question to be made ahead.

    Nothing of it is written. Closing the stream cancels the making of the question.
    """

    interview_id: Id
    turn: Annotated[int, Field(ge=1)]
    question_id: Id
    text: Annotated[str, StringConstraints(min_length=1, max_length=MAX_ANSWER_CHARS)]
    unreliable_reason: str | None = None


class PreparedQuestion(Contract):
    """A question that was made ahead, from `answer`, and how it was `chosen`; backend-core's `seal` says so.

    The answer that is handed in has the same words; it may be written otherwise, with punctuation, numbers and spaces.
    """

    answer: Annotated[str, StringConstraints(min_length=1, max_length=MAX_ANSWER_CHARS)]
    text: Annotated[str, StringConstraints(min_length=1, max_length=MAX_QUESTION_CHARS)]
    chosen: Chosen
    seal: Annotated[str, StringConstraints(max_length=100)]


class TurnSubmission(Contract):
    """The answer to turn `turn`. Sending it again changes nothing and returns the same next question.

    With a `next_question` that was made ahead that one is asked, if its seal is right, and else a new one. While it is
    "in_preparation" the answer is only put on the record (204), and is sent again when the question is there. Both are
    for the platform's own services.
    """

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
    next_question: PreparedQuestion | Literal["in_preparation"] | None = None


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


class Prepared(Contract):
    """The pieces that came before are a whole question, and this is how it was chosen and its seal."""

    type: Literal["prepared"] = "prepared"
    chosen: Chosen
    seal: str


class NothingAhead(Contract):
    """After this answer there is no further question, as far as can be told."""

    type: Literal["nothing"] = "nothing"


PreparationReply = Annotated[Delta | Prepared | NothingAhead, Field(discriminator="type")]
TurnReply = Annotated[Delta | Asked | Ended, Field(discriminator="type")]
TurnOutcome = Annotated[Asked | Ended, Field(discriminator="type")]
