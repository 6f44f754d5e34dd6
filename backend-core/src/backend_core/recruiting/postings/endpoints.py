"""`/job-postings` and the plans of their questions."""

from http import HTTPStatus
from typing import Annotated

from contracts.base import Id
from contracts.recruiting import MemberRole, PostingState
from fastapi import APIRouter, Query, Request
from persistence.recruiting import JobPosting
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.dependencies import CurrentUser, Transaction
from backend_core.recruiting.access import membership, posting_of_member
from backend_core.recruiting.postings import plans, service
from backend_core.recruiting.postings.schemas import (
    NewPlan,
    NewPosting,
    PlanOut,
    PostingChange,
    PostingOut,
    StateChange,
)

router = APIRouter(prefix="/job-postings", tags=["postings"])


@router.get("")
async def list_postings(
    user: CurrentUser, organisation_id: Id, session: Transaction, state: PostingState | None = None
) -> list[PostingOut]:
    """Those of an organisation, newest first."""
    await membership(session, user.id, organisation_id)
    return await service.listed(session, organisation_id, state)


@router.post("", status_code=HTTPStatus.CREATED)
async def create_posting(user: CurrentUser, wanted: NewPosting, session: Transaction) -> PostingOut:
    """A draft, without a plan."""
    return await _described(session, await service.create(session, user.id, wanted))


@router.get("/{posting_id}")
async def read_posting(user: CurrentUser, posting_id: Id, session: Transaction) -> PostingOut:
    return await _described(session, await posting_of_member(session, user.id, posting_id))


@router.put("/{posting_id}")
async def change_posting(user: CurrentUser, posting_id: Id, wanted: PostingChange, session: Transaction) -> PostingOut:
    """Say something else in it. Of an open one, what everybody meets alike stays."""
    return await _described(session, await service.change(session, user.id, posting_id, wanted))


@router.delete("/{posting_id}", status_code=HTTPStatus.NO_CONTENT)
async def delete_posting(user: CurrentUser, posting_id: Id, session: Transaction) -> None:
    """One without interviews."""
    await service.delete(session, user.id, posting_id)


@router.post("/{posting_id}/state")
async def change_posting_state(
    user: CurrentUser, posting_id: Id, wanted: StateChange, session: Transaction
) -> PostingOut:
    """Open it, with a plan that fits, or close it."""
    return await _described(session, await service.change_state(session, user.id, posting_id, wanted.state))


@router.get("/{posting_id}/plan")
async def read_plan(
    user: CurrentUser, posting_id: Id, session: Transaction, version: Annotated[int | None, Query(ge=1)] = None
) -> PlanOut:
    """What everybody is asked, in the newest version or another, and all versions with how many interviews each had."""
    return await plans.read(session, await posting_of_member(session, user.id, posting_id), version)


@router.post("/{posting_id}/plan", status_code=HTTPStatus.CREATED)
async def make_plan(
    request: Request, user: CurrentUser, posting_id: Id, wanted: NewPlan, session: Transaction
) -> PlanOut:
    """The next version: what is pinned, kept or the organisation's own, and the rest chosen from the bank.

    Interviews that were made before keep the version that they began with.
    """
    posting = await posting_of_member(session, user.id, posting_id, MemberRole.RECRUITER, for_update=True)
    return await plans.make(session, request.app.state.query_reader, user, posting, wanted)


async def _described(session: AsyncSession, posting: JobPosting) -> PostingOut:
    await session.flush()
    return (await service.described(session, [posting]))[0]
