"""Where the interviews of a posting stand.

What recruiters watch is where an interview stands. Words of an answer are in it only where the posting says so and that
candidate agreed; scores and quotes never are: those are the report's, and reports are read after the end.
"""

from collections.abc import Collection

from contracts.audit import AuditAction, AuditSubject
from contracts.base import InterviewStatus, Speaker
from contracts.recruiting import InvitationState
from persistence.columns import utc_now
from persistence.hiring.recruiting import Invitation, JobPosting
from persistence.interviews import corrections
from persistence.interviews.corrections import CountedAnswer
from persistence.record import audit, live
from persistence.tables import EvaluationReport, Interview, InterviewQuestion, Transcript, User
from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from backend_core.recruiting.invitations.listing import in_state
from backend_core.recruiting.live.schemas import LiveAnswer, LiveEntry, LiveSnapshot

MOST_ENDED = 100
"""Interviews that have ended and still stand in the list, the newest: the others are among the candidates."""


def snapshot_of(session: Session, posting: JobPosting) -> LiveSnapshot:
    # The sequence first: what happens meanwhile is told twice rather than never.
    sequence = live.newest(session, posting.id)
    invited = session.exec(
        select(func.count())
        .select_from(Invitation)
        .where(Invitation.posting_id == posting.id, in_state(InvitationState.WAITING, utc_now()))
    ).one()
    of_posting = select(Interview.id).where(Interview.job_posting_id == posting.id)
    going_on = session.exec(of_posting.where(~_has_ended())).all()
    ended = session.exec(of_posting.where(_has_ended()).order_by(col(Interview.id).desc()).limit(MOST_ENDED)).all()
    all_ended = session.exec(
        select(func.count()).select_from(Interview).where(Interview.job_posting_id == posting.id, _has_ended())
    ).one()
    return LiveSnapshot(
        sequence=sequence,
        invited=invited,
        entries=entries_of(session, posting, [*going_on, *ended]),
        left_out=all_ended - len(ended),
    )


def record_views(session: Session, member: User, posting: JobPosting, entries: list[LiveEntry]) -> None:
    """Of the posting, and of each interview of which answers are shown."""
    read = [entry.interview_id for entry in entries if entry.answers]
    for action, subject, ids in (
        (AuditAction.POSTING_WATCHED, AuditSubject.POSTING, [posting.id]),
        (AuditAction.INTERVIEW_WATCHED, AuditSubject.INTERVIEW, read),
    ):
        audit.record_views(session, member, action, subject, ids, organisation_id=posting.organisation_id)


def entries_of(session: Session, posting: JobPosting, ids: Collection[str]) -> list[LiveEntry]:
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


def _has_ended() -> ColumnElement[bool]:
    return col(Interview.status).in_([InterviewStatus.COMPLETED, InterviewStatus.CANCELLED])


def _agreed(session: Session, ids: Collection[str]) -> set[str]:
    """Those being held whose candidates agreed that their answers are shown."""
    rows = session.exec(
        select(Invitation.interview_id)
        .join(Interview, col(Interview.id) == col(Invitation.interview_id))
        .where(
            col(Interview.id).in_(ids),
            Interview.status == InterviewStatus.LIVE,
            col(Invitation.shows_answers_live).is_(True),
        )
    )
    return {interview_id for interview_id in rows if interview_id}


def _answers(session: Session, ids: Collection[str]) -> dict[str, list[LiveAnswer]]:
    corrected = corrections.newest(session, ids)
    rows = session.exec(
        select(Transcript)
        .where(col(Transcript.interview_id).in_(ids), Transcript.speaker == Speaker.USER)
        .order_by(col(Transcript.order))
    )
    answers: dict[str, list[LiveAnswer]] = {}
    for row in rows:
        said = CountedAnswer(row, corrected.get(row.id))
        answers.setdefault(row.interview_id, []).append(
            LiveAnswer(turn=said.turn, text=said.text, corrected=said.corrected)
        )
    return answers
