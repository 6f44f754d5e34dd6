"""Gaze, smile, tension, speech and pauses along the time of the answers. What is not known is a gap, never a zero."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from contracts.coaching import Stretch, Timeline, TimelineTurn
from contracts.delivery import DeliverySample
from contracts.speech import Word

from engines.delivery.scale import SCALE
from engines.delivery.table import SampledDelivery
from engines.stt.metrics import MIN_PAUSE

MAX_STEPS = 600

Unit = float | None


@dataclass(frozen=True)
class Clocked:
    """A sample, and its second of the turn's clock."""

    at: float
    sample: DeliverySample


@dataclass(frozen=True)
class TurnRecord:
    """What is on the record of one answer's delivery, on one clock; see `contracts.coaching.TimelineTurn`."""

    turn: int
    clock: Literal["answer", "question"]
    seconds: float
    samples: Sequence[Clocked]
    words: Sequence[Word]


def turn_records(delivery: SampledDelivery, words: Mapping[int, Sequence[Word]]) -> list[TurnRecord]:
    """Of every turn with something to show. `words` are those of the answers, by turn."""
    by_turn: dict[int, list[DeliverySample]] = defaultdict(list)
    for sample in delivery.samples:
        by_turn[sample.turn].append(sample)
    heard = {voice.turn: voice.metrics.duration for voice in delivery.voices}
    records = (
        _record(turn, by_turn.get(turn, []), words.get(turn, []), heard.get(turn, 0.0))
        for turn in sorted({*by_turn, *heard})
        if turn > 0
    )
    return [record for record in records if record.seconds > 0]


def timeline(records: Sequence[TurnRecord]) -> Timeline:
    """In steps of whole seconds, as few as `MAX_STEPS` allows."""
    total = sum(record.seconds for record in records)
    step = max(1, math.ceil(total / max(1, MAX_STEPS - len(records))))
    return Timeline(step=step, turns=[_turn(record, step) for record in records])


def _record(turn: int, samples: Sequence[DeliverySample], words: Sequence[Word], heard: float) -> TurnRecord:
    placed = [Clocked(sample.heard, sample) for sample in samples if sample.heard is not None]
    if placed or heard > 0:
        last = max((clocked.at for clocked in placed), default=0.0)
        spoken = max((word.end for word in words), default=0.0)
        return TurnRecord(turn, "answer", max(last, spoken, heard), placed, words)
    placed = _since_asked(samples)
    return TurnRecord(turn, "question", placed[-1].at if placed else 0.0, placed, [])


def _since_asked(samples: Sequence[DeliverySample]) -> list[Clocked]:
    """A connection that was made anew has a clock of its own, which begins where the last one ended."""
    placed: list[Clocked] = []
    begin = samples[0].at if samples else 0.0
    for earlier, sample in pairwise([samples[0], *samples] if samples else []):
        if sample.at < earlier.at:
            begin = sample.at - placed[-1].at
        placed.append(Clocked(sample.at - begin, sample))
    return placed


def _turn(record: TurnRecord, step: int) -> TimelineTurn:
    steps: list[list[DeliverySample]] = [[] for _ in range(math.ceil(record.seconds / step))]
    for clocked in record.samples:
        steps[min(int(clocked.at // step), len(steps) - 1)].append(clocked.sample)
    return TimelineTurn(
        turn=record.turn,
        clock=record.clock,
        seconds=round(record.seconds, 3),
        gaze=[_mean([sample.gaze for sample in one]) for one in steps],
        smile=[_mean([sample.smile for sample in one]) for one in steps],
        tension=[_tension([sample.emotion for sample in one]) for one in steps],
        speech=speech_of(record.words) if record.words else None,
        pauses=pauses_of(record.words) if record.words else None,
    )


def speech_of(words: Sequence[Word]) -> list[Stretch]:
    """Words in the order of their time, as stretches without a pause."""
    breaks = [0, *(n for n, (one, other) in enumerate(pairwise(words), 1) if _is_pause(one, other)), len(words)]
    return [_stretch(words[first].start, words[end - 1].end) for first, end in pairwise(breaks)]


def pauses_of(words: Sequence[Word]) -> list[Stretch]:
    """Silences within the answer that are long enough to be told as such."""
    return [_stretch(one.end, other.start) for one, other in pairwise(words) if _is_pause(one, other)]


def _stretch(start: float, end: float) -> Stretch:
    return Stretch(start=round(start, 3), end=round(end, 3))


def _is_pause(one: Word, other: Word) -> bool:
    return other.start - one.end >= MIN_PAUSE


def _tension(relaxed: Sequence[Unit]) -> Unit:
    """`DeliverySample.emotion` is what a face without tension has all of."""
    mean = _mean(relaxed)
    return None if mean is None else round(1.0 - mean, 3)


def _mean(units: Sequence[Unit]) -> Unit:
    known = [unit for unit in units if unit is not None]
    return round(sum(known) / len(known), 3) if known and len(known) >= SCALE.enough * len(units) else None
