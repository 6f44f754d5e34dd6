"""When no judge judges: too little was said, or not in the language of the interview."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from contracts.base import Language, Unmeasured

from engines.llm import AnswerToJudge, rationale
from engines.llm.statements import Sentence
from engines.llm.substance import distinct_words, words_needed
from engines.text.folding import Folded

MIN_FOREIGN_WORDS = 5
MIN_FOREIGN_LETTERS = 15
"""Of a script that writes no spaces; less is a name or an exclamation, and no language."""
LEAST_SHARE = {Language.KO: 0.2, Language.EN: 0.5}
"""Of the words with letters, those in the interview's script. Korean speech about software is full of English terms,
and its particles still put Hangul into most words; English speech has no such reason for Korean words."""

_HANGUL = re.compile(r"[가-힣ㄱ-ㆎᄀ-ᇿ]")
_LATIN = re.compile(r"[a-zà-öø-ÿ]")

_OFF_LANGUAGE = {
    Language.KO: "면접 언어인 한국어로 한 답변이 아니어서 평가하지 않았습니다.",
    Language.EN: "The answer is not in English, the interview's language, so it was not judged.",
}


@dataclass(frozen=True)
class Abstention:
    reason: Unmeasured
    rationale: str


def abstention(answer: AnswerToJudge, folded: Folded, said: Sequence[Sentence]) -> Abstention | None:
    """Why this answer, folded, is not to be judged; None where it is. `said` are the sentences of it that count."""
    if is_off_language(folded.text, answer.language):
        return Abstention(Unmeasured.OFF_LANGUAGE, _OFF_LANGUAGE[answer.language])
    words = distinct_words([folded.text[sentence.span.start : sentence.span.end] for sentence in said])
    needed = words_needed(answer.rubric)
    if words < needed:
        why = rationale.not_enough_said(answer.language, words, needed)
        return Abstention(Unmeasured.NOT_ENOUGH_SAID, why)
    return None


def is_off_language(folded: str, language: Language) -> bool:
    """Whether a folded text is in another language than the interview, by the scripts of its words."""
    words = [word for word in folded.split() if any(map(_is_letter, word))]
    foreign = [word for word in words if not _fits(word, language)]
    letters = sum(_is_letter(character) for word in foreign for character in word)
    if len(foreign) < MIN_FOREIGN_WORDS and (letters < MIN_FOREIGN_LETTERS or _LATIN.search("".join(foreign))):
        return False
    return len(words) - len(foreign) < LEAST_SHARE[language] * len(words)


def _fits(word: str, language: Language) -> bool:
    if language is Language.KO:
        return _HANGUL.search(word) is not None
    return _LATIN.search(word) is not None and _HANGUL.search(word) is None


def _is_letter(character: str) -> bool:
    return unicodedata.category(character).startswith("L")
