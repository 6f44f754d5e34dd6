"""What a candidate changed of what was heard: where it differs, whether it is still the same answer, and when its
words were said.

    heard      we put rabbit in cue before the cash       layer
    corrected  we put RabbitMQ      before the read cache layer
                      └─ one run ─┘            └ another ┘

Differences are Levenshtein's: of whole words where they are shown, of letters where they are counted.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import takewhile

from contracts.speech import CorrectedRun
from rapidfuzz.distance import Levenshtein

MOST_CHANGED = 1 / 3
"""Of the letters that were heard. The embedded recogniser errs in about so many letters of clear English speech
(docs/engines.md); what is further from what was heard is another answer.
"""

_WORD = re.compile(r"\S+")
_UNCOUNTED = ("P", "Z", "Cc", "Cf")
"""Unicode's categories of punctuation, spaces and what is invisible: how an answer is written, not what was said."""


def counted_letters(text: str) -> str:
    """Without case, punctuation and spaces. Symbols count: words can be written in them."""
    return "".join(letter for letter in text.casefold() if not unicodedata.category(letter).startswith(_UNCOUNTED))


def letter_errors(heard: str, said: str) -> int:
    """Letters substituted, left out and added in `heard`, against what was `said`."""
    return Levenshtein.distance(counted_letters(said), counted_letters(heard))


def is_correction(heard: str, corrected: str) -> bool:
    """Whether `corrected` is what was heard put right, and no other answer. Of the shortest answers one letter may be
    wrong.

    Syllables of Hangul are taken apart, so that 레디스 is no shorter than the Redis which it is put right to.
    """
    was, now = (counted_letters(unicodedata.normalize("NFD", text)) for text in (heard, corrected))
    return Levenshtein.distance(was, now) <= (max(1, int(len(was) * MOST_CHANGED)) if was else 0)


def corrected_runs(heard: str, corrected: str) -> list[CorrectedRun]:
    """Where `corrected` differs, in order. All between the runs is the same in both, to the letter."""
    runs = []
    for before, now in _between_same_words(heard, corrected):
        first, last = _shared_ends(heard[before], corrected[now])
        if before.stop - last > before.start + first or now.stop - last > now.start + first:
            run = heard[before.start + first : before.stop - last]
            runs.append(CorrectedRun(start=now.start + first, end=now.stop - last, heard=run))
    return runs


def moved(span: tuple[int, int], runs: Sequence[CorrectedRun]) -> tuple[int, int] | None:
    """Where the words at `span` of what was heard stand in the corrected text; those of a run stand in all of it.
    None where they were taken out.
    """
    start, end = span
    new_start, new_end = start, end
    for run, heard_start, heard_end in _with_places(runs):
        longer = run.end - run.start - len(run.heard)
        if heard_end <= start:
            new_start += longer
            new_end += longer
        elif heard_start < end:
            if heard_start <= start:
                new_start = run.start
            new_end = run.end if end <= heard_end else new_end + longer
    return (new_start, new_end) if new_start < new_end else None


def _between_same_words(heard: str, corrected: str) -> Iterator[tuple[slice, slice]]:
    """What is between one word that is in both texts and the next, in either: a space at least, but at the ends."""
    old, new = list(_WORD.finditer(heard)), list(_WORD.finditer(corrected))
    before = now = 0
    for same in Levenshtein.opcodes([word[0] for word in old], [word[0] for word in new]):
        if same.tag == "equal":
            for word, word_now in zip(
                old[same.src_start : same.src_end], new[same.dest_start : same.dest_end], strict=True
            ):
                yield slice(before, word.start()), slice(now, word_now.start())
                before, now = word.end(), word_now.end()
    yield slice(before, len(heard)), slice(now, len(corrected))


def _shared_ends(one: str, other: str) -> tuple[int, int]:
    """How many spaces both begin with, and how many more both end with."""
    first = _shared_spaces(one, other)
    return first, _shared_spaces(one[first:][::-1], other[first:][::-1])


def _shared_spaces(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return len(list(takewhile(lambda pair: pair[0] == pair[1] and pair[0].isspace(), pairs)))


def _with_places(runs: Sequence[CorrectedRun]) -> Iterator[tuple[CorrectedRun, int, int]]:
    """Each with where it starts and ends in what was heard."""
    longer = 0
    for run in runs:
        start = run.start - longer
        yield run, start, start + len(run.heard)
        longer += run.end - run.start - len(run.heard)
