"""Where the interviews of a posting stand.

What recruiters watch is where an interview stands. Words of an answer are in it only where the posting says so and that
candidate agreed; scores and quotes never are: those are the report's, and reports are read after the end.
"""

from collections.abc import Collection

from contracts.audit import AuditAction, AuditSubject
from contracts.base import Speaker
from contracts.recruiting import InvitationState
from persistence import audit, corrections, live
from persistence.columns import utc_now
from persistence.corrections import CountedAnswer
from persistence.recruiting import Invitation, JobPosting
from persistence.tables import EvaluationReport, Interview, InterviewQuestion, Transcript, User
from sqlalchemy import func
from sqlmodel import Session, col, select

from backend_core.recruiting.invitations.listing import in_state
from backend_core.recruiting.live.schemas import LiveAnswer, LiveEntry, LiveSnapshot


def snapshot_of(session: Session, posting: JobPosting) -> LiveSnapshot:
    # The sequence first: what happens meanwhile is told twice rather than never.
    sequence = live.newest(session, posting.id)
    invited = session.exec(
        select(func.count())
        .select_from(Invitation)
        .where(Invitation.posting_id == posting.id, in_state(InvitationState.WAITING, utc_now()))
    ).one()
    ids = session.exec(select(Interview.id).where(Interview.job_posting_id == posting.id)).all()
    return LiveSnapshot(sequence=sequence, invited=invited, entries=entries_of(session, posting, ids))


def record_views(session: Session, member: User, posting: JobPosting, entries: list[LiveEntry]) -> None:
    """Of the posting, and of each interview of which answers are shown."""
    read = [entry.interview_id for entry in entries if entry.answers]
    for action, subject, id_ in (
        (AuditAction.POSTING_WATCHED, AuditSubject.POSTING, posting.id),
        *((AuditAction.INTERVIEW_WATCHED, AuditSubject.INTERVIEW, interview_id) for interview_id in read),
    ):
        audit.record_view(session, member, action, subject, id_, organisation_id=posting.organisation_id)


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


def _agreed(session: Session, ids: Collection[str]) -> set[str]:
    rows = session.exec(
        select(Invitation.interview_id).where(
            col(Invitation.interview_id).in_(ids), col(Invitation.shows_answers_live).is_(True)
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
