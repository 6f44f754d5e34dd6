"""An invitation as the invited person meets it: what it is about, and their answer. Its token is the credential."""

from contracts.base import ConsentPurpose, InterviewStatus, Language
from contracts.errors import (
    AlreadyOnPosting,
    ConsentMissing,
    InterviewUnheard,
    InvitationDeclined,
    InvitationExpired,
    InvitationNotFound,
    InvitationRevoked,
    InvitationTaken,
)
from contracts.recruiting import InvitationState, MemberRole, PostingAccommodations, TokenScope
from contracts.webhooks import WebhookKind
from persistence.columns import utc_now
from persistence.database import run_sync
from persistence.hiring import webhooks
from persistence.hiring.invitations import InvitationLink
from persistence.hiring.recruiting import Company, Invitation, JobPosting, Membership, Organisation
from persistence.people.resumes import SharedResume
from persistence.people.tokens import OrganisationToken
from persistence.tables import Interview, User
from runtime.tokens import fingerprint
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.auth.service import decide_consent
from backend_core.interviews.service import create_screening, require_open_posting, takes_interviews
from backend_core.operations import EngineOut
from backend_core.pages import Paged
from backend_core.recruiting import shared_resumes
from backend_core.recruiting.invitations.schemas import Acceptance, AcceptedInvitation, AcceptedPage, Welcome
from backend_core.recruiting.invitations.service import require_offered
from backend_core.recruiting.postings.service import takes_typed_answers

MINUTES_A_QUESTION, MINUTES_A_FOLLOW_UP = 3, 2


async def welcome(session: AsyncSession, token: str, caller: User | None) -> Welcome:
    """Raises `InvitationNotFound`, `InvitationTaken`, a kind of `InvitationGone`, `PostingNotOpen`."""
    invitation, posting = await _invitation(session, token)
    state = _require_open(invitation, caller)
    if state is InvitationState.WAITING:
        require_open_posting(posting)
        invitation.opened_at = invitation.opened_at or utc_now()
    company = await session.get_one(Company, posting.company_id)
    organisation = await session.get_one(Organisation, posting.organisation_id)
    is_theirs = caller is not None and invitation.candidate_id == caller.id
    return Welcome(
        organisation=organisation.name,
        company=company.name,
        about=company.about,
        title=posting.title,
        position=posting.position,
        competencies=[each["name"] for each in posting.competencies],
        language=invitation.language,
        languages=[Language(each) for each in posting.languages],
        question_count=posting.question_count,
        follow_ups=posting.follow_ups,
        minutes=posting.question_count * (MINUTES_A_QUESTION + MINUTES_A_FOLLOW_UP * posting.follow_ups),
        accommodations=PostingAccommodations.model_validate(posting.accommodations),
        readers=await _readers(session, posting.organisation_id),
        programs=await _programs(session, posting.organisation_id),
        retention_days=invitation.kept_for(posting),
        asks_to_show_answers_live=posting.shows_answers_live,
        asks_for_resume=posting.asks_for_resume,
        state=state,
        expires_at=invitation.expires_at,
        window_opens=posting.window_opens,
        window_closes=posting.window_closes,
        full_name=invitation.full_name,
        email_hint=_hint(invitation.email),
        is_other_address=caller is not None and invitation.email not in {None, caller.email},
        interview_id=invitation.interview_id if is_theirs else None,
    )


async def accept(session: AsyncSession, candidate: User, wanted: Acceptance, ear: EngineOut) -> Interview:
    """The interview, scheduled; the same one however often its candidate accepts.

    Raises what `welcome` does, `LanguageNotOffered`, `AlreadyOnPosting`, what `shared_resumes.chosen` does, and where
    answers can only be spoken `ConsentMissing`, if the candidate does not agree to their transcription, and
    `InterviewUnheard`, if the recogniser is known not to hear the language.
    """
    invitation, posting = await _invitation(session, wanted.token)
    if _require_open(invitation, candidate) is InvitationState.ACCEPTED and invitation.interview_id is not None:
        return await session.get_one(Interview, invitation.interview_id)
    require_offered(posting, wanted.language)
    if not takes_typed_answers(posting):
        if not wanted.transcription:
            raise ConsentMissing(purpose=ConsentPurpose.TRANSCRIPTION)
        if ear.responds and not ear.knows(wanted.language):
            raise InterviewUnheard
    await _require_first(session, candidate, posting)
    resume = await shared_resumes.chosen(session, candidate, posting, wanted.resume_id)
    await decide_consent(session, candidate, ConsentPurpose.TRANSCRIPTION, wanted.transcription)
    interview = await create_screening(session, candidate, posting, wanted.language)
    if resume is not None:
        session.add(SharedResume(interview_id=interview.id, resume_id=resume.id))
    now = utc_now()
    invitation.accepted_at, invitation.opened_at = now, invitation.opened_at or now
    invitation.candidate_id, invitation.interview_id = candidate.id, interview.id
    invitation.shows_answers_live = wanted.shows_answers_live and posting.shows_answers_live
    invitation.promised_retention_days = posting.retention_days
    invitation.promised_readers = await _readers(session, posting.organisation_id)
    await run_sync(session, webhooks.announce, WebhookKind.INVITATION_ACCEPTED, interview, invitation_id=invitation.id)
    return interview


