"""What a text is found by that needs no model."""

from contracts.base import Language
from engines.text.folding import fold
from engines.text.words import content_tokens, morphemes_of
from sqlalchemy import ColumnElement, func


def words_of(text: str, language: Language) -> dict[str, ColumnElement[str]]:
    """The columns `words` and `morphemes` of a row with this text."""
    return {
        "words": func.to_tsvector("simple", " ".join(content_tokens(fold(text).text))),
        "morphemes": func.to_tsvector("simple", " ".join(morphemes_of(text, language))),
    }
