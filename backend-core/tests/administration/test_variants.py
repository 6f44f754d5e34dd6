"""What administrators see of the judges and interviewers that they compare."""

from typing import Any

import pytest
from backend_core.administration.variants import compared
from contracts.tasks import ANALYZE_ANSWER
from engines.llm.settings import JudgeSettings
from engines.llm.variants import JUDGES, chosen
from persistence.database import AsyncDatabase, Doorbell
from persistence.ids import new_id
from persistence.tables import Evaluation, InterviewQuestion, Job, JobState, Transcript


@pytest.fixture
def variant() -> str:
    """A name that no other test's judgements carry."""
    return f"v-{new_id()[-12:]}"


def judged(band: int | None = None, reason: str | None = None, flag: str | None = None) -> dict[str, Any]:
    return {"criterion": "any", "band": band, "reason": reason, "flag": flag, "rationale": "I said Redis."}


def record(core, person, variant: str, evaluations: list[dict[str, Any]]) -> str:
    """An interview whose answer was judged so; returns its id."""
    interview_id, question = person.live_interview()
    answer = Transcript(
        interview_id=interview_id, question_id=question["id"], turn=1, order=90, speaker="User", text="I said Redis."
    )
    with core.database.transaction() as session:
        session.add(answer)
        session.flush()
        for version, values in enumerate(evaluations, start=1):
            made = {"engine": "remote", "model": "solar", "prompt": "analytic-1@0", "rubric": 1, "variant": variant}
            session.add(
                Evaluation(
                    interview_id=interview_id,
                    transcript_id=answer.id,
                    version=version,
                    transcript_reliable=True,
                    **(made | values),
                )
            )
    return interview_id


def variants(cast) -> dict[str, Any]:
    response = cast["admin"].get("/admin/variants")
    assert response.status_code == 200, response.text
    return response.json()


def test_judgements_of_a_variant_are_counted_and_averaged(core, cast, person, variant):
    took = {"prompt_tokens": 700, "completion_tokens": 100, "seconds": 2.0}
    first = {"score": 50.0, "criteria": [judged(2), judged(2)], "stability": {"low": 40, "high": 60, "n": 3}} | took
    second = {"criteria": [judged(4), judged(None, "model_failed", "invented_quote")], "seconds": 4.0}
    third = {"criteria": [judged(None, "not_enough_said")], "prompt": "checklist-1@0"}
    record(core, person, variant, [first, second, third])

    found = {row["prompt"]: row for row in variants(cast)["judges"] if row["variant"] == variant}
    row = found["analytic-1@0"]
    assert (row["judgements"], row["interviews"]) == (2, 1)
    assert row["score"] == {"value": 50.0, "n": 1}
    assert row["bands"] == [0, 0, 2, 0, 1]
    assert row["abstentions"] == {"model_failed": 0.25}
    assert row["flags"] == {"invented_quote": 1}
    assert row["stability_width"] == {"value": 20.0, "n": 1}
    assert row["tokens"] == {"value": 800.0, "n": 1}
    assert row["seconds"] == {"value": 3.0, "n": 2}
    other = found["checklist-1@0"]
    assert (other["score"], other["abstentions"]) == ({"value": None, "n": 0}, {"not_enough_said": 1.0})
    assert "Redis" not in str(found)


def test_questions_count_for_who_asked_them_and_failures_for_who_did_not(core, cast, person, variant):
    interview_id, opening = person.live_interview()
    model = {"engine": "remote", "model": "llama", "prompt": "ask-1@0", "variant": variant}
    bank = {"engine": "bank", "model": None, "prompt": None, "variant": variant}
    failed = bank | {"instead_of": {"engine": "remote", "model": "llama", "reason": "slow"}}
    traces = [
        {"source": "follow_up", "move": "star", "part": "result", "decision": model | {"instead_of": None}},
        {"source": "bank", "decision": model | {"instead_of": None}},
        {"source": "bank", "decision": failed},
        {"source": "bank", "decision": None},
    ]
    with core.database.transaction() as session:
        first = session.get_one(InterviewQuestion, opening["id"])
        for turn, trace in enumerate(traces, start=50):
            session.add(
                InterviewQuestion(
                    interview_id=interview_id,
                    plan_order=turn,
                    planned_text="And then?",
                    text="And then?",
                    category=first.category,
                    rubric_json=first.rubric_json,
                    turn=turn,
                    asked_at=first.asked_at,
                    trace=trace,
                )
            )

    rows = [row for row in variants(cast)["questions"] if row["variant"] == variant]
    asked = {(row["prompt"], row["asked"], row["follow_ups"], row["failures"]) for row in rows}
    assert {(row["engine"], row["model"]) for row in rows} == {("remote", "llama")}
    assert asked == {("ask-1@0", 2, 1, 0), (None, 0, 0, 1)}


def test_without_variants_there_is_the_one_judge(cast):
    (one,) = variants(cast)["configured"]
    assert (one["name"], one["judge"], one["prompt"], one["share"]) == (None, "rubric", None, 1)


async def test_shares_and_answers_given_up_are_told_by_variant(core, person, variant):
    settings = JudgeSettings.model_validate(
        {
            "judge_url": "http://a/v1",
            "judge_model": "solar",
            "judge_variants": [
                {"name": "a", "weight": 3},
                {"name": "b", "prompt": "checklist"},
                {"name": "c", "engine": "rubric", "weight": 0},
            ],
        }
    )
    interview_id = record(core, person, variant, [])
    database = AsyncDatabase(
        str(core.settings.database_url),
        Doorbell(str(core.settings.redis_url)),
        pool_size=1,
        statement_timeout=core.settings.database_statement_timeout,
    )
    try:
        async with database.transaction() as session:
            before = {one.name: one for one in (await compared(session, settings)).configured}
        dead = Job(
            name=ANALYZE_ANSWER.name,
            queue="gpu_queue",
            priority=0,
            payload={},
            unique_key=new_id(),
            interview_id=interview_id,
            state=JobState.DEAD,
        )
        with core.database.transaction() as session:
            session.add(dead)
        async with database.transaction() as session:
            after = {one.name: one for one in (await compared(session, settings)).configured}
    finally:
        await database.close()
    assert [(one.name, one.judge, one.prompt, one.share) for one in after.values()] == [
        ("a", "remote/solar", "analytic", 0.75),
        ("b", "remote/solar", "checklist", 0.25),
        ("c", "rubric", None, 0),
    ]
    whose = chosen(settings.judge_variants, JUDGES, interview_id).name
    assert {name: after[name].failures - before[name].failures for name in after} == {
        name: int(name == whose) for name in after
    }
