"""The candidate's own answers."""

import pytest
from backend_core.questions.bank import load_bank
from contracts.base import Language
from contracts.questions import AskedQuestion, BankQuestion, QuestionCategory
from engines.llm import AnswerToJudge
from engines.llm.rubric import RubricJudge
from visavis.candidate.answers import answer_to, own_answers

POSITION = "backend"
PLANNED = {QuestionCategory.BEHAVIORAL, QuestionCategory.TECHNICAL, QuestionCategory.SITUATIONAL}
"""What an interview of three questions asks for."""

BACKEND = [
    question
    for question in load_bank()
    if question.category in PLANNED and (not question.positions or POSITION in question.positions)
]


def asked(question: BankQuestion, language: Language) -> AskedQuestion:
    return AskedQuestion(
        id="01936d5e-0000-7000-8000-000000000001",
        turn=1,
        total=3,
        text=question.content.in_language(language),
        category=question.category,
        language=language,
    )


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("question", BACKEND, ids=lambda question: question.slug)
def test_the_demo_has_an_answer_to_each_question_in_which_every_criterion_finds_something(
    question: BankQuestion, language: Language
) -> None:
    text = " ".join(answer_to(asked(question, language)))
    judged = RubricJudge().judge(AnswerToJudge(question.content.in_language(language), question.rubric, text, language))
    bands = {criterion.criterion: criterion.band for criterion in judged.criteria}
    assert all(bands.values()), bands


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("category", list(QuestionCategory))
def test_an_unknown_question_gets_the_answer_to_its_category(category: QuestionCategory, language: Language) -> None:
    question = AskedQuestion(
        id="01936d5e-0000-7000-8000-000000000001", turn=1, total=1, text="?", category=category, language=language
    )
    general = [answer for answer in own_answers() if answer.category is category and not answer.asked]
    assert [answer_to(question)] == [answer.in_language(language) for answer in general]
