"""What of an answer can be evidence: the sentences in which the candidate states something.

Not evidence are sentences that address the judge, give no answer, repeat the question, or only list terms. What a
candidate says is data, so such sentences cost nothing either: they are passed over as if they had not been said.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from contracts.questions import Rubric

from engines.llm.instructions import addresses_judge, tagged
from engines.llm.unanswered import is_no_answer
from engines.text import english, korean, morphology
from engines.text.folding import Span, fold
from engines.text.sentences import sentences
from engines.text.words import content_stems, content_tokens, is_korean, tokens

BARE_RUN = 4
SHORT_RUN = 8
"""So many bare terms, or phrases of whatever kind this short, in a row are a list and no statement."""
RECITED = 4
"""So many names of key points in a row are recited."""
BARE_WORDS = 3
SHORT_WORDS = 5
MIN_ENGLISH_WORDS = 3
MIN_ENGLISH_FUNCTION_SHARE = 0.2
MIN_KOREAN_GRAMMATICAL_SHARE = 0.4
ECHO_SHARE = 0.7
ECHO_MIN_STEMS = 3


class Kind(Enum):
    STATEMENT = auto()
    INSTRUCTION = auto()
    ECHO = auto()
    LIST = auto()
    NO_ANSWER = auto()


@dataclass(frozen=True)
class Sentence:
    """A sentence of the folded answer; `lists` are the runs of mere terms that reach into it."""

    span: Span
    kind: Kind
    lists: tuple[Span, ...] = ()


def read(answer: str, question: str, rubric: Rubric | None = None) -> list[Sentence]:
    """The sentences of a folded answer to a folded question, each with what it is.

    With a `rubric`, who recites the names of its key points lists terms too.
    """
    asked = frozenset(content_stems(question))
    lists = [*_runs(answer, _is_bare, BARE_RUN), *_runs(answer, _is_short, SHORT_RUN)]
    # To say all sentences of a model answer is to answer.
    if rubric and not rubric.by_statements:
        lists += _recitals(answer, _names(rubric))
    parts = list(tagged(answer))
    return [
        Sentence(span, Kind.INSTRUCTION)
        if any(span.overlaps(part) for part in parts)
        else _classify(answer, span, asked, lists)
        for span in sentences(answer)
    ]


def _classify(answer: str, span: Span, asked: frozenset[str], lists: list[Span]) -> Sentence:
    text = answer[span.start : span.end]
    if addresses_judge(text):
        return Sentence(span, Kind.INSTRUCTION)
    if is_no_answer(text):
        return Sentence(span, Kind.NO_ANSWER)
    if _echoes(text, asked):
        return Sentence(span, Kind.ECHO)
    if not (_is_korean_statement(text) if is_korean(text) else _is_english_statement(text)):
        return Sentence(span, Kind.LIST)
    return Sentence(span, Kind.STATEMENT, tuple(run for run in lists if run.overlaps(span)))


def _echoes(text: str, asked: frozenset[str]) -> bool:
    said = set(content_stems(text))
    return len(said) >= ECHO_MIN_STEMS and len(said & asked) >= ECHO_SHARE * len(said)


def _is_english_statement(text: str) -> bool:
    words = tokens(text)
    functional = sum(1 for word in words if word in english.FUNCTION_WORDS)
    return len(words) >= MIN_ENGLISH_WORDS and functional >= MIN_ENGLISH_FUNCTION_SHARE * len(words)


def _is_korean_statement(text: str) -> bool:
    words = text.split()
    grammatical = sum(1 for word in words if korean.is_grammatical(word))
    if len(words) < 2:
        return False
    if any(korean.is_predicate(word) for word in words) and grammatical >= MIN_KOREAN_GRAMMATICAL_SHARE * len(words):
        return True
    # Determiners, adverbs and counters are grammar as well, which their spelling does not show.
    return morphology.is_statement(text, MIN_KOREAN_GRAMMATICAL_SHARE)


_SEPARATOR = re.compile(r"[,;/·|•、\n]|[.!?](?=\s|$)|\s(?:and|or|및)\s")


def _runs(text: str, is_item: Callable[[str], bool], length: int) -> Iterator[Span]:
    """The runs of at least `length` segments in a row that are all items of a list."""
    items: list[Span] = []
    for segment in [*_segments(text), None]:
        if segment and is_item(text[segment.start : segment.end]):
            items.append(segment)
            continue
        if len(items) >= length:
            yield Span(items[0].start, items[-1].end)
        items = []


def _segments(text: str) -> list[Span]:
    cuts = [0, *(position for match in _SEPARATOR.finditer(text) for position in match.span()), len(text)]
    return [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if text[a:b].strip()]


def _names(rubric: Rubric) -> set[str]:
    points = [point for criterion in rubric.criteria for point in criterion.key_points]
    return {fold(name).text for point in points for name in (point.name.ko, point.name.en)}


_WORD_END = re.compile(r"^\w+")


def _recitals(text: str, names: set[str]) -> Iterator[Span]:
    """From the first to the last of `RECITED` names and more that follow each other without content between."""
    run: list[Span] = []
    for found in [*_occurrences(text, names), None]:
        if found and run and not content_tokens(_WORD_END.sub("", text[run[-1].end : found.start])):
            run.append(found)
            continue
        if len({text[one.start : one.end] for one in run}) >= RECITED:
            yield Span(run[0].start, run[-1].end)
        run = [found] if found else []


def _occurrences(text: str, names: set[str]) -> list[Span]:
    """In order, the longest of those that overlap."""
    pattern = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return [Span(*match.span()) for match in re.finditer(rf"(?<!\w)(?:{pattern})", text)]


def _is_bare(segment: str) -> bool:
    """A term of a few words without any grammar."""
    words = [word for word in tokens(segment) if word not in ("and", "or")]
    if is_korean(segment):
        return len(segment.split()) <= BARE_WORDS and not korean.ends_clause(segment.rsplit(maxsplit=1)[-1])
    return len(words) <= BARE_WORDS and not any(w in english.FUNCTION_WORDS or english.is_past(w) for w in words)


def _is_short(segment: str) -> bool:
    return len(segment.split()) <= (BARE_WORDS if is_korean(segment) else SHORT_WORDS)
