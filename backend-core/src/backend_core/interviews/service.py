"""The life of an interview: scheduled → live → completed, or cancelled."""

from collections.abc import Sequence

from contracts.base import InterviewMode, InterviewStatus, Language
from contracts.errors import InterviewNotLive, InterviewOver, PostingNotOpen, WindowNotOpen
from contracts.events import InterviewStateChanged
from contracts.recruiting import PostingAccommodations, PostingState
from contracts.tasks import (
    GENERATE_FINAL_REPORT,
    INDEX_ANSWERS,
    PLAN_QUESTIONS,
    SYNTHESIZE_SPEECH,
    FinalReportPayload,
    IndexAnswersPayload,
    PlanQuestionsPayload,
    SynthesizeSpeechPayload,
)
from contracts.webhooks import WebhookKind
from persistence.columns import utc_now
from persistence.database import run_sync
from persistence.hiring import webhooks
from persistence.hiring.recruiting import JobPosting
from persistence.interviews.answers import evaluations_of
from persistence.questions import plans
from persistence.record import events, jobs
from persistence.tables import Interview, InterviewAim, User
from sqlalchemy import bindparam
from sqlmodel import Session, col
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.interviews.access import own_interview
from backend_core.interviews.schemas import InterviewOut, InterviewPage, NewInterview, QuestionOut
from backend_core.interviews.threads import course_of
from backend_core.pages import Given, ListStatement, Paged, Rows, columns_of, newest_first, rows_of


async def create(
    session: AsyncSession, candidate: User, wanted: NewInterview, aims: Sequence[InterviewAim] = ()
) -> Interview:
    """Schedule a practice interview with its first question; the others are planned by a job. Raises `BankTooSmall`.

    `aims` are what its questions are to be near, in this order.
    """
    interview = Interview(
        candidate_id=candidate.id,
        position=wanted.position,
        mode=InterviewMode.PRACTICE,
        language=wanted.language,
        question_count=wanted.question_count,
        follow_ups=wanted.follow_ups,
        scenario=wanted.scenario,
        difficulty=wanted.difficulty,
    )
    session.add(interview)
    await session.flush()
    await run_sync(session, plans.require_enough, interview)
    for order, aim in enumerate(aims):
        aim.interview_id, aim.order = interview.id, order
    session.add_all(aims)
    await session.flush()
    await run_sync(session, plans.plan, interview.id, 1)
    await run_sync(session, announce_state, interview)
    await run_sync(session, _prepare_ahead, interview)
    return interview


async def create_screening(
    session: AsyncSession, candidate: User, posting: JobPosting, language: Language
) -> Interview:
    """Schedule an interview on `posting` with the newest version of its plan. Raises `PostingNotOpen`."""
    require_open_posting(posting)
    interview = Interview(
        candidate_id=candidate.id,
        job_posting_id=posting.id,
        plan_version=posting.plan_version,
        position=posting.position,
        mode=InterviewMode.SCREENING,
        language=language,
        question_count=posting.question_count,
        follow_ups=posting.follow_ups,
        difficulty=posting.difficulty,
    )
    session.add(interview)
    await session.flush()
    await run_sync(session, plans.plan, interview.id)
    await run_sync(session, announce_state, interview)
    await run_sync(session, speak_ahead, interview)
    return interview


async def list_own(session: AsyncSession, candidate_id: str, asked: Paged) -> InterviewPage:
    """The candidate's interviews, newest first."""
    shown, following = await _own.page(session, {"candidate_id": candidate_id, "after": asked.after}, asked.limit)
    return InterviewPage.model_validate({"interviews": shown, "next": following})


@ListStatement
def _own(given: Given) -> Rows:
    rows = rows_of(*columns_of(Interview, InterviewOut)).where(col(Interview.candidate_id) == bindparam("candidate_id"))
    return newest_first(rows, Interview.id, given)


async def start(session: AsyncSession, interview_id: str, candidate_id: str) -> Interview:
    """Go live; starting a live interview again changes nothing.

    Raises `InterviewNotFound`, `InterviewOver`, and on a posting `WindowNotOpen`, `PostingNotOpen`.
    """
    interview = await own_interview(session, interview_id, candidate_id, for_update=True)
    if interview.status is InterviewStatus.SCHEDULED:
        if interview.job_posting_id is not None:
            _require_window(await session.get_one(JobPosting, interview.job_posting_id))
        interview.status = InterviewStatus.LIVE
        interview.start_time = utc_now()
        await run_sync(session, announce_state, interview)
    require_live(interview)
    return interview


async def accommodations_of(session: AsyncSession, interview: Interview) -> PostingAccommodations:
    """What its candidate may choose; in practice all there is."""
    if interview.job_posting_id is None:
        return PostingAccommodations()
    posting = await session.get_one(JobPosting, interview.job_posting_id)
    return PostingAccommodations.model_validate(posting.accommodations)


