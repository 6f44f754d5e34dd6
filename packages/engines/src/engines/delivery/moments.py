"""The second of an answer from where on something showed most; None where the record does not tell."""

from collections.abc import Callable, Sequence

from contracts.base import Language
from contracts.speech import Word

from engines.delivery.scale import FrameMeasure
from engines.delivery.timeline import TurnRecord, pauses_of
from engines.stt.metrics import syllables
from engines.text.fillers import count_fillers

LOOK_SECONDS, LISTEN_SECONDS = 5.0, 10.0
"""How long a moment is: as short as it can be shown without chance deciding which it is."""
MIN_FRAMES = 6
"""In those 5 s, of 10 frames at the slowest rate of watching."""


def worst_look(record: TurnRecord, measure: FrameMeasure) -> float | None:
    """Where the measure's mean over five seconds is lowest."""
    known = [(c.at, unit) for c in record.samples if (unit := getattr(c.sample, measure)) is not None]
    means: list[tuple[float, float]] = []
    end, total = 0, 0.0
    for begin, (start, unit) in enumerate(known):
        while end < len(known) and known[end][0] < start + LOOK_SECONDS:
            total += known[end][1]
            end += 1
        if end - begin >= MIN_FRAMES:
            means.append((total / (end - begin), start))
        total -= unit
    return round(min(means)[1], 1) if means else None


def worst_pause(record: TurnRecord) -> float | None:
    """Where the longest silence begins."""
    pauses = pauses_of(record.words)
    return max(pauses, key=lambda pause: pause.end - pause.start).start if pauses else None


def worst_pace(record: TurnRecord, language: Language, *, fastest: bool) -> float | None:
    """Where most, or fewest, is said in ten seconds: syllables in Korean, words in English."""

    def said(words: Sequence[Word]) -> int:
        return sum(syllables(word.text) for word in words) if language is Language.KO else len(words)

    return _worst_window(record.words, said if fastest else lambda words: -said(words))


def worst_fillers(record: TurnRecord, language: Language) -> float | None:
    """Where ten seconds have most of them."""
    return _worst_window(record.words, lambda words: _fillers(words, language) or None)


def _fillers(words: Sequence[Word], language: Language) -> int:
    return count_fillers(" ".join(word.text for word in words), language, words)


def _worst_window(words: Sequence[Word], amount: Callable[[Sequence[Word]], int | None]) -> float | None:
    """The start of the window with the greatest amount, the first of several. Windows begin with a word; the last is
    the answer's last ten seconds, so that none counts as slow for having been cut off."""
    if not words:
        return None
    latest = max(words[-1].end - LISTEN_SECONDS, words[0].start)
    found: tuple[int, float] | None = None
    for first, word in enumerate(words):
        if word.start > latest:
            break
        count = amount([one for one in words[first:] if one.start < word.start + LISTEN_SECONDS])
        if count is not None and (found is None or count > found[0]):
            found = (count, word.start)
    return None if found is None else round(found[1], 1)
