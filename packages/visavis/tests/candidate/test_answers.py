"""The candidate's own answers."""

import pytest
from backend_core.questions.bank import load_bank
from contracts.base import Language
from contracts.questions import AskedQuestion, BankQuestion, QuestionCategory
from engines.llm import AnswerToJudge
from engines.llm.rubric import RubricJudge
from engines.text.expressions import find
from engines.text.folding import Span, fold
from visavis.candidate.answers import MODEL_SENTENCES, POINT_SENTENCES, answer_to, own_answers

BANK = load_bank()
SOME = BANK[5::16]


def asked(question: BankQuestion, language: Language) -> AskedQuestion:
    return AskedQuestion(
        id="01936d5e-0000-7000-8000-000000000001",
        turn=1,
        number=1,
        total=3,
        text=question.content.in_language(language),
        category=question.category,
        language=language,
    )


def is_its_own(answer: list[str], language: Language) -> bool:
    return answer in [own.in_language(language) for own in own_answers()]


@pytest.mark.parametrize("language", list(Language))
def test_every_criterion_finds_something_in_an_answer_of_its_own(language: Language) -> None:
    judged = 0
    for question in BANK:
        sentences = answer_to(asked(question, language))
        if is_its_own(sentences, language):
            content, text = question.content.in_language(language), " ".join(sentences)
            evaluation = RubricJudge().judge(AnswerToJudge(content, question.rubric, text, language))
            bands = {criterion.criterion: criterion.band for criterion in evaluation.criteria}
            assert all(bands.values()), (question.slug, bands)
            judged += 1
    assert judged >= sum(1 for own in own_answers() if own.asked)


@pytest.mark.parametrize("language", list(Language))
def test_to_other_questions_of_the_bank_it_says_the_beginning_of_the_model_answer(language: Language) -> None:
    for question in BANK:
        sentences = answer_to(asked(question, language))
        if not is_its_own(sentences, language):
            assert 3 <= len(sentences) <= MODEL_SENTENCES, question.slug
            assert question.rubric.model_answer.in_language(language).startswith(" ".join(sentences)), question.slug


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("category", list(QuestionCategory))
def test_an_unknown_question_gets_the_answer_to_its_category(category: QuestionCategory, language: Language) -> None:
    question = AskedQuestion(
        id="01936d5e-0000-7000-8000-000000000001",
        turn=1,
        number=1,
        total=1,
        text="?",
        category=category,
        language=language,
    )
    general, *to_follow_ups = [
        answer.in_language(language) for answer in own_answers() if answer.category is category and not answer.asked
    ]
    assert answer_to(question) == general
    follow_ups = [question.model_copy(update={"follow_up": True, "turn": turn}) for turn in (2, 3)]
    assert sorted(map(answer_to, follow_ups)) == sorted(to_follow_ups), "one after the other"


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("question", SOME, ids=[question.slug for question in SOME])
def test_asked_for_a_key_point_by_the_bank_it_says_it_in_the_model_answers_words(
    question: BankQuestion, language: Language
) -> None:
    for criterion in question.rubric.criteria:
        for point in (point for point in criterion.key_points if point.follow_up):
            text = point.follow_up.in_language(language) if point.follow_up else ""
            follow_up = asked(question, language).model_copy(update={"text": text, "follow_up": True})
            answer = answer_to(follow_up)
            assert " ".join(answer) in question.rubric.model_answer.in_language(language)
            folded = fold(" ".join(answer)).text
            everywhere = Span(0, len(folded))
            named = [said for said in (*point.ko, *point.en) if list(find(said, folded, everywhere))]
            assert len(answer) == POINT_SENTENCES, point.name.en
            assert named, point.name.en
