"""Erasing interviews and accounts: the rows at once, what lies in object storage by a job.

Rows go in one transaction, with all that hangs on them: transcripts, judgements, vectors, reports and their documents,
events, jobs, delivery. Files go afterwards (`tasks.privacy.erase`); whose key stood in a row can be read by nobody from
that moment on. Of a screening interview the organisation keeps that there was one and why it went, not whose.

The same job writes what was erased, or taken back, into a ledger in object storage, which no backup is put back over:
`persistence.removal.replay` holds a restored record against it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.audit import AuditAction, AuditSubject
from contracts.base import ConsentPurpose, InterviewMode
from contracts.resumes import original_name
from contracts.rights import Erased, ErasedKind, ErasureCause, recording_of, recordings_of
from contracts.tasks import ERASE, ErasePayload
from sqlalchemy import ColumnElement, delete, func, null, update
from sqlalchemy.sql.expression import SQLColumnExpression
from sqlmodel import Session, col, select

from persistence.columns import utc_now
from persistence.database import HangUp, after_commit
from persistence.hiring.recruiting import Invitation, JobPosting
from persistence.ids import new_id
from persistence.interviews.calls import end_calls
from persistence.interviews.delivery import DeliverySampleRow, DeliveryScores
from persistence.interviews.recordings import Recording
from persistence.interviews.shares import Share
from persistence.people.resumes import ResumeRow
from persistence.people.rights import ErasedScreening
from persistence.record import audit, jobs
from persistence.record.audit import PLATFORM, Actor
from persistence.tables import Interview, User

AT_ONCE = 100


@dataclass(frozen=True)
class ErasedAccount:
    """Its receipt, and the ids of the interviews that went along."""

    receipt: Erased
    interviews: Sequence[str]


def erase_interview(session: Session, interview: Interview, cause: ErasureCause, actor: Actor) -> Erased:
    """Of either mode; the caller has locked its row. Returns the receipt."""
    if interview.mode is InterviewMode.SCREENING:
        _leave_trace(session, interview, cause, actor)
    session.exec(delete(Interview).where(col(Interview.id) == interview.id))
    after_commit(session, HangUp(interview.id))
    return _note(session, ErasedKind.INTERVIEW, interview.id, prefixes=[recordings_of(interview.id)], cause=cause)


def erase_account(session: Session, user: User, actor: Actor) -> ErasedAccount:
    """An account and all that hangs on it."""
    interviews = session.exec(select(Interview).where(Interview.candidate_id == user.id).with_for_update()).all()
    resumes = session.exec(select(ResumeRow.id).where(ResumeRow.candidate_id == user.id)).all()
    for interview in interviews:
        if interview.mode is InterviewMode.SCREENING:
            _leave_trace(session, interview, ErasureCause.ACCOUNT_ERASED, actor)
    end_calls(session, user.id)
    session.flush()
    session.exec(delete(User).where(col(User.id) == user.id))
    audit.record(session, actor, AuditAction.USER_ERASED, AuditSubject.USER, user.id)
    receipt = _note(
        session,
        ErasedKind.ACCOUNT,
        user.id,
        objects=[original_name(resume_id) for resume_id in resumes],
        prefixes=[recordings_of(interview.id) for interview in interviews],
    )
    return ErasedAccount(receipt, [interview.id for interview in interviews])


def withdraw_consent(session: Session, user_id: str, purpose: ConsentPurpose) -> None:
    """Erase what is kept on the strength of that consent alone: recordings, or what was estimated of expressions. What
    somebody said stays on the record, and calls end within seconds. The caller, who has locked the account's row,
    writes the decision down.
    """
    prefixes = []
    match purpose:
        case ConsentPurpose.RECORDING:
            prefixes = _erase_recordings(session, user_id)
        case ConsentPurpose.EXPRESSION:
            _erase_expressions(session, user_id)
    end_calls(session, user_id)
    _note(session, ErasedKind.CONSENT, user_id, prefixes=prefixes, purpose=purpose)


def erase_resume(session: Session, row: ResumeRow) -> None:
    """With all that was read in it; the caller has locked its row."""
    session.delete(row)
    _note(session, ErasedKind.RESUME, row.id, objects=[original_name(row.id)])


def revoke_share(session: Session, share: Share) -> None:
    """From now on the link opens nothing; the caller has locked its row."""
    share.revoked_at = utc_now()
    _note(session, ErasedKind.SHARE, share.id)


def _erase_recordings(session: Session, user_id: str) -> list[str]:
    """Returns the prefixes of their files: by recording and not by interview, so that one which begins meanwhile, after
    a new consent, is left alone.
    """
    own = select(Interview.id).where(Interview.candidate_id == user_id)
    gone = session.exec(
        delete(Recording)
        .where(col(Recording.interview_id).in_(own))
        .returning(col(Recording.interview_id), col(Recording.id))
    ).all()
    return [recording_of(interview_id, recording_id) for interview_id, recording_id in gone]


def _erase_expressions(session: Session, user_id: str) -> None:
    theirs = select(Interview.id).where(Interview.candidate_id == user_id)
    session.exec(
        update(DeliverySampleRow)
        .where(col(DeliverySampleRow.interview_id).in_(theirs), col(DeliverySampleRow.expression).is_not(None))
        .values(expression=null())
    )
    for row in session.exec(select(DeliveryScores).where(col(DeliveryScores.interview_id).in_(theirs))):
        row.emotion_summary = None
        row.scores = {name: value for name, value in row.scores.items() if name != "crops"} if row.scores else None


def erase_due(session: Session) -> int:
    """Erase `AT_ONCE` screening interviews, at most, that were kept as long as they may be, and invitations that led to
    none. Returns how many of both.
    """
    # As `Invitation.kept_for`: the least of what there is.
    kept_for = func.least(JobPosting.retention_days, Invitation.promised_retention_days)
    due = session.exec(
        select(Interview)
        .join(JobPosting, col(JobPosting.id) == Interview.job_posting_id)
        .join(Invitation, col(Invitation.interview_id) == Interview.id, isouter=True)
        .where(_kept_from() + _days(kept_for) <= func.now())
        .limit(AT_ONCE)
        .with_for_update(of=Interview, skip_locked=True)
    ).all()
    for interview in due:
        erase_interview(session, interview, ErasureCause.RETENTION, PLATFORM)
    unused = (
        select(Invitation.id)
        .join(JobPosting, col(JobPosting.id) == Invitation.posting_id)
        .where(
            col(Invitation.interview_id).is_(None),
            col(Invitation.expires_at) + _days(col(JobPosting.retention_days)) <= func.now(),
        )
        .limit(AT_ONCE)
    )
    gone = session.exec(delete(Invitation).where(col(Invitation.id).in_(unused)).returning(col(Invitation.id)))
    return len(due) + len(gone.all())


def _kept_from() -> ColumnElement[datetime]:
    """The interview's end; of one that never ended, when it could have begun last."""
    begun = func.coalesce(col(Interview.start_time), col(Interview.created_at))
    return func.coalesce(col(Interview.end_time), func.greatest(begun, col(JobPosting.window_closes)))


