"""What people are called, as they are called now; erased accounts are called nothing."""

from collections.abc import Iterable

from persistence.tables import User
from sqlmodel import Session, col, select


def names_of(session: Session, ids: Iterable[str]) -> dict[str, str]:
    rows = session.exec(select(User.id, User.full_name).where(col(User.id).in_(set(ids))))
    return dict(rows.all())
