"""The screening interviews of an organisation, page by page, as one reader may see them."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import TypeVar
from uuid import UUID

from contracts.base import Id, InterviewMode, InterviewStatus, Language, require_storable
from contracts.errors import InvalidInput
from contracts.evaluation import Scores
from contracts.progress import ReportScore
from contracts.reviews import Outcome
from persistence.columns import UuidText
from persistence.hiring.overrides import OverriddenScores
from persistence.hiring.recruiting import JobPosting
from persistence.hiring.reviews import Decision
from persistence.people.resumes import SharedResume
from persistence.tables import EvaluationReport, Interview, User
from pydantic import JsonValue
from sqlalchemy import (
    ColumnElement,
    DateTime,
    Float,
    Select,
    String,
    Text,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    tuple_,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import JSONB
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

Key = str | float | datetime
"""What a list is sorted by."""
Value = TypeVar("Value")


async def read(session: AsyncSession, reader: Reader, asked: CandidateListing) -> CandidatePage:
    """A page of what the filters admit. Raises `InvalidInput` for an `after` that is no page's."""
    order = _Order.of(asked.sort, reader)
    conditions = list(_admitted(reader, asked))
    if asked.after is not None:
        conditions.append(order.behind(asked.after))
    rows = await _rows(session, reader, order, conditions, asked.limit + 1)
    shown = rows[: asked.limit]
    last = shown[-1] if len(rows) > asked.limit else None
    return CandidatePage(
        candidates=[_candidate(row) for row in shown],
        next=_encoded(last.key, last.interview_id) if last else None,
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
class _Row:
    """An interview; what the reader does not see yet of what came of it is null."""

    interview_id: Id
    name: str
    email: str
    job_posting_id: Id
    job_posting: str
    status: InterviewStatus
    language: Language
    plan_version: int
    started_at: datetime | None
    completed_at: datetime | None
    report: dict[str, JsonValue] | None
    overridden: dict[str, JsonValue] | None
    is_open: bool
    decision: Outcome | None
    decided_at: datetime | None
    has_resume: bool | None
    key: Key


@dataclass(frozen=True)
class _Order:
    """Rows by `key`, of `type`, and id; keyset pages begin behind the last row of the one before."""

    key: SQLColumnExpression[Key]
    type: TypeEngine[str] | TypeEngine[float] | TypeEngine[datetime]
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
                score = type_coerce(func.coalesce(score_of(ReportScore.OVERALL, reader), -1.0), Float)
                return cls(score, Float(), descending=True)

    def columns(self) -> list[SQLColumnExpression[Key]]:
        both: tuple[SQLColumnExpression[Key], ...] = (self.key, col(Interview.id))
        return [column.desc() for column in both] if self.descending else list(both)

    def behind(self, after: str) -> ColumnElement[bool]:
        """Raises `InvalidInput`."""
        try:
            value, interview_id = require_storable(json.loads(base64.urlsafe_b64decode(after)))
            UUID(interview_id)
            last = datetime.fromisoformat(value) if isinstance(self.type, DateTime) else self.type.python_type(value)
        except (ValueError, TypeError, AttributeError, OverflowError) as error:
            raise InvalidInput(fields={"after": "not the `next` of a page sorted this way"}) from error
        row = tuple_(self.key, col(Interview.id))
        bound = tuple_(literal(last, self.type), literal(interview_id, UuidText))
        return row < bound if self.descending else row > bound


async def _rows(
    session: AsyncSession, reader: Reader, order: _Order, conditions: Sequence[ColumnElement[bool]], limit: int
) -> list[_Row]:
    columns: dict[str, SQLColumnExpression[object]] = {
        "interview_id": col(Interview.id),
        "name": col(User.full_name),
        "email": col(User.email),
        "job_posting_id": col(JobPosting.id),
        "job_posting": col(JobPosting.title),
        "status": col(Interview.status),
        "language": col(Interview.language),
        "plan_version": col(Interview.plan_version),
        "started_at": col(Interview.start_time),
        "completed_at": col(Interview.end_time),
        "report": _of_report(),
        "overridden": col(OverriddenScores.scores),
        "is_open": reader.is_open,
        "decision": _decision(reader, col(Decision.outcome)),
        "decided_at": _decision(reader, col(Decision.created_at)),
        "has_resume": _if_open(reader, exists().where(col(SharedResume.interview_id) == Interview.id)),
        "key": order.key,
    }
    statement: Select[*tuple[object, ...]] = (
        select(*(column.label(name) for name, column in columns.items()))
        .join_from(Interview, User, col(User.id) == Interview.candidate_id)
        .join(JobPosting, col(JobPosting.id) == Interview.job_posting_id)
        .join(EvaluationReport, col(EvaluationReport.interview_id) == Interview.id, isouter=True)
        .join(OverriddenScores, col(OverriddenScores.interview_id) == Interview.id, isouter=True)
        .where(*conditions)
        .order_by(*order.columns())
        .limit(limit)
    )
    return [_Row(**row) for row in (await (await session.connection()).execute(statement)).mappings()]


def _of_report() -> ColumnElement[dict[str, JsonValue] | None]:
    """What lists show of a report, which holds every answer's judgement too; null where there is none."""
    parts = [
        (cast(name, Text), col(EvaluationReport.details_json)[name]) for name in ("plan_version", *Scores.model_fields)
    ]
    shown = func.jsonb_build_object(*chain.from_iterable(parts), type_=JSONB)
    return case((col(EvaluationReport.id).is_not(None), shown), else_=null())


def _if_open(reader: Reader, column: SQLColumnExpression[Value]) -> ColumnElement[Value | None]:
    return case((reader.is_open, column), else_=null())


def _decision(reader: Reader, column: SQLColumnExpression[Value]) -> ColumnElement[Value | None]:
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


def _candidate(row: _Row) -> CandidateOut:
    shown = row.report if row.is_open else None
    overridden = row.overridden if shown else None
    scores = overridden or shown
    return CandidateOut(
        interview_id=row.interview_id,
        name=row.name,
        email=row.email,
        job_posting_id=row.job_posting_id,
        job_posting=row.job_posting,
        status=row.status,
        language=row.language,
        plan_version=row.plan_version,
        judged_on=shown.get("plan_version") if shown else None,
        started_at=row.started_at,
        completed_at=row.completed_at,
        scores=Scores.model_validate({name: scores[name] for name in Scores.model_fields}) if scores else None,
        overridden=overridden is not None,
        must_review_first=row.report is not None and not row.is_open,
        decision=row.decision,
        decided_at=row.decided_at,
        has_resume=row.has_resume,
    )


def _encoded(key: Key, interview_id: str) -> str:
    value = key.isoformat() if isinstance(key, datetime) else key
    return base64.urlsafe_b64encode(json.dumps([value, interview_id]).encode()).decode()
