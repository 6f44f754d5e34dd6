"""The screening interviews of an organisation, page by page, as one reader may see them."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import Any, TypeVar
from uuid import UUID

from contracts.base import InterviewMode, require_storable
from contracts.errors import InvalidInput
from contracts.evaluation import Scores
from contracts.progress import ReportScore
from persistence.columns import UuidText
from persistence.hiring.overrides import OverriddenScores
from persistence.hiring.recruiting import JobPosting
from persistence.hiring.reviews import Decision
from persistence.people.resumes import SharedResume
from persistence.tables import EvaluationReport, Interview, User
from sqlalchemy import (
    ColumnElement,
    DateTime,
    Float,
    String,
    Text,
    bindparam,
    case,
    cast,
    exists,
    func,
    select,
    tuple_,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.expression import SQLColumnExpression
from sqlalchemy.types import TypeEngine
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.pages import LIMIT, Given, ListStatement, Row, Rows, rows_of
from backend_core.recruiting.candidates.schemas import CandidateListing, CandidatePage, CandidateSort
from backend_core.recruiting.readers import Reader, is_open_to_reader

BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
UNSEEN = {
    "scores": None,
    "judged_on": None,
    "overridden": False,
    "decision": None,
    "decided_at": None,
    "has_resume": None,
}
"""What a reader sees who is to judge first."""

Key = str | float | datetime
"""What a list is sorted by."""
Value = TypeVar("Value")


async def read(session: AsyncSession, reader: Reader, asked: CandidateListing) -> CandidatePage:
    """A page of what the filters admit. Raises `InvalidInput` for an `after` that is no page's."""
    values = asked.model_dump(exclude={"sort", "after"}) | {"limit": asked.limit + 1, "reader_id": reader.who.id}
    if asked.decision == "none":
        values |= {"decision": None, "undecided": True}
    if asked.after is not None:
        values |= _decoded(asked.after, _KEY_TYPES[asked.sort])
    rows = await _interviews.rows(session, values, asked.sort, reader.is_member)
    shown = rows[: asked.limit]
    following = _encoded(shown[-1]["key"], shown[-1]["interview_id"]) if len(rows) > asked.limit else None
    return CandidatePage.model_validate({"candidates": [_candidate(row) for row in shown], "next": following})


@ListStatement
def _interviews(given: Given, sort: CandidateSort, is_member: bool) -> Rows:
    is_open = is_open_to_reader(bindparam("reader_id", type_=UuidText), is_member=is_member)
    order = _Order.of(sort, is_open)
    rows = (
        rows_of(
            col(Interview.id).label("interview_id"),
            col(User.full_name).label("name"),
            col(User.email),
            col(JobPosting.id).label("job_posting_id"),
            col(JobPosting.title).label("job_posting"),
            col(Interview.status),
            col(Interview.language),
            col(Interview.plan_version),
            col(Interview.start_time).label("started_at"),
            col(Interview.end_time).label("completed_at"),
            col(EvaluationReport.id).is_not(None).label("is_judged"),
            _if_open(is_open, _outcome()).label("seen"),
            order.key.label("key"),
        )
        .join_from(Interview, User, col(User.id) == Interview.candidate_id)
        .join(JobPosting, col(JobPosting.id) == Interview.job_posting_id)
        .join(EvaluationReport, col(EvaluationReport.interview_id) == Interview.id, isouter=True)
        .join(OverriddenScores, col(OverriddenScores.interview_id) == Interview.id, isouter=True)
        .where(*_admitted(given, is_open))
    )
    if "after" in given:
        rows = rows.where(order.behind())
    return rows.order_by(*order.columns()).limit(LIMIT)


_KEY_TYPES: dict[CandidateSort, TypeEngine[str] | TypeEngine[float] | TypeEngine[datetime]] = {
    CandidateSort.NAME: String(),
    CandidateSort.COMPLETED: DateTime(timezone=True),
    CandidateSort.OVERALL: Float(),
}


