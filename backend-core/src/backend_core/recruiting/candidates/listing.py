"""The screening interviews of an organisation, page by page, as one reader may see them."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from contracts.base import InterviewMode
from contracts.errors import InvalidInput
from contracts.evaluation import Scores
from contracts.progress import ReportScore
from persistence.columns import UuidText
from persistence.overrides import OverriddenScores
from persistence.recruiting import JobPosting
from persistence.resumes import SharedResume
from persistence.reviews import Decision
from persistence.tables import EvaluationReport, Interview, User
from sqlalchemy import (
    ColumnElement,
    DateTime,
    Float,
    Row,
    Select,
    String,
    case,
    exists,
    func,
    literal,
    null,
    select,
    tuple_,
)
from sqlalchemy.sql.expression import SQLColumnExpression
from sqlalchemy.types import TypeEngine
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.recruiting.candidates.schemas import (
    CandidateFilters,
    CandidateListing,
    CandidateOut,
    CandidatePage,
    CandidateSort,
)
from backend_core.recruiting.readers import Reader

BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


async def read(session: AsyncSession, reader: Reader, asked: CandidateListing) -> CandidatePage:
    """A page of what the filters admit. Raises `InvalidInput` for an `after` that is no page's."""
    order = _Order.of(asked.sort, reader)
    conditions = list(_admitted(reader, asked))
    if asked.after is not None:
        conditions.append(order.behind(asked.after))
    statement = _rows(reader, order.key).where(*conditions).order_by(*order.columns()).limit(asked.limit + 1)
    rows = (await session.execute(statement)).all()
    shown = rows[: asked.limit]
    last = shown[-1] if len(rows) > asked.limit else None
    return CandidatePage(
        candidates=[_candidate(row) for row in shown],
        next=_encoded(last.key, last.Interview.id) if last else None,
    )


def score_of(score: ReportScore, reader: Reader) -> ColumnElement[float | None]:
    """With the overrides that count. Null for interviews whose scores the reader does not see, wherever it stands: a
    filter or an order tells too.
    """
    column = {
        ReportScore.OVERALL: col(Interview.overall_score),
        ReportScore.TECHNICAL: col(EvaluationReport.technical_score),
        ReportScore.COMMUNICATION: col(EvaluationReport.communication_score),
        ReportScore.CULTURAL_FIT: col(EvaluationReport.cultural_fit_score),
    }[score]
    overridden = col(OverriddenScores.scores)[score.value]["value"].as_float()
    return _if_open(reader, case((col(OverriddenScores.interview_id).is_not(None), overridden), else_=column))


@dataclass(frozen=True)
class _Order:
    """Rows by `key`, of `type`, and id; keyset pages begin behind the last row of the one before."""

    key: SQLColumnExpression[Any]
    type: TypeEngine[Any]
    descending: bool

    @classmethod
    def of(cls, sort: CandidateSort, reader: Reader) -> "_Order":
        match sort:
            case CandidateSort.NAME:
                return cls(col(User.full_name), String(), descending=False)
            case CandidateSort.COMPLETED:
                ended = func.coalesce(col(Interview.end_time), BEFORE_ALL)
                return cls(ended, DateTime(timezone=True), descending=True)
            case CandidateSort.OVERALL:
                score = func.coalesce(score_of(ReportScore.OVERALL, reader), literal(-1.0, Float))
                return cls(score, Float(), descending=True)

    def columns(self) -> list[SQLColumnExpression[Any]]:
        both = (self.key, col(Interview.id))
        return [column.desc() for column in both] if self.descending else list(both)

    def behind(self, after: str) -> ColumnElement[bool]:
        """Raises `InvalidInput`."""
        try:
            value, interview_id = json.loads(base64.urlsafe_b64decode(after))
            UUID(interview_id)
            last = datetime.fromisoformat(value) if isinstance(self.type, DateTime) else self.type.python_type(value)
        except (ValueError, TypeError, AttributeError) as error:
            raise InvalidInput(fields={"after": "not the `next` of a page sorted this way"}) from error
        row = tuple_(self.key, col(Interview.id))
        bound = tuple_(literal(last, self.type), literal(interview_id, UuidText))
        return row < bound if self.descending else row > bound


