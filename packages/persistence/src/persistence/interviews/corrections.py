"""What candidates put right of what was heard of them: transcripts ── corrections.

What was heard stays in the transcript, with its times and confidences. Beside it each correction is kept; the newest
of an answer counts, and a judgement says which ones it read. One that says what was heard confirms it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts.speech import CorrectedRun
from sqlmodel import Session, col, select

from persistence.columns import created_now, json_column, primary_key, reference
from persistence.tables import Table, Transcript


class Correction(Table, table=True):
    """`letters` of `text`, and by how many of them what was heard is wrong (`engines.text.corrections`)."""

    __tablename__ = "corrections"

    id: str = primary_key()
    transcript_id: str = reference("transcripts.id")
    text: str
    runs: list[dict[str, Any]] = json_column(description="contracts.speech.CorrectedRun")
    letters: int
    letter_errors: int
    created_at: datetime = created_now()


@dataclass(frozen=True)
class CountedAnswer:
    """An answer with the words that count: as it was heard or typed, or as its candidate put it right."""

    transcript: Transcript
    correction: Correction | None = None

    @property
    def text(self) -> str:
        return self.correction.text if self.correction else self.transcript.text

    @property
    def turn(self) -> int:
        return self.transcript.turn

    @property
    def corrected(self) -> list[CorrectedRun]:
        return [CorrectedRun.model_validate(run) for run in self.correction.runs] if self.correction else []


def of_interviews(session: Session, interview_ids: Collection[str]) -> list[Correction]:
    """All of their answers, the earliest first."""
    rows = session.exec(
        select(Correction)
        .join(Transcript, col(Transcript.id) == Correction.transcript_id)
        .where(col(Transcript.interview_id).in_(interview_ids))
        .order_by(col(Correction.created_at), col(Correction.id))
    )
    return list(rows)


def newest(session: Session, interview_ids: Collection[str]) -> dict[str, Correction]:
    """The one that counts of each answer that has any, by the answer's transcript."""
    return {one.transcript_id: one for one in of_interviews(session, interview_ids)}
