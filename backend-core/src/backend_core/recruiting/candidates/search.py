"""Answers of an organisation's candidates by what they are about."""

import re

from contracts.base import Language
from engines.text.folding import fold
from persistence import answer_search
from persistence.answer_search import FoundAnswer
from persistence.database import run_sync
from persistence.fused_search import Sought
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.questions.search import QueryReader
from backend_core.recruiting.candidates.schemas import AnswerFound, AnswerSearch, AnswersFound

LONGEST_QUOTE = 320
_SENTENCE = re.compile(r"[^.!?。…\n]+[.!?。…]*")


async def search(session: AsyncSession, reader: QueryReader, asked: AnswerSearch) -> AnswersFound:
    """Raises `EngineFailed` where Korean cannot be read."""
    sought = await reader.read(asked.q)
    rows = await run_sync(
        session, answer_search.search, sought, asked.organisation_id, asked.job_posting_id, asked.limit
    )
    return AnswersFound(
        ways=["words", "morphemes", *(["vectors"] if sought.vector is not None else [])],
        found=[_found(row, sought) for row in rows],
    )


def _found(row: FoundAnswer, sought: Sought) -> AnswerFound:
    return AnswerFound(
        interview_id=row.interview.id,
        name=row.candidate.full_name,
        job_posting_id=row.posting.id,
        job_posting=row.posting.title,
        language=Language(row.interview.language),
        completed_at=row.interview.end_time,
        turn=row.answer.turn,
        question=row.question.text or row.question.planned_text,
        quote=quote_with_most(row.answer.text, [*sought.words, *sought.morphemes]),
    )


def quote_with_most(text: str, words: list[str]) -> str:
    """The sentence of `text` that holds most of `words`, the first of equals; never more than can be read at once."""
    sentences = [sentence.strip() for sentence in _SENTENCE.findall(text)] or [text]
    best = max(sentences, key=lambda sentence: sum(word in fold(sentence).text for word in set(words)))
    return best if len(best) <= LONGEST_QUOTE else f"{best[:LONGEST_QUOTE].rstrip()}…"
