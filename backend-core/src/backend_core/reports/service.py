"""Reports for those whose they are: read, fetched as documents, made again."""

import asyncio
from collections.abc import Collection
from datetime import timedelta

from contracts.base import InterviewMode, InterviewStatus, Language, Speaker
from contracts.errors import InterviewNotOver, JudgedByOrganisation, PdfNotReady, ReportFailed, ReportNotReady
from contracts.progress import ReportAsRead
from contracts.tasks import ANALYZE_ANSWER, GENERATE_FINAL_REPORT, AnalyzeAnswerPayload
from persistence.database import AsyncDatabase, run_sync
from persistence.interviews import reports
from persistence.interviews.answers import evaluations_of
from persistence.record import jobs
from persistence.tables import Evaluation, Interview, Job, JobState, Transcript
from sqlalchemy import func
from sqlmodel import Session, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.interviews.access import own_interview
from backend_core.interviews.service import ask_for_report

PATIENCE = timedelta(seconds=8)
"""A document takes a second to make; whoever waits longer has other work before theirs."""
LOOK_EVERY = timedelta(milliseconds=250)


async def read(session: AsyncSession, interview: Interview, *, names_key_points: bool) -> ReportAsRead:
    """Raises `ReportNotReady`, and `ReportFailed` where it is not being made either."""
    report = await run_sync(session, reports.read, interview, names_key_points=names_key_points)
    if report is None:
        state = await run_sync(session, jobs.state_of, GENERATE_FINAL_REPORT, interview.id)
        raise ReportFailed if state is JobState.DEAD else ReportNotReady
    return report


async def remake(session: AsyncSession, interview_id: str, candidate_id: str, *, reevaluate: bool) -> bool:
    """Have the report made again, after judging every answer anew where `reevaluate`; earlier judgements are kept.

    While one is being made nothing changes, and it returns False. Raises `InterviewNotOver`, `JudgedByOrganisation`.
    """
    interview = await own_interview(session, interview_id, candidate_id, for_update=True)
    if interview.mode is InterviewMode.SCREENING:
        raise JudgedByOrganisation
    if interview.status is not InterviewStatus.COMPLETED:
        raise InterviewNotOver
    if not await run_sync(session, ask_for_report, interview.id):
        return False
    if reevaluate:
        await run_sync(session, judge_anew, interview.id)
    return True


def judge_anew(
    session: Session, interview_id: str, plan_version: int | None = None, *, answers: Collection[str] | None = None
) -> None:
    """Ask for the next judgement of every answer, or of these `answers`, by the rubrics of that version of the
    posting's plan. One that waits to be judged, is: it is read when its turn comes.
    """
    # Locked, those that wait cannot begin before this transaction has ended.
    pending = session.exec(
        select(Job)
        .where(
            Job.interview_id == interview_id,
            Job.name == ANALYZE_ANSWER.name,
            col(Job.state).in_([JobState.QUEUED, JobState.RUNNING]),
        )
        .with_for_update()
    ).all()
    on_their_way = [(AnalyzeAnswerPayload.model_validate(job.payload), job.state) for job in pending]
    waiting = {payload.transcript_id for payload, state in on_their_way if state is JobState.QUEUED}
    newest = session.exec(
        select(Transcript.id, func.coalesce(func.max(Evaluation.version), 0))
        .join(Evaluation, col(Evaluation.transcript_id) == Transcript.id, isouter=True)
        .where(Transcript.interview_id == interview_id, Transcript.speaker == Speaker.USER)
        .group_by(col(Transcript.id))
    )
    for transcript_id, judged in newest.all():
        if transcript_id in waiting or (answers is not None and transcript_id not in answers):
            continue
        begun = [payload.version for payload, _ in on_their_way if payload.transcript_id == transcript_id]
        payload = AnalyzeAnswerPayload(
            interview_id=interview_id,
            transcript_id=transcript_id,
            version=max([judged, *begun]) + 1,
            plan_version=plan_version,
        )
        jobs.add(
            session,
            ANALYZE_ANSWER,
            payload,
            unique_key=f"{transcript_id}:{payload.version}",
            interview_id=interview_id,
            group_key=evaluations_of(interview_id),
            again=True,
        )


async def pdf(database: AsyncDatabase, report: ReportAsRead, language: Language) -> bytes:
    """The document, made by a worker where it is not there. Raises `PdfNotReady`."""
    async with database.transaction() as session:
        if data := await run_sync(session, reports.kept_pdf, report, language):
            return data
        await run_sync(session, reports.ask_for_pdf, report, language)
    for _ in range(PATIENCE // LOOK_EVERY):
        await asyncio.sleep(LOOK_EVERY.total_seconds())
        async with database.transaction() as session:
            if data := await run_sync(session, reports.kept_pdf, report, language):
                return data
    raise PdfNotReady
