"""One turn: an answer comes in, the next question goes out.

    submission ─ transaction: transcript + job + event ─┐
                                                       └─ next question, streamed ─ transaction: asked + event

Turns are idempotent by (interview, turn): whoever asks again, after any crash in between, gets the same reply.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing

import structlog
from contracts.base import AnswerSource, ConsentPurpose, InterviewStatus, Language, Speaker
from contracts.errors import ConsentMissing, EmptyAnswer, ServiceOnly, TurnOutOfOrder
from contracts.events import AnswerSaved, QuestionAsked
from contracts.questions import AskedQuestion
from contracts.tasks import ANALYZE_ANSWER, AnalyzeAnswerPayload
from contracts.turns import Asked, Delta, Ended, TurnReply, TurnSubmission
from engines.llm import Interviewer, NextQuestion, PastTurn
from persistence import events, jobs
from persistence.columns import utc_now
from persistence.database import AsyncDatabase, run_sync
from persistence.tables import Interview, InterviewQuestion, Transcript
from sqlmodel import Session, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from backend_core.auth.service import granted_purposes
from backend_core.delivery.service import record_voice
from backend_core.dependencies import Caller
from backend_core.interviews.access import interview_of_caller
from backend_core.interviews.service import evaluations_of, finish, require_live

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
    prepared: str | None = None,
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
    `ServiceOnly`.
    """
    async with database.transaction() as session:
        interview = await interview_of_caller(session, submission.interview_id, caller)
        await _record_answer(session, interview, caller, submission)


async def ask_next(
    database: AsyncDatabase, interviewer: Interviewer, interview_id: str, turn: int, prepared: str | None = None
) -> AsyncGenerator[TurnReply]:
    """Ask question `turn` and put it on the record; what was asked or ended before is replayed."""
    async with database.transaction() as session:
        interview = await session.get_one(Interview, interview_id, with_for_update=True)
        settled = await _settled_reply(session, interview, turn)
        if settled is None:
            request = await next_question(session, interview, turn)
    if settled is not None:
        yield settled
        return

    pieces = [prepared] if prepared else []
    if prepared:
        yield Delta(text=prepared)
    else:
        async with aclosing(interviewer.ask(request)) as written:
            async for piece in written:
                pieces.append(piece)
                yield Delta(text=piece)

    async with database.transaction() as session:
        interview = await session.get_one(Interview, interview_id, with_for_update=True)
        reply = await _settled_reply(session, interview, turn)
        if reply is None:
            reply = Asked(question=await run_sync(session, _put_on_record, interview, turn, "".join(pieces)))
    yield reply


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


def as_asked(interview: Interview, question: InterviewQuestion) -> AskedQuestion:
    return AskedQuestion.model_validate(
        {
            "id": question.id,
            "turn": question.turn,
            "total": interview.question_count,
            "text": question.text,
            "category": question.category,
            "language": interview.language,
        }
    )


async def _record_answer(
    session: AsyncSession, interview: Interview, caller: Caller, submission: TurnSubmission
) -> None:
    if caller.kind != "service" and (submission.source is AnswerSource.SPEECH or submission.next_question):
        raise ServiceOnly
    if await answer_of_turn(session, interview.id, submission.turn) is not None:
        log.info("turn asked for again", interview_id=interview.id, turn=submission.turn)
        return
    question = await open_question(session, interview, submission.question_id)
    if question.turn != submission.turn:
        raise TurnOutOfOrder
    purposes = await granted_purposes(session, interview.candidate_id)
    if submission.source is AnswerSource.SPEECH:
        require_transcription(purposes)
    if submission.source is AnswerSource.TYPED and not submission.text.strip():
        raise EmptyAnswer(fields={"text": "empty"})
    await run_sync(session, _write_answer, interview, question, submission)
    if submission.metrics is not None and ConsentPurpose.DELIVERY in purposes:
        await record_voice(session, interview, submission.turn, submission.metrics)


