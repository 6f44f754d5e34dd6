"""Postings: what they say, and when they take interviews."""

from itertools import chain

from contracts.audit import AuditAction, AuditSubject
from contracts.base import InterviewStatus, Language
from contracts.errors import (
    CompanyNotFound,
    PlanMissing,
    PostingHasInterviews,
    PostingOpen,
    PostingStateRefused,
    PostingUnheard,
)
from contracts.recruiting import MemberRole, PostingAccommodations, PostingState
from persistence.columns import utc_now
from persistence.database import run_sync
from persistence.hiring.recruiting import Company, JobPosting, PostingQuestion
from persistence.people.rights import ErasedScreening
from persistence.record import audit
from persistence.tables import Interview, User
from sqlalchemy import Text, bindparam, cast, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.operations import EngineOut
from backend_core.pages import Given, ListStatement, Rows, columns_of, newest_first, rows_of
from backend_core.recruiting.access import membership, posting_of_member
from backend_core.recruiting.postings.schemas import (
    NewPosting,
    PostingChange,
    PostingContent,
    PostingListing,
    PostingOut,
    PostingPage,
)

FIXED_WHILE_OPEN = ("languages", "position", "question_count", "asks_for_resume")
NEXT = {
    PostingState.OPEN: (PostingState.DRAFT, PostingState.CLOSED),
    PostingState.CLOSED: (PostingState.OPEN,),
}
"""Which states each comes after."""


async def listed(session: AsyncSession, asked: PostingListing) -> PostingPage:
    """Newest first."""
    wanted = {"organisation_id": asked.organisation_id, "state": asked.state, "after": asked.after}
    shown, following = await _described.page(session, wanted, asked.limit)
    return PostingPage.model_validate({"postings": shown, "next": following})


async def described(session: AsyncSession, posting: JobPosting) -> PostingOut:
    """As the list shows it."""
    (shown,) = await _described.rows(session, {"id": posting.id, "limit": 1})
    return PostingOut.model_validate(shown)


@ListStatement
def _described(given: Given) -> Rows:
    """With their companies' names and how many interviews are in which state."""
    counted = [(cast(status, Text), func.count().filter(col(Interview.status) == status)) for status in InterviewStatus]
    interviews = (
        select(func.jsonb_build_object(*chain.from_iterable(counted), type_=JSONB))
        .where(col(Interview.job_posting_id) == JobPosting.id)
        .correlate(JobPosting)
        .scalar_subquery()
    )
    rows = rows_of(
        *columns_of(JobPosting, PostingOut), col(Company.name).label("company"), interviews.label("interviews")
    ).join_from(JobPosting, Company, col(Company.id) == JobPosting.company_id)
    for name in given & {"id", "organisation_id", "state"}:
        rows = rows.where(col(getattr(JobPosting, name)) == bindparam(name))
    return newest_first(rows, JobPosting.id, given)


def content_of(posting: JobPosting) -> PostingContent:
    return PostingContent.model_validate(posting.model_dump(include=set(PostingContent.model_fields)))


async def create(session: AsyncSession, user_id: str, wanted: NewPosting) -> JobPosting:
    """A draft. Raises `OrganisationNotFound`, `MemberRoleTooLow`, `CompanyNotFound`."""
    await membership(session, user_id, wanted.organisation_id, MemberRole.RECRUITER)
    await _require_company(session, wanted.organisation_id, wanted.company_id)
    posting = JobPosting.model_validate(
        {**_columns(wanted), "organisation_id": wanted.organisation_id, "created_by": user_id}
    )
    session.add(posting)
    await session.flush()
    return posting


