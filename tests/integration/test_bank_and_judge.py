"""The question bank under the embedded judge: rubrics find what their own model answers say, and nothing else."""

from itertools import product

import pytest
from backend_core.questions.bank import load_bank
from contracts.base import Language
from contracts.evaluation import AnswerEvaluation
from contracts.questions import BankQuestion, ScoreArea
from engines.llm import AnswerToJudge
from engines.llm.rubric import RubricJudge

OFF_TOPIC = {
    Language.KO: (
        "주말에는 강가에 나가 자전거를 탑니다. 날씨가 맑으면 다리를 세 개 지나 국숫집까지 갔다가 "
        "해가 질 무렵 돌아옵니다. 봄에는 벚꽃이 피어서 사람이 많고, 겨울에는 바람이 차서 두꺼운 장갑을 낍니다. "
        "고양이는 창가에서 저를 기다립니다."
    ),
    Language.EN: (
        "On Saturdays I ride my bicycle along the river. If the sky is clear I cross three bridges to a noodle shop "
        "and come home around sunset. In spring the cherry trees bloom and it is crowded, and in winter I wear thick "
        "gloves. My cat waits at the window."
    ),
}
CASES = [pytest.param(q, language, id=f"{q.slug}-{language}") for q, language in product(load_bank(), Language)]
# By scope, all tests of a question follow each other, and find its expressions compiled.
every_question = pytest.mark.parametrize(("question", "language"), CASES, scope="module")


def judge(question: BankQuestion, language: Language, text: str) -> AnswerEvaluation:
    asked = question.content.in_language(language)
    return RubricJudge().judge(AnswerToJudge(asked, question.rubric, text, language))


@every_question
def test_the_model_answer_earns_high_bands_with_exact_quotes(question: BankQuestion, language: Language) -> None:
    text = question.rubric.model_answer.in_language(language)
    evaluation = judge(question, language, text)
    for criterion in evaluation.criteria:
        assert criterion.band is not None
        assert criterion.band >= 3, criterion.rationale
        assert criterion.evidence
        assert all(span.is_in(text) for span in criterion.evidence)


@every_question
def test_off_topic_talk_earns_nothing_for_content(question: BankQuestion, language: Language) -> None:
    evaluation = judge(question, language, OFF_TOPIC[language])
    content = [criterion for criterion in evaluation.criteria if criterion.area is not ScoreArea.COMMUNICATION]
    assert [criterion.band for criterion in content] == [0] * len(content), [c.rationale for c in content]
    assert evaluation.score is not None
    assert evaluation.score <= 25


@every_question
def test_repeating_the_question_earns_nothing(question: BankQuestion, language: Language) -> None:
    evaluation = judge(question, language, question.content.in_language(language))
    assert not any(c.band for c in evaluation.criteria if c.area is not ScoreArea.COMMUNICATION)


@every_question
def test_listing_every_expression_of_the_rubric_earns_nothing(question: BankQuestion, language: Language) -> None:
    points = [point for criterion in question.rubric.criteria for point in criterion.key_points]
    stuffing = ", ".join(expression for point in points for expression in point.expressions(language))
    evaluation = judge(question, language, f"{OFF_TOPIC[language]} {stuffing}")
    assert [c.band for c in evaluation.criteria] == [
        c.band for c in judge(question, language, OFF_TOPIC[language]).criteria
    ]


@pytest.mark.parametrize("language", Language)
def test_another_questions_model_answer_scores_clearly_lower(language: Language) -> None:
    """On average: single pairs may be about much the same."""
    bank = load_bank()[::4]
    answers = [question.rubric.model_answer.in_language(language) for question in bank]
    own = [judge(question, language, answer).score or 0 for question, answer in zip(bank, answers, strict=True)]
    foreign = [
        judge(question, language, answers[(number + distance) % len(bank)]).score or 0
        for distance in (5, 11, 17)
        for number, question in enumerate(bank)
    ]
    assert sum(own) / len(own) > 2 * sum(foreign) / len(foreign)