async def decline(session: AsyncSession, token: str) -> None:
    """Declining it again changes nothing. Raises as `welcome` does, and `InvitationTaken` once it was accepted."""
    invitation, _ = await _invitation(session, token)
    if invitation.declined_at is None or invitation.accepted_at is not None:
        if _require_open(invitation, None) is InvitationState.ACCEPTED:
            raise InvitationTaken
        invitation.declined_at = utc_now()


async def accepted(session: AsyncSession, candidate_id: str, asked: Paged) -> AcceptedPage:
    """What a candidate's screening interviews are for, newest first. `asked.after` is an interview."""
    statement = (
        select(Invitation, JobPosting, Company, Organisation)
        .join(JobPosting, col(JobPosting.id) == col(Invitation.posting_id))
        .join(Company, col(Company.id) == col(JobPosting.company_id))
        .join(Organisation, col(Organisation.id) == col(JobPosting.organisation_id))
        .where(Invitation.candidate_id == candidate_id, col(Invitation.interview_id).is_not(None))
        .order_by(col(Invitation.interview_id).desc())
        .limit(asked.limit + 1)
    )
    if asked.after is not None:
        statement = statement.where(col(Invitation.interview_id) < asked.after)
    rows = (await session.exec(statement)).all()
    shown = [
        AcceptedInvitation(
            interview_id=str(invitation.interview_id),
            organisation=organisation.name,
            company=company.name,
            title=posting.title,
            accommodations=PostingAccommodations.model_validate(posting.accommodations),
            window_opens=posting.window_opens,
            window_closes=posting.window_closes,
            is_open=takes_interviews(posting),
            retention_days=invitation.kept_for(posting),
            answers_shown_live=invitation.shows_answers_live and posting.shows_answers_live,
        )
        for invitation, posting, company, organisation in rows[: asked.limit]
    ]
    return AcceptedPage(invitations=shown, next=shown[-1].interview_id if len(rows) > asked.limit else None)


async def _invitation(session: AsyncSession, token: str) -> tuple[Invitation, JobPosting]:
    """Locked, so that two answers at once are one after the other. Raises `InvitationNotFound`."""
    rows = await session.exec(
        select(Invitation)
        .join(InvitationLink, col(InvitationLink.invitation_id) == col(Invitation.id))
        .where(InvitationLink.token_hash == fingerprint(token))
        .with_for_update(of=Invitation)
    )
    invitation = rows.one_or_none()
    if invitation is None:
        raise InvitationNotFound
    return invitation, await session.get_one(JobPosting, invitation.posting_id)


def _require_open(invitation: Invitation, caller: User | None) -> InvitationState:
    """Waiting, or accepted by this caller or by one who may yet sign in."""
    state = invitation.state(utc_now())
    match state:
        case InvitationState.EXPIRED:
            raise InvitationExpired
        case InvitationState.REVOKED:
            raise InvitationRevoked
        case InvitationState.DECLINED:
            raise InvitationDeclined
        case InvitationState.ACCEPTED if caller is not None and invitation.candidate_id != caller.id:
            raise InvitationTaken
        case _:
            return state


async def _require_first(session: AsyncSession, candidate: User, posting: JobPosting) -> None:
    """Nobody has two tries. Raises `AlreadyOnPosting`."""
    # Two invitations may be accepted at once; the candidate's row stands for both.
    await session.exec(select(User.id).where(User.id == candidate.id).with_for_update())
    earlier = await session.exec(
        select(Interview.id).where(
            Interview.candidate_id == candidate.id,
            Interview.job_posting_id == posting.id,
            Interview.status != InterviewStatus.CANCELLED,
        )
    )
    if earlier.first() is not None:
        raise AlreadyOnPosting


async def _readers(session: AsyncSession, organisation_id: str) -> dict[MemberRole, int]:
    rows = await session.exec(
        select(Membership.role, func.count())
        .where(Membership.organisation_id == organisation_id)
        .group_by(col(Membership.role))
    )
    return dict.fromkeys(MemberRole, 0) | {MemberRole(role): count for role, count in rows}


async def _programs(session: AsyncSession, organisation_id: str) -> list[str]:
    tokens = await session.exec(
        select(OrganisationToken)
        .where(OrganisationToken.organisation_id == organisation_id)
        .order_by(col(OrganisationToken.name), col(OrganisationToken.id))
    )
    now = utc_now()
    return [token.name for token in tokens if token.works(now) and token.allows(TokenScope.CANDIDATES_READ)]


def _hint(email: str | None) -> str | None:
    if email is None:
        return None
    local, _, domain = email.partition("@")
    return f"{local[0]}•••@{domain}"
