"""How far a report's score moves when its answers are judged again."""

from contracts.base import Unmeasured
from contracts.evaluation import AnswerEvaluation, CriterionJudgement, JudgeVersions, ReportedAnswer, Stability
from contracts.questions import QuestionCategory, ScoreArea
from engines.llm.scoring import competencies, score
from persistence.ids import new_id


def judgement(
    band: int | None, repeats: list[int | None], area: ScoreArea = ScoreArea.TECHNICAL, criterion: str = "any"
) -> CriterionJudgement:
    return CriterionJudgement(
        criterion=criterion,
        name=criterion.title(),
        area=area,
        weight=0.5,
        band=band,
        reason=Unmeasured.MODEL_FAILED if band is None else None,
        rationale="So it is.",
        repeats=repeats,
    )


def answer(
    *criteria: CriterionJudgement, category: QuestionCategory = QuestionCategory.TECHNICAL, reliable: bool = True
) -> ReportedAnswer:
    return ReportedAnswer(
        turn=1,
        question_id=new_id(),
        question="Why?",
        category=category,
        text="Because.",
        source=None,
        evaluation=AnswerEvaluation(
            criteria=list(criteria),
            score=50,
            transcript_reliable=reliable,
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


def test_competencies_are_the_matter_of_each_category_and_what_answers_share():
    technical = answer(judgement(3, []), judgement(1, [], ScoreArea.COMMUNICATION, "structure"))
    fit = answer(
        judgement(2, [1, 3], ScoreArea.CULTURAL_FIT),
        judgement(3, [], ScoreArea.COMMUNICATION, "structure"),
        category=QuestionCategory.BEHAVIORAL,
    )

    technical_matter, behavioral_matter, structure = competencies([technical, fit])

    assert (technical_matter.category, technical_matter.score.value) == (QuestionCategory.TECHNICAL, 75)
    # Of the same slug as the technical one, and another criterion all the same.
    assert (behavioral_matter.category, behavioral_matter.score.value) == (QuestionCategory.BEHAVIORAL, 50)
    assert behavioral_matter.score.stability == Stability(low=25, high=75, n=2)
    assert (structure.criterion, structure.name, structure.score.value) == ("structure", "Structure", 50)
    assert structure.score.criteria_measured == 2


def test_a_competency_that_was_not_measured_is_null_with_its_reason():
    unheard = answer(judgement(4, []), judgement(4, [], ScoreArea.COMMUNICATION, "structure"), reliable=False)
    failed = answer(judgement(None, []), category=QuestionCategory.SITUATIONAL)
    not_asked = answer(category=QuestionCategory.CULTURAL_FIT).model_copy(
        update={"evaluation": None, "reason": Unmeasured.NOT_ASKED}
    )

    scores = [competency.score for competency in competencies([unheard, failed, not_asked])]

    assert [score.value for score in scores] == [None] * 4
    assert [score.reason for score in scores] == [
        Unmeasured.TRANSCRIPT_UNRELIABLE,
        Unmeasured.MODEL_FAILED,
        Unmeasured.NOT_ASKED,
        Unmeasured.TRANSCRIPT_UNRELIABLE,
    ]
    assert [(score.criteria_measured, score.criteria_total) for score in scores] == [(0, 1), (0, 1), (0, 0), (0, 1)]


def test_without_answers_there_are_no_competencies():
    assert competencies([]) == []
