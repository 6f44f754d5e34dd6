"""Measurements to the coaching scale: 40 + 60 × a unit, or null with the reason.

Pure functions of delivery samples and speech metrics. Weights and thresholds are published, with their reasons and
limits, in docs/delivery.md; a change here is a change there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from contracts.base import Language, Unmeasured
from contracts.delivery import DeliveryMeasure, DeliveryRow, DeliverySample, DeliveryWeights
from contracts.speech import SpeechMetrics

FRAMES_PER_SECOND = 5

FrameMeasure = Literal["gaze", "smile", "posture", "emotion"]
FRAME_MEASURES: tuple[FrameMeasure, ...] = ("gaze", "smile", "posture", "emotion")
RELATIVE: frozenset[FrameMeasure] = frozenset({"gaze", "smile", "emotion"})
"""To a calibration; without one they are not measured."""
Measure = Literal["gaze", "audio", "smile", "posture", "emotion"]
MEASURES: tuple[Measure, ...] = ("gaze", "audio", "smile", "posture", "emotion")
VoicePart = Literal["rate", "fillers", "pauses", "strength", "melody"]


@dataclass(frozen=True)
class Scale:
    """The published constants."""

    lowest: float = 40.0
    highest: float = 100.0

    # Under this share of what was expected (frames, or weights of the total), nothing is said.
    enough: float = 0.60
    # Nobody is to smile all the time: this mean over an answer is full marks.
    smile_target: float = 0.30

    # Shares of the voice.
    rate: float = 0.25
    fillers: float = 0.15
    pauses: float = 0.20
    strength: float = 0.20
    melody: float = 0.20
    # Speech in seconds, under which a voice is not described.
    min_speech: float = 3.0
    # Where a unit is 0, from and up to where it is 1, and where it is 0 again.
    words_per_minute: tuple[float, float, float, float] = (60.0, 110.0, 170.0, 240.0)
    syllables_per_minute: tuple[float, float, float, float] = (120.0, 240.0, 380.0, 540.0)
    # Up to where a unit is 1, and from where on it is 0.
    longest_pause: tuple[float, float] = (2.0, 8.0)
    pause_share: tuple[float, float] = (0.25, 0.60)
    fillers_per_minute: tuple[float, float] = (2.0, 15.0)
    # As the levels of a browser are, with automatic gain control (about −20) and without (about −35 at an RMS of 0.02).
    loudness_lufs: tuple[float, float, float, float] = (-58.0, -48.0, -13.0, -5.0)
    # Up to where a unit is 0, and from where on it is 1.
    voiced_share: tuple[float, float] = (0.10, 0.30)
    pitch_range_semitones: tuple[float, float] = (1.5, 4.0)


SCALE = Scale()
PUBLISHED_WEIGHTS = DeliveryWeights()


@dataclass(frozen=True)
class Voice:
    """What one answer's speech metrics come to: a unit, and the share of the voice's weights behind it."""

    unit: float
    measured: float


def frames_expected(start: float, end: float) -> float:
    """How many frames should have been analysed between two seconds where nothing slowed the analysis down."""
    return (end - start) * FRAMES_PER_SECOND


def seconds_watched(samples: Sequence[DeliverySample]) -> float:
    """From the first of an answer's samples to the last. A connection that was made anew has a clock of its own."""
    anew = [0, *(n for n, (one, other) in enumerate(pairwise(samples), 1) if other.at < one.at), len(samples)]
    return sum(samples[end - 1].at - samples[begin].at for begin, end in pairwise(anew) if begin < end)


def question_row(
    turn: int,
    samples: Iterable[DeliverySample],
    expected: int,
    speech: SpeechMetrics | None,
    *,
    transcript_reliable: bool = True,
    unseen: Unmeasured = Unmeasured.NOT_ENOUGH_FRAMES,
    weights: DeliveryWeights = PUBLISHED_WEIGHTS,
) -> DeliveryRow:
    """The row of one question.

    `samples` are those of the turn; `expected` is the number of frames that its listening and speaking time should
    have given; `unseen` is the reason where hardly any frame came (`NO_CAMERA` when no video was sent at all).
    """
    seen = list(samples)
    faces = [sample for sample in seen if sample.face_detected]
    measures: dict[Measure, DeliveryMeasure] = {"audio": _audio_measure(speech, transcript_reliable)}
    for name in FRAME_MEASURES:
        measures[name] = _frame_measure(name, seen, expected, unseen)
    return _row(turn, measures, (expected, len(seen), len(faces)), weights)


