"""Two to four interviews of a posting beside each other, by what the posting looks for."""

from collections.abc import Sequence

from contracts.base import InterviewMode, InterviewStatus
from contracts.errors import InterviewNotFound, NotComparable, OrganisationNotFound
from contracts.evaluation import Report, ReportedAnswer
from contracts.recruiting import Competency
from engines.llm.scoring import score
from persistence.database import run_sync
from persistence.hiring import overrides
from persistence.hiring.recruiting import JobPosting, PostingQuestion
from persistence.hiring.reviews import BandOverride
from persistence.tables import EvaluationReport, Interview, User
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.recruiting.candidates.schemas import (
    ComparedCompetency,
    ComparedInterview,
    Comparison,
    CompetencyQuote,
    CompetencyScore,
)
from backend_core.recruiting.readers import Reader

FEWEST, MOST = 2, 4
MOST_QUOTES = 3
"""Of one competency of one interview: those of the highest bands."""

Judge = tuple[str, str, str, str | None]
"""Engine, model, prompt and variant: which rubrics it went by follows from the version of the plan."""
Axis = tuple[int | None, frozenset[Judge]]
"""What a report's scores were made by: the version of the plan, and the judges."""
Row = tuple[Interview, str, Report | None, bool]
"""An interview with its candidate's name, its report, and whether the reader sees what is in that."""
Asked = dict[tuple[int | None, int], str | None]
"""Which competency a question is about, by version of the plan and number."""


async def compare(session: AsyncSession, reader: Reader, interview_ids: Sequence[str]) -> Comparison:
    """Raises `InterviewNotFound`, also for those of an organisation that is not the reader's, and `NotComparable`."""
    wanted = list(dict.fromkeys(interview_ids))
    rows = await _find(session, reader, wanted)
    postings = {id_: await session.get_one(JobPosting, id_) for id_ in {one.job_posting_id for one, *_ in rows}}
    if len(rows) != len(wanted):
        raise InterviewNotFound
    for organisation_id in {posting.organisation_id for posting in postings.values()}:
        try:
            await reader.admit(session, organisation_id)
        except OrganisationNotFound as error:
            raise InterviewNotFound from error
    have_ended = all(interview.status is InterviewStatus.COMPLETED for interview, *_ in rows)
    if len(postings) != 1 or not have_ended or not FEWEST <= len(rows) <= MOST:
        raise NotComparable
    (posting,) = postings.values()
    asks = await _competencies_asked(session, posting)
    made = await run_sync(session, overrides.by_interview, wanted)
    axes: list[Axis] = list(dict.fromkeys(_axis(report) for _, _, report, seen in rows if report and seen))
    return Comparison(
        job_posting_id=posting.id,
        job_posting=posting.title,
        competencies=[ComparedCompetency(slug=one.slug, name=one.name) for one in _looked_for(posting)],
        interviews=[_compared(row, axes, _looked_for(posting), asks, made[row[0].id]) for row in rows],
        differs=[
            *(["plan_version"] if len({version for version, _ in axes}) > 1 else []),
            *(["judge"] if len({judges for _, judges in axes}) > 1 else []),
        ],
    )


async def _find(session: AsyncSession, reader: Reader, interview_ids: list[str]) -> list[Row]:
    """In the order that was asked for."""
    found = await session.exec(
        select(Interview, User.full_name, EvaluationReport.details_json, reader.is_open)
        .join(User, col(User.id) == Interview.candidate_id)
        .join(EvaluationReport, col(EvaluationReport.interview_id) == Interview.id, isouter=True)
        .where(
            col(Interview.id).in_(interview_ids),
            Interview.mode == InterviewMode.SCREENING,
        )
    )
    rows = {
        interview.id: (interview, name, Report.model_validate(details) if details else None, seen)
        for interview, name, details, seen in found
    }
    return [rows[interview_id] for interview_id in interview_ids if interview_id in rows]


async def _competencies_asked(session: AsyncSession, posting: JobPosting) -> Asked:
    rows = await session.exec(
        select(PostingQuestion.version, PostingQuestion.number, PostingQuestion.competency).where(
            PostingQuestion.posting_id == posting.id
        )
    )
    return {(version, number): competency for version, number, competency in rows}


def _looked_for(posting: JobPosting) -> list[Competency]:
    return [Competency.model_validate(one) for one in posting.competencies]


def _axis(report: Report) -> Axis:
    judged_by = [one.evaluation.versions for one in report.answers if one.evaluation]
    return report.plan_version, frozenset((by.engine, by.model, by.prompt, by.variant) for by in judged_by)


def _compared(
    row: Row, axes: list[Axis], competencies: list[Competency], asks: Asked, made: Sequence[BandOverride]
) -> ComparedInterview:
    """`made` are the overrides of its bands."""
    interview, name, report, seen = row
    shown = report if seen else None
    answers = overrides.as_seen(shown, made) if shown else []
    return ComparedInterview(
        interview_id=interview.id,
        name=name,
        language=interview.language,
        plan_version=interview.plan_version,
        judged_on=shown.plan_version if shown else None,
        completed_at=interview.end_time,
        axis=axes.index(_axis(shown)) + 1 if shown else None,
        competencies=[
            _scored(
                competency,
                [one for one in answers if asks.get((shown.plan_version, one.turn)) == competency.slug],
                shown.answers,
            )
            for competency in competencies
        ]
        if shown
        else None,
        withheld=None if shown else ("must_review_first" if report else "report_not_ready"),
    )


def _scored(competency: Competency, answers: list[ReportedAnswer], as_judged: list[ReportedAnswer]) -> CompetencyScore:
    return CompetencyScore(
        competency=competency.slug,
        score=score(answers),
        overridden=any(answer not in as_judged for answer in answers),
        questions=[answer.turn for answer in answers],
        quotes=_quotes(answers),
    )


def _quotes(answers: list[ReportedAnswer]) -> list[CompetencyQuote]:
    quotes = [
        CompetencyQuote(question=answer.turn, criterion=criterion.name, band=criterion.band, quote=span.quote)
        for answer in answers
        if answer.evaluation and answer.evaluation.transcript_reliable
        for criterion in answer.evaluation.criteria
        if criterion.band is not None
        for span in criterion.evidence[:1]
    ]
    told = {one.quote: one for one in sorted(quotes, key=lambda one: one.band)}
    return sorted(told.values(), key=lambda one: -one.band)[:MOST_QUOTES]
