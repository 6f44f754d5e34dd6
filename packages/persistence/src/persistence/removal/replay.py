"""Doing again, in a record that was restored, what was erased or taken back after it was saved."""

from contracts.rights import Erased, ErasedKind, ErasureCause
from sqlmodel import Session, col, select

from persistence.interviews.shares import Share
from persistence.people.consents import latest_consents
from persistence.people.resumes import ResumeRow
from persistence.record.audit import PLATFORM
from persistence.removal.erasure import erase_account, erase_interview, erase_resume, revoke_share, withdraw_consent
from persistence.tables import Consent, Interview, User


def replay(session: Session, erased: Erased) -> bool:
    """Erase it, or take it back, where the record has it. Returns whether it had."""
    match erased.kind:
        case ErasedKind.ACCOUNT:
            return _account(session, erased)
        case ErasedKind.INTERVIEW:
            return _interview(session, erased)
        case ErasedKind.RESUME:
            return _resume(session, erased)
        case ErasedKind.CONSENT:
            return _consent(session, erased)
        case ErasedKind.SHARE:
            return _share(session, erased)


def _account(session: Session, erased: Erased) -> bool:
    user = session.get(User, erased.subject_id)
    if user:
        erase_account(session, user, PLATFORM)
    return user is not None


def _interview(session: Session, erased: Erased) -> bool:
    interview = session.get(Interview, erased.subject_id)
    if interview:
        erase_interview(session, interview, erased.cause or ErasureCause.WITHDRAWN, PLATFORM)
    return interview is not None


def _resume(session: Session, erased: Erased) -> bool:
    row = session.get(ResumeRow, erased.subject_id)
    if row:
        erase_resume(session, row)
    return row is not None


def _consent(session: Session, erased: Erased) -> bool:
    """One that was given again after it was withdrawn stands."""
    given = [
        one
        for one in latest_consents(session, erased.subject_id)
        if one.purpose is erased.purpose and one.granted and one.decided_at < erased.erased_at
    ]
    for one in given:
        withdraw_consent(session, one.user_id, one.purpose)
        session.add(
            Consent(
                user_id=one.user_id,
                purpose=one.purpose,
                granted=False,
                version=one.version,
                decided_at=erased.erased_at,
            )
        )
    return bool(given)


def _share(session: Session, erased: Erased) -> bool:
    share = session.exec(
        select(Share).where(Share.id == erased.subject_id, col(Share.revoked_at).is_(None))
    ).one_or_none()
    if share:
        revoke_share(session, share)
    return share is not None
