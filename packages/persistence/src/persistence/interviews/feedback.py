"""How satisfied candidates were with an interview."""

from datetime import datetime

from sqlalchemy import CheckConstraint, SmallInteger
from sqlmodel import Field

from persistence.columns import created_now, reference
from persistence.tables import Table


class Feedback(Table, table=True):
    """One rating an interview, which its candidate may change."""

    __tablename__ = "feedback"
    __table_args__ = (CheckConstraint("rating BETWEEN 1 AND 5", name="rating_range"),)

    interview_id: str = reference("interviews.id", primary=True)
    rating: int = Field(sa_type=SmallInteger)
    rated_at: datetime = created_now()
