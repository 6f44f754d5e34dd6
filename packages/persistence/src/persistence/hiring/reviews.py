"""What people make of a screening interview. All of it goes with the interview.

    interviews ─┬─ reviews                    a person's own bands, one row a version of the rubrics
                ├─ band_overrides             a person's band in the place of an automatic one
                ├─ review_notes, decisions
                └─ reevaluations              which version's rubrics the judgements rest on

But for reviews, which are drafts until they are submitted, rows are never changed, and the newest counts: a trigger of
the database refuses. Hence who made one is no reference that an erased account would have to empty, but an id that then
resolves to nobody.
"""

from datetime import datetime
from functools import lru_cache
from typing import Any

from contracts.reviews import Outcome
from sqlalchemy import BindParameter, ColumnElement, Index, UniqueConstraint, exists, or_
from sqlmodel import Field, col

from persistence.columns import (
    UuidText,
    choice,
    created_now,
    json_column,
    optional_reference,
    optional_timestamp,
    primary_key,
    reference,
)
from persistence.tables import Interview, Table


class Review(Table, table=True):
    """`bands` is a list of contracts.reviews.GivenBand on the rubrics of `plan_version`.

    `is_blind`: given before this reviewer saw anything of what others or the machine gave.
    """

    __tablename__ = "reviews"
    __table_args__ = (UniqueConstraint("interview_id", "reviewer_id", "plan_version"),)

    id: str = primary_key()
    interview_id: str = reference("interviews.id", index=False)
    reviewer_id: str | None = optional_reference("users.id")
    plan_version: int
    bands: list[dict[str, Any]] = json_column(default_factory=list)
    is_blind: bool = True
    submitted_at: datetime | None = optional_timestamp()
    waived_at: datetime | None = optional_timestamp()
    waiver_reason: str | None = None
    created_at: datetime = created_now()
    updated_at: datetime = created_now()


class Contribution(Table):
    """What one person adds to an interview, and nobody rewrites."""

    id: str = primary_key()
    interview_id: str = reference("interviews.id", index=False)
    made_by: str = Field(sa_type=UuidText)
    created_at: datetime = created_now()


class BandOverride(Contribution, table=True):
    """Counts for the `evaluation_version`-th judgement of that question and for no other; without `to_band` the
    automatic band counts again.
    """

    __tablename__ = "band_overrides"
    __table_args__ = (Index("ix_band_overrides_interview_id", "interview_id", "created_at"),)

    question: int
    criterion: str = Field(max_length=80)
    plan_version: int
    evaluation_version: int
    from_band: int | None = None
    to_band: int | None = None
    reason: str


class ReviewNote(Contribution, table=True):
    __tablename__ = "review_notes"
    __table_args__ = (Index("ix_review_notes_interview_id", "interview_id", "created_at"),)

    text: str


class Decision(Contribution, table=True):
    """A new one supersedes the ones before."""

    __tablename__ = "decisions"
    __table_args__ = (Index("ix_decisions_interview_id", "interview_id", "created_at"),)

    outcome: Outcome = choice(Outcome)
    reason: str


class Reevaluation(Contribution, table=True):
    """All answers judged anew, by the rubrics of `plan_version` of the posting's plan."""

    __tablename__ = "reevaluations"
    __table_args__ = (Index("ix_reevaluations_interview_id", "interview_id", "created_at"),)

    plan_version: int
    reason: str


# One and the same for a member, so that statements that are made with it once are found again.
@lru_cache
def is_open_to(user_id: str | BindParameter[str]) -> ColumnElement[bool]:
    """Of rows of `interviews`: whether this member may see what the machine and others made of it, because they gave
    their own bands first or said why they would not. Every list, comparison, search and export of scores asks this.
    """
    return exists().where(
        col(Review.interview_id) == Interview.id,
        col(Review.reviewer_id) == user_id,
        or_(col(Review.submitted_at).is_not(None), col(Review.waived_at).is_not(None)),
    )
