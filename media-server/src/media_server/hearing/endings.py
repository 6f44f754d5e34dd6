"""Does what was said so far sound finished? Korean endings, English words that nothing ends with, punctuation.

The rules look at the last words only. They decide how long a silence the interviewer allows, never what was said.
"""

import re
from enum import Enum

from contracts.base import Language

TERMINAL = re.compile(r"[.!?。?!][\"'”’)\]]*$")
TRAILING_OFF = re.compile(r"(\.\.\.|…|,|，|-|—)$")


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


ENGLISH_NEVER_LAST = _words(
    "a an the my your our their every and or but so because although though while if when whereas than since unless",
    "until whether um uh er erm hmm",
)
"""Words that an English sentence goes on after, whatever a recogniser puts behind them."""
ENGLISH_RARELY_LAST = _words(
    "his her its this these those some any each where which who whom whose that as of to in on at by for with from",
    "into onto over under between through during about against without within i we he she they you is are was were be",
    "been am have has had do does did will would can could should may might must not very really just also then like",
    "basically actually well",
)
"""Words that it probably goes on after, unless there is a full stop."""

KOREAN_FINAL = re.compile(
    r"(다|[어아여해와워겨려져춰둬봐돼]요|에요|예요|이요|네요|군요|지요|죠|가요|나요|까요|세요|셔요|거든요|래요|데요|니까)$"
)
"""Endings that close a sentence: 합니다, 했다, 해요, 그렇습니까 …"""
KOREAN_GOING_ON = re.compile(
    r"([가-힣](고|며|면|서|니|지만|[은는인]데|려고|도록|거나|든지|자마자|을|를|이|은|는|의|에|와|과|랑)"
    r"|에서|에게|한테|으로|로서|로써|부터|까지|처럼|만큼|때문에|위해|대해|통해)$"
)
"""Endings and particles that more follows after: 하고, 했는데, 프로젝트를 …"""
KOREAN_NEVER_LAST = _words(
    "그리고 그래서 그런데 근데 하지만 그러나 또 또는 그러면 그러니까 왜냐하면 예를 들어 만약",
    "음 어 그 저 이제 약간 뭐 막",
)
NO_FINAL = ("마다", "보다", "에다")
"""Particles that only look like the ending -다."""
BIEUP = 17
"""The index of the final consonant ㅂ within a Hangul syllable."""


class Completeness(Enum):
    COMPLETE = "complete"
    UNCLEAR = "unclear"
    INCOMPLETE = "incomplete"


def completeness(text: str, language: Language) -> Completeness:
    """Judge `text` by how it ends. Text without words is incomplete."""
    text = text.strip()
    words = text.split()
    if not words or TRAILING_OFF.search(text):
        return Completeness.INCOMPLETE
    last = re.sub(r"[^\w']+$", "", words[-1]).lower()
    if not last:
        return Completeness.INCOMPLETE
    stopped = TERMINAL.search(text) is not None
    return _korean(last, stopped) if language is Language.KO else _english(last, stopped)


def _english(last: str, stopped: bool) -> Completeness:
    if last in ENGLISH_NEVER_LAST:
        return Completeness.INCOMPLETE
    if stopped:
        return Completeness.COMPLETE
    return Completeness.INCOMPLETE if last in ENGLISH_RARELY_LAST else Completeness.UNCLEAR


def _korean(last: str, stopped: bool) -> Completeness:
    if last in KOREAN_NEVER_LAST or last.endswith(NO_FINAL) or _gives_a_reason(last):
        return Completeness.INCOMPLETE
    if KOREAN_FINAL.search(last):
        return Completeness.COMPLETE
    if KOREAN_GOING_ON.search(last):
        return Completeness.INCOMPLETE
    return Completeness.COMPLETE if stopped else Completeness.UNCLEAR


def _gives_a_reason(word: str) -> bool:
    """-니까 gives a reason and goes on (하니까), except after ㅂ, where it asks (합니까)."""
    if not word.endswith("니까"):
        return False
    return len(word) < 3 or (ord(word[-3]) - ord("가")) % 28 != BIEUP
