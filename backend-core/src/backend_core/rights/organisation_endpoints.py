"""`/organisations/{id}/objections`, `/objections/{id}/answer`, `/organisations/{id}/bias-audit`: the organisation's."""

from typing import Annotated

from contracts.audit import AuditAction, AuditSubject
from contracts.base import Id
from contracts.errors import PostingNotFound
from contracts.recruiting import MemberRole
from fastapi import Query, Response
from persistence.database import run_sync
from persistence.record.audit import record
from persistence.tables import User
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.dependencies import CurrentUser, SessionDep, Settings
from backend_core.recruiting.access import membership, posting_of_member
from backend_core.rights import bias_audit, objections
from backend_core.rights.schemas import (
    AnsweredObjection,
    BiasAudit,
    ObjectionAnswer,
    ObjectionCount,
    ReceivedObjection,
)
from backend_core.routing import AreaRouter

router = AreaRouter(tags=["recruiting"])

CSV = "text/csv"
PostingChoice = Annotated[Id | None, Query(description="By default all of the organisation's")]


@router.get("/organisations/{organisation_id}/objections")
async def read_objections(organisation_id: Id, user: CurrentUser, session: SessionDep) -> list[ReceivedObjection]:
    """What candidates object to and ask for: what is open by when an answer is due, then what was answered last."""
    await membership(session, user.id, organisation_id)
    received = await objections.received(session, organisation_id)
    await _note(session, user, AuditAction.OBJECTIONS_VIEWED, organisation_id)
    return received


@router.get("/organisations/{organisation_id}/objections/count")
async def count_objections(organisation_id: Id, user: CurrentUser, session: SessionDep) -> ObjectionCount:
    """How many wait for an answer, and how many of them for too long."""
    await membership(session, user.id, organisation_id)
    return await objections.count(session, organisation_id)


@router.post("/objections/{objection_id}/answer")
async def answer_objection(
    objection_id: Id, answer: ObjectionAnswer, *, user: CurrentUser, session: SessionDep, settings: Settings
) -> AnsweredObjection:
    """Answer for the organisation, as a recruiter of it; once. The candidate reads it on the explanation's page."""
    by_letter = settings.mail_way is not None
    answered = await objections.answer(session, objection_id, user, answer.text, by_letter=by_letter)
    return AnsweredObjection(objection=answered, letter=by_letter)


@router.get("/organisations/{organisation_id}/bias-audit")
async def read_bias_audit(
    organisation_id: Id, user: CurrentUser, session: SessionDep, posting_id: PostingChoice = None
) -> BiasAudit:
    """Selection rates and impact ratios by self-declared group, for the owners of the organisation."""
    return await _audited(session, user, organisation_id, posting_id, AuditAction.BIAS_AUDIT_VIEWED)


@router.get(
    "/organisations/{organisation_id}/bias-audit.csv",
    response_class=Response,
    responses={200: {"content": {CSV: {"schema": {"type": "string", "format": "binary"}}}}},
)
async def export_bias_audit(
    organisation_id: Id, user: CurrentUser, session: SessionDep, posting_id: PostingChoice = None
) -> Response:
    """The same as a table for spreadsheets."""
    figures = await _audited(session, user, organisation_id, posting_id, AuditAction.BIAS_AUDIT_EXPORTED)
    headers = {
        "Content-Disposition": f'attachment; filename="visavis-bias-audit-{figures.made_at:%Y-%m-%d}.csv"',
        "Cache-Control": "private, no-store",
    }
    return Response(bias_audit.as_csv(figures), media_type=CSV, headers=headers)


async def _audited(
    session: AsyncSession, user: User, organisation_id: str, posting_id: str | None, action: AuditAction
) -> BiasAudit:
    await membership(session, user.id, organisation_id, MemberRole.OWNER)
    if posting_id is not None:
        posting = await posting_of_member(session, user.id, posting_id, MemberRole.OWNER)
        if posting.organisation_id != organisation_id:
            raise PostingNotFound
    await _note(session, user, action, organisation_id, posting_id)
    return await bias_audit.audit(session, organisation_id, posting_id)


async def _note(
    session: AsyncSession, user: User, action: AuditAction, organisation_id: str, posting_id: str | None = None
) -> None:
    await run_sync(
        session,
        record,
        user,
        action,
        AuditSubject.POSTING if posting_id else AuditSubject.ORGANISATION,
        posting_id or organisation_id,
        organisation_id=organisation_id,
    )
