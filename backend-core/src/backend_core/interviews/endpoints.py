"""`/interviews`, `/transcripts`, `/media-sessions`."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from http import HTTPStatus
from typing import Annotated, TypeVar

from contracts.base import Id, Language
from contracts.errors import InterviewOver, VisavisError
from contracts.live import SessionContext, Ticket, TicketRedemption, TicketRequest, TrainingTicketRequest
from contracts.turns import Asked, Ended, PreparationReply, QuestionPreparation, TurnReply, TurnSubmission
from engines.llm import Interviewer
from fastapi import Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event
from limits import RateLimitItemPerHour
from runtime.http import request_language

from backend_core.auth.rate_limits import RateLimiter
from backend_core.dependencies import (
    AnswerCaller,
    Candidate,
    CandidateId,
    CurrentUser,
    DatabaseDep,
    SessionDep,
    Settings,
    require_service,
)
from backend_core.interviews import corrections, feedback, preparations, retries, service, tickets, turns
from backend_core.interviews.access import own_interview
from backend_core.interviews.preparations import Seals
from backend_core.interviews.schemas import (
    Correction,
    FeedbackOut,
    InterviewOut,
    InterviewPage,
    NewInterview,
    QuestionOut,
    Rating,
    Retry,
    StartedInterview,
    TranscriptOut,
)
from backend_core.pages import Paged
from backend_core.questions.aims import aims_of
from backend_core.routing import AreaRouter

router = AreaRouter()

CORRECTIONS = RateLimitItemPerHour(120)
"""Each has an answer judged anew."""


@router.post("/interviews", status_code=HTTPStatus.CREATED, tags=["interviews"])
async def create_interview(
    request: Request, wanted: NewInterview, candidate: Candidate, session: SessionDep
) -> InterviewOut:
    """Schedule a practice interview. Its first question is ready at once; the rest is planned meanwhile."""
    aims = await aims_of(session, request.app.state.query_reader, candidate.id, wanted)
    return InterviewOut.model_validate(await service.create(session, candidate, wanted, aims))


@router.get("/interviews", tags=["interviews"])
async def list_interviews(user: CurrentUser, asked: Annotated[Paged, Query()], session: SessionDep) -> InterviewPage:
    """The caller's own interviews, newest first, page by page."""
    return await service.list_own(session, user.id, asked)


@router.get("/interviews/{interview_id}", tags=["interviews"])
async def read_interview(interview_id: Id, user: CurrentUser, session: SessionDep) -> InterviewOut:
    return InterviewOut.model_validate(await own_interview(session, interview_id, user.id))


@router.post("/interviews/{interview_id}/start", tags=["interviews"])
async def start_interview(
    request: Request, interview_id: Id, candidate_id: CandidateId, database: DatabaseDep
) -> StartedInterview:
    """Go live and ask the first question. Starting again returns the question that is open."""
    async with database.transaction() as session:
        await service.start(session, interview_id, candidate_id)
    question = await turns.current_question(database, _interviewer(request), interview_id)
    if question is None:
        raise InterviewOver
    async with database.transaction() as session:
        interview = await own_interview(session, interview_id, candidate_id)
        return StartedInterview(interview=InterviewOut.model_validate(interview), question=question)


@router.post("/interviews/{interview_id}/complete", tags=["interviews"])
async def complete_interview(interview_id: Id, candidate: Candidate, session: SessionDep) -> InterviewOut:
    """End the interview early; what was answered is evaluated."""
    return InterviewOut.model_validate(await service.complete(session, interview_id, candidate.id))


@router.post("/interviews/{interview_id}/cancel", tags=["interviews"])
async def cancel_interview(interview_id: Id, candidate: Candidate, session: SessionDep) -> InterviewOut:
    """Give the interview up; nothing is judged."""
    return InterviewOut.model_validate(await service.cancel(session, interview_id, candidate.id))


@router.post("/interviews/{interview_id}/retries", status_code=HTTPStatus.CREATED, tags=["interviews"])
async def retry_question(interview_id: Id, wanted: Retry, candidate: Candidate, session: SessionDep) -> InterviewOut:
    """Schedule a practice interview of one question of an earlier one, with the same settings.

    Its report shows both answers beside each other.
    """
    return InterviewOut.model_validate(await retries.create(session, candidate.id, interview_id, wanted.number))


@router.get("/interviews/{interview_id}/feedback", tags=["interviews"])
async def read_feedback(interview_id: Id, user: CurrentUser, session: SessionDep) -> FeedbackOut:
    """How satisfied the candidate said they were."""
    interview = await own_interview(session, interview_id, user.id)
    return FeedbackOut(rating=await feedback.rating_of(session, interview))


@router.post("/interviews/{interview_id}/feedback", tags=["interviews"])
async def give_feedback(interview_id: Id, given: Rating, candidate: Candidate, session: SessionDep) -> FeedbackOut:
    """Say how satisfied one was, after the end; saying it again changes it."""
    await feedback.rate(session, await own_interview(session, interview_id, candidate.id), given.rating)
    return FeedbackOut(rating=given.rating)


@router.get("/interviews/{interview_id}/questions", tags=["interviews"])
async def read_questions(interview_id: Id, user: CurrentUser, session: SessionDep) -> list[QuestionOut]:
    """The questions asked so far."""
    await own_interview(session, interview_id, user.id)
    return await service.asked_questions(session, interview_id)


