"""How a practice candidate came across: read by that candidate alone, measured with consent alone."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from contracts.base import Contract, Id, Unmeasured
from contracts.speech import SpeechMetrics

Unit = Annotated[float, Field(ge=0, le=1)]
Coaching = Annotated[float, Field(ge=40, le=100)]
"""The 40–100 coaching scale of docs/scoring.md."""


class DeliverySample(Contract):
    """What one analysed frame showed. `at` is in seconds since the interview's media began; a face that is not
    found leaves every measure null and `face_detected` false."""

    at: Annotated[float, Field(ge=0)]
    turn: Annotated[int, Field(ge=0)]
    face_detected: bool
    gaze: Unit | None = None
    smile: Unit | None = None
    posture: Unit | None = None
    emotion: Unit | None = None
    audio: Unit | None = None


class DeliverySamples(Contract):
    """A batch from the media server; `sequence` numbers the batches of a session, so that a repeat changes nothing."""

    session_id: Id
    sequence: Annotated[int, Field(ge=0)]
    samples: Annotated[list[DeliverySample], Field(max_length=500)]


class Calibration(Contract):
    """A face at rest that looks at the camera: what gaze, smile and tension of this person at this camera are measured
    against. Angles in degrees, lengths in eye spans; see docs/scoring.md."""

    yaw: Annotated[float, Field(ge=-90, le=90)]
    pitch: Annotated[float, Field(ge=-90, le=90)]
    mouth_width: float
    corner_lift: float
    brow_gap: float
    brow_height: float
    lip_thickness: float
    frames: Annotated[int, Field(ge=1)]
    """How many frames with a face it rests on."""


class BehaviorAverages(Contract):
    gaze: Coaching | None = None
    audio: Coaching | None = None
    smile: Coaching | None = None
    posture: Coaching | None = None
    emotion: Coaching | None = None
    total: Coaching | None = None


class BehaviorQuestion(BehaviorAverages):
    q_idx: Annotated[int, Field(ge=1)]


class DeliveryMeasure(Contract):
    """One measure on the coaching scale, with the share of expected frames (or of the answer) it was measured on."""

    value: Coaching | None
    measured: Unit
    reason: Unmeasured | None = None

    @model_validator(mode="after")
    def _value_or_reason(self) -> Self:
        if (self.value is None) == (self.reason is None):
            raise ValueError("a measure has a value or a reason, and not both")
        return self


class DeliveryRow(Contract):
    """A row of the delivery table: one question, or the whole interview where `turn` is null."""

    turn: int | None
    gaze: DeliveryMeasure
    audio: DeliveryMeasure
    smile: DeliveryMeasure
    posture: DeliveryMeasure
    emotion: DeliveryMeasure
    total: DeliveryMeasure
    frames_expected: int
    frames_analysed: int
    frames_with_face: int


class BehaviorScores(Contract):
    """The body of `PATCH /interviews/{id}/behavior-scores`; `q_idx` is the turn.

    `rows` are the questions' rows of the delivery table, with what the values alone do not say: the shares they were
    measured on and the reasons where they are null. A client may leave them out.
    """

    averages: BehaviorAverages
    interview_duration_sec: Annotated[float, Field(ge=0)]
    total_questions: Annotated[int, Field(ge=0)]
    questions: list[BehaviorQuestion]
    rows: list[DeliveryRow] = []


class SpokenAnswer(Contract):
    """What was measured of the voice over the answer to `turn`, and whether its words can be relied on."""

    turn: int
    metrics: SpeechMetrics
    transcript_reliable: bool = True


class Delivery(Contract):
    """`GET /interviews/{id}/delivery`, for the interview's own candidate."""

    interview_id: Id
    duration: float
    overall: DeliveryRow | None
    questions: list[DeliveryRow]
    voices: list[SpokenAnswer]
    samples: list[DeliverySample]
    reason: Unmeasured | None = None
