"""Questions of the bank as rows of the record, one a language, with what they are found by."""

from dataclasses import dataclass
from typing import Any

from contracts.base import Language
from contracts.questions import BankQuestion
from engines.text.words import morphemes_of
from persistence.ids import new_id
from persistence.tables import Question
from sqlalchemy import ColumnElement, func, literal_column
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session

from backend_core.questions.index import Indexed, fingerprint


@dataclass(frozen=True)
class Vector:
    """Of what a question is embedded by; null where the model named `embedder` gave none."""

    embedding: list[float] | None
    embedder: str


@dataclass(frozen=True)
class QuestionRow:
    """A question in one language, read and indexed; the columns are of many types, hence `Any`."""

    question: BankQuestion
    language: Language
    found_by: dict[str, Any]

    @classmethod
    def of(cls, question: BankQuestion, language: Language, vector: Vector) -> "QuestionRow":
        """Reads the text, and blocks meanwhile. Raises `EngineFailed` where Korean cannot be read."""
        index = Indexed.of(question, language)
        found_by = {
            "words": _weighted(index.content, index.points),
            "morphemes": _weighted(*(" ".join(morphemes_of(text, language)) for text in (index.content, index.points))),
            "embedding": vector.embedding,
            "embedder": vector.embedder if vector.embedding else None,
            "fingerprint": fingerprint(question, language),
        }
        return cls(question, language, found_by)

    def write(self, session: Session, *, version: int, rubric: int, is_own: bool) -> None:
        """Insert it, or write it over what there is; whether the question is active stays as it is."""
        question, language = self.question, self.language
        named = question.project_content
        columns = self.found_by | {
            "slug": question.slug,
            "language": language,
            "content": question.content.in_language(language),
            "project_content": named.in_language(language) if named else None,
            "category": question.category,
            "difficulty": question.difficulty,
            "position": list(question.positions),
            "scenario": question.scenario,
            "rubric_json": question.rubric.model_dump(mode="json") | {"version": rubric},
            "version": version,
            "is_own": is_own,
            # Not when the transaction began: another that began later may have ended since (`bank.CHANGING`).
            "updated_at": func.clock_timestamp(),
        }
        statement = insert(Question).values(id=new_id(), is_active=True, usage_count=0, **columns)
        session.exec(statement.on_conflict_do_update(index_elements=["slug", "language"], set_=columns))


def _weighted(content: str, points: str) -> ColumnElement[str]:
    important = func.setweight(func.to_tsvector("simple", content), literal_column("'A'"))
    return important.op("||")(func.setweight(func.to_tsvector("simple", points), literal_column("'B'")))
