"""A transcript as people write it, from words as they were said.

Pure functions; what needs Korean morphology is given to them. Every written token knows which spoken words it stands
for, so that a word can be found again in the text: several for "23%", several tokens for a word without its spaces.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from contracts.speech import Word

from engines.text import english
from engines.text.folding import fold
from engines.text.lexicon import word_set
from engines.text.numerals import english_numbers, korean_number

SENTENCE_PAUSE = 0.7
"""Seconds of silence that end an English sentence, as they end a turn."""
SHORTEST_SENTENCE = 6
"""Words before a pause may end one: a shorter piece is somebody searching for words."""
LONGEST_KOREAN_WORD = 10
"""Syllables without a space; a longer run has lost its spaces (데이터베이스를 has seven)."""
SPLIT_SYLLABLES_SHARE = 0.6
"""Words of a single syllable, of all, from which on the spaces say nothing."""

FORMATTED_WITHIN = 40
"""Characters that may stand between two words of a text, where its engine has written some as numbers."""

_PUNCTUATED = re.compile(r"[.!?。？！,](?=\s|[\"'”’)]|$)")
_HANGUL_RUN = re.compile(r"[가-힣]+")
_SINO_SPACED = re.compile(r"(?<!\S)(?:[일이삼사오육칠팔구십백천만억] ){1,}[일이삼사오육칠팔구십백천만억](?!\S)")
_KOREAN_QUESTION = re.compile(r"(?:까|까요|나요|는지요)$")
_MAY_END = word_set("it me him them us her you that this those here there too instead mine ours yours no yes")
"""Function words that a sentence may well end with."""
_FIRST_PERSON = re.compile(r"^i(?='|$)")


@dataclass(frozen=True)
class Token:
    """What is written between two spaces, for the spoken words `first` to `last`, the latter not included."""

    text: str
    first: int
    last: int


@dataclass(frozen=True)
class Written:
    """`spans[i]` is where spoken word `i` stands in `text`, in code points, the end not included; None where it does
    not.
    """

    text: str
    spans: tuple[tuple[int, int] | None, ...]


class Sentence(Protocol):
    """`finished`: it is whole, and not merely where the text stops."""

    @property
    def text(self) -> str: ...

    @property
    def finished(self) -> bool: ...


def is_written(text: str) -> bool:
    """Whether whoever recognised it has punctuated it already, and so knows better how it is written."""
    return _PUNCTUATED.search(text) is not None


def lacks_spaces(text: str) -> bool:
    """Whether Korean has come without its spaces, or with one after every syllable."""
    words = text.split()
    single = sum(len(word) == 1 for word in words)
    return any(len(run) > LONGEST_KOREAN_WORD for run in _HANGUL_RUN.findall(text)) or single >= max(
        4, SPLIT_SYLLABLES_SHARE * len(words)
    )


def in_english(words: Sequence[str], ends: frozenset[int]) -> Written:
    """English words with capitals, full stops and numbers. `ends`: the words after which a pause ends a sentence."""
    tokens = list(_with_numbers(words))
    last_words = {token.last - 1 for token in tokens}
    ends = (ends & last_words) | ({len(words) - 1} if words and _may_end(words[-1]) else frozenset())
    return _joined(len(words), list(_punctuated(tokens, ends)))


def sentence_ends(words: Sequence[Word]) -> frozenset[int]:
    """The words after which a pause ends an English sentence, by number."""
    ends: set[int] = set()
    began = 0
    for number, (word, following) in enumerate(pairwise(words)):
        long_enough = number + 1 - began >= SHORTEST_SENTENCE
        if long_enough and following.start - word.end >= SENTENCE_PAUSE and _may_end(word.text.lower()):
            ends.add(number)
            began = number + 1
    return frozenset(ends)


def in_korean(words: Sequence[str], sentences: Sequence["Sentence"]) -> Written:
    """Korean with the spaces and full stops of `sentences`, which have the letters of `words`; if not, as it was."""
    if _letters(sentence.text for sentence in sentences) != _letters(words):
        return placed(" ".join(words), words)
    tokens: list[Token] = []
    letters = _Letters(words)
    for sentence in sentences:
        spoken = [letters.take(piece) for piece in sentence.text.split()]
        written = list(_with_korean_numbers(spoken))
        if sentence.finished and written:
            mark = "?" if _KOREAN_QUESTION.search(written[-1].text) else "."
            written[-1] = replace(written[-1], text=written[-1].text + mark)
        tokens += written
    return _joined(len(words), tokens)


def rejoined_numerals(spaced: str) -> str:
    """Numerals in a row as one word: a corrector of spaces takes 이십삼 for three words."""
    return _SINO_SPACED.sub(lambda match: match[0].replace(" ", ""), spaced)


def placed(text: str, words: Sequence[str]) -> Written:
    """`text` as it is, and where its words stand in it. A word that is not there, in this order, has no place."""
    folded = fold(text)
    spans: list[tuple[int, int] | None] = []
    position = 0
    for word in words:
        wanted = fold(word).text.strip(" .,!?")
        reach = position + len(wanted) + FORMATTED_WITHIN
        match = re.compile(rf"(?<!\w){re.escape(wanted)}").search(folded.text, position, reach) if wanted else None
        if match is None:
            spans.append(None)
            continue
        position = match.end()
        spans.append((folded.starts[match.start()], folded.ends[position - 1]))
    return Written(text, tuple(spans))


def _with_numbers(words: Sequence[str]) -> Iterator[Token]:
    position = 0
    for number in english_numbers([word.lower() for word in words]):
        yield from (Token(words[at], at, at + 1) for at in range(position, number.first))
        yield Token(number.text, number.first, number.last)
        position = number.last
    yield from (Token(words[at], at, at + 1) for at in range(position, len(words)))


def _punctuated(tokens: Sequence[Token], ends: frozenset[int]) -> Iterator[Token]:
    begins = True
    for token in tokens:
        text = _FIRST_PERSON.sub("I", token.text)
        text = text[:1].upper() + text[1:] if begins else text
        begins = token.last - 1 in ends
        yield replace(token, text=text + "." if begins else text)


def _may_end(word: str) -> bool:
    return word in _MAY_END or word not in english.FUNCTION_WORDS


def _with_korean_numbers(tokens: Sequence[Token]) -> Iterator[Token]:
    """Digits for the numbers; what is counted is written right behind them."""
    position = 0
    while position < len(tokens):
        token = tokens[position]
        following = tokens[position + 1] if position + 1 < len(tokens) else None
        together = f"{token.text} {following.text}" if following else token.text
        number = korean_number(together)
        if number is None:
            yield token
            position += 1
            continue
        digits, taken = number
        inside = taken <= len(token.text)
        rest = token.text[taken:] if inside else together[taken:]
        last = token.last if inside or following is None else following.last
        yield Token(digits + rest, token.first, last)
        position += 1 if inside else 2


class _Letters:
    """The letters of words in order, each with the word it is of."""

    def __init__(self, words: Sequence[str]) -> None:
        self._owners = [number for number, word in enumerate(words) for _ in "".join(word.split())]
        self._position = 0

    def take(self, piece: str) -> Token:
        """The next letters, which are those of `piece`."""
        start = self._position
        self._position += len(piece)
        return Token(piece, self._owners[start], self._owners[self._position - 1] + 1)


def _letters(texts: Iterable[str]) -> str:
    return "".join("".join(text.split()) for text in texts)


def _joined(words: int, tokens: Sequence[Token]) -> Written:
    spans: list[tuple[int, int] | None] = [None] * words
    position = 0
    for token in tokens:
        end = position + len(token.text)
        for word in range(token.first, token.last):
            earlier = spans[word]
            spans[word] = (earlier[0] if earlier else position, end)
        position = end + 1
    return Written(" ".join(token.text for token in tokens), tuple(spans))
