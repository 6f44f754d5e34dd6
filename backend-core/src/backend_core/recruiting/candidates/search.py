"""What an organisation's candidates said, and wrote in résumés that they added, by what it is about."""

import re

from engines.text.folding import fold
from persistence.database import run_sync
from persistence.fused_search import Sought
from persistence.hiring import resume_search
from persistence.hiring.resume_search import FoundPassage
from persistence.interviews import answer_search
from persistence.interviews.answer_search import FoundAnswer
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.questions.search import QueryReader
from backend_core.recruiting.candidates.schemas import AnswerFound, PassageSearch, PassagesFound, ResumeFound
from backend_core.recruiting.readers import Reader

LONGEST_QUOTE = 320
_SENTENCE = re.compile(r"[^.!?。…\n]+[.!?。…]*")


async def search(session: AsyncSession, queries: QueryReader, reader: Reader, asked: PassageSearch) -> PassagesFound:
    """Raises `EngineFailed` where Korean cannot be read."""
    sought = await queries.read(asked.q)
    within = (asked.organisation_id, asked.job_posting_id)
    answers = await run_sync(session, answer_search.search, sought, *within, asked.limit)
    resumes = await run_sync(session, resume_search.search, sought, *within, is_open=reader.is_open, limit=asked.limit)
    # Both scores come from places in a ranking, so that neither kind's own scale puts it first.
    both: list[FoundAnswer | FoundPassage] = [*answers, *resumes]
    best_first = sorted(both, key=lambda found: found.score, reverse=True)
    return PassagesFound(
        ways=["words", "morphemes", *(["vectors"] if sought.vector is not None else [])],
        found=[
            _answer(row, sought) if isinstance(row, FoundAnswer) else _resume(row, sought)
            for row in best_first[: asked.limit]
        ],
    )


def _answer(answer: FoundAnswer, sought: Sought) -> AnswerFound:
    return AnswerFound(
        interview_id=answer.interview_id,
        name=answer.candidate,
        job_posting_id=answer.posting_id,
        job_posting=answer.posting,
        language=answer.language,
        completed_at=answer.completed_at,
        turn=answer.turn,
        question=answer.question,
        is_corrected=answer.is_corrected,
        quote=quote_with_most(answer.text, [*sought.words, *sought.morphemes]),
    )


def _resume(passage: FoundPassage, sought: Sought) -> ResumeFound:
    return ResumeFound(
        interview_id=passage.interview_id,
        name=passage.candidate,
        job_posting_id=passage.posting_id,
        job_posting=passage.posting,
        language=passage.language,
        completed_at=passage.completed_at,
        section=passage.section,
        heading=passage.heading,
        quote=line_with_most(passage.text, [*sought.words, *sought.morphemes]),
    )


def quote_with_most(text: str, words: list[str]) -> str:
    """The sentence of `text` that holds most of `words`, the first of equals; never more than can be read at once."""
    best = _with_most(_SENTENCE.findall(text) or [text], words)
    return best if len(best) <= LONGEST_QUOTE else f"{best[:LONGEST_QUOTE].rstrip()}…"


def line_with_most(text: str, words: list[str]) -> str:
    """As `quote_with_most` of the lines that a résumé is made of, whose full stops rarely end a sentence."""
    best = _with_most(text.splitlines() or [text], words)
    return best if len(best) <= LONGEST_QUOTE else quote_with_most(best, words)


def _with_most(parts: list[str], words: list[str]) -> str:
    return max(parts, key=lambda part: sum(word in fold(part).text for word in set(words))).strip()
