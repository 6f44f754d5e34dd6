"""Answers are judged once, on words that are really there; a report says what was not measured and why."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from ai_worker.reconciler import Reconciler
from ai_worker.runners import Runner, make_runners
from ai_worker.settings import WorkerSettings
from contracts.base import Unmeasured
from contracts.errors import AtCapacity, EngineFailed, EngineUnavailable, VisavisError
from contracts.evaluation import (
    AnswerEvaluation,
    AnswerSummary,
    EvidenceSpan,
    QuestionOrigin,
    Report,
    Stability,
    TokenCount,
)
from contracts.tasks import (
    ANALYZE_ANSWER,
    GENERATE_FINAL_REPORT,
    JOBS,
    LIVE_PRIORITY,
    AnalyzeAnswerPayload,
    FinalReportPayload,
)
from contracts.trace import Decision, InsteadOf, Passed, PlannedTrace
from engines.llm import AnswerToJudge, Judge
from engines.llm.rubric import MODEL, RubricJudge
from persistence.columns import utc_now
from persistence.record import events, jobs
from persistence.tables import Evaluation, EvaluationReport, Interview, InterviewQuestion, Job, JobState
from recorded import GOOD, Recorded
from sqlalchemy import update
from sqlmodel import col, select

LEASE = timedelta(seconds=20)


class InventingJudge(RubricJudge):
    """Judges well and quotes one sentence that nobody said."""

    def judge(self, answer: AnswerToJudge) -> AnswerEvaluation:
        judged = super().judge(answer)
        first = judged.criteria[0]
        lie = EvidenceSpan(start=0, end=9, quote="I was cto")
        return judged.model_copy(
            update={
                "criteria": [first.model_copy(update={"evidence": [lie]}), *judged.criteria[1:]],
                "summary": AnswerSummary(text="A chief.", spans=[lie]),
            }
        )


class BrokenJudge:
    name = "broken"

    def judge(self, answer: AnswerToJudge) -> AnswerEvaluation:
        raise EngineFailed(engine=self.name)


class AwayJudge:
    name = "away"

    def __init__(self, error: VisavisError) -> None:
        self._error = error

    def judge(self, answer: AnswerToJudge) -> AnswerEvaluation:
        raise self._error


def runners(interview: Recorded, judge: Judge) -> dict[str, Runner]:
    settings = WorkerSettings.model_construct(job_lease=LEASE)
    return make_runners(settings, interview.database, judge)


def run(interview: Recorded, job_id: str, judge: Judge | None = None) -> Job:
    with interview.database.transaction() as session:
        name = session.get_one(Job, job_id).name
    runners(interview, judge or RubricJudge())[name].run(job_id)
    with interview.database.transaction() as session:
        return session.get_one(Job, job_id)


def report_of(interview: Recorded) -> Report:
    with interview.database.transaction() as session:
        row = session.exec(select(EvaluationReport).where(EvaluationReport.interview_id == interview.id)).one()
    return Report.model_validate(row.details_json)


def kinds(interview: Recorded) -> list[str]:
    with interview.database.transaction() as session:
        return [event.payload.kind for event in events.since(session, interview.id, 0)]


def fail_for_good(interview: Recorded, job_id: str) -> Job:
    for _ in range(jobs.MAX_ATTEMPTS):
        job = run(interview, job_id, BrokenJudge())
        make_due(interview, job_id)
    return job


def make_due(interview: Recorded, job_id: str) -> None:
    with interview.database.transaction() as session:
        session.exec(update(Job).where(col(Job.id) == job_id).values(due_at=utc_now() - timedelta(seconds=1)))


def test_a_report_rests_on_exact_quotes_and_totals_its_bands(interview):
    answers = [interview.answer(1, GOOD), interview.answer(2, GOOD)]
    report_job = interview.finish()
    for job_id in answers:
        assert run(interview, job_id).state is JobState.DONE
    assert run(interview, report_job).state is JobState.DONE
    report = report_of(interview)
    assert report.overall.value is not None
    quotes = [
        (span, answer.text)
        for answer in report.answers
        if answer.evaluation
        for criterion in answer.evaluation.criteria
        for span in criterion.evidence
    ]
    assert quotes
    assert all(span.is_in(text) for span, text in quotes)
    summaries = [answer.evaluation.summary for answer in report.answers if answer.evaluation]
    assert [summary and summary.text for summary in summaries] == [GOOD, GOOD]
    assert kinds(interview) == ["answer.evaluated", "answer.evaluated", "report.ready"]
    with interview.database.transaction() as session:
        assert session.get_one(Interview, interview.id).overall_score == report.overall.value


def test_a_report_says_where_each_question_came_from_and_what_a_model_wrote(interview):
    model = Decision(engine="remote", model="any")
    slow = InsteadOf(engine="remote", model="any", reason=Passed.SLOW)
    stands_in = Decision(engine="bank", instead_of=slow)
    traces = {
        1: PlannedTrace(source="resume", about="Harbour Ledger", author=model),
        2: PlannedTrace(source="posting", author=stands_in),
    }
    with interview.database.transaction() as session:
        rows = session.exec(select(InterviewQuestion).where(InterviewQuestion.interview_id == interview.id)).all()
        for row in rows:
            trace = traces.get(row.plan_order)
            row.trace = trace.model_dump(mode="json") if trace else None
    run(interview, interview.finish())
    assert [answer.origin for answer in report_of(interview).answers][:2] == [
        QuestionOrigin(source="resume", about="Harbour Ledger", by_model=True),
        QuestionOrigin(source="posting"),
    ]


def test_a_job_that_runs_many_times_at_once_writes_one_result(interview):
    job_id = interview.answer(1, GOOD)
    barrier = Barrier(5)

    def ring(_: int) -> None:
        barrier.wait()
        run(interview, job_id)

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(ring, range(5)))
    run(interview, job_id)
    with interview.database.transaction() as session:
        assert len(session.exec(select(Evaluation).where(Evaluation.interview_id == interview.id)).all()) == 1
    assert kinds(interview) == ["answer.evaluated"]


def test_an_invented_quote_leaves_its_criterion_unscored(interview):
    run(interview, interview.answer(1, GOOD), InventingJudge())
    with interview.database.transaction() as session:
        stored = session.exec(select(Evaluation).where(Evaluation.interview_id == interview.id)).one()
    assert stored.score is None
    assert (stored.criteria[0]["band"], stored.criteria[0]["reason"]) == (None, "model_failed")
    assert stored.criteria[0]["flag"] == "invented_quote"
    assert stored.criteria[1]["band"] is not None
    assert stored.summary == {"text": None, "spans": [], "reason": "model_failed"}


def test_an_answer_nobody_could_judge_is_null_with_a_reason_in_the_report(interview):
    doomed, fine = interview.answer(1, GOOD), interview.answer(2, GOOD)
    report_job = interview.finish()
    run(interview, fine)
    dead = fail_for_good(interview, doomed)
    assert (dead.state, dead.last_error) == (JobState.DEAD, "contracts.errors.availability.EngineFailed")
    run(interview, report_job)
    first, second = report_of(interview).answers
    assert (first.evaluation, first.reason) == (None, Unmeasured.MODEL_FAILED)
    assert second.evaluation is not None
    with interview.database.transaction() as session:
        evaluated = [event.payload for event in events.since(session, interview.id, 0)]
    assert [(e.turn, e.failed) for e in evaluated if e.kind == "answer.evaluated"] == [(2, False), (1, True)]


@pytest.mark.parametrize("error", [EngineUnavailable(engine="remote/llama"), AtCapacity()], ids=str)
def test_an_answer_waits_for_its_judge_and_the_report_for_the_answer(interview, error):
    answer = interview.answer(1, GOOD)
    report_job = interview.finish()
    for _ in range(jobs.MAX_ATTEMPTS + 1):
        job = run(interview, answer, AwayJudge(error))
        make_due(interview, answer)
        assert (job.state, job.attempts) == (JobState.QUEUED, 0)
    assert run(interview, report_job).state is JobState.QUEUED
    assert kinds(interview) == []
    assert run(interview, answer).state is JobState.DONE
    assert run(interview, report_job).state is JobState.DONE
    assert report_of(interview).answers[0].evaluation is not None


def test_what_a_judgement_took_and_by_whom_it_was_made_is_on_the_record(interview):
    class Counting(RubricJudge):
        def judge(self, answer: AnswerToJudge) -> AnswerEvaluation:
            assert answer.interview == interview.id
            judged = super().judge(answer)
            return judged.model_copy(
                update={
                    "tokens": TokenCount(prompt=700, completion=90),
                    "stability": Stability(low=40, high=60, n=3),
                    "versions": judged.versions.model_copy(update={"variant": "b"}),
                }
            )

    run(interview, interview.answer(1, GOOD), Counting())
    with interview.database.transaction() as session:
        stored = session.exec(select(Evaluation).where(Evaluation.interview_id == interview.id)).one()
    assert (stored.prompt_tokens, stored.completion_tokens, stored.variant) == (700, 90, "b")
    assert stored.stability == {"low": 40, "high": 60, "n": 3}
    assert stored.seconds is not None
    assert stored.seconds > 0
    run(interview, interview.finish())
    evaluation = report_of(interview).answers[0].evaluation
    assert evaluation is not None
    assert (evaluation.versions.variant, evaluation.stability) == ("b", Stability(low=40, high=60, n=3))


def test_an_interview_without_answers_has_a_report_without_scores(interview):
    run(interview, interview.finish())
    report = report_of(interview)
    assert (report.overall.value, report.overall.reason) == (None, Unmeasured.NOT_ASKED)
    assert [answer.reason for answer in report.answers] == [Unmeasured.NOT_ASKED] * 2


def test_an_unreliable_transcript_shows_bands_and_counts_nowhere(interview):
    for turn in (1, 2):
        run(interview, interview.answer(turn, GOOD, unreliable_reason="embedded_recognizer"))
    run(interview, interview.finish())
    report = report_of(interview)
    assert (report.overall.value, report.overall.reason) == (None, Unmeasured.TRANSCRIPT_UNRELIABLE)
    evaluation = report.answers[0].evaluation
    assert evaluation is not None
    assert not evaluation.transcript_reliable
    assert any(criterion.band for criterion in evaluation.criteria)


def test_an_empty_answer_is_not_enough_said(interview):
    run(interview, interview.answer(1, "", unreliable_reason="nothing_heard", sound_troubles=["silent"]))
    run(interview, interview.finish())
    answer = report_of(interview).answers[0]
    assert answer.sound_troubles == ["silent"]
    evaluation = answer.evaluation
    assert evaluation is not None
    assert {criterion.reason for criterion in evaluation.criteria} == {Unmeasured.NOT_ENOUGH_SAID}
    assert (evaluation.score, evaluation.reason) == (None, Unmeasured.NOT_ENOUGH_SAID)


@pytest.mark.parametrize("killed_times", [1, jobs.MAX_ATTEMPTS])
def test_the_reconciler_brings_back_what_a_killed_worker_left(interview, killed_times):
    """Rung again while attempts are left; afterwards dead, and its listeners told."""
    job_id = interview.answer(1, GOOD)
    for _ in range(killed_times):
        with interview.database.transaction() as session:
            assert jobs.claim(session, job_id, timedelta(seconds=-1))
    with interview.database.transaction() as session:
        # Before all that other tests left in this record: no more than so many are rung for at once.
        job = session.get_one(Job, job_id)
        job.priority, job.due_at = LIVE_PRIORITY, datetime(2000, 1, 1, tzinfo=UTC)
    rung: list[str] = []

    class Collecting(type(interview.database)):
        def send(self, signals: list[object]) -> None:
            rung.extend(signal.job_id for signal in signals)

    collecting = Collecting.__new__(Collecting)
    collecting.__dict__.update(interview.database.__dict__)
    Reconciler(collecting, runners(interview, RubricJudge()), timedelta(seconds=15)).reconcile()
    if killed_times < jobs.MAX_ATTEMPTS:
        assert job_id in rung
        assert run(interview, job_id).state is JobState.DONE
    else:
        assert job_id not in rung
        assert kinds(interview) == ["answer.evaluated"]


def test_every_contract_has_a_runner(interview):
    assert set(runners(interview, RubricJudge())) == {contract.name for contract in JOBS}


def test_judging_anew_keeps_the_earlier_judgement_and_the_report_shows_the_new_one(interview):
    run(interview, interview.answer(1, GOOD))
    run(interview, interview.finish())
    before = report_of(interview)

    class Stricter(RubricJudge):
        def judge(self, answer: AnswerToJudge) -> AnswerEvaluation:
            judged = super().judge(answer)
            return judged.model_copy(update={"versions": judged.versions.model_copy(update={"model": "stricter"})})

    with interview.database.transaction() as session:
        first = session.exec(select(Evaluation).where(Evaluation.interview_id == interview.id)).one()
        anew = jobs.add(
            session,
            ANALYZE_ANSWER,
            AnalyzeAnswerPayload(interview_id=interview.id, transcript_id=first.transcript_id, version=2),
            unique_key=f"{first.transcript_id}:2",
            interview_id=interview.id,
            group_key=interview.group,
        )
        again = jobs.add(
            session,
            GENERATE_FINAL_REPORT,
            FinalReportPayload(interview_id=interview.id),
            unique_key=interview.id,
            interview_id=interview.id,
            waits_for=interview.group,
            again=True,
        )
    assert anew
    assert again
    assert run(interview, again).state is JobState.QUEUED  # it waits for the judgement
    run(interview, anew, Stricter())
    assert run(interview, again).state is JobState.DONE
    after = report_of(interview)
    assert (before.evaluator_model, after.evaluator_model) == (MODEL, "stricter")
    assert [one.answers[0].evaluation_version for one in (before, after)] == [1, 2]
    assert before.id != after.id
    with interview.database.transaction() as session:
        kept = session.exec(select(Evaluation).where(Evaluation.interview_id == interview.id)).all()
        assert sorted(one.version for one in kept) == [1, 2]
        assert session.exec(select(EvaluationReport).where(EvaluationReport.interview_id == interview.id)).one()
