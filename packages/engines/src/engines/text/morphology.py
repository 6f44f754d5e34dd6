"""Korean morphemes of folded text, read in this process by one Kiwi that everybody shares.

It holds 320 MB and takes seconds to load, which the first Korean text pays for, or `warm_up`; a sentence then takes a
fraction of a millisecond.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from engines.text import english
from engines.text.folding import Span
from engines.text.lexicon import word_set

if TYPE_CHECKING:
    from kiwipiepy import Kiwi

_CONTENT = ("NNG", "NNP", "NR", "VV", "VA", "XR", "MAG")
_EMPTY = word_set("하 되 있 없 이 그 것 수 때 번 주 보 않 두 안 못 더 잘 좀 또 또는 그냥 이제 막 약간 많이 바로 다 뒤")
"""Verbs, nouns and adverbs that say nothing by themselves."""
_SOUGHT = ("NN", "VV", "VA", "XR", "SL", "SN")
_NEVER_SOUGHT = word_set("하 되 있 없 것 수 때 번 거 주 보")
"""What questions are found by, and the verbs and nouns that nearly every one of them holds."""
_GRAMMATICAL = ("J", "E", "MM", "MA", "NP", "NNB", "VX", "VC")
"""Tags of particles, endings, determiners, adverbs, pronouns, counters, auxiliaries and copulas."""
_MARKS = ("SF", "SP", "SS", "SE", "SO", "SW", "W_")
"""Tags of punctuation, and of symbols such as emoji."""
_WORD = re.compile(r"\S+")
_lock = Lock()


@dataclass(frozen=True)
class Morpheme:
    """As it stands in the dictionary, with its tag of the Sejong set; a contracted one shares its syllable."""

    form: str
    tag: str
    span: Span


@lru_cache(maxsize=512)
def morphemes(text: str) -> tuple[Morpheme, ...]:
    """In order. Blocks, from whichever thread."""
    with _lock:
        tokens = kiwi().tokenize(text)
    return tuple(Morpheme(token.form, token.tag, Span(token.start, token.start + token.len)) for token in tokens)


def content_morphemes(text: str) -> Iterator[Morpheme]:
    """Those of Hangul that carry content: nouns and the stems of verbs and adjectives, a denying prefix with its noun
    (비정상), because what it denies is another word.
    """
    prefix: Morpheme | None = None
    for morpheme in morphemes(text):
        if morpheme.tag == "XPN":
            prefix = morpheme
            continue
        if morpheme.tag.startswith(_CONTENT) and (prefix or morpheme.form not in _EMPTY):
            yield _joined(prefix, morpheme) if prefix else morpheme
        prefix = None


def sought_stems(text: str) -> list[str]:
    """What a text is found by, in order: stems of nouns, verbs and adjectives, Latin words and numbers."""
    return [
        english.stem(morpheme.form.lower()) if morpheme.tag == "SL" else morpheme.form
        for morpheme in morphemes(text)
        if morpheme.tag.startswith(_SOUGHT) and morpheme.form not in _NEVER_SOUGHT
    ]


def is_statement(text: str, least_share: float) -> bool:
    """Whether `text` ends with a predicate that somebody says, and that share of its words is more than bare terms.

    A verb in its dictionary form (나누다) is a term: nobody speaks so.
    """
    found = morphemes(text)
    words = [Span(*match.span()) for match in _WORD.finditer(text)]
    grammar = [morpheme.span for morpheme in found if morpheme.tag.startswith(_GRAMMATICAL)]
    grammatical = sum(any(word.overlaps(span) for span in grammar) for word in words)
    return _is_finished(found) and grammatical >= least_share * len(words)


def warm_up() -> None:
    """Load what reads Korean, which takes seconds."""
    morphemes("준비합니다")


def _is_finished(found: Sequence[Morpheme]) -> bool:
    said = [morpheme for morpheme in found if not morpheme.tag.startswith(_MARKS)]
    if len(said) < 2 or said[-1].tag != "EF":
        return False
    return said[-1].form != "다" or said[-2].tag == "EP"


def _joined(prefix: Morpheme, noun: Morpheme) -> Morpheme:
    return Morpheme(prefix.form + noun.form, noun.tag, Span(prefix.span.start, noun.span.end))


@cache
def kiwi() -> "Kiwi":
    """The one of this process. It is not to be used from several threads at once."""
    from kiwipiepy import Kiwi  # noqa: PLC0415 - who never reads Korean does not load it

    return Kiwi(num_workers=1, load_multi_dict=False)