@router.get("/interviews/{interview_id}/transcripts", tags=["what was said"])
async def read_transcripts(interview_id: Id, user: CurrentUser, session: SessionDep) -> list[TranscriptOut]:
    """All that was said, in order."""
    interview = await own_interview(session, interview_id, user.id)
    return await corrections.transcripts(session, interview)


@router.put("/interviews/{interview_id}/transcripts/{turn}/correction", tags=["what was said"])
async def correct_answer(
    request: Request, interview_id: Id, turn: int, given: Correction, *, candidate: Candidate, session: SessionDep
) -> TranscriptOut:
    """Put right what was heard of a spoken answer; the same words confirm it. What was heard is kept, and so is every
    correction; the newest counts, and the answer is judged anew by it.

    Of a screening interview until ten minutes after its end. Another answer is no correction: `NotACorrection`.
    """
    limiter: RateLimiter = request.app.state.rate_limiter
    await limiter.count("correct-answer", f"account:{candidate.id}", limit=CORRECTIONS)
    return await corrections.correct(session, candidate, interview_id, turn, given.text)


@router.post("/interviews/{interview_id}/ticket", tags=["interviews"])
async def issue_ticket(
    request: Request,
    interview_id: Id,
    wanted: TicketRequest,
    *,
    candidate: Candidate,
    session: SessionDep,
    settings: Settings,
) -> Ticket:
    """A single-use ticket for a media server's offer or WebSocket, and where that server is."""
    return await tickets.issue(
        session,
        request.app.state.media_servers,
        settings,
        interview_id=interview_id,
        candidate_id=candidate.id,
        wanted=wanted,
    )


@router.post("/training/ticket", tags=["interviews"])
async def issue_training_ticket(
    request: Request,
    wanted: TrainingTicketRequest,
    *,
    candidate: Candidate,
    session: SessionDep,
    settings: Settings,
) -> Ticket:
    """A single-use ticket for exercises before the camera: of no interview, and nothing of them is kept."""
    return await tickets.issue_for_training(
        session, request.app.state.media_servers, settings, candidate_id=candidate.id, wanted=wanted
    )


@router.post("/media-sessions", tags=["services"], dependencies=[Depends(require_service)])
async def redeem_ticket(request: Request, redemption: TicketRedemption, database: DatabaseDep) -> SessionContext:
    """What the media server learns for a ticket, once."""
    return await tickets.redeem(database, _interviewer(request), redemption, request_language(request))


@router.post(
    "/transcripts",
    tags=["what was said"],
    response_model=Asked | Ended,
    responses={200: {"content": {"text/event-stream": {"description": "`delta` … `asked`, or `ended`, or `error`"}}}},
)
async def submit_answer(
    request: Request, submission: TurnSubmission, caller: AnswerCaller, database: DatabaseDep
) -> Asked | Ended | Response:
    """Record an answer and receive the next question; sending it again receives the same one.

    With `Accept: text/event-stream` the question comes as it is made. Closing the stream cancels the making of the
    question; the answer stays on the record.
    """
    if submission.next_question == "in_preparation":
        await turns.record_answer(database, caller, submission)
        return Response(status_code=HTTPStatus.NO_CONTENT)
    prepared = _seals(request).question_of(submission)
    replies = turns.take_turn(database, _interviewer(request), caller, submission, prepared)
    if "text/event-stream" not in request.headers.get("accept", ""):
        return await turns.settle(replies)
    # Errors of the answer itself are raised by the first step, before a response has begun.
    first = await anext(replies)
    return StreamingResponse(_events(replies, request_language(request), first), media_type="text/event-stream")


@router.post(
    "/transcripts/preparations",
    tags=["services"],
    dependencies=[Depends(require_service)],
    responses={200: {"content": {"text/event-stream": {"description": "`delta` … `prepared`, `nothing`, or `error`"}}}},
    response_class=StreamingResponse,
)
async def prepare_question(request: Request, answer: QuestionPreparation, database: DatabaseDep) -> StreamingResponse:
    """Make the next question ahead, from an answer that looks finished. Nothing is written.

    Closing the stream cancels.
    """
    question = await preparations.question_after(database, answer)
    replies = preparations.make_ahead(_interviewer(request), question, _seals(request), answer)
    return StreamingResponse(_events(replies, request_language(request)), media_type="text/event-stream")


Reply = TypeVar("Reply", TurnReply, PreparationReply)


async def _events(
    replies: AsyncGenerator[Reply], language: Language, first: Reply | None = None
) -> AsyncIterator[bytes]:
    async with aclosing(replies):
        if first:
            yield _event(first)
        try:
            async for reply in replies:
                yield _event(reply)
        except VisavisError as error:
            yield format_sse_event(event="error", data_str=error.body(language).model_dump_json())


def _event(reply: TurnReply | PreparationReply) -> bytes:
    return format_sse_event(event=reply.type, data_str=reply.model_dump_json())


def _seals(request: Request) -> Seals:
    seals: Seals = request.app.state.seals
    return seals


def _interviewer(request: Request) -> Interviewer:
    interviewer: Interviewer = request.app.state.interviewer
    return interviewer
