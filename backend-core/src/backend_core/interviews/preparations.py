"""The next question, made ahead: from an answer that looks finished, and without a trace on the record.

Who made it proves it. The finished question goes to the media server with a seal over the interview, the turn, the
answer that it was made from, and its own text; the answer that is handed in brings them back. Any backend-core can
check the seal, nothing has to be kept meanwhile, and nobody else can put a question on the record.
"""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import AsyncGenerator
from contextlib import aclosing
from hashlib import sha256

import structlog
from contracts.errors import EngineFailed, TurnOutOfOrder
from contracts.turns import (
    MAX_QUESTION_CHARS,
    Delta,
    PreparationReply,
    Prepared,
    PreparedQuestion,
    QuestionPreparation,
    TurnSubmission,
)
from engines.llm import Interviewer, NextQuestion, PastTurn
from persistence.database import AsyncDatabase

from backend_core.auth.service import granted_purposes
from backend_core.interviews.access import find_interview
from backend_core.interviews.turns import answer_of_turn, next_question, open_question, require_transcription

log = structlog.get_logger(__name__)


class Seals:
    """Made and checked with a key of their own, which every backend-core derives from the same `SECRET_KEY`."""

    def __init__(self, secret_key: str) -> None:
        self._key = hmac.digest(secret_key.encode(), b"visavis prepared question", "sha256")

    def seal(self, answered: QuestionPreparation | TurnSubmission, answer: str, question: str) -> str:
        bound = [answered.interview_id, answered.turn, answered.question_id, answer, question]
        digest = hmac.new(self._key, json.dumps(bound).encode(), sha256).digest()
        return urlsafe_b64encode(digest).decode().rstrip("=")

    def question_of(self, submission: TurnSubmission) -> str | None:
        """The question that was made ahead at this turn; None where there is none, or its seal is wrong."""
        made = submission.next_question
        if not isinstance(made, PreparedQuestion):
            return None
        if hmac.compare_digest(self.seal(submission, made.answer, made.text), made.seal):
            return made.text
        log.warning("a prepared question's seal is wrong", interview_id=submission.interview_id, turn=submission.turn)
        return None


async def question_after(database: AsyncDatabase, answer: QuestionPreparation) -> NextQuestion:
    """What the interviewer needs to make the question that `answer` would lead to.

    Raises `InterviewNotFound`, `InterviewNotLive`, `InterviewOver`, `ConsentMissing`, and `TurnOutOfOrder` where the
    answer is not to the open question, or to the last one.
    """
    async with database.transaction() as session:
        interview = await find_interview(session, answer.interview_id)
        question = await open_question(session, interview, answer.question_id)
        if question.turn != answer.turn or answer.turn >= interview.question_count:
            raise TurnOutOfOrder
        if await answer_of_turn(session, interview.id, answer.turn):
            raise TurnOutOfOrder
        require_transcription(await granted_purposes(session, interview.candidate_id))
        said = [PastTurn(question.text or "", answer.text)]
        return await next_question(session, interview, answer.turn + 1, said)


async def make_ahead(
    interviewer: Interviewer, question: NextQuestion, seals: Seals, answer: QuestionPreparation
) -> AsyncGenerator[PreparationReply]:
    """The question in pieces, and its seal. Raises `EngineFailed`."""
    text = ""
    async with aclosing(interviewer.ask(question)) as pieces:
        async for piece in pieces:
            text += piece
            yield Delta(text=piece)
    if not 0 < len(text) <= MAX_QUESTION_CHARS:
        raise EngineFailed(engine=interviewer.name)
    yield Prepared(seal=seals.seal(answer, answer.text, text))
