"""`/interviews/{id}/delivery`, `…/delivery-samples`, `…/behavior-scores`."""

from http import HTTPStatus

from contracts.base import Id
from contracts.coaching import DeliveryCoaching
from contracts.delivery import BehaviorScores, Calibration, Delivery, DeliverySamples
from contracts.errors import NotFound
from contracts.live import DeviceId
from fastapi import Depends

from backend_core.delivery import service
from backend_core.dependencies import Candidate, CurrentUser, SessionDep, Settings, require_service
from backend_core.interviews.access import own_interview
from backend_core.routing import AreaRouter

router = AreaRouter()
_service_only = [Depends(require_service)]


@router.get("/interviews/{interview_id}/delivery", tags=["outcome"])
async def read_delivery(interview_id: Id, user: CurrentUser, session: SessionDep, settings: Settings) -> Delivery:
    """How the candidate came across, for that candidate's eyes only."""
    await own_interview(session, interview_id, user.id)
    return await service.read_delivery(session, interview_id, settings.delivery_weights)


@router.get("/interviews/{interview_id}/delivery/coaching", tags=["outcome"])
async def read_delivery_coaching(
    interview_id: Id, user: CurrentUser, session: SessionDep, settings: Settings
) -> DeliveryCoaching:
    """When the candidate came across how, and what to practise, for that candidate's eyes only."""
    await own_interview(session, interview_id, user.id)
    return await service.read_coaching(session, interview_id, settings.delivery_weights)


@router.get("/users/me/calibrations/{device_id}", tags=["outcome"])
async def read_calibration(device_id: DeviceId, candidate: Candidate, session: SessionDep) -> Calibration:
    """The caller's own calibration of one camera."""
    calibration = await service.read_calibration(session, candidate.id, device_id)
    if calibration is None:
        raise NotFound
    return calibration


@router.put("/users/me/calibrations/{device_id}", status_code=HTTPStatus.NO_CONTENT, tags=["outcome"])
async def save_calibration(
    device_id: DeviceId, calibration: Calibration, candidate: Candidate, session: SessionDep
) -> None:
    """Keep a calibration measured in a check session, in place of the camera's earlier one."""
    await service.save_calibration(session, candidate.id, device_id, calibration)


@router.post(
    "/interviews/{interview_id}/delivery-samples",
    status_code=HTTPStatus.NO_CONTENT,
    tags=["services"],
    dependencies=_service_only,
)
async def record_samples(interview_id: Id, batch: DeliverySamples, session: SessionDep) -> None:
    """Store what analysed frames showed (practice, with consent)."""
    await service.record_samples(session, interview_id, batch)


@router.patch(
    "/interviews/{interview_id}/behavior-scores",
    status_code=HTTPStatus.NO_CONTENT,
    tags=["services"],
    dependencies=_service_only,
)
async def record_scores(interview_id: Id, scores: BehaviorScores, session: SessionDep) -> None:
    """Store the delivery scores of an interview (practice, with consent)."""
    await service.record_scores(session, interview_id, scores)
