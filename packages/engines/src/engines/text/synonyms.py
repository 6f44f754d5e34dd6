"""Words that say the same thing, and words that say the opposite: `synonyms.yaml`."""

from functools import cache
from importlib.resources import files

import yaml

from engines.text import english

_DENYING = ("un", "in", "im", "ir", "non", "dis", "de", "a", "비", "무", "불", "미")


def are_synonyms(a: str, b: str) -> bool:
    """Whether two stems stand for each other."""
    return bool(_groups_of(a) & _groups_of(b))


def are_opposites(a: str, b: str) -> bool:
    """Whether one stem denies the other: a listed pair, or the same word behind a denying prefix."""
    if frozenset((a, b)) in _groups("opposite"):
        return True
    short, long = sorted((a, b), key=len)
    return len(short) >= 3 and any(long == prefix + short for prefix in _DENYING)


@cache
def _groups_of(stem: str) -> frozenset[int]:
    return frozenset(number for number, group in enumerate(_groups("same")) if stem in group)


@cache
def _groups(kind: str) -> list[frozenset[str]]:
    listed = yaml.safe_load(files("engines.text").joinpath("synonyms.yaml").read_text(encoding="utf-8"))
    return [frozenset(_stem(word.strip()) for word in group.split(",")) for group in listed[kind]]


def _stem(word: str) -> str:
    """As `words.content_words` gives it."""
    return english.stem(word) if word.isascii() else word.removesuffix("다")
