"""Korean morphology by Kiwi: where the spaces belong, and where sentences end.

It holds 320 MB, takes seconds to load and hears nobody meanwhile, so that whoever cannot wait has it in a process of
its own; a page of text then takes milliseconds.
"""

from dataclasses import dataclass

from engines.text import english, morphology

NAME = "kiwi"
_CONTENT = ("NN", "VV", "VA", "XR", "SL", "SN")
"""Tags of nouns, verbs, adjectives, roots, Latin words and numbers."""
_EMPTY = {"하", "되", "있", "없", "것", "수", "때", "번", "거", "주", "보"}
"""Verbs and nouns that nearly every question holds."""


@dataclass(frozen=True)
class KoreanSentence:
    """`finished`: it ends with a verb ending that closes a sentence, and is not merely where the text stops."""

    text: str
    finished: bool


class KoreanReader:
    """For `EngineProcess`."""

    def __init__(self) -> None:
        self._kiwi = morphology.kiwi()

    def spaced(self, text: str) -> str:
        """`text` with its spaces where they belong; its other characters stay as they are."""
        spaced: str = self._kiwi.space(text, reset_whitespace=True)
        return spaced

    def morphemes(self, text: str) -> list[str]:
        """What carries the content of `text`, in order: stems of nouns, verbs and adjectives, of Latin words too."""
        return [
            english.stem(token.form.lower()) if token.tag == "SL" else token.form
            for token in self._kiwi.tokenize(text)
            if token.tag.startswith(_CONTENT) and token.form not in _EMPTY
        ]

    def sentences(self, text: str) -> list[KoreanSentence]:
        """The sentences of `text`, in order and without the spaces between them."""
        return [
            KoreanSentence(sentence.text, _closes(sentence.tokens[-1].tag))
            for sentence in self._kiwi.split_into_sents(text, return_tokens=True)
            if sentence.tokens
        ]


def _closes(tag: str) -> bool:
    """Of the last morpheme: a final ending. A particle (요 of 했고요) goes on as often as not."""
    return tag.startswith("EF")
