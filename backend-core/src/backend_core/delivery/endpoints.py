"""`/interviews/{id}/delivery`, `…/delivery-samples`, `…/behavior-scores`."""

from http import HTTPStatus

from contracts.base import Id
from contracts.delivery import BehaviorScores, Delivery, DeliverySamples
from fastapi import APIRouter, Depends

from backend_core.delivery import service
from backend_core.dependencies import CurrentUser, Transaction, require_service
from backend_core.interviews.access import own_interview

router = APIRouter()
_service_only = [Depends(require_service)]


@router.get("/interviews/{interview_id}/delivery", tags=["outcome"])
async def read_delivery(interview_id: Id, user: CurrentUser, session: Transaction) -> Delivery:
    """How the candidate came across, for that candidate's eyes only."""
    await own_interview(session, interview_id, user.id)
    return await service.read_delivery(session, interview_id)


@router.post(
    "/interviews/{interview_id}/delivery-samples",
    status_code=HTTPStatus.NO_CONTENT,
    tags=["services"],
    dependencies=_service_only,
)
async def record_samples(interview_id: Id, batch: DeliverySamples, session: Transaction) -> None:
    """Store what analysed frames showed (practice, with consent)."""
    await service.record_samples(session, interview_id, batch)


@router.patch(
    "/interviews/{interview_id}/behavior-scores",
    status_code=HTTPStatus.NO_CONTENT,
    tags=["services"],
    dependencies=_service_only,
)
async def record_scores(interview_id: Id, scores: BehaviorScores, session: Transaction) -> None:
    """Store the delivery scores of an interview (practice, with consent)."""
    await service.record_scores(session, interview_id, scores)