def require_open_posting(posting: JobPosting) -> None:
    """Raises `PostingNotOpen` where nobody may be invited or accept any more."""
    if posting.state is not PostingState.OPEN or posting.plan_version == 0 or _has_closed(posting):
        raise PostingNotOpen


def takes_interviews(posting: JobPosting) -> bool:
    """Whether an interview that was accepted may begin, now or once its window opens."""
    return posting.state is not PostingState.CLOSED and not _has_closed(posting)


def _require_window(posting: JobPosting) -> None:
    if posting.window_opens is not None and utc_now() < posting.window_opens:
        raise WindowNotOpen(opens=f"{posting.window_opens:%Y-%m-%d %H:%M}")
    if not takes_interviews(posting):
        raise PostingNotOpen


def _has_closed(posting: JobPosting) -> bool:
    return posting.window_closes is not None and posting.window_closes <= utc_now()


async def complete(session: AsyncSession, interview_id: str, candidate_id: str) -> Interview:
    """End a live interview early: what was answered is evaluated. Completing it again changes nothing."""
    interview = await own_interview(session, interview_id, candidate_id, for_update=True)
    if interview.status is not InterviewStatus.COMPLETED:
        require_live(interview)
        await run_sync(session, finish, interview)
    return interview


async def cancel(session: AsyncSession, interview_id: str, candidate_id: str) -> Interview:
    """Give an interview up: nothing is judged. Cancelling it again changes nothing. Raises `InterviewOver`."""
    interview = await own_interview(session, interview_id, candidate_id, for_update=True)
    if interview.status is InterviewStatus.COMPLETED:
        raise InterviewOver
    if interview.status is not InterviewStatus.CANCELLED:
        interview.status = InterviewStatus.CANCELLED
        interview.end_time = utc_now()
        await run_sync(session, announce_state, interview)
    return interview


def finish(session: Session, interview: Interview) -> None:
    """Complete `interview`, whose row the caller has locked: its report is made once every answer is evaluated."""
    plans.plan(session, interview.id)  # the report says what was not asked
    interview.status = InterviewStatus.COMPLETED
    interview.end_time = utc_now()
    announce_state(session, interview)
    ask_for_report(session, interview.id)
    if interview.mode is InterviewMode.SCREENING:
        webhooks.announce(session, WebhookKind.INTERVIEW_COMPLETED, interview)
        ask_for_index(session, interview.id)


def ask_for_index(session: Session, interview_id: str, occasion: str | None = None) -> None:
    """Have the answers of a screening interview found by what they say now: at its end, or on another `occasion`."""
    jobs.add(
        session,
        INDEX_ANSWERS,
        IndexAnswersPayload(interview_id=interview_id),
        unique_key=f"{interview_id}:{occasion}" if occasion else interview_id,
        interview_id=interview_id,
    )


def ask_for_report(session: Session, interview_id: str) -> bool:
    """Have the report made from the newest judgements; False where it is being made already."""
    job_id = jobs.add(
        session,
        GENERATE_FINAL_REPORT,
        FinalReportPayload(interview_id=interview_id),
        unique_key=interview_id,
        interview_id=interview_id,
        waits_for=evaluations_of(interview_id),
        again=True,
    )
    return job_id is not None


def _prepare_ahead(session: Session, interview: Interview) -> None:
    jobs.add(
        session,
        PLAN_QUESTIONS,
        PlanQuestionsPayload(interview_id=interview.id),
        unique_key=interview.id,
        interview_id=interview.id,
    )
    speak_ahead(session, interview)


def speak_ahead(session: Session, interview: Interview) -> None:
    jobs.add(
        session,
        SYNTHESIZE_SPEECH,
        SynthesizeSpeechPayload(interview_id=interview.id),
        unique_key=interview.id,
        interview_id=interview.id,
    )


def require_live(interview: Interview) -> None:
    match interview.status:
        case InterviewStatus.LIVE:
            return
        case InterviewStatus.SCHEDULED:
            raise InterviewNotLive
        case _:
            raise InterviewOver


def announce_state(session: Session, interview: Interview) -> None:
    session.flush()
    events.append(session, interview.id, InterviewStateChanged(status=interview.status))


async def asked_questions(session: AsyncSession, interview_id: str) -> list[QuestionOut]:
    """The questions that have been asked, in order, and whether each was answered."""
    course = await course_of(session, interview_id)
    return [
        QuestionOut.model_validate(
            {
                "id": question.id,
                "turn": question.turn,
                "number": course.number_of(question),
                "follow_up": question.plan_order is None,
                "text": question.text,
                "category": question.category,
                "asked_at": question.asked_at,
                "answered": answer is not None,
            }
        )
        for question, answer in course.asked
    ]
