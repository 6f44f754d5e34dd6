"""Korean morphemes of folded text, read in this process by one Kiwi that everybody shares.

It holds 320 MB and takes seconds to load, which the first Korean text pays for, or `warm_up`; a sentence then takes a
fraction of a millisecond.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING

from engines.text.folding import Span
from engines.text.lexicon import word_set

if TYPE_CHECKING:
    from kiwipiepy import Kiwi

_CONTENT = ("NNG", "NNP", "NR", "VV", "VA", "XR", "MAG")
_EMPTY = word_set("하 되 있 없 이 그 것 수 때 번 주 보 않 두 안 못 더 잘 좀 또 또는 그냥 이제 막 약간 많이 바로 다 뒤")
"""Verbs, nouns and adverbs that say nothing by themselves."""
_GRAMMATICAL = ("J", "E", "MM", "MA", "NP", "NNB", "VX", "VC")
"""Tags of particles, endings, determiners, adverbs, pronouns, counters, auxiliaries and copulas."""
_PREDICATES = ("VV", "VA", "VX", "VC", "XSV", "XSA")
_WORD = re.compile(r"\S+")
_lock = Lock()


@dataclass(frozen=True)
class Morpheme:
    """As it stands in the dictionary, with its tag of the Sejong set; a contracted one shares its syllable."""

    form: str
    tag: str
    span: Span


@lru_cache(maxsize=4096)
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


def is_statement(text: str, least_share: float) -> bool:
    """Whether `text` has a predicate that somebody said, and that share of its words is more than bare terms.

    A verb in its dictionary form (나누다) is a term: nobody speaks so.
    """
    found = morphemes(text)
    words = [Span(*match.span()) for match in _WORD.finditer(text)]
    grammar = [morpheme.span for morpheme in found if morpheme.tag.startswith(_GRAMMATICAL)]
    grammatical = sum(any(word.overlaps(span) for span in grammar) for word in words)
    return any(_says(*pair) for pair in pairwise(found)) and grammatical >= least_share * len(words)


def warm_up() -> None:
    """Load what reads Korean, which takes seconds."""
    morphemes("준비합니다")


def _says(stem: Morpheme, ending: Morpheme) -> bool:
    return (
        stem.tag.startswith((*_PREDICATES, "EP"))
        and ending.tag in ("EF", "EC")
        and (ending.form != "다" or stem.tag == "EP")
    )


def _joined(prefix: Morpheme, noun: Morpheme) -> Morpheme:
    return Morpheme(prefix.form + noun.form, noun.tag, Span(prefix.span.start, noun.span.end))


@cache
def kiwi() -> "Kiwi":
    """The one of this process. It is not to be used from several threads at once."""
    from kiwipiepy import Kiwi  # noqa: PLC0415 - who never reads Korean does not load it

    return Kiwi(num_workers=1, load_multi_dict=False)