def overall_row(rows: Sequence[DeliveryRow], weights: DeliveryWeights = PUBLISHED_WEIGHTS) -> DeliveryRow | None:
    """The interview's row: each measure's mean over the questions that have it, weighted by their frames (the
    voice: evenly), where it was measured on enough of the whole. None without questions."""
    if not rows:
        return None
    counts = (
        sum(row.frames_expected for row in rows),
        sum(row.frames_analysed for row in rows),
        sum(row.frames_with_face for row in rows),
    )
    return _row(None, {name: _pooled(name, rows) for name in MEASURES}, counts, weights)


def voice(speech: SpeechMetrics, *, transcript_reliable: bool = True, scale: Scale = SCALE) -> Voice | None:
    """Describe a voice by its rate, fillers, pauses, strength and melody; None where too little was said.

    Rate and fillers rest on the recognised words: without a reliable transcript they are left out.
    """
    if speech.speech_duration < scale.min_speech:
        return None
    units = voice_units(speech, transcript_reliable=transcript_reliable, scale=scale)
    weights: dict[VoicePart, float] = {part: getattr(scale, part) for part in units}
    measured = [(weights[part], unit) for part, unit in units.items() if unit is not None]
    weight = sum(share for share, _ in measured)
    return Voice(unit=sum(share * unit for share, unit in measured) / weight, measured=_rounded(weight))


def voice_units(
    speech: SpeechMetrics, *, transcript_reliable: bool = True, scale: Scale = SCALE
) -> dict[VoicePart, float | None]:
    """The parts of a voice, None where one was not measured: rate and fillers also where the words are in doubt."""
    return {
        "pauses": _pauses_unit(speech, scale),
        "rate": _rate_unit(speech, scale) if transcript_reliable else None,
        "fillers": _fillers_unit(speech, scale) if transcript_reliable else None,
        "strength": _strength_unit(speech, scale),
        "melody": _melody_unit(speech, scale),
    }


def _frame_measure(
    name: FrameMeasure, samples: Sequence[DeliverySample], expected: int, unseen: Unmeasured
) -> DeliveryMeasure:
    units = [unit for sample in samples if (unit := getattr(sample, name)) is not None]
    measured = _share(len(units), expected)
    if measured >= SCALE.enough:
        mean = sum(units) / len(units)
        return _measure(min(mean / SCALE.smile_target, 1.0) if name == "smile" else mean, measured)
    if _share(len(samples), expected) < SCALE.enough:
        return DeliveryMeasure(value=None, measured=measured, reason=unseen)
    return DeliveryMeasure(value=None, measured=measured, reason=_unseen_reason(name, samples, expected))


def _unseen_reason(name: FrameMeasure, samples: Sequence[DeliverySample], expected: int) -> Unmeasured:
    """Why frames that were analysed do not give the measure."""
    faces = sum(sample.face_detected for sample in samples)
    if _share(faces, expected) < SCALE.enough:
        return Unmeasured.NOT_DETECTED
    if name == "posture":
        return Unmeasured.NO_SHOULDERS
    missing = [sample for sample in samples if sample.face_detected and getattr(sample, name) is None]
    obstructed = sum(bool(sample.quality and sample.quality.obstacles) for sample in missing)
    if 2 * obstructed >= len(missing):
        return Unmeasured.POOR_PICTURE
    return Unmeasured.NOT_CALIBRATED if name in RELATIVE and not is_calibrated(samples) else Unmeasured.NOT_DETECTED


def is_calibrated(samples: Sequence[DeliverySample]) -> bool:
    """Tension is measured of every face in full sight, and against a calibration alone."""
    return any(sample.emotion is not None for sample in samples)


def _audio_measure(speech: SpeechMetrics | None, transcript_reliable: bool) -> DeliveryMeasure:
    heard = voice(speech, transcript_reliable=transcript_reliable) if speech else None
    if heard and heard.measured >= SCALE.enough:
        return _measure(heard.unit, heard.measured)
    unreliable = heard is not None and not transcript_reliable
    reason = Unmeasured.TRANSCRIPT_UNRELIABLE if unreliable else Unmeasured.NOT_ENOUGH_SAID
    return DeliveryMeasure(value=None, measured=heard.measured if heard else 0.0, reason=reason)


