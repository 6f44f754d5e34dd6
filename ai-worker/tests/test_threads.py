"""An answer and those to its follow-ups: judged as one, each quote where it was said."""

import pytest
from ai_worker.evaluation.threads import Thread
from contracts.base import Speaker, Unmeasured
from contracts.evaluation import EvidenceSpan, ReportedAnswer
from contracts.tasks import ANALYZE_ANSWER, AnalyzeAnswerPayload
from engines.llm.rubric import RubricJudge
from engines.text.corrections import corrected_runs
from persistence.columns import utc_now
from persistence.interviews.corrections import Correction, CountedAnswer
from persistence.record import jobs
from persistence.tables import Evaluation, Interview, InterviewQuestion, Job, JobState, Transcript
from recorded import Recorded
from sqlalchemy import update
from sqlmodel import col, select
from test_evaluation import report_of, run

MEASURED = "I measured the slow queries of our dashboard for two whole weeks, because nobody knew which they were."
INDEXED = "After that I added an index on the tenant column, and I told the team why the order of columns matters."


@pytest.fixture
def thread(interview: Recorded) -> Recorded:
    """The second question follows the first."""
    first, second = interview.questions
    with interview.database.transaction() as session:
        follows = update(InterviewQuestion).where(col(InterviewQuestion.id) == second.id)
        session.exec(follows.values(parent_id=first.id, plan_order=None, text="What did you change then?"))
    return interview


def reported(thread: Recorded, *answers: tuple[str, str | None]) -> ReportedAnswer:
    """The one question of the report after these answers, each with why it is unreliable."""
    judged = [thread.answer(turn, text, unreliable) for turn, (text, unreliable) in enumerate(answers, start=1)]
    for job_id in [*judged, thread.finish()]:
        run(thread, job_id, RubricJudge())
    (question,) = report_of(thread).answers
    return question


def test_what_a_follow_up_brought_counts_and_is_quoted_where_it_was_said(thread: Recorded) -> None:
    question = reported(thread, (MEASURED, None), (INDEXED, None))
    assert [(f.turn, f.question, f.text) for f in question.follow_ups] == [(2, "What did you change then?", INDEXED)]
    assert question.evaluation is not None
    indexing = question.evaluation.criteria[0]
    texts = {None: MEASURED, 2: INDEXED}
    assert {span.turn for span in indexing.evidence} == {None, 2}
    assert all(span.is_in(texts[span.turn]) for span in indexing.evidence)
    assert indexing.missing == []
    assert report_of(thread).overall.criteria_total == 2, "a thread counts once"


def test_a_follow_up_that_was_heard_badly_takes_nothing_from_the_answer(thread: Recorded) -> None:
    question = reported(thread, (MEASURED, None), ("I added in decks.", "embedded_recognizer"))
    assert question.evaluation is not None
    assert question.evaluation.score is not None
    assert question.evaluation.criteria[0].missing == ["index"]
    assert question.follow_ups[0].unreliable_reason == "embedded_recognizer"


def test_a_question_without_an_answer_has_no_thread(thread: Recorded) -> None:
    question = reported(thread)
    assert (question.evaluation, question.reason) == (None, Unmeasured.NOT_ASKED)


def correct(thread: Recorded, turn: int, text: str) -> None:
    """As backend-core keeps what a candidate put right."""
    with thread.database.transaction() as session:
        answer = session.exec(
            select(Transcript).where(
                Transcript.interview_id == thread.id, Transcript.turn == turn, Transcript.speaker == Speaker.USER
            )
        ).one()
        runs = [run.model_dump() for run in corrected_runs(answer.text, text)]
        session.add(Correction(transcript_id=answer.id, text=text, runs=runs, letters=1, letter_errors=1))


def test_what_was_put_right_is_judged_quoted_and_shown_with_what_was_heard(thread: Recorded) -> None:
    jobs_of_both = [thread.answer(1, MEASURED.replace("measured", "pleasured")), thread.answer(2, INDEXED)]
    correct(thread, 1, MEASURED)
    for job_id in [*jobs_of_both, thread.finish()]:
        run(thread, job_id, RubricJudge())
    (question,) = report_of(thread).answers
    assert question.evaluation is not None
    assert question.evaluation.criteria[0].missing == []
    assert {None, 2} == {span.turn for span in question.evaluation.criteria[0].evidence}
    assert (question.text, [run.heard for run in question.corrected]) == (MEASURED, ["pleasured"])
    assert question.follow_ups[0].corrected == []


def test_a_report_shows_the_words_that_were_judged_until_others_are(thread: Recorded) -> None:
    heard = MEASURED.replace("measured", "pleasured")
    judged = thread.answer(1, heard)
    for job_id in [judged, thread.answer(2, INDEXED)]:
        run(thread, job_id, RubricJudge())
    correct(thread, 1, MEASURED)
    with thread.database.transaction() as session:
        answer = session.exec(select(Evaluation.transcript_id).where(Evaluation.interview_id == thread.id)).all()
        last = max(answer)
        anew = jobs.add(
            session,
            ANALYZE_ANSWER,
            AnalyzeAnswerPayload(interview_id=thread.id, transcript_id=last, version=2),
            unique_key=f"{last}:2",
            group_key=thread.group,
            interview_id=thread.id,
        )
        assert anew
        session.exec(update(Job).where(col(Job.id) == anew).values(state=JobState.DEAD))
    run(thread, thread.finish(), RubricJudge())
    (question,) = report_of(thread).answers
    assert (question.text, question.corrected, question.judged_earlier) == (heard, [], True)
    assert question.evaluation is not None
    assert all(span.is_in(heard) for span in question.evaluation.criteria[0].evidence if span.turn is None)


def test_a_report_waits_for_an_answer_that_is_put_right_while_it_is_made(thread: Recorded) -> None:
    judged = thread.answer(1, MEASURED)
    report = thread.finish()
    with thread.database.transaction() as session:
        session.exec(update(Job).where(col(Job.id) == report).values(waits_for=None))
    assert run(thread, report, RubricJudge()).state is JobState.QUEUED
    run(thread, judged, RubricJudge())
    with thread.database.transaction() as session:
        session.exec(update(Job).where(col(Job.id) == report).values(due_at=utc_now()))
    assert run(thread, report, RubricJudge()).state is JobState.DONE


def test_a_quote_over_two_answers_is_parted() -> None:
    texts = ["One, two.", "Three 🙂 four.", "Five."]
    answers = [CountedAnswer(Transcript(turn=turn, text=text)) for turn, text in enumerate(texts, start=4)]
    thread = Thread(Interview(), InterviewQuestion(), answers, answers[-1].transcript)
    whole = EvidenceSpan(start=5, end=len(thread.text) - 1, quote=thread.text[5:-1])
    parts = list(thread._parts(whole))
    assert [(part.turn, part.quote) for part in parts] == [(None, "two."), (5, "Three 🙂 four."), (6, "Five")]
    assert all(part.is_in(text) for part, text in zip(parts, texts, strict=True))
