"""Words that fill a pause and say nothing: 음, 어, 그; um, uh, like, you know.

Some words do nothing else. Others fill only at times ("그 사람" is that person, "그… 그 사람" hesitates): those count
where there is a trace of hesitation, a silence beside them or the comma that a recogniser set for one, and not
otherwise. Rather one too few than one too many: nobody is to be told of fillers that they did not say.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from contracts.base import Language
from contracts.speech import Word

HESITATION = 0.25
"""Seconds of silence that tell a hesitation; within fluent speech words follow each other closer."""

ALWAYS = {
    Language.KO: re.compile(r"음+|으+음+|흠+|어+|아+|그으+|저어+|뭐어+"),
    Language.EN: re.compile(r"u+h+|u+m+|e+r+m*|a+h+|hm+|mm+"),
}
WHEN_HESITATING = {Language.KO: re.compile(r"그|저|뭐|막|뭐랄까"), Language.EN: re.compile(r"(?!)")}
"""Fillers where a hesitation, the same word again or another filler follows."""
ASIDES = {Language.KO: (), Language.EN: (("like",), ("you", "know"), ("i", "mean"))}
"""Fillers where they stand apart on both sides."""

_TOKEN = re.compile(r"[\w'’]+")
_HESITATES = re.compile(r"[,，、…—–]|\.\.\.")
_APART = re.compile(r"[,，、…—–.?!;:]")


@dataclass(frozen=True)
class _Token:
    """A word in lower case; whether it is `apart` from what is before and after it, and a hesitation follows it."""

    text: str
    apart_before: bool
    apart_after: bool
    hesitates: bool


def count_fillers(text: str, language: Language, words: Sequence[Word] = ()) -> int:
    """How many fillers `text` has. Where `words` tell its times, silences count as well as punctuation."""
    tokens = _tokens(text, words)
    count = at = 0
    while at < len(tokens):
        length = _filler_at(tokens, at, language)
        count += length > 0
        at += length or 1
    return count


def _filler_at(tokens: Sequence[_Token], at: int, language: Language) -> int:
    """How many words the filler that begins at `at` has; 0 where none does."""
    token = tokens[at]
    if ALWAYS[language].fullmatch(token.text):
        return 1
    for aside in ASIDES[language]:
        said = tokens[at : at + len(aside)]
        if tuple(word.text for word in said) == aside and said[0].apart_before and said[-1].apart_after:
            return len(aside)
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if not following or not WHEN_HESITATING[language].fullmatch(token.text):
        return 0
    return int(token.hesitates or following == token.text or ALWAYS[language].fullmatch(following) is not None)


def _tokens(text: str, words: Sequence[Word]) -> list[_Token]:
    found = list(_TOKEN.finditer(text))
    silences = _silences([match.group() for match in found], words)
    ends = [0, *(match.end() for match in found)]
    starts = [*(match.start() for match in found), len(text)]
    between = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    hesitates = [_HESITATES.search(gap) is not None or silence for gap, silence in zip(between, silences, strict=True)]
    apart = [_APART.search(gap) is not None or silence for gap, silence in zip(between, silences, strict=True)]
    apart[0] = apart[-1] = True
    return [
        _Token(match.group().lower(), apart[number], apart[number + 1], hesitates[number + 1])
        for number, match in enumerate(found)
    ]


def _silences(tokens: Sequence[str], words: Sequence[Word]) -> list[bool]:
    """Whether there was silence before, between and after the tokens; nowhere, where `words` are not these."""
    spoken = [(token.lower(), word) for word in words for token in _TOKEN.findall(word.text)]
    if [token for token, _ in spoken] != [token.lower() for token in tokens]:
        return [False] * (len(tokens) + 1)
    gaps = [later.start - earlier.end for (_, earlier), (_, later) in pairwise(spoken)]
    return [False, *(gap >= HESITATION for gap in gaps), *([False] if tokens else [])]
