"""How much an answer says beyond naming the right things: half of it length, half concreteness."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from contracts.questions import Rubric

from engines.text import english, korean
from engines.text.folding import fold
from engines.text.words import content_stems

FULL_LENGTH_STEMS = 40
"""Distinct content words of a full answer: about a minute of speech in either language."""

ON_SUBJECT = 0.1
"""The share of an answer's content words below which it shares too few with a question to speak of it."""
MIN_WORDS = 6
"""Distinct content words below which an answer is not judged."""

_NUMBER = re.compile(
    r"""\d
    | \b(?:two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million)\b
    | \b(?:half|twice|percent|double[ds]?)\b
    | (?<![가-힣])(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|몇십|수십|수백)\s?
      (?:명|개|번|주|달|시간|분|배|가지|단계|차례|건|일|팀|곳)
    | 절반|퍼센트|하루|이틀|사흘|일주일
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Substance:
    """`words`: distinct content words of the whole answer; `number` and `action`: whether the evidence of the criterion
    holds a number, and something the speaker did or does."""

    words: int
    number: bool
    action: bool

    @property
    def value(self) -> Fraction:
        """0–1: half for length, a quarter each for a number and an action."""
        length = min(Fraction(1), Fraction(self.words, FULL_LENGTH_STEMS))
        return length / 2 + Fraction(self.number, 4) + Fraction(self.action, 4)


def words_needed(rubric: Rubric) -> int:
    """Distinct content words that an answer needs to be judged. Held against a model answer any will do: that may have
    no more itself."""
    return 1 if rubric.by_statements else MIN_WORDS


def is_off_subject(said: str, asked: str, model_answers: Sequence[str]) -> bool:
    """Whether what was said (folded) speaks of something else than the question and its model answers."""
    stems = set(content_stems(said))
    return len(stems & _subject(asked, *model_answers)) < ON_SUBJECT * len(stems)


@lru_cache(maxsize=1024)
def _subject(*texts: str) -> frozenset[str]:
    """Of a question and its model answers, which are longer than most answers and the same for all of them."""
    return frozenset(stem for text in texts for stem in content_stems(fold(text).text))


def distinct_words(statements: list[str]) -> int:
    return len({stem for statement in statements for stem in content_stems(statement)})


def substance(words: int, evidence: list[str]) -> Substance:
    """Of an answer of `words` distinct content words, for a criterion with these evidence sentences (folded)."""
    return Substance(
        words=words,
        number=any(_NUMBER.search(sentence) for sentence in evidence),
        action=any(english.tells_action(sentence) or korean.tells_past_action(sentence) for sentence in evidence),
    )
