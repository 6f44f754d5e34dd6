"""`tasks.vision.analyze_emotion`: what a practice candidate's face looked like, with their consent to just that.

Nothing but the estimate is kept. What fails or comes too late leaves the sample's expression null, which is unknown.
"""

from collections.abc import Mapping
from functools import cached_property

import structlog
from contracts.base import ConsentPurpose, InterviewMode
from contracts.expression import ExpressionEstimate
from contracts.tasks import AnalyzeEmotionPayload
from engines.delivery.expressions import mean_expression
from engines.face import ExpressionReader
from engines.face.factory import expression_reader_from, face_model
from engines.settings import LocalModelSettings
from persistence.database import Database
from persistence.interviews.delivery import DeliverySampleRow, DeliveryScores
from persistence.people.consents import granted_purposes
from persistence.tables import Interview, User
from prometheus_client import Counter
from pydantic import ValidationError
from runtime import correlation
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

log = structlog.get_logger(__name__)

EXPRESSIONS = Counter("visavis_expressions", "Pictures of a face by what became of them", ["outcome"])

NEEDED = {ConsentPurpose.DELIVERY, ConsentPurpose.EXPRESSION}


class ExpressionAnalysis:
    def __init__(self, database: Database, settings: LocalModelSettings) -> None:
        self._database = database
        self._settings = settings

    @cached_property
    def _reader(self) -> ExpressionReader:
        """Made with the first picture: the models load for seconds, and take memory that most workers never need."""
        return expression_reader_from(face_model(self._settings))

    def run(self, message: Mapping[str, object]) -> None:
        """Never raises: Celery would log the message, which holds a face."""
        try:
            payload = AnalyzeEmotionPayload.model_validate(message)
            with correlation.of(payload.request_id):
                outcome = self._outcome(payload)
        except ValidationError as error:
            outcome = "refused"
            log.error("a picture's message was refused", problems=[problem["type"] for problem in error.errors()])
        EXPRESSIONS.labels(outcome).inc()

    def _outcome(self, payload: AnalyzeEmotionPayload) -> str:
        try:
            return self._analyse(payload)
        except Exception as error:
            log.error("an expression was not estimated", error=type(error).__name__)
            return "failed"

    def _analyse(self, payload: AnalyzeEmotionPayload) -> str:
        with self._database.transaction() as session:
            if not _is_agreed_to(session, payload.interview_id):
                return "not_agreed"
        from engines.face.crop import decode_crop  # noqa: PLC0415 - as for the reader, of OpenCV

        estimate = self._reader.read(decode_crop(payload.crop))
        if estimate is None:
            return "unknown"
        with self._database.transaction() as session:
            if not _is_agreed_to(session, payload.interview_id):
                return "not_agreed"
            _record(session, payload, estimate)
        return "estimated"


def _is_agreed_to(session: Session, interview_id: str) -> bool:
    """By the candidate, until the transaction ends: a withdrawal waits for that, and then finds what it wrote."""
    interview = session.get(Interview, interview_id)
    if interview is None or interview.mode is not InterviewMode.PRACTICE:
        return False
    session.exec(select(User.id).where(User.id == interview.candidate_id).with_for_update(read=True))
    return set(granted_purposes(session, interview.candidate_id)) >= NEEDED


def _record(session: Session, payload: AnalyzeEmotionPayload, estimate: ExpressionEstimate) -> None:
    interview_id, expression = payload.interview_id, estimate.model_dump(mode="json")
    whose = {"interview_id": interview_id, "mode": InterviewMode.PRACTICE}
    session.exec(insert(DeliveryScores).values(**whose).on_conflict_do_nothing())
    # Locked: of two estimates at a time the later sees both.
    scores = session.get_one(DeliveryScores, interview_id, with_for_update=True)
    session.exec(
        insert(DeliverySampleRow)
        .values(
            **whose,
            session_id=payload.session_id,
            at=payload.at,
            turn=payload.turn,
            face_detected=True,
            expression=expression,
        )
        .on_conflict_do_update(index_elements=["interview_id", "session_id", "at"], set_={"expression": expression})
    )
    mean = mean_expression(
        [
            ExpressionEstimate.model_validate(known)
            for known in session.exec(
                select(DeliverySampleRow.expression).where(
                    DeliverySampleRow.interview_id == interview_id, col(DeliverySampleRow.expression).is_not(None)
                )
            )
        ]
    )
    scores.emotion_summary = mean.model_dump(mode="json") if mean else None