async def change(
    session: AsyncSession, user_id: str, posting_id: str, wanted: PostingChange, ear: EngineOut
) -> JobPosting:
    """Raises `PostingNotFound`, `MemberRoleTooLow`, `CompanyNotFound`, `PostingOpen`, `PostingUnheard`."""
    posting = await posting_of_member(session, user_id, posting_id, MemberRole.RECRUITER, for_update=True)
    await _require_company(session, posting.organisation_id, wanted.company_id)
    columns = _columns(wanted)
    changed = [name for name in FIXED_WHILE_OPEN if getattr(posting, name) != columns[name]]
    if posting.state is PostingState.OPEN and changed:
        raise PostingOpen(fields=dict.fromkeys(changed, "fixed"))
    took_typed = takes_typed_answers(posting)
    posting.sqlmodel_update(columns)
    if posting.state is PostingState.OPEN and took_typed:
        _require_heard(posting, ear)
    posting.updated_at = utc_now()
    return posting


async def change_state(
    session: AsyncSession, user_id: str, posting_id: str, state: PostingState, ear: EngineOut
) -> JobPosting:
    """Open with a plan that fits, or close; what is so already stays.

    Raises `PostingNotFound`, `MemberRoleTooLow`, `PostingStateRefused`, `PlanMissing`, `PostingUnheard`.
    """
    posting = await posting_of_member(session, user_id, posting_id, MemberRole.RECRUITER, for_update=True)
    if posting.state is state:
        return posting
    if posting.state not in NEXT[state]:
        raise PostingStateRefused
    if state is PostingState.OPEN:
        await _require_plan(session, posting)
        _require_heard(posting, ear)
    posting.state = state
    posting.updated_at = utc_now()
    return posting


def takes_typed_answers(posting: JobPosting) -> bool:
    return PostingAccommodations.model_validate(posting.accommodations).typed_answers


async def delete(session: AsyncSession, owner: User, posting_id: str) -> None:
    """With its plan and invitations. Raises `PostingNotFound`, `MemberRoleTooLow`, `PostingHasInterviews`."""
    posting = await posting_of_member(session, owner.id, posting_id, MemberRole.OWNER)
    # Its key too, so that nobody accepts an invitation to it meanwhile.
    await session.refresh(posting, with_for_update=True)
    for held in (
        select(Interview.id).where(Interview.job_posting_id == posting.id),
        select(ErasedScreening.id).where(ErasedScreening.posting_id == posting.id),
    ):
        if (await session.exec(held.limit(1))).first() is not None:
            raise PostingHasInterviews
    await log(session, owner, AuditAction.POSTING_DELETED, posting)
    await session.delete(posting)


async def log(session: AsyncSession, user: User, action: AuditAction, posting: JobPosting) -> None:
    """Write down what a member did with a posting."""
    await run_sync(
        session,
        audit.record,
        user,
        action,
        AuditSubject.POSTING,
        posting.id,
        organisation_id=posting.organisation_id,
    )


# The columns are of many types, hence `object`.
def _columns(wanted: PostingChange) -> dict[str, object]:
    columns = wanted.model_dump(exclude={"organisation_id"})
    columns["languages"] = [Language(language).value for language in wanted.languages]
    return columns


async def _require_company(session: AsyncSession, organisation_id: str, company_id: str) -> None:
    company = await session.get(Company, company_id)
    if company is None or company.organisation_id != organisation_id:
        raise CompanyNotFound(fields={"company_id": "unknown"})


def _require_heard(posting: JobPosting, ear: EngineOut) -> None:
    """In each language, where answers are only spoken.

    A server that does not answer now says nothing of the weeks to come, and candidates are told before they accept.
    """
    if takes_typed_answers(posting) or not ear.responds:
        return
    unheard = [language for language in posting.languages if not ear.knows(Language(language))]
    if unheard:
        raise PostingUnheard(engine=ear.name, languages=", ".join(unheard))


async def _require_plan(session: AsyncSession, posting: JobPosting) -> None:
    """One question for each place, in each language."""
    questions = (
        await session.exec(
            select(PostingQuestion).where(
                PostingQuestion.posting_id == posting.id, PostingQuestion.version == posting.plan_version
            )
        )
    ).all()
    complete = all(set(posting.languages) <= set(question.content) for question in questions)
    if len(questions) != posting.question_count or not complete:
        raise PlanMissing(questions=str(posting.question_count))
