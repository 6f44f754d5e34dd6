"""How far a report's score moves when its answers are judged again."""

from contracts.base import Unmeasured
from contracts.evaluation import AnswerEvaluation, CriterionJudgement, JudgeVersions, ReportedAnswer, Stability
from contracts.questions import QuestionCategory, ScoreArea
from engines.llm.scoring import score
from persistence.ids import new_id


def judgement(band: int | None, repeats: list[int | None], area: ScoreArea = ScoreArea.TECHNICAL) -> CriterionJudgement:
    return CriterionJudgement(
        criterion="any",
        name="Any",
        area=area,
        weight=0.5,
        band=band,
        reason=Unmeasured.MODEL_FAILED if band is None else None,
        rationale="So it is.",
        repeats=repeats,
    )


def answer(*criteria: CriterionJudgement) -> ReportedAnswer:
    return ReportedAnswer(
        turn=1,
        question_id=new_id(),
        question="Why?",
        category=QuestionCategory.TECHNICAL,
        text="Because.",
        source=None,
        evaluation=AnswerEvaluation(
            criteria=list(criteria),
            score=50,
            transcript_reliable=True,
            versions=JudgeVersions(engine="remote", model="any", prompt="any", rubric=1),
        ),
        model_answer="Because.",
    )


def test_each_repeated_judgement_of_the_interview_counts_alone():
    answers = [answer(judgement(2, [1, 2, 3])), answer(judgement(2, [2, 2, 4], ScoreArea.COMMUNICATION))]

    assert score(answers).stability == Stability(low=37.5, high=87.5, n=3)
    assert score(answers, ScoreArea.TECHNICAL).stability == Stability(low=25, high=75, n=3)


def test_what_was_judged_once_or_not_at_all_has_no_stability():
    once = answer(judgement(2, [1, 2, 3])), answer(judgement(2, []))

    assert score(list(once)).stability is None
    assert score([answer(judgement(None, [None, None, 3]))]).stability is None
    assert score([answer(judgement(2, [2, None, 3]))]).stability == Stability(low=50, high=75, n=2)
