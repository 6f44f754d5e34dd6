"""The delivery tables: how a practice candidate came across.

The wall of the schema: every row of an interview carries that interview's mode, the foreign key holds it to
(interviews.id, mode), and a CHECK admits practice only. A screening interview can have no delivery row, whatever the
code above does. Only `backend_core.delivery`, `ai_worker.vision` and the erasure of an account may name these tables.
"""

from datetime import datetime
from typing import Any

from contracts.base import InterviewMode
from sqlalchemy import CheckConstraint, ForeignKeyConstraint
from sqlmodel import Field

from persistence.columns import UuidText, choice, created_now, json_column, reference
from persistence.tables import Table


def _practice_only() -> tuple[CheckConstraint, ForeignKeyConstraint]:
    return (
        CheckConstraint("mode = 'practice'", name="practice_only"),
        ForeignKeyConstraint(["interview_id", "mode"], ["interviews.id", "interviews.mode"], ondelete="CASCADE"),
    )


class DeliverySampleRow(Table, table=True):
    """One analysed frame; see `contracts.delivery.DeliverySample`."""

    __tablename__ = "delivery_samples"
    __table_args__ = _practice_only()

    interview_id: str = Field(sa_type=UuidText, primary_key=True)
    session_id: str = Field(sa_type=UuidText, primary_key=True)
    at: float = Field(primary_key=True)
    mode: InterviewMode = choice(InterviewMode, default=InterviewMode.PRACTICE)
    turn: int
    face_detected: bool
    gaze: float | None = None
    smile: float | None = None
    posture: float | None = None
    emotion: float | None = None
    audio: float | None = None
    faces: int | None = None
    eyes_shut: bool | None = None
    distance: float | None = None
    head: dict[str, Any] | None = json_column(default=None, nullable=True)
    tension: dict[str, Any] | None = json_column(default=None, nullable=True)
    body: dict[str, Any] | None = json_column(default=None, nullable=True)
    quality: dict[str, Any] | None = json_column(default=None, nullable=True)
    heard: float | None = None
    expression: dict[str, Any] | None = json_column(default=None, nullable=True)


class DeliveryVoice(Table, table=True):
    """What was measured of the voice over one answer; see `contracts.speech.SpeechMetrics`."""

    __tablename__ = "delivery_voice"
    __table_args__ = _practice_only()

    interview_id: str = Field(sa_type=UuidText, primary_key=True)
    turn: int = Field(primary_key=True)
    mode: InterviewMode = choice(InterviewMode, default=InterviewMode.PRACTICE)
    metrics: dict[str, Any] = json_column()


class DeliveryCalibration(Table, table=True):
    """A candidate's face at rest before one of their cameras; see `contracts.delivery.Calibration`."""

    __tablename__ = "delivery_calibrations"

    user_id: str = reference("users.id", primary=True)
    device_id: str = Field(primary_key=True, max_length=64)
    calibration: dict[str, Any] = json_column()
    measured_at: datetime = created_now()


class DeliveryScores(Table, table=True):
    """The scores of an interview as the media server computed them, null until it has sent some; see
    `contracts.delivery.BehaviorScores`. `emotion_summary` is the mean of the samples' expressions, kept by whoever adds
    one; see `contracts.expression.ExpressionMean`."""

    __tablename__ = "delivery_scores"
    __table_args__ = _practice_only()

    interview_id: str = Field(sa_type=UuidText, primary_key=True)
    mode: InterviewMode = choice(InterviewMode, default=InterviewMode.PRACTICE)
    scores: dict[str, Any] | None = json_column(default=None, nullable=True)
    emotion_summary: dict[str, Any] | None = json_column(default=None, nullable=True)
    updated_at: datetime = created_now()
