"""Which key points of a criterion an answer states, and where."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from contracts.questions import Criterion, KeyPoint

from engines.llm.statements import Kind, Sentence
from engines.text.expressions import find
from engines.text.folding import Span
from engines.text.negation import is_denied


class Refusal(Enum):
    """Why a mention is no evidence."""

    DENIED = auto()
    LISTED = auto()
    INSTRUCTION = auto()
    ECHO = auto()


_REFUSED_KINDS = {Kind.INSTRUCTION: Refusal.INSTRUCTION, Kind.ECHO: Refusal.ECHO, Kind.LIST: Refusal.LISTED}


@dataclass
class PointFinding:
    """A key point, the sentences that state it, and why its other mentions were refused."""

    point: KeyPoint
    sentences: list[Span] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def found(self) -> bool:
        return bool(self.sentences)


def look_for(criterion: Criterion, answer: str, sentences: list[Sentence]) -> list[PointFinding]:
    """A finding for every key point of `criterion`, in the rubric's order, in the folded answer."""
    return [_look_for_point(point, answer, sentences) for point in criterion.key_points]


def _look_for_point(point: KeyPoint, answer: str, sentences: list[Sentence]) -> PointFinding:
    finding = PointFinding(point)
    for sentence in sentences:
        refusals = [_refusal(answer, sentence, mention) for mention in _mentions(point, answer, sentence.span)]
        if None in refusals:
            finding.sentences.append(sentence.span)
        else:
            finding.refusals += [refusal for refusal in refusals if refusal]
    return finding


def _mentions(point: KeyPoint, answer: str, within: Span) -> Iterator[Span]:
    """Expressions of both languages: who speaks Korean says "rollback" as well as 롤백."""
    for expression in (*point.ko, *point.en):
        yield from find(expression, answer, within)


def _refusal(answer: str, sentence: Sentence, mention: Span) -> Refusal | None:
    if sentence.kind is not Kind.STATEMENT:
        return _REFUSED_KINDS[sentence.kind]
    if any(mention.overlaps(listed) for listed in sentence.lists):
        return Refusal.LISTED
    return Refusal.DENIED if is_denied(answer, sentence.span, mention) else None
