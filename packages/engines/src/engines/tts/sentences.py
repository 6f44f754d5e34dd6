"""A question that arrives in pieces, cut into sentences as soon as each is certain."""

import re
from dataclasses import dataclass

END = re.compile(r"([.!?。？！…]+)([\"'”’)\]」』]*)")
ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|prof|no|approx|inc|ltd|st)|\b[a-z])\.$", re.IGNORECASE
)
HANGUL = re.compile(r"[가-힣]")
UNMISTAKABLE = "!?。？！"


@dataclass(frozen=True)
class Sentence:
    """`text` stands at code points `start` to `end` of the whole."""

    text: str
    start: int
    end: int


class SentenceSplitter:
    """Feed pieces, take sentences; `flush` gives what is left, so that a question of one sentence comes out whole."""

    def __init__(self) -> None:
        self._rest = ""
        self._offset = 0

    def push(self, piece: str) -> list[Sentence]:
        self._rest += piece
        sentences = []
        while (cut := self._first_end()) is not None:
            sentences += self._take(cut)
        return sentences

    def flush(self) -> list[Sentence]:
        return self._take(len(self._rest))

    def _take(self, length: int) -> list[Sentence]:
        taken, self._rest = self._rest[:length], self._rest[length:]
        start = self._offset + len(taken) - len(taken.lstrip())
        self._offset += length
        text = taken.strip()
        return [Sentence(text, start, start + len(text))] if text else []

    def _first_end(self) -> int | None:
        """Where the first certain sentence ends, or None when more has to come."""
        line_end = self._rest.find("\n")
        for match in END.finditer(self._rest):
            if 0 <= line_end < match.start():
                break
            if self._ends_sentence(match):
                return match.end()
        return line_end + 1 if line_end >= 0 else None

    def _ends_sentence(self, match: re.Match[str]) -> bool:
        before, after = self._rest[: match.end(1)], self._rest[match.end() : match.end() + 1]
        if after:
            return after.isspace() and not ABBREVIATION.search(before)
        # Nothing follows yet: "3." may become "3.5" and "Dr." a name, but a question mark or 다. has ended.
        return match[1][-1] in UNMISTAKABLE or bool(HANGUL.search(before[match.start() - 1 : match.start()]))


def sentences_of(text: str) -> list[Sentence]:
    """All sentences of a text that is complete."""
    splitter = SentenceSplitter()
    return splitter.push(text) + splitter.flush()
