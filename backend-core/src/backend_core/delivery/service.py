"""Writes and reads the delivery tables, of practice interviews and with consent only."""

from collections.abc import Sequence

from contracts.base import ConsentPurpose, InterviewMode, Speaker
from contracts.coaching import DeliveryCoaching
from contracts.delivery import (
    BehaviorScores,
    Calibration,
    DeliverySample,
    DeliverySamples,
    DeliveryWeights,
    SpokenAnswer,
)
from contracts.errors import ConsentMissing
from contracts.expression import ExpressionMean
from contracts.speech import SpeechMetrics, Word
from engines.delivery.practice import delivery_coaching
from engines.delivery.table import SampledDelivery, delivery_table
from persistence.columns import utc_now
from persistence.interviews.delivery import DeliveryCalibration, DeliverySampleRow, DeliveryScores, DeliveryVoice
from persistence.tables import Interview, Table, Transcript
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.auth.service import granted_purposes
from backend_core.interviews.access import practice_interview

SAMPLE_FIELDS = set(DeliverySample.model_fields)
MEASURED_FIELDS = SAMPLE_FIELDS - {"expression"}
"""What the media server sends; the rest is ai-worker's."""


async def record_samples(session: AsyncSession, interview_id: str, batch: DeliverySamples) -> None:
    """Store a batch; one that comes twice changes nothing, and the expression of a frame, which may have come before
    its sample, stays. Raises `InterviewNotFound`, `ConsentMissing`."""
    await _require_consent(session, interview_id)
    if not batch.samples:
        return
    whose = {"mode": InterviewMode.PRACTICE, "interview_id": interview_id, "session_id": batch.session_id}
    by_time = {sample.at: whose | sample.model_dump(include=MEASURED_FIELDS) for sample in batch.samples}
    new = insert(DeliverySampleRow).values(list(by_time.values()))
    await session.exec(
        new.on_conflict_do_update(
            index_elements=["interview_id", "session_id", "at"],
            set_={name: new.excluded[name] for name in MEASURED_FIELDS - {"at"}},
        )
    )


async def record_scores(session: AsyncSession, interview_id: str, scores: BehaviorScores) -> None:
    """Store the scores of the interview, in place of earlier ones. Raises `InterviewNotFound`, `ConsentMissing`."""
    await _require_consent(session, interview_id)
    values = {"scores": scores.model_dump(mode="json"), "updated_at": utc_now()}
    await session.exec(
        insert(DeliveryScores)
        .values(interview_id=interview_id, mode=InterviewMode.PRACTICE, **values)
        .on_conflict_do_update(index_elements=["interview_id"], set_=values)
    )


async def record_voice(session: AsyncSession, interview: Interview, turn: int, metrics: SpeechMetrics) -> None:
    """Store what was measured of the voice over one answer; the caller has seen to consent."""
    if interview.mode is InterviewMode.PRACTICE:
        session.add(DeliveryVoice(interview_id=interview.id, turn=turn, metrics=metrics.model_dump(mode="json")))


async def read_voice(session: AsyncSession, interview_id: str, turn: int) -> SpeechMetrics | None:
    """What is kept of the voice over one answer; the caller has seen to it that its own candidate asks."""
    row = await session.get(DeliveryVoice, (interview_id, turn))
    return SpeechMetrics.model_validate(row.metrics) if row else None


async def read_delivery(session: AsyncSession, interview_id: str, weights: DeliveryWeights) -> SampledDelivery:
    """The delivery table of an interview; the caller has seen to it that its own candidate asks. Rows that were never
    reported get `weights`."""
    samples = await session.exec(
        select(DeliverySampleRow)
        .where(DeliverySampleRow.interview_id == interview_id)
        .order_by(col(DeliverySampleRow.session_id), col(DeliverySampleRow.at))
    )
    row = await session.get(DeliveryScores, interview_id)
    return delivery_table(
        interview_id,
        BehaviorScores.model_validate(row.scores) if row and row.scores else None,
        [DeliverySample.model_validate(row.model_dump(include=SAMPLE_FIELDS)) for row in samples],
        await _voices(session, interview_id),
        weights=weights,
        emotions=ExpressionMean.model_validate(row.emotion_summary) if row and row.emotion_summary else None,
    )


