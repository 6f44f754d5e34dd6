"""The delivery table of an interview, from what is on the record."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from contracts.base import Unmeasured
from contracts.delivery import (
    BehaviorAverages,
    BehaviorQuestion,
    BehaviorScores,
    Delivery,
    DeliveryMeasure,
    DeliveryObserved,
    DeliveryRow,
    DeliverySample,
    DeliveryWeights,
    SpokenAnswer,
)
from contracts.expression import ExpressionMean

from engines.delivery.expressions import overall_expression, turn_expressions
from engines.delivery.observed import observed
from engines.delivery.scale import (
    FRAMES_PER_SECOND,
    MEASURES,
    PUBLISHED_WEIGHTS,
    overall_row,
    question_row,
    seconds_watched,
)


class SampledDelivery(Delivery):
    """With the samples that it was made of: coaching reads them, no page does, and the candidate's export has them."""

    samples: list[DeliverySample]


def behavior_scores(
    rows: Sequence[DeliveryRow],
    *,
    duration: float,
    total_questions: int,
    weights: DeliveryWeights = PUBLISHED_WEIGHTS,
    crops: Mapping[int, int] | None = None,
) -> BehaviorScores:
    """Rows as the media server reports them. `duration` in seconds; `weights` are those that the rows were made with,
    `crops` counts the pictures of a face that were sent for an estimate of its expression, by turn."""
    overall = overall_row(rows, weights)
    return BehaviorScores(
        averages=BehaviorAverages(**_values(overall)) if overall else BehaviorAverages(),
        interview_duration_sec=duration,
        total_questions=total_questions,
        questions=[BehaviorQuestion(q_idx=row.turn, **_values(row)) for row in rows if row.turn],
        rows=list(rows),
        weights=weights,
        crops=dict(crops or {}),
    )


def delivery_table(
    interview_id: str,
    scores: BehaviorScores | None,
    samples: Sequence[DeliverySample],
    voices: Sequence[SpokenAnswer],
    *,
    weights: DeliveryWeights = PUBLISHED_WEIGHTS,
    emotions: ExpressionMean | None = None,
) -> SampledDelivery:
    """What `GET /interviews/{id}/delivery` returns. `samples` in the order of their time, `voices` of their turns.

    A reported row counts as it is. Where the media server did not live to report one, the row is made from the turn's
    samples and voice, and what it expects is the time that the samples span. Its total has the reported `weights`,
    and else those given. `emotions` is the mean of all expressions.
    """
    weights = scores.weights if scores else weights
    spoken = {voice.turn: voice for voice in voices}
    by_turn: dict[int, list[DeliverySample]] = defaultdict(list)
    for sample in samples:
        by_turn[sample.turn].append(sample)
    reported = _reported(scores, by_turn, spoken) if scores else {}
    turns = sorted(turn for turn in {*reported, *by_turn, *spoken} if turn > 0)
    rows = [reported.get(turn) or _row_of_record(turn, by_turn[turn], spoken.get(turn), weights) for turn in turns]
    expressions = [turn_expressions(turn, by_turn[turn], scores.crops.get(turn, 0) if scores else 0) for turn in turns]
    asked = emotions is not None or any(summary.measured for summary in expressions) or bool(scores and scores.crops)
    return SampledDelivery(
        interview_id=interview_id,
        duration=scores.interview_duration_sec if scores else max((sample.at for sample in samples), default=0.0),
        overall=overall_row(rows, weights),
        questions=rows,
        weights=weights,
        emotion_summary=overall_expression(expressions, emotions) if asked else None,
        expressions=expressions if asked else [],
        observed=_observed(turns, by_turn),
        voices=list(voices),
        samples=list(samples),
        reason=None if rows else Unmeasured.NO_EVIDENCE,
    )


def _observed(turns: Sequence[int], by_turn: Mapping[int, Sequence[DeliverySample]]) -> list[DeliveryObserved]:
    watched = [turn for turn in turns if by_turn.get(turn)]
    if not watched:
        return []
    everything = [sample for turn in watched for sample in by_turn[turn]]
    return [*(observed(turn, by_turn[turn]) for turn in watched), observed(None, everything)]


def _values(row: DeliveryRow) -> dict[str, float | None]:
    return {name: getattr(row, name).value for name in (*MEASURES, "total")}


def _reported(
    scores: BehaviorScores, by_turn: Mapping[int, list[DeliverySample]], voices: Mapping[int, SpokenAnswer]
) -> dict[int, DeliveryRow]:
    rows = {row.turn: row for row in scores.rows if row.turn is not None}
    for question in scores.questions:
        if question.q_idx not in rows:
            samples, spoken = by_turn.get(question.q_idx, []), voices.get(question.q_idx)
            record = _row_of_record(question.q_idx, samples, spoken, scores.weights)
            rows[question.q_idx] = _with_values(record, question)
    return rows


def _row_of_record(
    turn: int, samples: Sequence[DeliverySample], spoken: SpokenAnswer | None, weights: DeliveryWeights
) -> DeliveryRow:
    return question_row(
        turn,
        samples,
        round(seconds_watched(samples) * FRAMES_PER_SECOND) + 1 if samples else 0,
        spoken.metrics if spoken else None,
        transcript_reliable=spoken.transcript_reliable if spoken else True,
        weights=weights,
    )


def _with_values(row: DeliveryRow, values: BehaviorAverages) -> DeliveryRow:
    """A row with somebody else's values; the shares stay what the record says."""
    measures: dict[str, DeliveryMeasure] = {}
    for name in (*MEASURES, "total"):
        known: DeliveryMeasure = getattr(row, name)
        value: float | None = getattr(values, name)
        reason = None if value is not None else known.reason or Unmeasured.NO_EVIDENCE
        measures[name] = DeliveryMeasure(value=value, measured=known.measured, reason=reason)
    return row.model_copy(update=measures)
