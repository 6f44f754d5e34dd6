"""`/admin`: for administrators alone."""

from fastapi import APIRouter

from backend_core.administration import variants
from backend_core.administration.schemas import VariantsOut
from backend_core.dependencies import Administrator, Settings, Transaction

router = APIRouter(prefix="/admin", tags=["administration"])


@router.get("/variants")
async def read_variants(_: Administrator, settings: Settings, session: Transaction) -> VariantsOut:
    """How the judges and interviewers that are compared do, beside each other."""
    return await variants.compared(session, settings)
