"""Calls under way: what a media server was told at their beginning may hold no longer."""

from contracts.base import InterviewStatus
from sqlmodel import Session, select

from persistence.database import HangUp, after_commit
from persistence.tables import Interview


def end_calls(session: Session, user_id: str) -> None:
    """Have media servers end the calls of a candidate, within seconds of the commit."""
    live = select(Interview.id).where(Interview.candidate_id == user_id, Interview.status == InterviewStatus.LIVE)
    for place in (user_id, *session.exec(live)):
        after_commit(session, HangUp(place))