@dataclass(frozen=True)
class _Order:
    """Rows by `key`, of `type`, and id; keyset pages begin behind the last row of the one before."""

    key: SQLColumnExpression[Key]
    type: TypeEngine[str] | TypeEngine[float] | TypeEngine[datetime]
    descending: bool

    @classmethod
    def of(cls, sort: CandidateSort, is_open: ColumnElement[bool]) -> "_Order":
        key: SQLColumnExpression[Key]
        match sort:
            case CandidateSort.NAME:
                key = col(User.full_name)
            case CandidateSort.COMPLETED:
                key = func.coalesce(col(Interview.end_time), BEFORE_ALL)
            case CandidateSort.OVERALL:
                key = type_coerce(func.coalesce(_score(ReportScore.OVERALL, is_open), -1.0), Float)
        return cls(key, _KEY_TYPES[sort], descending=sort is not CandidateSort.NAME)

    def columns(self) -> list[SQLColumnExpression[Key]]:
        both: tuple[SQLColumnExpression[Key], ...] = (self.key, col(Interview.id))
        return [column.desc() for column in both] if self.descending else list(both)

    def behind(self) -> ColumnElement[bool]:
        row = tuple_(self.key, col(Interview.id))
        last = tuple_(bindparam("last", type_=self.type), bindparam("after", type_=UuidText))
        return row < last if self.descending else row > last


def _score(score: ReportScore, is_open: ColumnElement[bool]) -> ColumnElement[float | None]:
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
    return _if_open(is_open, case((col(OverriddenScores.interview_id).is_not(None), overridden), else_=column))


def _outcome() -> ColumnElement[Any]:
    """All that `UNSEEN` has, as one object, so that each row is asked once whether it is open."""
    is_judged = col(EvaluationReport.id).is_not(None)
    is_overridden = col(OverriddenScores.interview_id).is_not(None)
    details, overridden = col(EvaluationReport.details_json), col(OverriddenScores.scores)
    scores = _object(
        {name: case((is_overridden, overridden[name]), else_=details[name]) for name in Scores.model_fields}
    )
    return _object(
        {
            "scores": case((is_judged, scores)),
            "judged_on": details["plan_version"],
            "overridden": is_judged & is_overridden,
            "decision": _newest_decision(col(Decision.outcome)),
            "decided_at": _newest_decision(col(Decision.created_at)),
            "has_resume": exists().where(col(SharedResume.interview_id) == Interview.id),
        }
    )


def _object(values: dict[str, ColumnElement[Any]]) -> ColumnElement[Any]:
    named = ((cast(name, Text), value) for name, value in values.items())
    return func.jsonb_build_object(*chain.from_iterable(named), type_=JSONB)


def _if_open(is_open: ColumnElement[bool], column: ColumnElement[Value]) -> ColumnElement[Value | None]:
    return case((is_open, column))


def _newest_decision(column: SQLColumnExpression[Value]) -> ColumnElement[Value]:
    return (
        select(column)
        .where(col(Decision.interview_id) == col(Interview.id))
        .order_by(col(Decision.created_at).desc(), col(Decision.id).desc())
        .limit(1)
        .correlate(Interview)
        .scalar_subquery()
    )


def _admitted(given: Given, is_open: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    decision = _if_open(is_open, _newest_decision(col(Decision.outcome)))
    ended = col(Interview.end_time)
    by_filter: dict[str, ColumnElement[bool]] = {
        "job_posting_id": col(Interview.job_posting_id) == bindparam("job_posting_id"),
        "status": col(Interview.status) == bindparam("status"),
        "language": col(Interview.language) == bindparam("language"),
        "completed_from": ended >= bindparam("completed_from"),
        "completed_to": ended < bindparam("completed_to"),
        "undecided": decision.is_(None),
        "decision": decision == bindparam("decision"),
    }
    for score in ReportScore:
        low, high = f"{score.value}_min", f"{score.value}_max"
        by_filter[low] = _score(score, is_open) >= bindparam(low, type_=Float)
        by_filter[high] = _score(score, is_open) <= bindparam(high, type_=Float)
    return [
        col(JobPosting.organisation_id) == bindparam("organisation_id"),
        col(Interview.mode) == InterviewMode.SCREENING,
        *(condition for name, condition in by_filter.items() if name in given),
    ]


def _candidate(row: Row) -> Row:
    seen, is_judged = row.pop("seen"), row.pop("is_judged")
    del row["key"]
    return row | (seen or UNSEEN) | {"must_review_first": is_judged and seen is None}


def _encoded(key: Key, interview_id: str) -> str:
    value = key.isoformat() if isinstance(key, datetime) else key
    return base64.urlsafe_b64encode(json.dumps([value, interview_id]).encode()).decode()


def _decoded(after: str, kind: TypeEngine[str] | TypeEngine[float] | TypeEngine[datetime]) -> dict[str, Key]:
    """Raises `InvalidInput`."""
    try:
        value, interview_id = require_storable(json.loads(base64.urlsafe_b64decode(after)))
        UUID(interview_id)
        last = datetime.fromisoformat(value) if isinstance(kind, DateTime) else kind.python_type(value)
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise InvalidInput(fields={"after": "not the `next` of a page sorted this way"}) from error
    return {"last": last, "after": interview_id}