async def read_coaching(session: AsyncSession, interview_id: str, weights: DeliveryWeights) -> DeliveryCoaching:
    """What an interview's delivery has to teach; the caller has seen to it that its own candidate asks."""
    delivery = await read_delivery(session, interview_id, weights)
    return delivery_coaching(delivery, await _timed_words(session, interview_id))


async def save_calibration(session: AsyncSession, user_id: str, device_id: str, calibration: Calibration) -> None:
    """Keep the newest calibration of a camera. Raises `ConsentMissing`."""
    if ConsentPurpose.DELIVERY not in await granted_purposes(session, user_id):
        raise ConsentMissing(purpose=ConsentPurpose.DELIVERY)
    values = {"calibration": calibration.model_dump(mode="json"), "measured_at": utc_now()}
    await session.exec(
        insert(DeliveryCalibration)
        .values(user_id=user_id, device_id=device_id, **values)
        .on_conflict_do_update(index_elements=["user_id", "device_id"], set_=values)
    )


async def read_calibration(session: AsyncSession, user_id: str, device_id: str) -> Calibration | None:
    row = await session.get(DeliveryCalibration, (user_id, device_id))
    return Calibration.model_validate(row.calibration) if row else None


async def rows_of(session: AsyncSession, interview_id: str) -> dict[str, Sequence[Table]]:
    """All that is kept of an interview's delivery, as it was measured; the caller has seen to it that its own
    candidate asks.
    """
    samples = select(DeliverySampleRow).where(DeliverySampleRow.interview_id == interview_id)
    voices = select(DeliveryVoice).where(DeliveryVoice.interview_id == interview_id)
    scores = select(DeliveryScores).where(DeliveryScores.interview_id == interview_id)
    return {
        "samples": (await session.exec(samples.order_by(col(DeliverySampleRow.at)))).all(),
        "voice": (await session.exec(voices.order_by(col(DeliveryVoice.turn)))).all(),
        "scores": (await session.exec(scores)).all(),
    }


async def calibrations_of(session: AsyncSession, user_id: str) -> Sequence[Table]:
    """Of each of a candidate's cameras."""
    rows = await session.exec(select(DeliveryCalibration).where(DeliveryCalibration.user_id == user_id))
    return rows.all()


async def _voices(session: AsyncSession, interview_id: str) -> list[SpokenAnswer]:
    rows = await session.exec(
        select(DeliveryVoice, Transcript.unreliable_reason)
        .join(
            Transcript,
            (col(Transcript.interview_id) == DeliveryVoice.interview_id)
            & (col(Transcript.turn) == DeliveryVoice.turn)
            & (col(Transcript.speaker) == Speaker.USER),
        )
        .where(DeliveryVoice.interview_id == interview_id)
        .order_by(col(DeliveryVoice.turn))
    )
    return [
        SpokenAnswer(
            turn=voice.turn,
            metrics=SpeechMetrics.model_validate(voice.metrics),
            transcript_reliable=unreliable is None,
        )
        for voice, unreliable in rows
    ]


async def _timed_words(session: AsyncSession, interview_id: str) -> dict[int, list[Word]]:
    answers = await session.exec(
        select(Transcript.turn, Transcript.words).where(
            Transcript.interview_id == interview_id, Transcript.speaker == Speaker.USER
        )
    )
    return {turn: [Word.model_validate(word) for word in words] for turn, words in answers}


async def _require_consent(session: AsyncSession, interview_id: str) -> None:
    interview = await practice_interview(session, interview_id)
    if ConsentPurpose.DELIVERY not in await granted_purposes(session, interview.candidate_id):
        raise ConsentMissing(purpose=ConsentPurpose.DELIVERY)
