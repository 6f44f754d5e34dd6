"""Which key points of a criterion an answer states, how much of them, and where."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from contracts.questions import Criterion, KeyPoint, Rubric

from engines.llm.statements import Kind, Sentence
from engines.text.alignment import Match, align
from engines.text.expressions import find, may_hold
from engines.text.folding import Span, fold
from engines.text.negation import is_denied
from engines.text.quantities import Quantity, contradicted, quantities
from engines.text.synonyms import are_opposites
from engines.text.words import Word, content_words

STATED = 0.25
"""The coverage from which on a statement counts as found; by the square root, half of it."""
QUOTED = 0.5
"""A sentence is quoted that says this share of what the sentence says that states most."""
SURE = 0.9
"""How alike a word must be for its denial to deny the statement, and for its opposite not to matter."""


class Refusal(Enum):
    """Why a mention is no evidence."""

    DENIED = auto()
    LISTED = auto()
    INSTRUCTION = auto()
    ECHO = auto()
    NO_ANSWER = auto()
    CONTRADICTED = auto()
    OTHER_NUMBER = auto()


CONTRADICTIONS = frozenset((Refusal.CONTRADICTED, Refusal.OTHER_NUMBER))
"""What is said of a key point also where it is found."""


_REFUSED_KINDS = {
    Kind.INSTRUCTION: Refusal.INSTRUCTION,
    Kind.ECHO: Refusal.ECHO,
    Kind.LIST: Refusal.LISTED,
    Kind.NO_ANSWER: Refusal.NO_ANSWER,
}


@dataclass
class PointFinding:
    """A key point, the sentences that state it, and why its other mentions were refused.

    `coverage` is the share of it that they state: all or nothing of an expression; of a statement the share of its
    `words`, the content words that are looked for.
    """

    point: KeyPoint
    coverage: float = 0.0
    words: int = 1
    sentences: list[Span] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    by_meaning: bool = False
    """Whether its vector was found, and not its words."""

    @property
    def found(self) -> bool:
        return self.coverage >= STATED


def look_for(criterion: Criterion, answer: str, sentences: list[Sentence], question: str = "") -> list[PointFinding]:
    """A finding for every key point of `criterion`, in the rubric's order, in the folded answer.

    Of a statement, words of the folded `question` count for nothing: whoever was asked has them already.
    """
    points = criterion.key_points
    if not points[0].statement:
        return [_look_for_expression(point, answer, sentences) for point in points]
    asked = frozenset(word.stem for word in content_words(question, Span(0, len(question))))
    findings = [_look_for_statement(point, answer, sentences, asked) for point in points]
    _mark_other_numbers(findings, answer, [sentence.span for sentence in sentences if _may_state(sentence)])
    return findings


def is_evidence(sentence: Sentence, rubric: Rubric) -> bool:
    """Whether a sentence can be evidence.

    Lists and the question's own words need no refusal where an answer is held against statements: each word is for
    itself there, and the question's words count for nothing.
    """
    return sentence.kind is Kind.STATEMENT or (rubric.by_statements and _may_state(sentence))


def _may_state(sentence: Sentence) -> bool:
    return sentence.kind not in {Kind.INSTRUCTION, Kind.NO_ANSWER}


def share(findings: Sequence[PointFinding]) -> float:
    """How much of a criterion was found, 0–1.

    Of statements, the square root of the share of their words: nobody repeats all the words of a model answer, and
    people grade an answer with half of them as a good one.
    """
    words = sum(finding.words for finding in findings)
    covered = sum(finding.words * finding.coverage for finding in findings) / words
    return math.sqrt(covered) if findings[0].point.statement else covered


def _look_for_expression(point: KeyPoint, answer: str, sentences: list[Sentence]) -> PointFinding:
    """By any of its expressions, of both languages: who speaks Korean says "rollback" as well as 롤백."""
    finding = PointFinding(point)
    whole = Span(0, len(answer))
    expressions = [expression for expression in (*point.ko, *point.en) if may_hold(expression, answer, whole)]
    for sentence in sentences:
        mentions = (mention for expression in expressions for mention in find(expression, answer, sentence.span))
        refusals = [_refusal(answer, sentence, mention) for mention in mentions]
        if None in refusals:
            finding.sentences.append(sentence.span)
            finding.coverage = 1.0
        else:
            finding.refusals += [refusal for refusal in refusals if refusal]
    return finding


def _refusal(answer: str, sentence: Sentence, mention: Span) -> Refusal | None:
    if sentence.kind is not Kind.STATEMENT:
        return _REFUSED_KINDS[sentence.kind]
    if any(mention.overlaps(listed) for listed in sentence.lists):
        return Refusal.LISTED
    return Refusal.DENIED if is_denied(answer, sentence.span, mention) else None


def _look_for_statement(point: KeyPoint, answer: str, sentences: list[Sentence], asked: frozenset[str]) -> PointFinding:
    """By the one of its expressions of which most is said."""
    said = [sentence.span for sentence in sentences if _may_state(sentence)]
    findings = [_align(point, fold(text).text, asked, answer, said) for text in dict.fromkeys((*point.ko, *point.en))]
    return max(findings, key=lambda finding: finding.coverage)


def _align(point: KeyPoint, statement: str, asked: frozenset[str], answer: str, said: list[Span]) -> PointFinding:
    whole = Span(0, len(statement))
    stated = list(content_words(statement, whole))
    stems = list(dict.fromkeys(word.stem for word in stated))
    wanted = [stem for stem in stems if stem not in asked] or stems
    words = [word for span in said for word in content_words(answer, span)]
    matches = align(wanted, words)
    matched = sum(match.alike for match in matches)
    finding = PointFinding(point, words=len(wanted))
    if not matched:
        return finding
    denied_anyway = {word.stem for word in stated if is_denied(statement, whole, word.span)}
    if _denied(matches, answer, said, denied_anyway) > matched / 2:
        finding.refusals.append(Refusal.DENIED)
        return finding
    if _contradicts(matches, words, asked.union(stems)):
        finding.refusals.append(Refusal.CONTRADICTED)
    finding.coverage = matched / len(wanted)
    parts = {span: _within(matches, span) for span in said}
    finding.sentences = [span for span, part in parts.items() if part >= QUOTED * max(parts.values())]
    return finding


def _within(matches: list[Match], span: Span) -> float:
    return sum(match.alike for match in matches if match.said and match.said.span.overlaps(span))


def _denied(matches: list[Match], answer: str, said: list[Span], denied_anyway: set[str]) -> float:
    """How much of what was matched the answer denies where the statement affirms it."""
    return sum(
        match.alike
        for match in matches
        if match.said and match.alike >= SURE and match.wanted not in denied_anyway
        for span in said
        if match.said.span.overlaps(span) and is_denied(answer, span, match.said.span)
    )


def _mark_other_numbers(findings: list[PointFinding], answer: str, said: list[Span]) -> None:
    """What is found in part and counts what the answer counts otherwise. A number of another key point is no answer to
    this one."""
    stated = [_quantities(finding.point) for finding in findings]
    known = [quantity for quantities in stated for quantity in quantities]
    counted = [quantity for span in said for quantity in quantities(answer, span)]
    for finding, own in zip(findings, stated, strict=True):
        others = [one for one in known if one not in own]
        new = [one for one in counted if not any(one.agrees(other) for other in others)]
        if finding.coverage and contradicted(own, new):
            finding.refusals.append(Refusal.OTHER_NUMBER)


def _quantities(point: KeyPoint) -> list[Quantity]:
    texts = [fold(text).text for text in dict.fromkeys((*point.ko, *point.en))]
    return [quantity for text in texts for quantity in quantities(text, Span(0, len(text)))]


def _contradicts(matches: list[Match], words: list[Word], known: frozenset[str]) -> bool:
    """Whether the answer says the opposite of a word that it does not say."""
    new = {word.stem for word in words} - known
    return any(are_opposites(match.wanted, stem) for match in matches if match.alike < SURE for stem in new)
