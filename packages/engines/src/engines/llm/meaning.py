"""Key points that an answer states in words of its own, found by an embedding model; words alone miss them."""

from collections.abc import Iterable, Sequence

from contracts.base import Language
from contracts.questions import KeyPoint

from engines.embedding import Embedder
from engines.llm.evidence import PointFinding
from engines.llm.statements import Kind, Sentence
from engines.text.folding import Span, fold
from engines.text.negation import denies

MEANT = 0.5
"""The coverage of a statement that is found by its meaning: a vector tells what is spoken of, and not how much of it
was said."""


class Meaning:
    """Adds to what was found by words. A text's vector tells next to nothing of "not", hence a sentence that denies
    says no key point that does not.
    """

    def __init__(self, embedder: Embedder, least: float) -> None:
        """`least` is the cosine from which on two texts mean the same; it differs from model to model."""
        self._embedder = embedder
        self._least = least

    @property
    def name(self) -> str:
        """What was found depends on both."""
        return f"{self._embedder.name}@{self._least:g}"

    def warm_up(self) -> None:
        """Raises `EngineFailed`."""
        self._embedder.embed(["ready"])

    def add(
        self, findings: Iterable[PointFinding], answer: str, sentences: Sequence[Sentence], language: Language
    ) -> None:
        """Find in the folded `answer` what was not found there and not refused either, and name the nearest statement.

        Raises `EngineFailed`.
        """
        missing = [finding for finding in findings if not finding.found and not finding.refusals]
        spans = [one.span for one in sentences if one.kind is Kind.STATEMENT and not one.lists]
        if not missing or not spans:
            return
        points = [_text_of(finding.point, language) for finding in missing]
        vectors = self._embedder.embed([*points, *(answer[span.start : span.end] for span in spans)])
        said = list(zip(spans, vectors[len(points) :], strict=True))
        for finding, text, vector in zip(missing, points, vectors, strict=False):
            denying = _denies(fold(text).text)
            near = [(_cosine(vector, other), span) for span, other in said if denies(answer, span) == denying]
            likest, span = max(near, key=lambda pair: pair[0], default=(0.0, None))
            if span is not None and likest >= self._least:
                _find(finding, span)


def _find(finding: PointFinding, span: Span) -> None:
    finding.coverage = max(finding.coverage, MEANT) if finding.point.statement else 1.0
    finding.sentences = [span]
    finding.by_meaning = True


def _text_of(point: KeyPoint, language: Language) -> str:
    """The sentence that is to be said, or the name of what expressions stand for."""
    return point.expressions(language)[0] if point.statement else point.name.in_language(language)


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    """Of unit vectors."""
    return sum(a * b for a, b in zip(one, other, strict=True))


def _denies(text: str) -> bool:
    return denies(text, Span(0, len(text)))
