"""`/admin`: for administrators alone."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from contracts.audit import AuditAction, AuditSubject
from contracts.base import Id
from contracts.model_server import GpuStatus, GpuToggle
from fastapi import Query, Request
from fastapi.responses import StreamingResponse
from persistence.columns import utc_now
from persistence.database import run_sync
from persistence.record.audit import record

from backend_core.administration import audit, model_server, numbers, organisations, people, system, variants
from backend_core.administration.schemas import (
    AuditFilters,
    AuditListing,
    AuditPage,
    Listing,
    NumbersListing,
    NumbersOut,
    OrganisationPage,
    PeopleListing,
    PeoplePage,
    PersonChange,
    PersonOut,
    SystemOut,
    VariantsOut,
    WorkersOut,
)
from backend_core.dependencies import Administrator, DatabaseDep, SessionDep, Settings
from backend_core.routing import AreaRouter
from backend_core.spreadsheets import CSV

router = AreaRouter(prefix="/admin", tags=["administration"])


@router.get("/variants")
async def read_variants(_: Administrator, settings: Settings, session: SessionDep) -> VariantsOut:
    """How the judges and interviewers that are compared do, beside each other."""
    return await variants.compared(session, settings)


@router.get("/system")
async def read_system(_: Administrator, request: Request, settings: Settings, session: SessionDep) -> SystemOut:
    """Which engines work, and the work that is not done."""
    return SystemOut(
        engines=await request.app.state.engines.describe(),
        work=await system.unfinished(session),
        queues=await system.queues(session),
        stuck=await system.stuck(session),
        model_server=settings.model_server is not None,
    )


@router.get("/workers")
async def read_workers(_: Administrator, request: Request) -> WorkersOut:
    """Which workers answer, within a second."""
    return WorkersOut(workers=await request.app.state.workers.alive())


@router.post("/jobs/{job_id}/requeue", status_code=HTTPStatus.ACCEPTED)
async def requeue_job(administrator: Administrator, job_id: Id, session: SessionDep) -> None:
    """Begin a job anew that is dead, or that nobody has taken up for long."""
    await run_sync(session, system.requeue, administrator, job_id)


@router.get("/gpu")
async def read_gpu(_: Administrator, settings: Settings) -> GpuStatus:
    """Whether the model server's engines use its GPU, and whether they may."""
    return await model_server.gpu_status(settings)


@router.post("/gpu")
async def toggle_gpu(
    administrator: Administrator, wanted: GpuToggle, settings: Settings, session: SessionDep
) -> GpuStatus:
    """Let the model server's engines use its GPU, or take them off it; streams that go on are broken off."""
    # Written down first: where that fails nothing is toggled, and where the server fails nothing is written.
    await run_sync(
        session,
        record,
        administrator,
        AuditAction.GPU_TOGGLED,
        AuditSubject.MODEL_SERVER,
        details={"enabled": wanted.enabled},
    )
    return await model_server.toggle_gpu(settings, wanted)


@router.get("/numbers")
async def read_numbers(_: Administrator, asked: Annotated[NumbersListing, Query()], session: SessionDep) -> NumbersOut:
    """How many interviews, how long, how well and how liked, by mode."""
    return await numbers.read(session, asked, utc_now())


@router.get("/users")
async def list_people(_: Administrator, asked: Annotated[PeopleListing, Query()], session: SessionDep) -> PeoplePage:
    """The accounts, newest first."""
    return await people.listed(session, asked)


@router.patch("/users/{user_id}")
async def change_person(
    administrator: Administrator, user_id: Id, wanted: PersonChange, session: SessionDep
) -> PersonOut:
    """Give somebody another role, shut them out, or let them in again. There is always an administrator."""
    return await people.change(session, administrator, user_id, wanted)


@router.get("/organisations")
async def list_all_organisations(
    _: Administrator, asked: Annotated[Listing, Query()], session: SessionDep
) -> OrganisationPage:
    """Which there are and who owns them, newest first; `POST /organisations` founds one."""
    return await organisations.listed(session, asked)


@router.get("/audit")
async def read_audit_log(_: Administrator, asked: Annotated[AuditListing, Query()], session: SessionDep) -> AuditPage:
    """Who did what to what, newest first."""
    return await audit.read(session, asked)


@router.get(
    "/audit.csv",
    response_class=StreamingResponse,
    responses={200: {"content": {CSV: {"schema": {"type": "string", "format": "binary"}}}}},
)
async def export_audit_log(
    administrator: Administrator,
    filters: Annotated[AuditFilters, Query()],
    session: SessionDep,
    database: DatabaseDep,
) -> StreamingResponse:
    """The same as a table for spreadsheets. The export itself is on the log."""
    given = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in filters.model_dump(exclude_none=True).items()
    }
    await run_sync(session, record, administrator, AuditAction.AUDIT_EXPORTED, AuditSubject.AUDIT_LOG, details=given)
    headers = {
        "Content-Disposition": f'attachment; filename="visavis-audit-{utc_now():%Y-%m-%d}.csv"',
        "Cache-Control": "private, no-store",
    }
    return StreamingResponse(audit.as_csv(database, filters), media_type=CSV, headers=headers)
