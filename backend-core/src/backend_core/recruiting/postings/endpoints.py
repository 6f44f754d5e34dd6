"""`/job-postings` and the plans of their questions."""

from http import HTTPStatus
from typing import Annotated

from contracts.audit import AuditAction
from contracts.base import Id
from contracts.errors import PostingFileTooLarge
from contracts.recruiting import MemberRole, TokenScope
from fastapi import Depends, Query, Request, Response
from persistence.database import run_sync
from persistence.hiring.recruiting import JobPosting
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.dependencies import CurrentUser, SessionDep
from backend_core.engines import Ear
from backend_core.forms import file_form, read_file
from backend_core.recruiting.access import find_posting, membership, posting_of_member
from backend_core.recruiting.postings import files, plans, service
from backend_core.recruiting.postings.schemas import (
    NewPlan,
    NewPosting,
    PlanOut,
    PostingChange,
    PostingListing,
    PostingOut,
    PostingPage,
    StateChange,
)
from backend_core.recruiting.readers import Reader, reader_with
from backend_core.routing import AreaRouter

router = AreaRouter(prefix="/job-postings", tags=["postings"])


PostingsReader = Annotated[Reader, Depends(reader_with(TokenScope.POSTINGS_READ))]


@router.get("")
async def list_postings(
    reader: PostingsReader, asked: Annotated[PostingListing, Query()], session: SessionDep
) -> PostingPage:
    """Those of an organisation, newest first, page by page."""
    await reader.admit(session, asked.organisation_id)
    return await service.listed(session, asked)


@router.post("", status_code=HTTPStatus.CREATED)
async def create_posting(user: CurrentUser, wanted: NewPosting, session: SessionDep) -> PostingOut:
    """A draft, without a plan."""
    return await _described(session, await service.create(session, user.id, wanted))


@router.post("/import", status_code=HTTPStatus.CREATED, openapi_extra=file_form("PostingImport", "file"))
async def import_posting(request: Request, user: CurrentUser, organisation_id: Id, session: SessionDep) -> PostingOut:
    """A draft, with its plan, from a file of YAML as it is exported.

    The company is the organisation's of that name, as it is, and is made where there is none. In `plan`, a question
    of the bank may be named by its `slug` alone. What is wrong is named by its line, and then nothing is made.
    """
    await membership(session, user.id, organisation_id, MemberRole.RECRUITER)
    data, _ = await read_file(request, files.MAX_BYTES, files.LIMIT, PostingFileTooLarge)
    reader = request.app.state.query_reader
    return await _described(session, await files.load(session, reader, user, organisation_id, data))


@router.get("/{posting_id}")
async def read_posting(reader: PostingsReader, posting_id: Id, session: SessionDep) -> PostingOut:
    return await _described(session, await reader.posting(session, posting_id))


@router.get(
    "/{posting_id}/export.yaml",
    response_class=Response,
    responses={200: {"content": {files.YAML: {"schema": {"type": "string", "format": "binary"}}}}},
)
async def export_posting(user: CurrentUser, posting_id: Id, session: SessionDep) -> Response:
    """The posting, its company and the newest version of its plan, as a file that can be imported."""
    posting = await posting_of_member(session, user.id, posting_id)
    text = await files.export(session, posting)
    await service.log(session, user, AuditAction.POSTING_EXPORTED, posting)
    headers = {
        "Content-Disposition": f'attachment; filename="visavis-posting-{posting_id}.yaml"',
        "Cache-Control": "private, no-store",
    }
    return Response(text, media_type=files.YAML, headers=headers)


@router.put("/{posting_id}")
async def change_posting(
    ear: Ear, user: CurrentUser, posting_id: Id, wanted: PostingChange, session: SessionDep
) -> PostingOut:
    """Say something else in it. Of an open one, what everybody meets alike stays."""
    return await _described(session, await service.change(session, user.id, posting_id, wanted, ear))


@router.delete("/{posting_id}", status_code=HTTPStatus.NO_CONTENT)
async def delete_posting(user: CurrentUser, posting_id: Id, session: SessionDep) -> None:
    """For owners: one that nobody was interviewed on. Others can be closed."""
    await service.delete(session, user, posting_id)


@router.post("/{posting_id}/state")
async def change_posting_state(
    ear: Ear, user: CurrentUser, posting_id: Id, wanted: StateChange, session: SessionDep
) -> PostingOut:
    """Open it, with a plan that fits, or close it. Where answers are only spoken, each of its languages is heard."""
    return await _described(session, await service.change_state(session, user.id, posting_id, wanted.state, ear))


@router.get("/{posting_id}/plan")
async def read_plan(
    user: CurrentUser, posting_id: Id, session: SessionDep, version: Annotated[int | None, Query(ge=1)] = None
) -> PlanOut:
    """What everybody is asked, in the newest version or another, and all versions with how many interviews each had."""
    return await plans.read(session, await posting_of_member(session, user.id, posting_id), version)


@router.post("/{posting_id}/plan", status_code=HTTPStatus.CREATED)
async def make_plan(
    request: Request, user: CurrentUser, posting_id: Id, wanted: NewPlan, session: SessionDep
) -> PlanOut:
    """The next version: what is pinned, kept or the organisation's own, and the rest chosen from the bank.

    Interviews that were made before keep the version that they began with.
    """
    posting = await posting_of_member(session, user.id, posting_id, MemberRole.RECRUITER)
    # Before the posting is locked: a slow model holds up nobody who invites or accepts on it.
    aims = await plans.aims_of(session, request.app.state.query_reader, posting)
    posting = await find_posting(session, posting_id, for_update=True)
    await run_sync(session, plans.make, user, posting, aims, wanted.questions, reason=wanted.reason)
    return await plans.read(session, posting)


async def _described(session: AsyncSession, posting: JobPosting) -> PostingOut:
    await session.flush()
    return await service.described(session, posting)
