"""Tickets for the media server: random, single-use, at most a minute old, kept as fingerprints."""

from contracts.base import ConsentPurpose, InterviewMode, InterviewStatus
from contracts.delivery import Calibration
from contracts.errors import TicketInvalid
from contracts.live import SessionContext, Ticket, TicketRedemption, TicketRequest
from contracts.preferences import Preferences
from engines.llm import Interviewer
from persistence.columns import utc_now
from persistence.database import AsyncDatabase
from persistence.tables import Interview, MediaTicket, User
from runtime.tokens import fingerprint, make_opaque_token
from sqlalchemy import update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.auth.service import granted_purposes
from backend_core.delivery.service import read_calibration
from backend_core.interviews.access import own_interview
from backend_core.interviews.media_servers import MediaServers
from backend_core.interviews.service import require_live
from backend_core.interviews.turns import current_question
from backend_core.settings import CoreSettings


async def issue(
    session: AsyncSession,
    media_servers: MediaServers,
    settings: CoreSettings,
    *,
    interview_id: str,
    candidate_id: str,
    wanted: TicketRequest,
) -> Ticket:
    """A ticket, and the media server to take it to. A check may come before the start.

    Raises `InterviewNotFound`, `InterviewNotLive`, `InterviewOver`, and `AtCapacity` when no media server has room.
    """
    interview = await own_interview(session, interview_id, candidate_id)
    if not (wanted.purpose != "offer" and interview.status is InterviewStatus.SCHEDULED):
        require_live(interview)
    media_url = await media_servers.lead(interview.id, joins=wanted.purpose == "socket")
    token = make_opaque_token()
    expires_at = utc_now() + settings.media_ticket_lifetime
    session.add(
        MediaTicket(
            token_hash=fingerprint(token),
            interview_id=interview.id,
            purpose=wanted.purpose,
            device_id=wanted.device_id,
            expires_at=expires_at,
        )
    )
    return Ticket(ticket=token, expires_at=expires_at, media_url=media_url)


async def redeem(database: AsyncDatabase, interviewer: Interviewer, redemption: TicketRedemption) -> SessionContext:
    """Use a ticket up and tell the media server what it may know. Raises `TicketInvalid`."""
    async with database.transaction() as session:
        ticket = await _use_up(session, redemption)
    is_check = ticket.purpose == "check"
    question = None if is_check else await current_question(database, interviewer, ticket.interview_id)
    async with database.transaction() as session:
        interview = await session.get_one(Interview, ticket.interview_id)
        candidate = await session.get_one(User, interview.candidate_id)
        consents = await granted_purposes(session, interview.candidate_id)
        return SessionContext(
            purpose="check" if is_check else "interview",
            interview_id=interview.id,
            candidate_id=interview.candidate_id,
            mode=interview.mode,
            status=interview.status,
            language=interview.language,
            consents=consents,
            total_questions=interview.question_count,
            question=question,
            calibration=await _calibration(session, interview, ticket, consents),
            preferences=Preferences.model_validate(candidate.preferences),
        )


async def _calibration(
    session: AsyncSession, interview: Interview, ticket: MediaTicket, consents: list[ConsentPurpose]
) -> Calibration | None:
    watched = interview.mode is InterviewMode.PRACTICE and ConsentPurpose.DELIVERY in consents
    if not watched or ticket.device_id is None:
        return None
    return await read_calibration(session, interview.candidate_id, ticket.device_id)


async def _use_up(session: AsyncSession, redemption: TicketRedemption) -> MediaTicket:
    doors = ["offer", "check"] if redemption.purpose == "offer" else ["socket"]
    now = utc_now()
    used = await session.exec(
        update(MediaTicket)
        .where(
            col(MediaTicket.token_hash) == fingerprint(redemption.ticket),
            col(MediaTicket.purpose).in_(doors),
            col(MediaTicket.used_at).is_(None),
            col(MediaTicket.expires_at) > now,
        )
        .values(used_at=now)
        .returning(MediaTicket)
    )
    ticket: MediaTicket | None = used.scalar_one_or_none()
    if ticket is None:
        raise TicketInvalid
    return ticket
