"""The next question, made ahead: from an answer that looks finished, of which nothing is put on the record.

The plan may be: a question that is not planned yet is planned as the turn itself would, so that no job puts another in
its place before it is asked.

Who made it proves it. The finished question goes to the media server with a seal over the interview, the turn, the
answer that it was made from, its own text and how it was chosen; the answer that is handed in brings them back. Any
backend-core can check the seal, nothing has to be kept meanwhile, and nobody else can put a question on the record.
"""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import AsyncGenerator
from contextlib import aclosing
from hashlib import sha256

import structlog
from contracts.errors import EngineFailed, TurnOutOfOrder
from contracts.trace import FollowUpTrace
from contracts.turns import (
    MAX_QUESTION_CHARS,
    Chosen,
    Delta,
    NothingAhead,
    PreparationReply,
    Prepared,
    PreparedQuestion,
    QuestionPreparation,
    TurnSubmission,
)
from engines.llm import Interviewer, NextQuestion
from persistence.database import AsyncDatabase

from backend_core.auth.service import granted_purposes
from backend_core.interviews.access import find_interview
from backend_core.interviews.threads import Said, choices, course_of
from backend_core.interviews.turns import open_question, require_transcription

log = structlog.get_logger(__name__)


class Seals:
    """Made and checked with a key of their own, which every backend-core derives from the same `SECRET_KEY`."""

    def __init__(self, secret_key: str) -> None:
        self._key = hmac.digest(secret_key.encode(), b"visavis prepared question", "sha256")

    def seal(self, answered: QuestionPreparation | TurnSubmission, answer: str, question: str, chosen: Chosen) -> str:
        bound = [answered.interview_id, answered.turn, answered.question_id, answer, question]
        bound.append(chosen.model_dump(mode="json"))
        digest = hmac.new(self._key, json.dumps(bound).encode(), sha256).digest()
        return urlsafe_b64encode(digest).decode().rstrip("=")

    def question_of(self, submission: TurnSubmission) -> PreparedQuestion | None:
        """The question that was made ahead at this turn; None where there is none, its seal is wrong, or it asks on
        about words that turned out unreliable.
        """
        made = submission.next_question
        if not isinstance(made, PreparedQuestion):
            return None
        if isinstance(made.chosen, FollowUpTrace) and submission.unreliable_reason is not None:
            return None
        right = self.seal(submission, made.answer, made.text, made.chosen)
        if hmac.compare_digest(right.encode(), made.seal.encode()):
            return made
        log.warning("a prepared question's seal is wrong", interview_id=submission.interview_id, turn=submission.turn)
        return None


async def question_after(database: AsyncDatabase, answer: QuestionPreparation) -> NextQuestion:
    """What the interviewer needs to make the question that `answer` would lead to.

    Raises `InterviewNotFound`, `InterviewNotLive`, `InterviewOver`, `ConsentMissing`, and `TurnOutOfOrder` where the
    answer is not to the open question.
    """
    async with database.transaction() as session:
        interview = await find_interview(session, answer.interview_id)
        course = await course_of(session, interview.id)
        question = open_question(interview, course, answer.question_id)
        if question.turn != answer.turn or course.is_answered(answer.turn):
            raise TurnOutOfOrder
        require_transcription(await granted_purposes(session, interview.candidate_id))
        return await choices(session, interview, course, Said(answer.text, answer.unreliable_reason))


async def make_ahead(
    interviewer: Interviewer, question: NextQuestion, seals: Seals, answer: QuestionPreparation
) -> AsyncGenerator[PreparationReply]:
    """The question in pieces, and its seal, or that there is none. Raises `EngineFailed`."""
    text, chosen = "", None
    async with aclosing(interviewer.ask(question)) as pieces:
        async for piece in pieces:
            if isinstance(piece, str):
                text += piece
                yield Delta(text=piece)
            else:
                chosen = piece
    if chosen is None or len(text) > MAX_QUESTION_CHARS:
        raise EngineFailed(engine=interviewer.name)
    if text:
        yield Prepared(chosen=chosen, seal=seals.seal(answer, answer.text, text, chosen))
    else:
        yield NothingAhead()
