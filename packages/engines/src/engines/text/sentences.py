"""Where sentences begin and end, in folded text.

Transcripts often carry no punctuation: Korean sentences are then known by their endings, and what remains too long to
be a quote is divided at conjunctions.
"""

import re
from collections.abc import Iterator

from engines.text.folding import Span

LONGEST_WORDS = 40
"""A sentence of more words is divided; a quote should be read at a glance."""
SHORTEST_WORDS = 8
"""A division leaves no piece shorter than this before a conjunction."""

_END = re.compile(
    r"""(?<!\be\.g)(?<!\bi\.e)(?<!\bvs) [.!?]+ ["')\]]* (?=\s|$)   # punctuation, but not in "e.g. " or "3.5"
      | [。！？]+                                                   # full-width, where folding left it
      | \n+
      | (?:니다|니까|[어아해여예에네]요|군요|거든요|지요|죠) (?=\s)   # a polite ending closes its sentence
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"\S+")
_CONJUNCTION = re.compile(
    r"and|but|so|because|then|also|after|when|그리고|그래서|하지만|그런데|또|또한|그러면|그다음|그래도|따라서|왜냐하면"
)


def sentences(text: str) -> list[Span]:
    """The sentences of `text` in order, without surrounding white space."""
    return [piece for sentence in _punctuated(text) for piece in _divide(text, sentence)]


def _punctuated(text: str) -> Iterator[Span]:
    start = 0
    for match in _END.finditer(text):
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    if stripped := piece.strip():
        begin = start + piece.index(stripped[0])
        yield Span(begin, begin + len(stripped))


def _divide(text: str, sentence: Span) -> Iterator[Span]:
    words = [Span(m.start(), m.end()) for m in _WORD.finditer(text, sentence.start, sentence.end)]
    while len(words) > LONGEST_WORDS:
        cut = _division(text, words)
        yield Span(words[0].start, words[cut - 1].end)
        words = words[cut:]
    yield Span(words[0].start, words[-1].end)


def _division(text: str, words: list[Span]) -> int:
    """How many words the first piece takes: up to the last comma or conjunction that fits, else all that fit."""
    for count in range(LONGEST_WORDS, SHORTEST_WORDS - 1, -1):
        before, after = words[count - 1], words[count]
        if text[before.end - 1] in ",;:" or _CONJUNCTION.fullmatch(text, after.start, after.end):
            return count
    return LONGEST_WORDS
