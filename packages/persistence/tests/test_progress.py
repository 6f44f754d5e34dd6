"""Only what the same judge made in the same way is compared, and only what was measured."""

from datetime import UTC, datetime, timedelta

from contracts.base import AnswerSource, InterviewMode, InterviewStatus, Language, Unmeasured
from contracts.evaluation import (
    AnswerEvaluation,
    CriterionJudgement,
    JudgeVersions,
    MeasuredScore,
    Report,
    ReportedAnswer,
)
from contracts.progress import ReportScore
from contracts.questions import QuestionCategory, ScoreArea
from persistence.ids import new_id
from persistence.interviews import attempts, reports
from persistence.interviews.progress import EndedReport, progress
from persistence.tables import EvaluationReport, Interview

EMBEDDED = JudgeVersions(engine="rubric", model="visavis-rubric-1", prompt="none", rubric=1)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
NOT_ASKED = MeasuredScore(value=None, reason=Unmeasured.NOT_ASKED, criteria_measured=0, criteria_total=0)


def measured(value: float) -> MeasuredScore:
    return MeasuredScore(value=value, criteria_measured=2, criteria_total=2)


def report(
    overall: float,
    bands: dict[str, int],
    *,
    judge: JudgeVersions = EMBEDDED,
    culture: MeasuredScore = NOT_ASKED,
    reliable: bool = True,
    interview_id: str | None = None,
) -> Report:
    criteria = [
        CriterionJudgement(
            criterion=slug, name=slug.title(), area=ScoreArea.TECHNICAL, weight=1, band=band, rationale="Because."
        )
        for slug, band in bands.items()
    ]
    answer = ReportedAnswer(
        turn=1,
        question_id=new_id(),
        question="Why?",
        category=QuestionCategory.TECHNICAL,
        text="Because.",
        source=AnswerSource.TYPED,
        evaluation=AnswerEvaluation(criteria=criteria, score=overall, transcript_reliable=reliable, versions=judge),
        model_answer="Therefore.",
    )
    return Report(
        id=new_id(),
        interview_id=interview_id or new_id(),
        language=Language.EN,
        position="backend",
        overall=measured(overall),
        technical=measured(overall),
        communication=measured(overall),
        cultural_fit=culture,
        summary="",
        strengths=[],
        next_steps=[],
        answers=[answer],
        evaluator_model=judge.model,
        created_at=NOON,
    )


def ended(report: Report, days_ago: int) -> EndedReport:
    return EndedReport(report, NOON - timedelta(days=days_ago))


def test_scores_are_set_beside_the_latest_interview_that_measured_them():
    culture = measured(70)
    made = progress(
        report(80, {"depth": 4, "structure": 2}, culture=measured(60)),
        [ended(report(65, {"depth": 1}), 1), ended(report(40, {"depth": 2, "other": 4}, culture=culture), 2)],
    )
    assert [one.overall.value for one in made.earlier] == [40, 65]
    changes = {change.score: (change.before, change.now, change.since.day) for change in made.changes}
    assert changes[ReportScore.OVERALL] == (65, 80, 19)
    assert changes[ReportScore.CULTURAL_FIT] == (70, 60, 18)
    (depth,) = made.criteria
    assert (depth.criterion, depth.before, depth.now, depth.interviews) == ("depth", 1.5, 4, 2)


def test_different_criteria_of_one_slug_are_not_compared():
    now, earlier = report(80, {"judgement": 4}), report(40, {"judgement": 1})
    (answer,) = earlier.answers
    assert answer.evaluation
    renamed = [one.model_copy(update={"name": "Weighing risks"}) for one in answer.evaluation.criteria]
    other = answer.model_copy(update={"evaluation": answer.evaluation.model_copy(update={"criteria": renamed})})
    assert progress(now, [ended(earlier.model_copy(update={"answers": [other]}), 1)]).criteria == []
    assert progress(now, [ended(earlier, 1)]).criteria != []


def test_what_another_judge_prompt_or_rubric_scored_is_listed_and_not_compared():
    others = [
        EMBEDDED.model_copy(update=change)
        for change in ({"model": "solar"}, {"prompt": "2"}, {"rubric": 2}, {"engine": "openai"})
    ]
    made = progress(report(80, {"depth": 4}), [ended(report(40, {"depth": 1}, judge=judge), 1) for judge in others])
    assert [one.comparable for one in made.earlier] == [False] * 4
    assert made.changes == []
    assert made.criteria == []


def test_the_rubric_of_another_question_may_have_another_number():
    changed = EMBEDDED.model_copy(update={"rubric": 2})
    other = report(40, {"depth": 1}, judge=changed)
    other = other.model_copy(update={"answers": [other.answers[0].model_copy(update={"question": "How?"})]})
    assert progress(report(80, {"depth": 4}), [ended(other, 1)]).earlier[0].comparable
    same = [answer.model_copy(update={"bank_question": new_id()}) for answer in other.answers]
    reworded = report(80, {"depth": 4})
    reworded = reworded.model_copy(
        update={"answers": [reworded.answers[0].model_copy(update={"bank_question": same[0].bank_question})]}
    )
    made = progress(reworded, [ended(other.model_copy(update={"answers": same}), 1)])
    assert not made.earlier[0].comparable, "the same question of the bank, in other words and by another rubric"


