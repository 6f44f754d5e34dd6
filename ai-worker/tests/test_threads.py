"""An answer and those to its follow-ups: judged as one, each quote where it was said."""

import pytest
from ai_worker.evaluation.threads import Thread
from contracts.base import Unmeasured
from contracts.evaluation import EvidenceSpan, ReportedAnswer
from engines.llm.rubric import RubricJudge
from persistence.tables import InterviewQuestion, Transcript
from recorded import Recorded
from sqlalchemy import update
from sqlmodel import col
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


def test_a_quote_over_two_answers_is_parted() -> None:
    texts = ["One, two.", "Three 🙂 four.", "Five."]
    answers = [Transcript(turn=turn, text=text) for turn, text in enumerate(texts, start=4)]
    thread = Thread(InterviewQuestion(), answers)
    whole = EvidenceSpan(start=5, end=len(thread.text) - 1, quote=thread.text[5:-1])
    parts = list(thread._parts(whole))
    assert [(part.turn, part.quote) for part in parts] == [(None, "two."), (5, "Three 🙂 four."), (6, "Five")]
    assert all(part.is_in(text) for part, text in zip(parts, texts, strict=True))
