"""The voices of engines that run here, by the engine's own names, the default first.

They stand apart from the engines so that a service that only lists them needs none of the engines' packages.
"""

from contracts.base import Language

ESPEAK = ("standard", "m1", "m8", "f1", "f2", "f5")
"""espeak's own voice of a language, and variants of it that it carries: two lower ones and three higher ones."""
SUPERTONIC = ("M1", "M2", "M3", "M4", "M5", "F1", "F2", "F3", "F4", "F5")
"""As published with the model; a folder may hold others."""

UNVERIFIED = {"supertonic"}
"""Engines whose voice nobody here has listened to yet."""

_VOICES = {"espeak": ESPEAK, "supertonic": SUPERTONIC}


def voices_of(engine: str) -> dict[Language, list[str]]:
    """By language; both have the same, so that a choice outlives a change of language. None of an unknown engine."""
    return {language: list(_VOICES.get(engine, ())) for language in Language}