def _rows(reader: Reader, key: SQLColumnExpression[Any]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Interview,
            col(User.full_name),
            col(User.email),
            col(JobPosting.title),
            col(EvaluationReport.details_json),
            col(OverriddenScores.scores).label("overridden"),
            reader.is_open.label("is_open"),
            _decision(reader, col(Decision.outcome)).label("decision"),
            _decision(reader, col(Decision.created_at)).label("decided_at"),
            _if_open(reader, exists().where(col(SharedResume.interview_id) == Interview.id)).label("has_resume"),
            key.label("key"),
        )
        .join(User, col(User.id) == Interview.candidate_id)
        .join(JobPosting, col(JobPosting.id) == Interview.job_posting_id)
        .join(EvaluationReport, col(EvaluationReport.interview_id) == Interview.id, isouter=True)
        .join(OverriddenScores, col(OverriddenScores.interview_id) == Interview.id, isouter=True)
    )


def _if_open(reader: Reader, column: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    return case((reader.is_open, column), else_=null())


def _decision(reader: Reader, column: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    """Of the newest decision: what others made of an interview is withheld as scores are."""
    newest = (
        select(column)
        .where(col(Decision.interview_id) == col(Interview.id))
        .order_by(col(Decision.created_at).desc(), col(Decision.id).desc())
        .limit(1)
        .correlate(Interview)
        .scalar_subquery()
    )
    return _if_open(reader, newest)


def _admitted(reader: Reader, filters: CandidateFilters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        col(JobPosting.organisation_id) == filters.organisation_id,
        col(Interview.mode) == InterviewMode.SCREENING,
    ]
    for column, value in (
        (Interview.job_posting_id, filters.job_posting_id),
        (Interview.status, filters.status),
        (Interview.language, filters.language),
    ):
        if value is not None:
            conditions.append(col(column) == value)
    if filters.completed_from is not None:
        conditions.append(col(Interview.end_time) >= filters.completed_from)
    if filters.completed_to is not None:
        conditions.append(col(Interview.end_time) < filters.completed_to)
    if filters.decision == "none":
        conditions.append(_decision(reader, col(Decision.outcome)).is_(None))
    elif filters.decision is not None:
        conditions.append(_decision(reader, col(Decision.outcome)) == filters.decision)
    for score in ReportScore:
        low, high = getattr(filters, f"{score.value}_min"), getattr(filters, f"{score.value}_max")
        if low is not None:
            conditions.append(score_of(score, reader) >= low)
        if high is not None:
            conditions.append(score_of(score, reader) <= high)
    return conditions


def _candidate(row: Row[*tuple[Any, ...]]) -> CandidateOut:
    interview: Interview = row.Interview
    report: dict[str, Any] | None = row.details_json
    shown = report if row.is_open else None
    overridden: dict[str, Any] | None = row.overridden if shown else None
    scores = overridden or shown
    return CandidateOut(
        interview_id=interview.id,
        name=row.full_name,
        email=row.email,
        job_posting_id=str(interview.job_posting_id),
        job_posting=row.title,
        status=interview.status,
        language=interview.language,
        plan_version=interview.plan_version,
        judged_on=shown.get("plan_version") if shown else None,
        started_at=interview.start_time,
        completed_at=interview.end_time,
        scores=Scores.model_validate({name: scores[name] for name in Scores.model_fields}) if scores else None,
        overridden=overridden is not None,
        must_review_first=report is not None and not row.is_open,
        decision=row.decision,
        decided_at=row.decided_at,
        has_resume=row.has_resume,
    )


def _encoded(key: str | float | datetime, interview_id: str) -> str:
    value = key.isoformat() if isinstance(key, datetime) else key
    return base64.urlsafe_b64encode(json.dumps([value, interview_id]).encode()).decode()
