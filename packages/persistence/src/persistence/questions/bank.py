"""The history of the question bank: every state in which a question has been, and what became of its rubric.

A question's rubric is numbered by its contents: the same rubric has the same number for ever, another one the next.
Interviews keep the rubric that they were planned with, and evaluations its number, so that scores tell what they rest
on however often the question changes.
"""

from datetime import datetime
from typing import Any

from contracts.base import Language
from contracts.questions import BankQuestion, QuestionChange
from sqlalchemy import delete, text
from sqlmodel import Field, Session, col, select

from persistence.columns import choice, created_now, json_column, optional_reference
from persistence.tables import Question, Table

LOADING = 4_820_251
"""The advisory lock of whoever loads the whole bank: exclusive for that, shared for changing a question."""
CHANGING = 4_820_252
"""That of whoever changes a question. One after the other, what is committed last was written last, so that the newest
`updated_at` tells of every change.
"""


class QuestionVersion(Table, table=True):
    """A state of a question in both languages, and who brought it about: nobody, where the bank was loaded."""

    __tablename__ = "question_versions"

    slug: str = Field(primary_key=True, max_length=80)
    version: int = Field(primary_key=True)
    change: QuestionChange = choice(QuestionChange)
    content: dict[str, Any] = json_column(description="contracts.questions.BankQuestion")
    rubric: int = Field(description="The number of its rubric")
    changed_by: str | None = optional_reference("users.id")
    created_at: datetime = created_now()

    @property
    def question(self) -> BankQuestion:
        return BankQuestion.model_validate(self.content)


class BankLoad(Table, table=True):
    """The last loading of the whole bank: a number for all that it rested on, where another would change nothing."""

    __tablename__ = "bank_loads"

    fingerprint: str = Field(primary_key=True, max_length=64)
    created_at: datetime = created_now()


def note_load(session: Session, fingerprint: str | None) -> None:
    """In place of the loading before. None while it goes on, and where something is left to do."""
    session.connection().execute(delete(BankLoad))
    if fingerprint:
        session.add(BankLoad(fingerprint=fingerprint))


def history(session: Session, slug: str) -> list[QuestionVersion]:
    """Every state of a question, the newest first."""
    rows = select(QuestionVersion).where(QuestionVersion.slug == slug).order_by(col(QuestionVersion.version).desc())
    return list(session.exec(rows))


def own_questions(session: Session) -> list[BankQuestion]:
    """The questions that an administrator made or changed, as they are."""
    rows = session.exec(
        select(QuestionVersion)
        .join(
            Question,
            (col(Question.slug) == QuestionVersion.slug) & (col(Question.version) == QuestionVersion.version),
        )
        .where(col(Question.is_own), Question.language == Language.KO)
    )
    return [row.question for row in rows]


def add_version(
    session: Session, question: BankQuestion, change: QuestionChange, changed_by: str | None = None
) -> QuestionVersion:
    """Put a new state of `question` on record, its rubric numbered. Whoever calls it holds the question's rows."""
    earlier = history(session, question.slug)
    number = _rubric_number(question, earlier)
    numbered = question.model_copy(update={"rubric": question.rubric.model_copy(update={"version": number})})
    row = QuestionVersion(
        slug=question.slug,
        version=earlier[0].version + 1 if earlier else 1,
        change=change,
        content=numbered.model_dump(mode="json"),
        rubric=number,
        changed_by=changed_by,
    )
    session.add(row)
    session.flush()
    return row


def load_alone(session: Session) -> None:
    """Wait until nobody else writes the bank, and let nobody until this transaction ends."""
    session.connection().execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOADING})


def may_change(session: Session) -> bool:
    """Whether nobody loads the whole bank; nobody will until this transaction ends, nor change a question. Waits for
    who does that now.
    """
    if not session.scalar(text("SELECT pg_try_advisory_xact_lock_shared(:key)"), {"key": LOADING}):
        return False
    session.connection().execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHANGING})
    return True


def _rubric_number(question: BankQuestion, earlier: list[QuestionVersion]) -> int:
    """That of the same rubric before, else the next."""
    known = [one.question.rubric for one in earlier]
    same = next((rubric.version for rubric in known if rubric.says_the_same_as(question.rubric)), None)
    return same or max((rubric.version for rubric in known), default=0) + 1
