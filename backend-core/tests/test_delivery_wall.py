"""The wall: how a candidate came across reaches that candidate and nobody else.

Every route of the API's own description is called as every kind of caller while the statements that reach PostgreSQL
are watched: one that names a delivery table may come from the candidate's own delivery page, from the service that
measures, and from nowhere else. What candidates say of themselves for the bias audit is watched with it: see also
`rights/test_groups_apart.py`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from backend_core.openapi import describe_api
from callers import CALLERS, MATRIX
from contracts.base import InterviewMode
from contracts.delivery import DeliverySample
from organisations import open_posting
from persistence.ids import new_id
from persistence.interviews.delivery import DeliverySampleRow, DeliveryScores, DeliveryVoice
from persistence.tables import Interview, Table
from sqlalchemy import event, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

CANDIDATES = ("owner", "other candidate")
SENTINEL = 0.8123459
MAY_TOUCH = {
    ("GET /api/interviews/{interview_id}/delivery", "owner"),
    ("GET /api/interviews/{interview_id}/delivery/coaching", "owner"),
    # A calibration is the caller's own, of whichever kind of candidate.
    *((f"{method} /api/users/me/calibrations/{{device_id}}", c) for method in ("GET", "PUT") for c in CANDIDATES),
    ("GET /api/interviews/{interview_id}/groups", "owner"),
    ("PUT /api/interviews/{interview_id}/groups", "owner"),
    ("POST /api/interviews/{interview_id}/delivery-samples", "service"),
    ("PATCH /api/interviews/{interview_id}/behavior-scores", "service"),
}
DELIVERY_TABLES = [name for name in Table.metadata.tables if name.startswith("delivery_")]
APART = [*DELIVERY_TABLES, "declared_groups"]


@contextmanager
def watched_statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def measured_scene(core, scene):
    sample = DeliverySample(at=1.0, turn=1, face_detected=True, gaze=SENTINEL, smile=SENTINEL)
    scores = {"averages": {}, "interview_duration_sec": SENTINEL, "total_questions": 1, "questions": []}
    with core.database.transaction() as session:
        session.add(DeliverySampleRow(interview_id=scene.interview_id, session_id=new_id(), **sample.model_dump()))
        session.add(DeliveryScores(interview_id=scene.interview_id, scores=scores))
    return scene


@pytest.mark.parametrize("operation", sorted(MATRIX))
def test_no_other_route_or_caller_reaches_delivery(measured_scene, operation):
    for caller in sorted(CALLERS, key=lambda name: name in ("owner", "member")):
        with watched_statements() as statements:
            response = measured_scene.call(caller, operation)
        touched = [s for s in statements if any(table in s for table in APART)]
        if (operation, caller) not in MAY_TOUCH:
            assert not touched, (caller, touched[0])
            assert not response.is_stream_consumed or str(SENTINEL) not in response.text


def test_the_candidate_reads_their_own_delivery_so_the_watch_above_can_fail(measured_scene):
    with watched_statements() as statements:
        response = measured_scene.call("owner", "GET /api/interviews/{interview_id}/delivery")
    assert str(SENTINEL) in response.text
    assert any("delivery_samples" in statement for statement in statements)


def test_no_response_but_the_delivery_page_can_carry_delivery():
    api = describe_api()
    schemas = api["components"]["schemas"]

    def reachable(node: Any, seen: set[str]) -> set[str]:
        if isinstance(node, dict):
            name = str(node.get("$ref", "")).rsplit("/", 1)[-1]
            if name in schemas and name not in seen:
                seen.add(name)
                reachable(schemas[name], seen)
            for value in node.values():
                reachable(value, seen)
        elif isinstance(node, list):
            for value in node:
                reachable(value, seen)
        return seen

    carriers = {
        f"{method.upper()} {path}"
        for path, operations in api["paths"].items()
        for method, operation in operations.items()
        if any(
            name.startswith(("Delivery", "Behavior", "Expression", "Emotion"))
            for name in reachable(operation["responses"], set())
        )
    }
    assert carriers == {
        "GET /api/interviews/{interview_id}/delivery",
        "GET /api/interviews/{interview_id}/delivery/coaching",
    }


def test_no_table_outside_the_delivery_tables_has_a_delivery_column():
    measures = {"gaze", "smile", "posture", "emotion", "face_detected", "emotion_summary", "expression", "audio"}
    for name, table in Table.metadata.tables.items():
        if name not in DELIVERY_TABLES:
            assert not measures & set(table.columns.keys()), name


@pytest.mark.parametrize(
    "row",
    [
        lambda interview_id, mode: DeliverySampleRow(
            interview_id=interview_id, session_id=new_id(), at=1, turn=1, face_detected=False, mode=mode
        ),
        lambda interview_id, mode: DeliverySampleRow(
            interview_id=interview_id, session_id=new_id(), at=1, turn=1, face_detected=True, expression={}, mode=mode
        ),
        lambda interview_id, mode: DeliveryVoice(interview_id=interview_id, turn=1, metrics={}, mode=mode),
        lambda interview_id, mode: DeliveryScores(interview_id=interview_id, scores={}, mode=mode),
    ],
)
@pytest.mark.parametrize("mode", list(InterviewMode))
def test_the_schema_refuses_delivery_of_a_screening_interview(core, person, row, mode):
    interview_id = person.interview()
    with core.database.transaction() as session:
        posting = open_posting(session)
        screening = {"mode": InterviewMode.SCREENING, "job_posting_id": posting.id}
        session.exec(update(Interview).where(col(Interview.id) == interview_id).values(screening))
    with pytest.raises(IntegrityError), core.database.transaction() as session:
        session.add(row(interview_id, mode))
