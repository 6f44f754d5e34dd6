"""The candidate's live connection: the offer, the session it opens, and the WebSocket's messages both ways."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from contracts.base import ConsentPurpose, Contract, Id, InterviewMode, InterviewStatus, Language, Timestamp
from contracts.delivery import Calibration, DeliverySample
from contracts.preferences import Preferences, Speed, VoiceName
from contracts.questions import AskedQuestion
from contracts.sound import SoundTrouble

MAX_SDP_BYTES = 64 * 1024
TicketText = Annotated[str, StringConstraints(min_length=20, max_length=200)]


DeviceId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
"""A random name that a browser gave its camera; it keeps calibrations of different cameras apart."""


class TicketRequest(Contract):
    """`offer` opens the interview's peer connection, `check` one that tries out connection, camera and sound before
    the interview, `socket` the WebSocket of either."""

    purpose: Literal["offer", "check", "socket"]
    device_id: DeviceId | None = None


class TrainingTicketRequest(Contract):
    """Opens what a check opens, of no interview: camera and measures, for exercises before the mirror."""

    purpose: Literal["check", "socket"]
    device_id: DeviceId | None = None


class Ticket(Contract):
    """Opens one door once, within 60 seconds.

    `media_url` is the media server whose door it is: an address, or a path of the platform's own origin.
    """

    ticket: TicketText
    expires_at: Timestamp
    media_url: str


class TicketRedemption(Contract):
    """The media server's question: whose ticket is this? A ticket for a check is redeemed as an offer."""

    ticket: TicketText
    purpose: Literal["offer", "socket"]


class SessionContext(Contract):
    """backend-core's answer: all that the media server may know of the interview it is about to carry."""

    purpose: Literal["interview", "check"]
    interview_id: Id
    """In a training, which is a check of no interview, the candidate's own id: nothing is ever stored under it."""
    candidate_id: Id
    mode: InterviewMode
    status: InterviewStatus
    language: Language
    consents: list[ConsentPurpose]
    total_questions: int
    question: AskedQuestion | None
    """The question that waits for its answer; null when the interview has ended, and in a check."""
    calibration: Calibration | None = None
    """Of the camera that the ticket was asked for."""
    preferences: Preferences = Preferences()


class Offer(Contract):
    """`POST /media/offer`."""

    sdp: Annotated[str, StringConstraints(min_length=1)]
    type: Literal["offer"]
    ticket: TicketText
    takes_over: bool = False
    """Whether another connection of the interview is to end for this one."""


class Answer(Contract):
    """The media server's SDP answer, and the session to open the WebSocket for."""

    sdp: str
    type: Literal["answer"] = "answer"
    session_id: Id


TurnPhase = Literal["connecting", "speaking", "listening", "thinking", "paused", "ended"]


class TurnState(Contract):
    """What the interviewer is doing; `turn` is the question it is about.

    While it listens, silence does not count as long as `prep_seconds` are left to prepare the answer (null: none are)
    or the candidate has `held` the turn by asking for a moment. Speaking ends both. `seconds_left` counts the last
    seconds of an answer that has become too long; null before.
    """

    type: Literal["turn.state"] = "turn.state"
    phase: TurnPhase
    turn: int
    prep_seconds: float | None = None
    held: bool = False
    seconds_left: float | None = None


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
    until the first audio of it, `total` until its first audible sample left the server. `saved` is how much of that
    work had been done before the turn ended, where the question was prepared.
    """

    type: Literal["turn.stages"] = "turn.stages"
    turn: int
    endpoint_ms: float | None = None
    recognise_ms: float | None = None
    question_ms: float | None = None
    synthesise_ms: float | None = None
    total_ms: float | None = None
    saved_ms: float | None = None


class LiveError(Contract):
    """An error of the session, in the candidate's language. The connection stays up unless `fatal`."""

    type: Literal["error"] = "error"
    error: str
    detail: str
    fatal: bool = False


class Calibrated(Contract):
    """The face at rest, looking at the camera, has been measured (check sessions). The page stores it."""

    type: Literal["calibrated"] = "calibrated"
    calibration: Calibration


class SoundNotice(Contract):
    """What is wrong with the candidate's sound, and in `detail`, in their language, what to do about it; a null
    `trouble` takes the last one back. Nothing stops for it."""

    type: Literal["sound.notice"] = "sound.notice"
    trouble: SoundTrouble | None
    detail: str | None = None


class AnswerClock(Contract):
    """The answer to `read_clock`, `asked` as it was in there: `heard` seconds of the answer's clock, by which its words
    are timed, had been heard just then; null while no answer is being heard.
    """

    type: Literal["answer.clock"] = "answer.clock"
    asked: float
    turn: int
    heard: Annotated[float, Field(ge=0)] | None


class SessionEnded(Contract):
    type: Literal["session.ended"] = "session.ended"
    status: InterviewStatus


ServerMessage = Annotated[
    Calibrated
    | TurnState
    | QuestionStarted
    | QuestionWords
    | Caption
    | DeliveryUpdate
    | StageTimes
    | LiveError
    | SoundNotice
    | AnswerClock
    | SessionEnded,
    Field(discriminator="type"),
]


class Authenticate(Contract):
    """The first message on the WebSocket."""

    type: Literal["authenticate"] = "authenticate"
    ticket: TicketText


class Moment(Contract):
    """ "I need a moment": silence does not end the turn until words follow."""

    type: Literal["moment"] = "moment"


class Start(Contract):
    """ "Start now": the time to prepare the answer is over, silence counts."""

    type: Literal["start"] = "start"


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


class Calibrate(Contract):
    """Measure my face for the next three seconds: I am looking at the camera (check sessions, with consent)."""

    type: Literal["calibrate"] = "calibrate"


class SoundCheck(Contract):
    """Say a sentence, so that I can hear whether I hear you (check sessions)."""

    type: Literal["sound_check"] = "sound_check"


class VoiceSettings(Contract):
    """Speak like this from the next sentence on. The volume is the browser's own."""

    type: Literal["voice"] = "voice"
    speed: Speed
    voice: VoiceName | None


class ReadClock(Contract):
    """How much of my answer have you heard? `asked` is the page's own clock, and comes back with the answer."""

    type: Literal["read_clock"] = "read_clock"
    asked: Annotated[float, Field(allow_inf_nan=False)]


ClientMessage = Annotated[
    Authenticate | Moment | Start | Done | Repeat | TypeInstead | Calibrate | SoundCheck | VoiceSettings | ReadClock,
    Field(discriminator="type"),
]
