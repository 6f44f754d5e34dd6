"""An answer in short, in the speaker's own words: the one or two sentences that state most of what was looked for."""

from collections.abc import Sequence

from contracts.base import Unmeasured
from contracts.evaluation import AnswerSummary, EvidenceSpan

from engines.llm.evidence import PointFinding
from engines.llm.statements import Kind, Sentence
from engines.text.folding import Folded, Span
from engines.text.words import content_stems

SENTENCES = 2
MIN_NEW_STEMS = 4
"""Content words that a second sentence has to add."""


def unsummarised(reason: Unmeasured) -> AnswerSummary:
    return AnswerSummary(text=None, reason=reason)


def summary(answer: Folded, sentences: Sequence[Sentence], findings: Sequence[PointFinding]) -> AnswerSummary:
    """Statements only: what addresses the judge, repeats the question or lists terms says nothing about the speaker.

    Each sentence is chosen for the key points that it adds, then for its content words, the earlier one of equals; they
    stand in the order in which they were said.
    """
    stems = {
        sentence.span: set(content_stems(answer.text[sentence.span.start : sentence.span.end]))
        for sentence in sentences
        if sentence.kind is Kind.STATEMENT and not sentence.lists
    }
    left = list(stems)
    chosen: list[Span] = []
    said: set[str] = set()
    found: set[int] = set()
    while left and len(chosen) < SENTENCES:
        best = max(left, key=lambda span: (len(_points(span, findings) - found), len(stems[span] - said)))
        if chosen and len(stems[best] - said) < MIN_NEW_STEMS:
            break
        left.remove(best)
        chosen.append(best)
        said |= stems[best]
        found |= _points(best, findings)
    if not chosen:
        return unsummarised(Unmeasured.NO_EVIDENCE)
    spans = [_quote(answer, span) for span in sorted(chosen, key=lambda span: span.start)]
    return AnswerSummary(text=" ".join(span.quote for span in spans), spans=spans)


def _points(sentence: Span, findings: Sequence[PointFinding]) -> set[int]:
    return {number for number, finding in enumerate(findings) if sentence in finding.sentences}


def _quote(answer: Folded, span: Span) -> EvidenceSpan:
    origin = answer.origin(span)
    return EvidenceSpan(start=origin.start, end=origin.end, quote=answer.original[origin.start : origin.end])
