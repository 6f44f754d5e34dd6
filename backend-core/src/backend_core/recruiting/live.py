"""`GET /job-postings/{id}/live`: who is waiting, who is at which question, who has finished.

What recruiters watch is where an interview stands. Words of an answer are in it only where the posting says so and that
candidate agreed; scores and quotes never are: those are the report's, and reports are read after the end.
"""

from collections.abc import AsyncIterable, Collection
from contextlib import aclosing
from datetime import datetime
from typing import Annotated

from contracts.base import Contract, Id, InterviewStatus, Language, Speaker
from contracts.recruiting import InvitationState
from fastapi import APIRouter, Depends, Header, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from persistence import live
from persistence.columns import utc_now
from persistence.database import AsyncDatabase, run_sync
from persistence.recruiting import Invitation, JobPosting
from persistence.tables import EvaluationReport, Interview, InterviewQuestion, Transcript, User
from sqlalchemy import func
from sqlmodel import Session, col, select

from backend_core.dependencies import DatabaseDep, Settings, get_user, user_scheme
from backend_core.events.hub import EventHub
from backend_core.recruiting.access import posting_of_member
from backend_core.recruiting.invitations import in_state

router = APIRouter(tags=["recruiting"])


class LiveAnswer(Contract):
    turn: int
    text: str


class LiveEntry(Contract):
    """Where one interview stands."""

    interview_id: Id
    candidate: str
    language: Language
    status: InterviewStatus
    question: int
    """Of the plan, the one that was asked last; 0 before the first."""
    question_count: int
    start_time: datetime | None
    end_time: datetime | None
    report_ready: bool
    answers: list[LiveAnswer] | None
    """Null unless the posting shows answers before the end and this candidate agreed to it."""


class LiveSnapshot(Contract):
    """The posting as it stands, and the sequence of its newest event; `invited` have not answered yet."""

    sequence: int
    invited: int
    entries: list[LiveEntry]


class LiveEvent(Contract):
    """Something of `kind` happened in an interview, which now stands as its `entry` says."""

    sequence: int
    kind: str
    created_at: datetime
    entry: LiveEntry


async def take_snapshot(
    posting_id: Id, settings: Settings, database: DatabaseDep, token: Annotated[str | None, Depends(user_scheme)]
) -> LiveSnapshot:
    """In a transaction of its own, for the stream lasts."""
    async with database.transaction() as session:
        user = await get_user(settings, session, token)
        posting = await posting_of_member(session, user.id, posting_id)
        return await run_sync(session, _snapshot, posting)


@router.get("/job-postings/{posting_id}/live", response_class=EventSourceResponse)
async def follow_posting(
    request: Request,
    posting_id: Id,
    snapshot: Annotated[LiveSnapshot, Depends(take_snapshot)],
    database: DatabaseDep,
    last_event_id: Annotated[int | None, Header(ge=0)] = None,
) -> AsyncIterable[ServerSentEvent]:
    """A `snapshot`, then what happens after it, or after `Last-Event-ID`."""
    hub: EventHub = request.app.state.event_hub
    yield ServerSentEvent(event="snapshot", data=snapshot.model_dump(mode="json"))
    after = snapshot.sequence if last_event_id is None else last_event_id
    async with aclosing(hub.follow(posting_id, after, live.since)) as following:
        async for event in following:
            if event is None:
                yield ServerSentEvent(comment="still here")
            elif (entry := await _entry(database, posting_id, event.interview_id)) is not None:
                told = LiveEvent(sequence=event.sequence, kind=event.kind, created_at=event.created_at, entry=entry)
                yield ServerSentEvent(id=str(event.sequence), event=event.kind, data=told.model_dump(mode="json"))


def _snapshot(session: Session, posting: JobPosting) -> LiveSnapshot:
    # The sequence first: what happens meanwhile is told twice rather than never.
    sequence = live.newest(session, posting.id)
    invited = session.exec(
        select(func.count())
        .select_from(Invitation)
        .where(Invitation.posting_id == posting.id, in_state(InvitationState.WAITING, utc_now()))
    ).one()
    ids = session.exec(select(Interview.id).where(Interview.job_posting_id == posting.id)).all()
    return LiveSnapshot(sequence=sequence, invited=invited, entries=_entries(session, posting, ids))


async def _entry(database: AsyncDatabase, posting_id: str, interview_id: str) -> LiveEntry | None:
    """None of an interview that was erased meanwhile."""
    async with database.transaction() as session:
        posting = await session.get(JobPosting, posting_id)
        if posting is None:
            return None
        entries = await run_sync(session, _entries, posting, [interview_id])
        return entries[0] if entries else None


def _entries(session: Session, posting: JobPosting, ids: Collection[str]) -> list[LiveEntry]:
    """In the order in which they were accepted."""
    asked = (
        select(func.count())
        .select_from(InterviewQuestion)
        .where(
            col(InterviewQuestion.interview_id) == col(Interview.id),
            col(InterviewQuestion.turn).is_not(None),
            col(InterviewQuestion.plan_order).is_not(None),
        )
        .scalar_subquery()
    )
    rows = session.exec(
        select(Interview, User.full_name, asked, EvaluationReport.id)
        .join(User, col(User.id) == col(Interview.candidate_id))
        .join(EvaluationReport, col(EvaluationReport.interview_id) == col(Interview.id), isouter=True)
        .where(col(Interview.id).in_(ids))
        .order_by(col(Interview.created_at), col(Interview.id))
    ).all()
    agreed = _agreed(session, ids) if posting.shows_answers_live else set()
    answers = _answers(session, agreed)
    return [
        LiveEntry(
            interview_id=interview.id,
            candidate=name,
            language=interview.language,
            status=interview.status,
            question=question,
            question_count=interview.question_count,
            start_time=interview.start_time,
            end_time=interview.end_time,
            report_ready=report_id is not None,
            answers=answers.get(interview.id, []) if interview.id in agreed else None,
        )
        for interview, name, question, report_id in rows
    ]


def _agreed(session: Session, ids: Collection[str]) -> set[str]:
    rows = session.exec(
        select(Invitation.interview_id).where(
            col(Invitation.interview_id).in_(ids), col(Invitation.shows_answers_live).is_(True)
        )
    )
    return {interview_id for interview_id in rows if interview_id}


def _answers(session: Session, ids: Collection[str]) -> dict[str, list[LiveAnswer]]:
    rows = session.exec(
        select(Transcript.interview_id, Transcript.turn, Transcript.text)
        .where(col(Transcript.interview_id).in_(ids), Transcript.speaker == Speaker.USER)
        .order_by(col(Transcript.order))
    )
    answers: dict[str, list[LiveAnswer]] = {}
    for interview_id, turn, text in rows:
        answers.setdefault(interview_id, []).append(LiveAnswer(turn=turn, text=text))
    return answers
