"""Strengths and next steps: one a criterion, each with the words that carry it; never a word about hiring."""

import pytest
from ai_worker.evaluation import remarks
from contracts.base import AnswerSource, InterviewMode, Language
from contracts.evaluation import ReportedAnswer
from contracts.questions import Criterion, KeyPoint, Localised, QuestionCategory, Rubric, ScoreArea
from engines.llm import AnswerToJudge
from engines.llm.rubric import RubricJudge
from persistence.ids import new_id
from persistence.interviews.answers import AnsweredQuestion

PRACTICE, SCREENING = InterviewMode.PRACTICE, InterviewMode.SCREENING
BANDS = [Localised(ko=f"{band}단계", en=f"band {band}") for band in range(5)]


def criterion(slug: str, weight: float, area: ScoreArea, points: list[KeyPoint]) -> Criterion:
    name = {"speed": Localised(ko="속도 개선", en="Speed"), "structure": Localised(ko="구조", en="Structure")}[slug]
    return Criterion(slug=slug, name=name, area=area, weight=weight, bands=BANDS, key_points=points)


RUBRIC = Rubric(
    criteria=[
        criterion(
            "speed",
            0.7,
            ScoreArea.TECHNICAL,
            [
                KeyPoint(name=Localised(ko="측정", en="measuring"), ko=["측정하다"], en=["measure"]),
                KeyPoint(name=Localised(ko="인덱스", en="an index"), ko=["인덱스"], en=["index"]),
                KeyPoint(name=Localised(ko="캐시 무효화", en="cache expiry"), ko=["무효화", "만료"], en=["expire"]),
            ],
        ),
        criterion(
            "structure",
            0.3,
            ScoreArea.COMMUNICATION,
            [
                KeyPoint(name=Localised(ko="출발점을 밝힘", en="says where it starts"), ko=["먼저"], en=["first"]),
                KeyPoint(name=Localised(ko="맺음말", en="closes"), ko=["그 결과"], en=["in the end"]),
            ],
        ),
    ],
    model_answer=Localised(
        ko="먼저 느린 쿼리를 측정합니다. 그다음 인덱스를 추가합니다. 캐시는 만료 시간을 정합니다. 그 결과 빨라집니다.",
        en="First I measure the queries. Then I add an index. I let the cache expire in time. In the end it is fast.",
    ),
)
FULL = {
    Language.EN: (
        "First I measured the slow queries of our dashboard for two weeks. I measured again and added an index on the "
        "tenant column. I let the cache expire after thirty seconds. In the end the page loaded in 300 milliseconds."
    ),
    Language.KO: (
        "먼저 대시보드의 느린 쿼리를 두 주에 걸쳐 측정했습니다. 다시 측정하고 테넌트 컬럼에 인덱스를 추가했습니다. "
        "캐시는 30초 뒤에 만료되게 했습니다. 그 결과 화면이 0.3초 만에 열렸습니다."
    ),
}
THIN = {
    Language.EN: "I measured the slow queries on the staging machine and wrote the findings down for my colleagues.",
    Language.KO: "스테이징 서버에서 느린 쿼리를 측정했고 알게 된 내용을 동료들이 볼 수 있게 문서로 정리했습니다.",
}


def question(turn: int, text: str, language: Language) -> AnsweredQuestion:
    asked = {Language.EN: "What did you improve?", Language.KO: "무엇을 개선했나요?"}[language]
    evaluation = RubricJudge().judge(AnswerToJudge(asked, RUBRIC, text, language))
    answer = ReportedAnswer(
        turn=turn,
        question_id=new_id(),
        question=asked,
        category=QuestionCategory.TECHNICAL,
        text=text,
        source=AnswerSource.TYPED,
        evaluation=evaluation,
        model_answer=RUBRIC.model_answer.in_language(language),
    )
    return AnsweredQuestion(answer, RUBRIC)


@pytest.mark.parametrize(
    ("language", "points"),
    [(Language.EN, "measuring, an index"), (Language.KO, "측정, 인덱스")],
)
def test_a_strength_of_several_answers_is_said_once_with_the_sentence_that_states_most(language, points):
    questions = [question(1, FULL[language], language), question(2, FULL[language], language)]
    found = {strength.criterion: strength for strength in remarks.strengths(questions, language)}
    assert set(found) == {"speed", "structure"}
    speed = found["speed"]
    assert (speed.turn, speed.turns) == (1, [1, 2])
    assert points in speed.text
    assert speed.quote == FULL[language].split(". ")[1] + "."


@pytest.mark.parametrize(
    ("language", "missing", "example"),
    [
        (Language.EN, "an index, cache expiry", "Then I add an index."),
        (Language.KO, "인덱스, 캐시 무효화", "그다음 인덱스를 추가합니다."),
    ],
)
def test_next_steps_name_what_is_missing_with_the_model_answers_sentence_for_it(language, missing, example):
    steps = remarks.next_steps([question(1, THIN[language], language)], language, PRACTICE)
    assert [step.criterion for step in steps] == ["speed", "structure"]  # the greater gain first
    assert missing in steps[0].text
    assert steps[0].example == example
    assert steps[0].quote == THIN[language]
    assert steps[1].quote is None


@pytest.mark.parametrize("language", list(Language))
def test_a_shared_weakness_is_one_step_and_what_is_full_is_none(language):
    questions = [
        question(1, FULL[language], language),
        question(2, THIN[language], language),
        question(3, THIN[language], language),
    ]
    steps = remarks.next_steps(questions, language, PRACTICE)
    assert [(step.criterion, step.turn, step.turns) for step in steps] == [
        ("speed", 2, [2, 3]),
        ("structure", 2, [2, 3]),
    ]


@pytest.mark.parametrize("language", list(Language))
def test_an_example_comes_also_where_the_judge_names_no_point_of_the_rubric(language):
    asked = question(1, THIN[language], language)
    evaluation = asked.answer.evaluation
    assert evaluation
    vague = [criterion.model_copy(update={"missing": []}) for criterion in evaluation.criteria]
    answer = asked.answer.model_copy(update={"evaluation": evaluation.model_copy(update={"criteria": vague})})
    step = remarks.next_steps([AnsweredQuestion(answer, RUBRIC)], language, PRACTICE)[0]
    assert step.example in RUBRIC.model_answer.in_language(language)
    assert step.example not in THIN[language]


@pytest.mark.parametrize(
    ("language", "missing"), [(Language.EN, "an index, cache expiry"), (Language.KO, "인덱스, 캐시 무효화")]
)
def test_in_screening_it_is_said_what_was_not_found_and_nobody_is_coached(language, missing):
    found, coached = (
        remarks.next_steps([question(1, THIN[language], language)], language, mode) for mode in (SCREENING, PRACTICE)
    )
    assert missing in found[0].text
    assert [step.criterion for step in found] == [step.criterion for step in coached]
    assert not {step.text for step in found} & {step.text for step in coached}
    assert all(step.example is None for step in found)


def test_no_text_of_a_report_speaks_of_hiring():
    said = " ".join(text.lower() for texts in remarks.TEXTS.values() for text in texts.values())
    assert not [
        word for word in ("hire", "hiring", "reject", "offer", "합격", "채용", "탈락", "불합격") if word in said
    ]
