"""`tasks.answer.index`: make the answers of a screening interview found, by words at once and by their vectors."""

from collections.abc import Callable
from functools import cached_property

from contracts.base import Language, Speaker
from contracts.tasks import IndexAnswersPayload
from engines.embedding import Embedder
from engines.embedding.factory import embedder_from
from persistence.database import Database
from persistence.interviews import corrections
from persistence.interviews.answer_search import AnswerVector
from persistence.interviews.corrections import CountedAnswer
from persistence.tables import Interview, Transcript
from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from ai_worker.found_by import words_of
from ai_worker.settings import WorkerSettings


class AnswerIndexing:
    """Answers are found by their words while the model for vectors is away, for which the job waits."""

    def __init__(self, settings: WorkerSettings) -> None:
        self._settings = settings

    @cached_property
    def _embedder(self) -> Embedder:
        """Made with the first interview: a model loads for seconds."""
        return embedder_from(self._settings)

    def __call__(self, database: Database, payload: IndexAnswersPayload) -> Callable[[Session], None]:
        with database.transaction() as session:
            interview = session.get_one(Interview, payload.interview_id)
            corrected = corrections.newest(session, [interview.id])
            rows = session.exec(
                select(Transcript).where(Transcript.interview_id == interview.id, Transcript.speaker == Speaker.USER)
            )
            answers = [CountedAnswer(row, corrected.get(row.id)) for row in rows]
            for answer in answers:
                _index_words(session, answer, interview.language)
        vectors = self._embedder.embed([answer.text for answer in answers]) if answers else []

        def write(session: Session) -> None:
            for answer, vector in zip(answers, vectors, strict=True):
                session.exec(
                    update(AnswerVector)
                    .where(col(AnswerVector.transcript_id) == answer.transcript.id)
                    .values(embedding=vector, embedder=self._embedder.name)
                )

        return write


def _index_words(session: Session, answer: CountedAnswer, language: Language) -> None:
    found_by = words_of(answer.text, language)
    session.exec(
        insert(AnswerVector)
        .values(transcript_id=answer.transcript.id, **found_by)
        .on_conflict_do_update(index_elements=["transcript_id"], set_=found_by)
    )