def _days(number: SQLColumnExpression[int]) -> ColumnElement[timedelta]:
    return func.make_interval(0, 0, 0, number)


def _leave_trace(session: Session, interview: Interview, cause: ErasureCause, actor: Actor) -> None:
    posting = session.get_one(JobPosting, interview.job_posting_id)
    session.add(ErasedScreening(posting_id=posting.id, cause=cause))
    session.exec(delete(Invitation).where(col(Invitation.interview_id) == interview.id))
    audit.record(
        session,
        actor,
        AuditAction.INTERVIEW_ERASED,
        AuditSubject.INTERVIEW,
        interview.id,
        organisation_id=posting.organisation_id,
        details={"cause": cause.value, "posting": posting.id},
    )


def _note(
    session: Session,
    kind: ErasedKind,
    subject_id: str,
    *,
    objects: Sequence[str] = (),
    prefixes: Sequence[str] = (),
    cause: ErasureCause | None = None,
    purpose: ConsentPurpose | None = None,
) -> Erased:
    """Have its files erased, and it written into the ledger; returns what will stand there."""
    erased = Erased(id=new_id(), kind=kind, subject_id=subject_id, erased_at=utc_now(), cause=cause, purpose=purpose)
    payload = ErasePayload(subject_id=subject_id, objects=list(objects), prefixes=list(prefixes), erased=erased)
    # A consent may be withdrawn again, the rest is erased once.
    jobs.add(session, ERASE, payload, unique_key=erased.id if kind is ErasedKind.CONSENT else subject_id)
    return erased
