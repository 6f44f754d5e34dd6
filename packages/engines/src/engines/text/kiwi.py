"""Korean morphology by Kiwi: where the spaces belong, and where sentences end.

It holds 320 MB, takes seconds to load and hears nobody meanwhile, so that whoever cannot wait has it in a process of
its own; a page of text then takes milliseconds.
"""

from dataclasses import dataclass

from engines.text import morphology

NAME = "kiwi"


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