def _pooled(name: Measure, rows: Sequence[DeliveryRow]) -> DeliveryMeasure:
    measures: list[DeliveryMeasure] = [getattr(row, name) for row in rows]
    weights = [1.0 if name == "audio" else float(row.frames_expected) for row in rows]
    whole = sum(weights)
    measured = sum(w * m.measured for w, m in zip(weights, measures, strict=True)) / whole if whole else 0.0
    valued = [(w * m.measured, m.value) for w, m in zip(weights, measures, strict=True) if m.value is not None]
    weight = sum(share for share, _ in valued)
    answered = name == "audio" and len(valued) >= SCALE.enough * len(rows)
    if weight > 0 and (answered or (name != "audio" and measured >= SCALE.enough)):
        value = sum(share * value for share, value in valued) / weight
        return DeliveryMeasure(value=_on_scale(value), measured=_rounded(measured))
    reasons = [m.reason for m in measures if m.reason is not None]
    reason = max(reasons, key=reasons.count) if reasons else Unmeasured.NOT_ENOUGH_FRAMES
    return DeliveryMeasure(value=None, measured=_rounded(measured), reason=reason)


def _row(
    turn: int | None,
    measures: dict[Measure, DeliveryMeasure],
    counts: tuple[int, int, int],
    weights: DeliveryWeights,
) -> DeliveryRow:
    expected, analysed, with_face = counts
    return DeliveryRow(
        turn=turn,
        gaze=measures["gaze"],
        audio=measures["audio"],
        smile=measures["smile"],
        posture=measures["posture"],
        emotion=measures["emotion"],
        total=_total(measures, weights),
        frames_expected=expected,
        frames_analysed=analysed,
        frames_with_face=with_face,
    )


def _total(measures: dict[Measure, DeliveryMeasure], weights: DeliveryWeights) -> DeliveryMeasure:
    weight_of: dict[Measure, float] = {name: getattr(weights, name) for name in MEASURES}
    valued = [(weight_of[name], m.value) for name, m in measures.items() if m.value is not None]
    weight = sum(share for share, _ in valued)
    if weight >= SCALE.enough:
        value = sum(share * value for share, value in valued) / weight
        return DeliveryMeasure(value=_on_scale(value), measured=_rounded(weight))
    heaviest = max((name for name in MEASURES if measures[name].value is None), key=lambda name: weight_of[name])
    return DeliveryMeasure(value=None, measured=_rounded(weight), reason=measures[heaviest].reason)


def _measure(unit: float, measured: float) -> DeliveryMeasure:
    return DeliveryMeasure(value=_on_scale(SCALE.lowest + (SCALE.highest - SCALE.lowest) * unit), measured=measured)


def _on_scale(value: float) -> float:
    return round(min(max(value, SCALE.lowest), SCALE.highest), 1)


def _share(count: int, expected: int) -> float:
    return _rounded(count / expected) if expected > 0 else 0.0


def _rounded(share: float) -> float:
    return round(min(max(share, 0.0), 1.0), 3)


def _rate_unit(speech: SpeechMetrics, scale: Scale) -> float | None:
    """Korean by its syllables, English by its words."""
    if speech.language is Language.KO:
        rate, band = speech.syllables_per_minute, scale.syllables_per_minute
    else:
        rate, band = speech.words_per_minute, scale.words_per_minute
    return None if rate is None else _band(rate, *band)


def _fillers_unit(speech: SpeechMetrics, scale: Scale) -> float | None:
    if speech.filler_count is None:
        return None
    return 1.0 - _rising(60.0 * speech.filler_count / speech.speech_duration, *scale.fillers_per_minute)


def _strength_unit(speech: SpeechMetrics, scale: Scale) -> float | None:
    """Whether the voice carries: neither too low nor shouted, and not whispered, which gain control would hide."""
    if speech.loudness_lufs is None or speech.voiced_share is None:
        return None
    return min(_band(speech.loudness_lufs, *scale.loudness_lufs), _rising(speech.voiced_share, *scale.voiced_share))


def _melody_unit(speech: SpeechMetrics, scale: Scale) -> float | None:
    if speech.pitch_range_semitones is None:
        return None
    return _rising(speech.pitch_range_semitones, *scale.pitch_range_semitones)


def _pauses_unit(speech: SpeechMetrics, scale: Scale) -> float:
    much = _rising(speech.pause_share, *scale.pause_share)
    long = _rising(speech.longest_pause, *scale.longest_pause)
    return 1.0 - (much + long) / 2


def _rising(value: float, zero: float, one: float) -> float:
    return min(max((value - zero) / (one - zero), 0.0), 1.0)


def _band(value: float, low: float, first: float, last: float, high: float) -> float:
    return min(_rising(value, low, first), 1.0 - _rising(value, last, high))
