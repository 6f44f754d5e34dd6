"""One turn: an answer comes in, the next question goes out.

    submission ─ transaction: transcript + job + event ─┐
                                                       └─ next question, streamed ─ transaction: asked + event

Turns are idempotent by (interview, turn): whoever asks again, after any crash in between, gets the same reply.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing

import structlog
from contracts.base import AnswerSource, ConsentPurpose, InterviewStatus, Language, Speaker
from contracts.errors import (
    AccountDeactivated,
    ConsentMissing,
    EmptyAnswer,
    ServiceOnly,
    TurnOutOfOrder,
    TypedAnswersOff,
)
from contracts.events import AnswerSaved, QuestionAsked
from contracts.questions import AskedQuestion
from contracts.tasks import ANALYZE_ANSWER, AnalyzeAnswerPayload
from contracts.turns import Asked, Chosen, Delta, Ended, PreparedQuestion, TurnReply, TurnSubmission
from engines.llm import Interviewer
from persistence.columns import utc_now
from persistence.database import AsyncDatabase, run_sync
from persistence.interviews.answers import evaluations_of
from persistence.record import events, jobs
from persistence.tables import Interview, InterviewQuestion, Transcript, User
from sqlmodel import Session, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.auth.service import granted_purposes
from backend_core.delivery.service import record_voice
from backend_core.dependencies import Caller
from backend_core.interviews.access import interview_of_caller
from backend_core.interviews.service import accommodations_of, finish, require_live
from backend_core.interviews.threads import Course, choices, chosen_question, course_of

log = structlog.get_logger(__name__)

CLOSING = {
    Language.KO: "오늘 면접은 여기까지입니다. 수고하셨습니다. 리포트가 준비되면 알려 드리겠습니다.",
    Language.EN: "That was the last question. Thank you for your time. Your report will be ready shortly.",
}
NOTHING_HEARD = "nothing_heard"


async def take_turn(
    database: AsyncDatabase,
    interviewer: Interviewer,
    caller: Caller,
    submission: TurnSubmission,
    prepared: PreparedQuestion | None = None,
) -> AsyncGenerator[TurnReply]:
    """Record the answer, then yield the next question's deltas and `Asked`, or `Ended`.

    The answer is on the record before the first reply. A question that was `prepared` is asked as it is. Raises, before
    any reply, what `record_answer` does.
    """
    await record_answer(database, caller, submission)
    replies = ask_next(database, interviewer, submission.interview_id, submission.turn + 1, prepared)
    async with aclosing(replies):
        async for reply in replies:
            yield reply


async def record_answer(database: AsyncDatabase, caller: Caller, submission: TurnSubmission) -> None:
    """Put the answer on the record, with its evaluation job and its event, unless it is there.

    Raises `InterviewNotFound`, `InterviewNotLive`, `InterviewOver`, `TurnOutOfOrder`, `EmptyAnswer`, `ConsentMissing`,
    `ServiceOnly`, `TypedAnswersOff`.
    """
    async with database.transaction() as session:
        interview = await interview_of_caller(session, submission.interview_id, caller)
        await _record_answer(session, interview, caller, submission)


async def ask_next(
    database: AsyncDatabase,
    interviewer: Interviewer,
    interview_id: str,
    turn: int,
    prepared: PreparedQuestion | None = None,
) -> AsyncGenerator[TurnReply]:
    """Ask the question of exchange `turn`, or end the interview; what was asked or ended before is replayed.

    Raises `AccountDeactivated`: what was answered stays, and the interview waits there for its candidate.
    """
    async with database.transaction() as session:
        interview = await session.get_one(Interview, interview_id, with_for_update=True)
        candidate = await session.get_one(User, interview.candidate_id)
        if candidate.deactivated_at is not None:
            raise AccountDeactivated
        course = await course_of(session, interview_id)
        settled = _settled_reply(interview, course, turn)
        if settled is None:
            request = await choices(session, interview, course)
    if settled is not None:
        yield settled
        return

    text, chosen = "", None
    async with aclosing(_given(prepared) if prepared else interviewer.ask(request)) as written:
        async for piece in written:
            if isinstance(piece, str):
                text += piece
                yield Delta(text=piece)
            else:
                chosen = piece
    if chosen is None:
        raise RuntimeError("an interviewer says how it chose")

    async with database.transaction() as session:
        interview = await session.get_one(Interview, interview_id, with_for_update=True)
        course = await course_of(session, interview_id)
        reply = _settled_reply(interview, course, turn)
        if reply is None:
            reply = await _settle(session, interview, course, turn=turn, text=text, chosen=chosen)
    yield reply


async def _given(prepared: PreparedQuestion) -> AsyncGenerator[str | Chosen]:
    yield prepared.text
    yield prepared.chosen


async def current_question(
    database: AsyncDatabase, interviewer: Interviewer, interview_id: str
) -> AskedQuestion | None:
    """The question that waits for its answer, asked now where a crash came in between; None once all is answered."""
    async with database.transaction() as session:
        answered = await session.exec(
            select(func.coalesce(func.max(Transcript.turn), 0)).where(
                Transcript.interview_id == interview_id, Transcript.speaker == Speaker.USER
            )
        )
        turn = answered.one() + 1
    outcome = await settle(ask_next(database, interviewer, interview_id, turn))
    return outcome.question if isinstance(outcome, Asked) else None


async def settle(replies: AsyncGenerator[TurnReply]) -> Asked | Ended:
    """The reply that ends a stream of replies."""
    async with aclosing(replies):
        async for reply in replies:
            if not isinstance(reply, Delta):
                return reply
    raise RuntimeError("a turn ends with a question or with the end of the interview")


async def _record_answer(
    session: AsyncSession, interview: Interview, caller: Caller, submission: TurnSubmission
) -> None:
    if caller.kind != "service" and (submission.source is AnswerSource.SPEECH or submission.next_question):
        raise ServiceOnly
    course = await course_of(session, interview.id)
    if course.is_answered(submission.turn):
        log.info("turn asked for again", interview_id=interview.id, turn=submission.turn)
        return
    question = open_question(interview, course, submission.question_id)
    if question.turn != submission.turn:
        raise TurnOutOfOrder
    purposes = await granted_purposes(session, interview.candidate_id)
    if submission.source is AnswerSource.SPEECH:
        require_transcription(purposes)
    if submission.source is AnswerSource.TYPED and not submission.text.strip():
        raise EmptyAnswer(fields={"text": "empty"})
    if submission.source is AnswerSource.TYPED and not (await accommodations_of(session, interview)).typed_answers:
        raise TypedAnswersOff
    await run_sync(session, _write_answer, interview, question, submission)
    if submission.metrics is not None and ConsentPurpose.DELIVERY in purposes:
        await record_voice(session, interview, submission.turn, submission.metrics)


def open_question(interview: Interview, course: Course, question_id: str) -> InterviewQuestion:
    """The question that waits for its answer, if it is this one.

    Raises `InterviewNotLive`, `InterviewOver`, `TurnOutOfOrder`.
    """
    require_live(interview)
    newest = [question for question, _ in course.asked[-1:] if question.id == question_id]
    if not newest:
        raise TurnOutOfOrder
    return newest[0]


def require_transcription(purposes: list[ConsentPurpose]) -> None:
    """Raises `ConsentMissing`."""
    if ConsentPurpose.TRANSCRIPTION not in purposes:
        raise ConsentMissing(purpose=ConsentPurpose.TRANSCRIPTION)


def _write_answer(
    session: Session, interview: Interview, question: InterviewQuestion, submission: TurnSubmission
) -> None:
    nothing_heard = submission.source is AnswerSource.SPEECH and not submission.text.strip()
    transcript = Transcript(
        interview_id=interview.id,
        question_id=question.id,
        turn=submission.turn,
        order=2 * submission.turn,
        speaker=Speaker.USER,
        text=submission.text,
        source=submission.source,
        words=[word.model_dump() for word in submission.words],
        unreliable_reason=NOTHING_HEARD if nothing_heard else submission.unreliable_reason,
        sound_troubles=list(submission.sound_troubles),
        recognizer=submission.recognizer,
    )
    session.add(transcript)
    session.flush()
    jobs.add(
        session,
        ANALYZE_ANSWER,
        AnalyzeAnswerPayload(interview_id=interview.id, transcript_id=transcript.id),
        unique_key=transcript.id,
        interview_id=interview.id,
        group_key=evaluations_of(interview.id),
    )
    events.append(session, interview.id, AnswerSaved(turn=submission.turn, transcript_id=transcript.id))


def _settled_reply(interview: Interview, course: Course, turn: int) -> Asked | Ended | None:
    """The reply that is on the record already; None when there is to be one now."""
    asked = course.at(turn)
    if asked is not None:
        return Asked(question=course.as_asked(interview, asked), replayed=True)
    if interview.status is not InterviewStatus.LIVE:
        return _ended(interview, replayed=True)
    return None


async def _settle(
    session: AsyncSession, interview: Interview, course: Course, *, turn: int, text: str, chosen: Chosen
) -> Asked | Ended:
    """Put on the record what was chosen: a question, or, where the plan is at its end, the end of the interview."""
    question = await chosen_question(session, interview, course, text, chosen)
    if question is None:
        await run_sync(session, finish, interview)
        return _ended(interview)
    question.turn, question.text, question.asked_at = turn, text, utc_now()
    await session.flush()
    asked = course.as_asked(interview, question)
    await run_sync(session, _put_on_record, interview, asked)
    return Asked(question=asked)


def _ended(interview: Interview, *, replayed: bool = False) -> Ended:
    return Ended(status=interview.status, closing=CLOSING[interview.language], replayed=replayed)


def _put_on_record(session: Session, interview: Interview, question: AskedQuestion) -> None:
    session.add(
        Transcript(
            interview_id=interview.id,
            question_id=question.id,
            turn=question.turn,
            order=2 * question.turn - 1,
            speaker=Speaker.AI,
            text=question.text,
        )
    )
    session.flush()
    events.append(session, interview.id, QuestionAsked(question=question))


async def answer_of_turn(session: AsyncSession, interview_id: str, turn: int | None) -> Transcript | None:
    rows = await session.exec(
        select(Transcript).where(
            Transcript.interview_id == interview_id, Transcript.turn == turn, Transcript.speaker == Speaker.USER
        )
    )
    return rows.one_or_none()
