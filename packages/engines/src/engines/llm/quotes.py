"""Where a judge's quotes stand in an answer, and whether they are evidence."""

from collections.abc import Iterator
from dataclasses import dataclass

from contracts.evaluation import EvidenceSpan

from engines.llm.statements import Kind, Sentence
from engines.text.folding import Folded, Span, fold
from engines.text.words import content_stems

MIN_STEMS = 2
"""Content words below which a quote says nothing: "the", or a bare term, is in almost any answer."""
WITHHELD = "[…]"
"""Stands for what addresses the judge, in the text that a model is shown."""
_ENDS = " \"'.,!?;:…"


@dataclass(frozen=True)
class Quoted:
    span: EvidenceSpan
    is_evidence: bool


class Quotable:
    """An answer, folded, and its sentences as `statements.read` read them."""

    def __init__(self, folded: Folded, sentences: list[Sentence]) -> None:
        self._folded = folded
        self._sentences = sentences
        # Models lay out white space anew, and close a quote as they like; the words are what counts.
        self._places = [place for place, character in enumerate(folded.text) if not character.isspace()]
        self._letters = "".join(folded.text[place] for place in self._places)

    def shown(self) -> str:
        """The answer without what is addressed to the judge: no model has to withstand what it does not see."""
        text, end = "", 0
        for sentence in self._sentences:
            if sentence.kind is Kind.INSTRUCTION:
                hidden = self._folded.origin(sentence.span)
                text += self._folded.original[end : hidden.start] + WITHHELD
                end = hidden.end
        return text + self._folded.original[end:]

    def find(self, quote: str) -> Quoted | None:
        """The exact words of the answer that `quote` repeats: the first that are evidence, or else the first at all.

        None where they are not in the answer.
        """
        found = None
        for place in self._found(quote):
            origin = self._folded.origin(place)
            words = self._folded.original[origin.start : origin.end]
            quoted = Quoted(
                EvidenceSpan(start=origin.start, end=origin.end, quote=words), is_evidence=self._is_evidence(place)
            )
            if quoted.is_evidence:
                return quoted
            found = found or quoted
        return found

    def _found(self, quote: str) -> Iterator[Span]:
        wanted = "".join(fold(quote).text.strip(_ENDS).split())
        start = self._letters.find(wanted) if wanted else -1
        while start >= 0:
            yield Span(self._places[start], self._places[start + len(wanted) - 1] + 1)
            start = self._letters.find(wanted, start + 1)

    def _is_evidence(self, place: Span) -> bool:
        """Not what addresses the judge, repeats the question or answers nothing, nor a word or two that say nothing."""
        kinds = {sentence.kind for sentence in self._sentences if sentence.span.overlaps(place)}
        if Kind.INSTRUCTION in kinds or kinds <= {Kind.ECHO, Kind.NO_ANSWER}:
            return False
        return len(content_stems(self._folded.text[place.start : place.end])) >= MIN_STEMS
