"""How a practice candidate came across: read by that candidate alone, measured with consent alone."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from contracts.base import Contract, Id, Unmeasured
from contracts.expression import ExpressionEstimate, ExpressionSummary
from contracts.speech import SpeechMetrics

Unit = Annotated[float, Field(ge=0, le=1)]
Coaching = Annotated[float, Field(ge=40, le=100)]
"""The 40–100 coaching scale of docs/delivery.md."""


class HeadPose(Contract):
    """Degrees from facing the camera, as the picture shows it: to the right, down and clockwise are positive."""

    yaw: float
    pitch: float
    roll: float


class FacialTension(Contract):
    """Against the face at rest, 0…1: brows drawn together or lowered, the chin pushed up, the lips pressed. The chin is
    null where it was not measured at rest."""

    brow: Unit
    jaw: Unit | None
    lips: Unit


class BodyPose(Contract):
    """`shoulder_tilt` from level, unsigned, and `lean` to the picture's right, in degrees; `movement` over the last two
    seconds in shoulder widths, null for under three frames."""

    shoulder_tilt: float
    lean: float
    movement: float | None


class Obstacle(StrEnum):
    """Why a face in sight was not measured, as a whole or in part."""

    TOO_SMALL = "too_small"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    BLURRED = "blurred"
    FROZEN = "frozen"
    EYES_HIDDEN = "eyes_hidden"
    MOUTH_HIDDEN = "mouth_hidden"


class FrameQuality(Contract):
    """How well the face could be seen: the outer eye corners' distance in pixels of the analysed frame, brightness in
    0…1, energy of edges over energy of shades, and what stood in the way."""

    eye_span: float
    light: Unit
    sharpness: float
    obstacles: list[Obstacle]


class DeliverySample(Contract):
    """What one analysed frame showed. `at` is in seconds since the interview's media began; a face that is not
    found leaves every measure null and `face_detected` false. `distance` from the camera is an estimate in
    centimetres. `heard` is how much of the answer had been heard then, in seconds of the clock by which its words are
    timed; null while no answer was."""

    at: Annotated[float, Field(ge=0)]
    turn: Annotated[int, Field(ge=0)]
    face_detected: bool
    gaze: Unit | None = None
    smile: Unit | None = None
    posture: Unit | None = None
    emotion: Unit | None = None
    audio: Unit | None = None
    faces: Annotated[int, Field(ge=0)] | None = None
    head: HeadPose | None = None
    eyes_shut: bool | None = None
    tension: FacialTension | None = None
    body: BodyPose | None = None
    distance: float | None = None
    quality: FrameQuality | None = None
    heard: Annotated[float, Field(ge=0)] | None = None
    expression: ExpressionEstimate | None = None
    """Of every tenth frame or so, added by ai-worker with the candidate's own consent; null is unknown."""


class DeliverySamples(Contract):
    """A batch from the media server; `sequence` numbers the batches of a session, so that a repeat changes nothing."""

    session_id: Id
    sequence: Annotated[int, Field(ge=0)]
    samples: Annotated[list[DeliverySample], Field(max_length=500)]


class Calibration(Contract):
    """A face at rest that looks at the camera: what gaze, smile and tension of this person at this camera are measured
    against. Angles in degrees, lengths in eye spans; see docs/delivery.md."""

    yaw: Annotated[float, Field(ge=-90, le=90)]
    pitch: Annotated[float, Field(ge=-90, le=90)]
    mouth_width: float
    corner_lift: float
    brow_gap: float
    brow_height: float
    lip_thickness: float
    chin_height: float | None = None
    """Null in calibrations from before it was measured."""
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


class Measure(Contract):
    """A value with the share that it was measured on, or null with the reason."""

    value: float | None
    measured: Unit
    reason: Unmeasured | None = None

    @model_validator(mode="after")
    def _has_value_or_reason(self) -> Self:
        if (self.value is None) == (self.reason is None):
            raise ValueError("a measure has a value or a reason, and not both")
        return self


class DeliveryMeasure(Measure):
    """One measure on the coaching scale, with the share of expected frames (or of the answer) it was measured on."""

    value: Coaching | None


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


class DeliveryWeights(Contract):
    """How much each measure counts in the total. They sum to 1."""

    gaze: Unit = 0.25
    audio: Unit = 0.25
    posture: Unit = 0.20
    smile: Unit = 0.15
    emotion: Unit = 0.15

    @model_validator(mode="after")
    def _whole(self) -> Self:
        total = sum(self.model_dump().values())
        if abs(total - 1.0) > 1e-6:
            raise ValueError(f"the weights gaze, audio, posture, smile and emotion sum to 1, these to {total:g}")
        return self


class BehaviorScores(Contract):
    """The body of `PATCH /interviews/{id}/behavior-scores`; `q_idx` is the turn.

    `rows` are the questions' rows of the delivery table, with what the values alone do not say: the shares they were
    measured on and the reasons where they are null. `weights` are those of the totals. `crops` counts, by turn, the
    pictures of the face that were handed over for an estimate of its expression. A client may leave these out.
    """

    averages: BehaviorAverages
    interview_duration_sec: Annotated[float, Field(ge=0)]
    total_questions: Annotated[int, Field(ge=0)]
    questions: list[BehaviorQuestion]
    rows: list[DeliveryRow] = []
    weights: DeliveryWeights = DeliveryWeights()
    crops: dict[int, int] = {}


class SpokenAnswer(Contract):
    """What was measured of the voice over the answer to `turn`, and whether its words can be relied on."""

    turn: int
    metrics: SpeechMetrics
    transcript_reliable: bool = True


class ObservedMeasure(Measure):
    """A mean over the frames that have it, and the share of those looked at that do; null, with the reason, where that
    is under 60 %."""


class DeliveryObserved(Contract):
    """What was seen over the answer to `turn`, or over the whole interview where that is null: in its own units and on
    no scale; docs/delivery.md defines each."""

    turn: int | None
    frames: int
    present: Unit
    """Share of the frames with a face."""
    company: ObservedMeasure
    """Share of these with more than one face."""
    looking: ObservedMeasure
    """Share of the frames in which the eyes were on the camera."""
    yaw: ObservedMeasure
    pitch: ObservedMeasure
    roll: ObservedMeasure
    """Where the head pointed on average, in degrees."""
    turning: ObservedMeasure
    """Standard deviation of the head's yaw and pitch together, in degrees."""
    blinks_per_minute: ObservedMeasure
    """At least so many: a blink may fall between two frames. Null under four frames a second."""
    brow: ObservedMeasure
    jaw: ObservedMeasure
    lips: ObservedMeasure
    """Tension against the face at rest, 0…1."""
    shoulder_tilt: ObservedMeasure
    lean: ObservedMeasure
    """Degrees."""
    movement: ObservedMeasure
    """Shoulder widths."""
    distance: ObservedMeasure
    """Centimetres, an estimate."""
    obstacles: dict[Obstacle, Unit]
    """What kept a face from being measured, and in which share of the frames with one."""


class Delivery(Contract):
    """`GET /interviews/{id}/delivery`, for the interview's own candidate."""

    interview_id: Id
    duration: float
    overall: DeliveryRow | None
    questions: list[DeliveryRow]
    weights: DeliveryWeights = DeliveryWeights()
    emotion_summary: ExpressionSummary | None = None
    """Over the interview; null where no estimate was ever asked for."""
    expressions: list[ExpressionSummary] = []
    observed: list[DeliveryObserved] = []
    """Of each answer, and of all of them together at the end."""
    voices: list[SpokenAnswer]
    reason: Unmeasured | None = None
