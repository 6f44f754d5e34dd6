"""What to practise: chosen by rule from what was measured, the same for the same record, by no model.

Every aspect has a loss, 0 where its score has full marks and 1 where it has none. Those that lose enough are ranked by
loss times the aspect's weight in the total (a part of the voice weighs as the voice); the first three are the points.
Rules and thresholds are published in docs/delivery.md, section "What to practise".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from contracts.base import Language, Unmeasured
from contracts.coaching import MAX_POINTS, Aspect, DeliveryCoaching, Habit, Practice, PracticePoint
from contracts.delivery import DeliveryMeasure, DeliveryRow, DeliverySample, SpokenAnswer
from contracts.speech import SpeechMetrics, VoiceMeasure, Word

from engines.delivery.moments import worst_fillers, worst_look, worst_pace, worst_pause
from engines.delivery.scale import SCALE, FrameMeasure, VoicePart, voice_units
from engines.delivery.table import SampledDelivery
from engines.delivery.timeline import TurnRecord, timeline, turn_records

WORTH_PRACTISING = 0.2
"""The loss from which on an aspect is worth one of three points."""

LOOKING, SMILING, UPRIGHT, RELAXED = 0.5, 0.3, 0.5, 0.7
"""The units from which on a frame counts towards the figure that is told."""

Moment = Callable[[TurnRecord], float | None]


@dataclass(frozen=True)
class _Finding:
    loss: float
    weight: float
    point: PracticePoint


@dataclass(frozen=True)
class _Seen:
    """How an aspect that is seen in frames is told: its habit, its score's name, and what counts towards the figure."""

    habit: Habit
    measure: FrameMeasure
    counts_from: float


_SEEN = {
    Aspect.GAZE: _Seen(Habit.LOOKING_AWAY, "gaze", LOOKING),
    Aspect.SMILE: _Seen(Habit.NOT_SMILING, "smile", SMILING),
    Aspect.POSTURE: _Seen(Habit.RESTLESS, "posture", UPRIGHT),
    Aspect.TENSION: _Seen(Habit.TENSE, "emotion", RELAXED),
}
_HEARD: dict[Aspect, VoicePart] = {
    Aspect.PACE: "rate",
    Aspect.PAUSES: "pauses",
    Aspect.FILLERS: "fillers",
    Aspect.STRENGTH: "strength",
    Aspect.MELODY: "melody",
}
_BEHIND: dict[VoicePart, VoiceMeasure | None] = {
    "rate": "syllables_per_minute",
    "pauses": None,
    "fillers": "filler_count",
    "strength": "loudness_lufs",
    "melody": "pitch_range_semitones",
}
_ON_WORDS: tuple[VoicePart, ...] = ("rate", "fillers")


def delivery_coaching(delivery: SampledDelivery, words: Mapping[int, Sequence[Word]]) -> DeliveryCoaching:
    """Of an interview's delivery, and the timed words of its answers by turn."""
    records = turn_records(delivery, words)
    return DeliveryCoaching(
        interview_id=delivery.interview_id, timeline=timeline(records), practice=practice(delivery, records)
    )


def practice(delivery: SampledDelivery, records: Sequence[TurnRecord]) -> Practice:
    by_turn = {record.turn: record for record in records}
    found: dict[Aspect, _Finding | Unmeasured] = {
        **{aspect: _seen(seen, delivery, by_turn) for aspect, seen in _SEEN.items()},
        **{aspect: _heard(part, delivery, by_turn) for aspect, part in _HEARD.items()},
    }
    findings = {aspect: finding for aspect, finding in found.items() if isinstance(finding, _Finding)}
    worth = [finding for finding in findings.values() if finding.loss >= WORTH_PRACTISING]
    worth.sort(key=lambda finding: finding.loss * finding.weight, reverse=True)  # stable: ties as Aspect has them
    return Practice(
        points=[finding.point for finding in worth[:MAX_POINTS]],
        well=[aspect for aspect, finding in findings.items() if finding.loss < WORTH_PRACTISING],
        unmeasured={aspect: reason for aspect, reason in found.items() if isinstance(reason, Unmeasured)},
    )


def _seen(seen: _Seen, delivery: SampledDelivery, records: Mapping[int, TurnRecord]) -> _Finding | Unmeasured:
    if delivery.overall is None:
        return Unmeasured.NO_CAMERA
    overall: DeliveryMeasure = getattr(delivery.overall, seen.measure)
    if overall.value is None:
        return overall.reason or Unmeasured.NOT_ENOUGH_FRAMES
    valued = [row for row in delivery.questions if row.turn is not None and _value(row, seen) is not None]
    units = {row.turn: _units(delivery.samples, seen, row.turn) for row in valued}
    rows = [row for row in valued if units[row.turn]]
    if not rows:  # scores that somebody sent without the frames behind them
        return Unmeasured.NO_EVIDENCE
    worst = min(rows, key=lambda row: _value(row, seen) or SCALE.highest)
    turn = worst.turn or 0
    return _Finding(
        loss=(SCALE.highest - overall.value) / (SCALE.highest - SCALE.lowest),
        weight=getattr(delivery.weights, seen.measure),
        point=PracticePoint(
            habit=seen.habit,
            figure=_share([unit for row in rows for unit in units[row.turn]], seen),
            turn=turn,
            turn_figure=_share(units[turn], seen),
            at=worst_look(records[turn], seen.measure) if turn in records else None,
        ),
    )


