"""`/admin`: for administrators alone."""

from fastapi import APIRouter, Request

from backend_core.administration import system, variants
from backend_core.administration.schemas import SystemOut, VariantsOut
from backend_core.dependencies import Administrator, Settings, Transaction

router = APIRouter(prefix="/admin", tags=["administration"])


@router.get("/variants")
async def read_variants(_: Administrator, settings: Settings, session: Transaction) -> VariantsOut:
    """How the judges and interviewers that are compared do, beside each other."""
    return await variants.compared(session, settings)


@router.get("/system")
async def read_system(_: Administrator, request: Request, session: Transaction) -> SystemOut:
    """Which engines work, and the work that is not done."""
    return SystemOut(engines=await request.app.state.engines.describe(), work=await system.unfinished(session))