async def open_question(session: AsyncSession, interview: Interview, question_id: str) -> InterviewQuestion:
    """The question that waits for its answer, if it is this one.

    Raises `InterviewNotLive`, `InterviewOver`, `TurnOutOfOrder`.
    """
    require_live(interview)
    question = await _newest_question(session, interview.id)
    if question is None or question.id != question_id:
        raise TurnOutOfOrder
    return question


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


async def _settled_reply(session: AsyncSession, interview: Interview, turn: int) -> Asked | Ended | None:
    """The reply that is on the record already, or that ends the interview now; None when a question is to be asked."""
    asked = await _question_of_turn(session, interview.id, turn)
    if asked is not None:
        return Asked(question=as_asked(interview, asked), replayed=True)
    replayed = interview.status is not InterviewStatus.LIVE
    if not replayed and turn <= interview.question_count:
        return None
    if not replayed:
        await run_sync(session, finish, interview)
    return Ended(status=interview.status, closing=CLOSING[interview.language], replayed=replayed)


async def next_question(
    session: AsyncSession, interview: Interview, turn: int, provisional: list[PastTurn] | None = None
) -> NextQuestion:
    """What the interviewer needs to ask question `turn`; `provisional` is said, but not on the record."""
    planned = await _planned(session, interview.id, turn)
    said = await session.exec(
        select(InterviewQuestion.text, Transcript.text)
        .join(Transcript, col(Transcript.question_id) == InterviewQuestion.id)
        .where(InterviewQuestion.interview_id == interview.id, Transcript.speaker == Speaker.USER)
        .order_by(col(InterviewQuestion.turn))
    )
    return NextQuestion(
        language=interview.language,
        position=interview.position,
        planned=planned.planned_text,
        history=[*(PastTurn(question or "", answer) for question, answer in said), *(provisional or [])],
    )


def _put_on_record(session: Session, interview: Interview, turn: int, text: str) -> AskedQuestion:
    question = session.exec(_plan_of_turn(interview.id, turn)).one()
    question.turn, question.text, question.asked_at = turn, text, utc_now()
    session.add(
        Transcript(
            interview_id=interview.id,
            question_id=question.id,
            turn=turn,
            order=2 * turn - 1,
            speaker=Speaker.AI,
            text=text,
        )
    )
    session.flush()
    asked = as_asked(interview, question)
    events.append(session, interview.id, QuestionAsked(question=asked))
    return asked


async def _planned(session: AsyncSession, interview_id: str, turn: int) -> InterviewQuestion:
    return (await session.exec(_plan_of_turn(interview_id, turn))).one()


def _plan_of_turn(interview_id: str, turn: int) -> SelectOfScalar[InterviewQuestion]:
    return select(InterviewQuestion).where(
        InterviewQuestion.interview_id == interview_id, InterviewQuestion.plan_order == turn
    )


async def _newest_question(session: AsyncSession, interview_id: str) -> InterviewQuestion | None:
    rows = await session.exec(
        select(InterviewQuestion)
        .where(InterviewQuestion.interview_id == interview_id, col(InterviewQuestion.turn).is_not(None))
        .order_by(col(InterviewQuestion.turn).desc())
        .limit(1)
    )
    return rows.one_or_none()


async def _question_of_turn(session: AsyncSession, interview_id: str, turn: int) -> InterviewQuestion | None:
    rows = await session.exec(
        select(InterviewQuestion).where(InterviewQuestion.interview_id == interview_id, InterviewQuestion.turn == turn)
    )
    return rows.one_or_none()


async def answer_of_turn(session: AsyncSession, interview_id: str, turn: int | None) -> Transcript | None:
    rows = await session.exec(
        select(Transcript).where(
            Transcript.interview_id == interview_id, Transcript.turn == turn, Transcript.speaker == Speaker.USER
        )
    )
    return rows.one_or_none()
