"""Making, listing, revoking and opening links to reports."""

from datetime import timedelta

from contracts.audit import AuditAction, AuditSubject, Detail
from contracts.base import InterviewMode
from contracts.errors import OnlyPractice, ShareExpired, ShareNotFound, ShareRevoked, TooManyShares
from contracts.shares import SharedReport, SharePart, ShareState
from persistence.columns import utc_now
from persistence.database import run_sync
from persistence.interviews.shares import Share
from persistence.record import audit
from persistence.removal import erasure
from persistence.tables import Interview, User
from runtime.tokens import fingerprint, make_opaque_token
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.interviews.access import own_interview
from backend_core.reports import service as reports
from backend_core.reports.shares.filtering import chosen_of
from backend_core.reports.shares.schemas import MadeShare, NewShare, ShareOut
from backend_core.settings import CoreSettings

MOST = 10
"""Links to one report that work at the same time: more than that nobody keeps an eye on."""


async def listed(session: AsyncSession, interview_id: str, candidate_id: str) -> list[ShareOut]:
    """Newest first, those that work no longer among them."""
    interview = await own_interview(session, interview_id, candidate_id)
    return [_shown(share) for share in await _shares(session, interview)]


async def make(
    session: AsyncSession, settings: CoreSettings, interview_id: str, candidate: User, wanted: NewShare
) -> MadeShare:
    """A link to the report of a practice interview.

    A screening interview's report is evidence by which an organisation judges everybody alike: others are still to be
    asked the same, and whoever reviews gives bands of their own before they see any. A copy that goes round would undo
    both, and would look like a certificate, which it is not.

    Raises `OnlyPractice`, `TooManyShares`, `ReportNotReady`, `ReportFailed`.
    """
    # Locked, so that links which are made at once are counted one after the other.
    interview = await own_interview(session, interview_id, candidate.id, for_update=True)
    if interview.mode is not InterviewMode.PRACTICE:
        raise OnlyPractice
    await reports.read(session, interview, names_key_points=True)
    now = utc_now()
    working = [one for one in await _shares(session, interview) if one.state(now) is ShareState.WORKING]
    if len(working) >= MOST:
        raise TooManyShares(most=str(MOST))
    token = make_opaque_token()
    share = Share(
        interview_id=interview.id,
        token_hash=fingerprint(token),
        parts=[part.value for part in SharePart if part in wanted.parts],
        name=wanted.name,
        expires_at=now + timedelta(days=wanted.days),
    )
    session.add(share)
    await session.flush()
    await _record(session, candidate, AuditAction.SHARE_MADE, share, {"parts": list(share.parts), "days": wanted.days})
    return MadeShare(share=_shown(share), link=settings.page("shared", token))


async def revoke(session: AsyncSession, interview_id: str, candidate: User, share_id: str) -> None:
    """From now on it opens nothing; revoking it again changes nothing. Raises `ShareNotFound`."""
    interview = await own_interview(session, interview_id, candidate.id)
    share = await session.get(Share, share_id, with_for_update=True)
    if share is None or share.interview_id != interview.id:
        raise ShareNotFound
    if share.revoked_at is None:
        await run_sync(session, erasure.revoke_share, share)
        await _record(session, candidate, AuditAction.SHARE_REVOKED, share)


async def open_report(session: AsyncSession, token: str) -> SharedReport:
    """The report as it is now, as far as it was shared. Raises `ShareNotFound`, `ShareRevoked`, `ShareExpired`."""
    rows = await session.exec(
        select(Share, Interview)
        .join(Interview, col(Interview.id) == Share.interview_id)
        .join(User, col(User.id) == Interview.candidate_id)
        .where(Share.token_hash == fingerprint(token), col(User.deactivated_at).is_(None))
        .with_for_update(of=Share)
    )
    found = rows.one_or_none()
    if found is None:
        raise ShareNotFound
    share, interview = found
    now = utc_now()
    match share.state(now):
        case ShareState.REVOKED:
            raise ShareRevoked
        case ShareState.EXPIRED:
            raise ShareExpired
        case ShareState.WORKING:
            report = await reports.read(session, interview, names_key_points=True)
    share.opened += 1
    share.last_opened_at = now
    await run_sync(session, audit.record_view, share, AuditAction.SHARE_OPENED, AuditSubject.SHARE, share.id)
    return chosen_of(report, share)


async def _shares(session: AsyncSession, interview: Interview) -> list[Share]:
    newest_first = select(Share).where(Share.interview_id == interview.id).order_by(col(Share.id).desc())
    return list(await session.exec(newest_first))


def _shown(share: Share) -> ShareOut:
    return ShareOut(
        id=share.id,
        state=share.state(utc_now()),
        parts=[SharePart(part) for part in share.parts],
        name=share.name,
        created_at=share.created_at,
        expires_at=share.expires_at,
        opened=share.opened,
        last_opened_at=share.last_opened_at,
    )


async def _record(
    session: AsyncSession, candidate: User, action: AuditAction, share: Share, details: dict[str, Detail] | None = None
) -> None:
    await run_sync(session, audit.record, candidate, action, AuditSubject.SHARE, share.id, details=details)
