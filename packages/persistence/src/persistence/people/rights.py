"""The tables of the candidate's rights.

interviews ─┬─ objections
            └─ declared_groups       (apart: see `DeclaredGroup`)
job_postings ── erased_screenings
"""

from datetime import datetime

from contracts.rights import ErasureCause, GroupDimension, ObjectionKind
from sqlmodel import Field

from persistence.columns import (
    choice,
    created_now,
    optional_reference,
    optional_timestamp,
    primary_key,
    reference,
    timestamp,
)
from persistence.tables import Table


class Objection(Table, table=True):
    """What a candidate says against a screening interview, to be answered by `due_at`."""

    __tablename__ = "objections"

    id: str = primary_key()
    interview_id: str = reference("interviews.id")
    kind: ObjectionKind = choice(ObjectionKind)
    text: str
    due_at: datetime = timestamp()
    answer: str | None = None
    answered_at: datetime | None = optional_timestamp()
    answered_by: str | None = optional_reference("users.id")
    created_at: datetime = created_now()


class ErasedScreening(Table, table=True):
    """That a screening interview was there and is gone, and why. Nothing leads from it to a person."""

    __tablename__ = "erased_screenings"

    id: str = primary_key()
    posting_id: str = reference("job_postings.id")
    cause: ErasureCause = choice(ErasureCause)
    erased_at: datetime = created_now()


class DeclaredGroup(Table, table=True):
    """A group that the candidate of an interview says they belong to; values are those of `contracts.rights`.

    Only the candidate's own form and the bias audit, which counts, may name this table: nothing that is read by those
    who judge or decide. `backend-core/tests/rights/test_groups_apart.py` watches the statements of every route.
    """

    __tablename__ = "declared_groups"

    interview_id: str = reference("interviews.id", primary=True)
    dimension: GroupDimension = choice(GroupDimension, primary_key=True)
    value: str = Field(max_length=32)