def _value(row: DeliveryRow, seen: _Seen) -> float | None:
    measure: DeliveryMeasure = getattr(row, seen.measure)
    return measure.value


def _units(samples: Sequence[DeliverySample], seen: _Seen, turn: int | None) -> list[float]:
    units: list[float | None] = [getattr(sample, seen.measure) for sample in samples if sample.turn == turn]
    return [unit for unit in units if unit is not None]


def _share(units: Sequence[float], seen: _Seen) -> float:
    return round(sum(unit >= seen.counts_from for unit in units) / len(units), 3)


def _heard(part: VoicePart, delivery: SampledDelivery, records: Mapping[int, TurnRecord]) -> _Finding | Unmeasured:
    voices = delivery.voices
    known = [(voice, unit) for voice in voices if (unit := _unit(part, voice)) is not None]
    if not known or len(known) < SCALE.enough * len(voices):
        return _unheard_reason(part, voices)
    spoken = [(voice.metrics.speech_duration, unit) for voice, unit in known]
    worst = min(known, key=lambda pair: pair[1])[0]
    habit = _habit(part, worst.metrics)
    figures = [(voice.metrics.speech_duration, _figure(habit, voice.metrics)) for voice, _ in known]
    return _Finding(
        loss=1.0 - _weighted_mean(spoken),
        weight=delivery.weights.audio,
        point=PracticePoint(
            habit=habit,
            figure=round(_weighted_mean(figures), 2),
            turn=worst.turn,
            turn_figure=round(_figure(habit, worst.metrics), 2),
            at=_moment(habit, worst.metrics.language)(records[worst.turn]) if worst.turn in records else None,
            language=worst.metrics.language,
        ),
    )


def _unit(part: VoicePart, voice: SpokenAnswer) -> float | None:
    if voice.metrics.speech_duration < SCALE.min_speech:
        return None
    return voice_units(voice.metrics, transcript_reliable=voice.transcript_reliable)[part]


def _unheard_reason(part: VoicePart, voices: Sequence[SpokenAnswer]) -> Unmeasured:
    """Of the first answer without it, where any was spoken."""
    behind = _BEHIND[part]
    for voice in voices:
        if _unit(part, voice) is None:
            if part in _ON_WORDS and not voice.transcript_reliable:
                return Unmeasured.TRANSCRIPT_UNRELIABLE
            if behind in voice.metrics.unmeasured:
                return voice.metrics.unmeasured[behind]
    return Unmeasured.NOT_ENOUGH_SAID


def _habit(part: VoicePart, metrics: SpeechMetrics) -> Habit:
    match part:
        case "rate":
            return Habit.TOO_SLOW if _rate(metrics) < _slowest_easy(metrics.language) else Habit.TOO_FAST
        case "pauses":
            return Habit.LONG_PAUSES
        case "fillers":
            return Habit.MANY_FILLERS
        case "strength":
            return _strength_habit(metrics)
        case "melody":
            return Habit.MONOTONOUS


def _strength_habit(metrics: SpeechMetrics) -> Habit:
    voiced, loudness = metrics.voiced_share or 0.0, metrics.loudness_lufs or 0.0
    _, quiet, loud, _ = SCALE.loudness_lufs
    if voiced > SCALE.voiced_share[0] and not quiet <= loudness <= loud:
        return Habit.TOO_QUIET if loudness < quiet else Habit.TOO_LOUD
    return Habit.WHISPERING


def _figure(habit: Habit, metrics: SpeechMetrics) -> float:
    """In the habit's own unit: syllables or words a minute, share of the time, fillers a minute, LUFS, share voiced,
    semitones."""
    match habit:
        case Habit.TOO_FAST | Habit.TOO_SLOW:
            return _rate(metrics)
        case Habit.LONG_PAUSES:
            return metrics.pause_share
        case Habit.MANY_FILLERS:
            return 60.0 * (metrics.filler_count or 0) / metrics.speech_duration
        case Habit.WHISPERING:
            return metrics.voiced_share or 0.0
        case Habit.MONOTONOUS:
            return metrics.pitch_range_semitones or 0.0
        case _:
            return metrics.loudness_lufs or 0.0


def _moment(habit: Habit, language: Language) -> Moment:
    match habit:
        case Habit.TOO_FAST | Habit.TOO_SLOW:
            return lambda record: worst_pace(record, language, fastest=habit is Habit.TOO_FAST)
        case Habit.LONG_PAUSES:
            return worst_pause
        case Habit.MANY_FILLERS:
            return lambda record: worst_fillers(record, language)
        case _:  # loudness and melody are kept for the answer as a whole
            return lambda record: None


def _rate(metrics: SpeechMetrics) -> float:
    korean = metrics.language is Language.KO
    return (metrics.syllables_per_minute if korean else metrics.words_per_minute) or 0.0


def _slowest_easy(language: Language) -> float:
    return (SCALE.syllables_per_minute if language is Language.KO else SCALE.words_per_minute)[1]


def _weighted_mean(pairs: Sequence[tuple[float, float]]) -> float:
    return sum(weight * value for weight, value in pairs) / sum(weight for weight, _ in pairs)