def test_bands_of_unreliable_transcripts_are_no_measure_of_progress():
    made = progress(report(80, {"depth": 4}), [ended(report(40, {"depth": 1}, reliable=False), 1)])
    assert made.criteria == []


def test_an_earlier_interview_that_is_erased_vanishes_from_later_reports(database, interview_id):
    """And another language's, another candidate's and later ones never stood there."""
    with database.transaction() as session:
        newest = session.get_one(Interview, interview_id)
        newest.status, newest.end_time = InterviewStatus.COMPLETED, NOON
        _keep(session, newest, 80)
        stranger = session.get_one(Interview, interview_id).model_copy()
        past = [
            Interview(
                candidate_id=stranger.candidate_id,
                position="backend",
                mode=InterviewMode.PRACTICE,
                status=InterviewStatus.COMPLETED,
                language=language,
                question_count=1,
                end_time=NOON + timedelta(days=days),
            )
            for language, days in ((Language.KO, -2), (Language.KO, -1), (Language.EN, -1), (Language.KO, 1))
        ]
        session.add_all(past)
        session.flush()
        for index, interview in enumerate(past):
            _keep(session, interview, 10 * index)
        kept, erased = past[0].id, past[1].id
    with database.transaction() as session:
        read = reports.read(session, session.get_one(Interview, interview_id), names_key_points=True)
        assert read
        assert [one.interview_id for one in read.progress.earlier] == [kept, erased]
        session.delete(session.get_one(Interview, erased))
    with database.transaction() as session:
        read = reports.read(session, session.get_one(Interview, interview_id), names_key_points=True)
        assert read
        assert [one.interview_id for one in read.progress.earlier] == [kept]
        assert [(change.before, change.now) for change in read.progress.changes if change.score == "overall"] == [
            (0, 80)
        ]


def _keep(session, interview: Interview, overall: float) -> None:
    made = report(overall, {"depth": 2}, interview_id=interview.id)
    session.add(
        EvaluationReport(
            interview_id=interview.id,
            summary_text="",
            details_json=made.model_dump(mode="json"),
            evaluator_model="visavis-rubric-1",
        )
    )


def _retry_of(session, interview: Interview, days: int) -> Interview:
    retry = Interview(
        candidate_id=interview.candidate_id,
        position="backend",
        mode=InterviewMode.PRACTICE,
        status=InterviewStatus.COMPLETED,
        language=interview.language,
        question_count=1,
        end_time=NOON + timedelta(days=days),
        retry_of=interview.id,
        retry_number=1,
    )
    session.add(retry)
    session.flush()
    _keep(session, retry, 90)
    return retry


def test_a_question_that_was_tried_again_stands_beside_its_earlier_answer_and_in_no_trend(database, interview_id):
    with database.transaction() as session:
        first = session.get_one(Interview, interview_id)
        first.status, first.end_time = InterviewStatus.COMPLETED, NOON
        _keep(session, first, 80)
        retry = _retry_of(session, first, 1).id
    with database.transaction() as session:
        read = reports.read(session, session.get_one(Interview, retry), names_key_points=True)
        assert read
        assert read.earlier_attempt
        assert read.progress.earlier == []
        assert (read.earlier_attempt.interview_id, read.earlier_attempt.comparable) == (interview_id, True)
        first = session.get_one(Interview, interview_id)
        first.end_time = NOON + timedelta(days=2)
        session.flush()
        whole = reports.read(session, first, names_key_points=True)
        assert whole
        assert (whole.progress.earlier, whole.earlier_attempt) == ([], None)
        session.delete(first)
    with database.transaction() as session:
        alone = reports.read(session, session.get_one(Interview, retry), names_key_points=True)
        assert alone
        assert alone.earlier_attempt is None


def test_bands_of_two_attempts_are_told_apart_only_where_judging_again_does_not_reach_so_far():
    def attempt(
        band: int, repeats: list[int | None], *, judge: JudgeVersions = EMBEDDED, reliable: bool = True
    ) -> ReportedAnswer:
        (answer,) = report(50, {"depth": band}, judge=judge, reliable=reliable).answers
        assert answer.evaluation
        judged = [one.model_copy(update={"repeats": repeats}) for one in answer.evaluation.criteria]
        evaluation = answer.evaluation.model_copy(update={"criteria": judged})
        return answer.model_copy(update={"evaluation": evaluation})

    def beside(before: ReportedAnswer, now: ReportedAnswer) -> tuple[bool, bool | None]:
        made = attempts.beside(new_id(), NOON, before, now)
        (criterion,) = made.criteria
        return made.comparable, criterion.within_stability

    assert beside(attempt(1, [0, 1, 2]), attempt(2, [2, 2, 3])) == (True, True)
    assert beside(attempt(1, [0, 1, 1]), attempt(3, [2, 3, 3])) == (True, False)
    assert beside(attempt(1, []), attempt(3, [2, 3, 3])) == (True, None)
    assert beside(attempt(1, [None, 1]), attempt(3, [])) == (True, None)
    other = EMBEDDED.model_copy(update={"rubric": 2})
    assert beside(attempt(1, [], judge=other), attempt(3, [])) == (False, None)
    assert beside(attempt(1, [], reliable=False), attempt(3, [])) == (False, None)
