"""Tickets for the media server: random, single-use, at most a minute old, kept as fingerprints."""

from typing import Literal

from contracts.errors import TicketInvalid
from contracts.live import SessionContext, Ticket, TicketRedemption
from engines.llm import Interviewer
from persistence.columns import utc_now
from persistence.database import AsyncDatabase
from persistence.tables import Interview, MediaTicket
from sqlalchemy import update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.auth.service import granted_purposes
from backend_core.auth.tokens import fingerprint, make_opaque_token
from backend_core.interviews.access import own_interview
from backend_core.interviews.service import require_live
from backend_core.interviews.turns import current_question
from backend_core.settings import CoreSettings


async def issue(
    session: AsyncSession,
    interview_id: str,
    candidate_id: str,
    purpose: Literal["offer", "socket"],
    settings: CoreSettings,
) -> Ticket:
    """Raises `InterviewNotFound`, `InterviewNotLive`, `InterviewOver`."""
    interview = await own_interview(session, interview_id, candidate_id)
    require_live(interview)
    token = make_opaque_token()
    expires_at = utc_now() + settings.media_ticket_lifetime
    session.add(
        MediaTicket(token_hash=fingerprint(token), interview_id=interview.id, purpose=purpose, expires_at=expires_at)
    )
    return Ticket(ticket=token, expires_at=expires_at)


async def redeem(database: AsyncDatabase, interviewer: Interviewer, redemption: TicketRedemption) -> SessionContext:
    """Use a ticket up and tell the media server what it may know. Raises `TicketInvalid`."""
    async with database.transaction() as session:
        interview_id = await _use_up(session, redemption)
    question = await current_question(database, interviewer, interview_id)
    async with database.transaction() as session:
        interview = await session.get_one(Interview, interview_id)
        return SessionContext(
            interview_id=interview.id,
            candidate_id=interview.candidate_id,
            mode=interview.mode,
            status=interview.status,
            language=interview.language,
            consents=await granted_purposes(session, interview.candidate_id),
            total_questions=interview.question_count,
            question=question,
        )


async def _use_up(session: AsyncSession, redemption: TicketRedemption) -> str:
    now = utc_now()
    used = await session.exec(
        update(MediaTicket)
        .where(
            col(MediaTicket.token_hash) == fingerprint(redemption.ticket),
            col(MediaTicket.purpose) == redemption.purpose,
            col(MediaTicket.used_at).is_(None),
            col(MediaTicket.expires_at) > now,
        )
        .values(used_at=now)
        .returning(col(MediaTicket.interview_id))
    )
    interview_id: str | None = used.scalar_one_or_none()
    if interview_id is None:
        raise TicketInvalid
    return interview_id
