"""Tickets for the media server: random, single-use, at most a minute old, kept as fingerprints."""

from contracts.base import ConsentPurpose, InterviewMode, InterviewStatus, Language
from contracts.delivery import Calibration
from contracts.errors import ConsentMissing, TicketInvalid
from contracts.live import SessionContext, Ticket, TicketRedemption, TicketRequest, TrainingTicketRequest
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
from backend_core.interviews.service import accommodations_of, require_live
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
    return _issue(session, settings, wanted, media_url, interview_id=interview.id)


async def issue_for_training(
    session: AsyncSession,
    media_servers: MediaServers,
    settings: CoreSettings,
    *,
    candidate_id: str,
    wanted: TrainingTicketRequest,
) -> Ticket:
    """A ticket for exercises before the camera. Raises `ConsentMissing`, and `AtCapacity` as `issue` does."""
    if ConsentPurpose.DELIVERY not in await granted_purposes(session, candidate_id):
        raise ConsentMissing(purpose=ConsentPurpose.DELIVERY)
    media_url = await media_servers.lead(candidate_id, joins=wanted.purpose == "socket")
    return _issue(session, settings, wanted, media_url, trainee_id=candidate_id)


async def redeem(
    database: AsyncDatabase, interviewer: Interviewer, redemption: TicketRedemption, language: Language
) -> SessionContext:
    """Use a ticket up and tell the media server what it may know. Raises `TicketInvalid`.

    A training, which no interview gives one, is in `language`.
    """
    async with database.transaction() as session:
        ticket = await _use_up(session, redemption)
        if ticket.interview_id is None:
            return await _training(session, ticket, language)
    is_check = ticket.purpose == "check"
    question = None if is_check else await current_question(database, interviewer, ticket.interview_id)
    async with database.transaction() as session:
        interview = await session.get_one(Interview, ticket.interview_id)
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
            preferences=await _preferences(session, interview),
        )


def _issue(
    session: AsyncSession,
    settings: CoreSettings,
    wanted: TicketRequest | TrainingTicketRequest,
    media_url: str,
    *,
    interview_id: str | None = None,
    trainee_id: str | None = None,
) -> Ticket:
    token = make_opaque_token()
    expires_at = utc_now() + settings.media_ticket_lifetime
    session.add(
        MediaTicket(
            token_hash=fingerprint(token),
            interview_id=interview_id,
            trainee_id=trainee_id,
            purpose=wanted.purpose,
            device_id=wanted.device_id,
            expires_at=expires_at,
        )
    )
    return Ticket(ticket=token, expires_at=expires_at, media_url=media_url)


async def _training(session: AsyncSession, ticket: MediaTicket, language: Language) -> SessionContext:
    candidate = await session.get_one(User, ticket.trainee_id)
    consents = await granted_purposes(session, candidate.id)
    device_id = ticket.device_id if ConsentPurpose.DELIVERY in consents else None
    return SessionContext(
        purpose="check",
        interview_id=candidate.id,
        candidate_id=candidate.id,
        mode=InterviewMode.PRACTICE,
        status=InterviewStatus.SCHEDULED,
        language=language,
        consents=consents,
        total_questions=0,
        question=None,
        calibration=await read_calibration(session, candidate.id, device_id) if device_id else None,
        preferences=Preferences.model_validate(candidate.preferences),
    )


async def _preferences(session: AsyncSession, interview: Interview) -> Preferences:
    """The candidate's, without the extra time that the interview's posting does not give."""
    candidate = await session.get_one(User, interview.candidate_id)
    wanted = Preferences.model_validate(candidate.preferences)
    if (await accommodations_of(session, interview)).extra_time:
        return wanted
    return wanted.model_copy(update={"accommodations": wanted.accommodations.without_extra_time()})


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
