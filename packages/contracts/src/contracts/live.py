"""The candidate's live connection: the offer, the session it opens, and the WebSocket's messages both ways."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from contracts.base import ConsentPurpose, Contract, Id, InterviewMode, InterviewStatus, Language, Timestamp
from contracts.delivery import DeliverySample
from contracts.questions import AskedQuestion

MAX_SDP_BYTES = 64 * 1024
TicketText = Annotated[str, StringConstraints(min_length=20, max_length=200)]


class TicketRequest(Contract):
    """`offer` opens a peer connection, `socket` the WebSocket of that session."""

    purpose: Literal["offer", "socket"]


class Ticket(Contract):
    """Opens one door once, within 60 seconds."""

    ticket: TicketText
    expires_at: Timestamp


class TicketRedemption(Contract):
    """The media server's question: whose ticket is this?"""

    ticket: TicketText
    purpose: Literal["offer", "socket"]


class SessionContext(Contract):
    """backend-core's answer: all that the media server may know of the interview it is about to carry."""

    interview_id: Id
    candidate_id: Id
    mode: InterviewMode
    status: InterviewStatus
    language: Language
    consents: list[ConsentPurpose]
    total_questions: int
    question: AskedQuestion | None
    """The question that waits for its answer; null when the interview has ended."""


class Offer(Contract):
    """`POST /media/offer`."""

    sdp: Annotated[str, StringConstraints(min_length=1)]
    type: Literal["offer"]
    ticket: TicketText


class Answer(Contract):
    """The media server's SDP answer, and the session to open the WebSocket for."""

    sdp: str
    type: Literal["answer"] = "answer"
    session_id: Id


TurnPhase = Literal["connecting", "speaking", "listening", "thinking", "paused", "ended"]


class TurnState(Contract):
    """What the interviewer is doing; `turn` is the question it is about."""

    type: Literal["turn.state"] = "turn.state"
    phase: TurnPhase
    turn: int


class QuestionStarted(Contract):
    type: Literal["question.started"] = "question.started"
    question: AskedQuestion


class QuestionWords(Contract):
    """The interviewer's words up to code point `spoken` of the question's text have sounded."""

    type: Literal["question.words"] = "question.words"
    turn: int
    spoken: Annotated[int, Field(ge=0)]


class Caption(Contract):
    """What is heard of the answer so far. `stable` code points will not change any more; `final` closes the turn."""

    type: Literal["caption"] = "caption"
    turn: int
    text: str
    stable: Annotated[int, Field(ge=0)]
    final: bool = False


class DeliveryUpdate(Contract):
    """A delivery sample for the candidate's own eyes (practice, with consent)."""

    type: Literal["delivery.sample"] = "delivery.sample"
    sample: DeliverySample


class StageTimes(Contract):
    """Where the time of a turn went, in milliseconds; a stage that did not happen is null.

    Counted from the last speech sample: `endpoint` until the turn was taken as ended (the configured silence is in
    it), `recognise` until the final transcript, `question` until the first words of the next question, `synthesise`
    until the first audio of it, `total` until its first audible sample left the server.
    """

    type: Literal["turn.stages"] = "turn.stages"
    turn: int
    endpoint_ms: float | None = None
    recognise_ms: float | None = None
    question_ms: float | None = None
    synthesise_ms: float | None = None
    total_ms: float | None = None


class LiveError(Contract):
    """An error of the session, in the candidate's language. The connection stays up unless `fatal`."""

    type: Literal["error"] = "error"
    error: str
    detail: str
    fatal: bool = False


class SessionEnded(Contract):
    type: Literal["session.ended"] = "session.ended"
    status: InterviewStatus


ServerMessage = Annotated[
    TurnState | QuestionStarted | QuestionWords | Caption | DeliveryUpdate | StageTimes | LiveError | SessionEnded,
    Field(discriminator="type"),
]


class Authenticate(Contract):
    """The first message on the WebSocket."""

    type: Literal["authenticate"] = "authenticate"
    ticket: TicketText


class Moment(Contract):
    """ "I need a moment": silence does not end the turn until words follow."""

    type: Literal["moment"] = "moment"


class Done(Contract):
    """ "I'm done": the turn ends now."""

    type: Literal["done"] = "done"


class Repeat(Contract):
    """The question once more, please."""

    type: Literal["repeat"] = "repeat"


class TypeInstead(Contract):
    """The answer in writing; what was heard of this turn is dropped."""

    type: Literal["typed"] = "typed"
    text: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]


ClientMessage = Annotated[
    Authenticate | Moment | Done | Repeat | TypeInstead,
    Field(discriminator="type"),
]
