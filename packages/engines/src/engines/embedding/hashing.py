"""Embeddings without a model: hashed words and character n-grams.

They find words and morphemes, not meaning: "database index" is near "indexes of a database" and far from "B-tree".
Hangul is taken both by syllables and by its letters (jamo), so that 나눠 and 나누어 share most of their n-grams.
"""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b

from engines.embedding import DIMENSIONS
from engines.text.folding import fold
from engines.text.korean import without_particle
from engines.text.words import tokens

_WORD_WEIGHT = 2.0
_SYLLABLE_SIZES = (2, 3)
_LETTER_SIZES = (3, 4, 5)


class HashingEmbedder:
    """Signed feature hashing of sublinear counts into `DIMENSIONS`, the same in every process and on every machine."""

    name = "hashing"

    def embed(self, texts: list[str]) -> list[list[float]]:
        return [_embed(text) for text in texts]


def _embed(text: str) -> list[float]:
    vector = [0.0] * DIMENSIONS
    for feature, count in Counter(_features(fold(text).text)).items():
        digest = int.from_bytes(blake2b(feature.encode(), digest_size=8).digest(), "big")
        sign = 1.0 if digest & 1 else -1.0
        weight = _WORD_WEIGHT if feature.startswith("w:") else 1.0
        vector[(digest >> 1) % DIMENSIONS] += sign * weight * (1 + math.log(count))
    length = math.sqrt(math.fsum(value * value for value in vector))
    return [value / length for value in vector] if length else vector


def _features(folded: str) -> Iterator[str]:
    for token in tokens(folded):
        word = without_particle(token)
        yield f"w:{word}"
        letters = unicodedata.normalize("NFD", word)
        if letters != word:
            yield from _ngrams("s", word, _SYLLABLE_SIZES)
        yield from _ngrams("l", f"<{letters}>", _LETTER_SIZES)


def _ngrams(kind: str, text: str, sizes: tuple[int, ...]) -> Iterator[str]:
    for size in sizes:
        for start in range(len(text) - size + 1):
            yield f"{kind}:{text[start : start + size]}"
