"""Content words of folded text in either language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from contracts.base import Language

from engines.text import english, korean, morphology
from engines.text.folding import Span, fold
from engines.text.lexicon import word_set

_TOKEN = re.compile(r"[a-z0-9][a-z0-9'+#.%-]*[a-z0-9+#%]|[a-z0-9]|[가-힣]+")
_TOKEN_PART = re.compile(r"[a-z0-9][a-z0-9'+#.%]*[a-z0-9+#%]|[a-z0-9]|[가-힣]+")
_HANGUL = re.compile(korean.SYLLABLE)
_KOREAN_STOP = word_set(
    """
    그리고 그래서 그런데 하지만 그러나 그러면 그러니까 또 또는 또한 및 등 즉 이 그 저 것 거 수 때 때문에 좀 더 잘 제 내
    저는 제가 저희 저희는 우리 우리는 이런 그런 저런 이렇게 그렇게 어떤 어떻게 무엇 왜 있습니다 있는 있다 합니다 입니다
    됩니다 이제 막 음 어 아 네 예 뭐 약간 그냥 뭔가 같습니다 같아요 생각합니다
    """
)


def tokens(text: str) -> list[str]:
    """Words; where scripts meet, a word of each: "redis를" is `redis` and `를`."""
    return _TOKEN.findall(text)


def content_tokens(text: str) -> list[str]:
    """The words that carry content, in order and as they stand."""
    return [token for token in tokens(text) if _has_content(token)]


def content_stems(text: str) -> list[str]:
    """The stems of the words that carry content, in order: no function words, particles or fillers."""
    return [word_stem(token) for token in content_tokens(text)]


def morphemes_of(text: str, language: Language) -> list[str]:
    """What a text of either language, not folded, is found by. Blocks."""
    return morphology.sought_stems(text) if language is Language.KO else content_stems(fold(text).text)


def has_hangul(text: str) -> bool:
    return _HANGUL.search(text) is not None


@dataclass(frozen=True)
class Word:
    stem: str
    span: Span


def content_words(text: str, within: Span) -> Iterator[Word]:
    """The words between `within` that carry content and where they stand, with numbers of one digit, which do in a
    statement; joined words (pass-by-reference) are taken apart. Of Hangul, the morphemes."""
    return iter(sorted((*_latin_words(text, within), *_korean_words(text, within)), key=lambda word: word.span.start))


def _latin_words(text: str, within: Span) -> Iterator[Word]:
    for match in _TOKEN_PART.finditer(text, within.start, within.end):
        part = match[0]
        if not _HANGUL.match(part) and (part.isdigit() or part in english.NUMBERS or _has_content(part)):
            yield Word(english.stem(part), Span(*match.span()))


def _korean_words(text: str, within: Span) -> Iterator[Word]:
    if not has_hangul(text[within.start : within.end]):
        return
    for morpheme in morphology.content_morphemes(text[within.start : within.end]):
        span = morpheme.span
        yield Word(morpheme.form, Span(within.start + span.start, within.start + span.end))


def bare_words(text: str) -> list[str]:
    """The words that carry content, each once: Korean ones without their particle, Latin ones by their stem.

    Nearly the morphemes that Kiwi gives, for texts that nobody can wait for.
    """
    bare = (korean.without_particle(w) if _HANGUL.match(w) else english.stem(w) for w in content_tokens(text))
    return list(dict.fromkeys(bare))


def is_korean(text: str) -> bool:
    """Whether a sentence is Korean: at least a third of its words hold Hangul."""
    words = text.split()
    return 3 * sum(1 for word in words if _HANGUL.search(word)) >= len(words) > 0


def _has_content(token: str) -> bool:
    if _HANGUL.match(token):
        return len(korean.without_particle(token)) > 1 and token not in _KOREAN_STOP
    return len(token) > 1 and token not in english.FUNCTION_WORDS and token not in english.FILLERS


def word_stem(token: str) -> str:
    """Two syllables tell most Korean content words apart, whatever endings follow them."""
    return korean.without_particle(token)[:2] if _HANGUL.match(token) else english.stem(token)
