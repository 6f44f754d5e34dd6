"""A question that arrives in pieces, cut into sentences as soon as each is certain."""

import re
from dataclasses import dataclass

END = re.compile(r"([.!?。？！…]+)([\"'”’)\]」』]*)")
ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|prof|no|approx|inc|ltd|st)|\b[a-z])\.$", re.IGNORECASE
)
HANGUL = re.compile(r"[가-힣]")
UNMISTAKABLE = "!?。？！"
CLAUSE_END = re.compile(r"[,，、](?=\s)")
CLAUSE_AFTER = 24
"""Code points, some three seconds of speech: enough for what follows to be written and made."""
CLAUSE_PAUSE, SENTENCE_PAUSE = 0.15, 0.3
"""Seconds; a voice that speaks them one by one knows nothing of what follows."""


@dataclass(frozen=True)
class Sentence:
    """Or the first clause of one. `text` stands at code points `start` to `end` of the whole.

    `pause` is how many seconds of silence belong before it.
    """

    text: str
    start: int
    end: int
    pause: float = 0.0


class SentenceSplitter:
    """Feed pieces, take sentences; `flush` gives what is left.

    Of a long first sentence its first clause is taken by itself, so that a question of one sentence is heard while it
    is still being written. The pieces make no difference to where that is.
    """

    def __init__(self) -> None:
        self._rest = ""
        self._offset = 0
        self._pause = 0.0

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
        if not text:
            return []
        sentence = Sentence(text, start, start + len(text), self._pause)
        self._pause = CLAUSE_PAUSE if text[-1] in ",，、" else SENTENCE_PAUSE
        return [sentence]

    def _first_end(self) -> int | None:
        """Where the first certain sentence, or a first clause, ends; None when more has to come."""
        end = self._sentence_end()
        if self._offset == 0 and (clause := CLAUSE_END.search(self._rest, CLAUSE_AFTER)):
            return min(clause.end(), end or clause.end())
        return end

    def _sentence_end(self) -> int | None:
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
