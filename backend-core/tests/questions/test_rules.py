"""What an administrator's question may not be, said at the field that is wrong, in both languages."""

from typing import Any

import pytest
from backend_core.questions.bank import load_bank
from backend_core.questions.rules import broken_rules
from contracts.base import Language
from contracts.questions import BankQuestion

QUESTION = next(question for question in load_bank() if question.slug == "backend-slow-query")
TALK = [{**criterion.model_dump(), "area": "communication"} for criterion in QUESTION.rubric.criteria]
TOLD = next(question for question in load_bank() if question.project_content)


def changed(question: BankQuestion, path: str, value: Any) -> BankQuestion:
    """`question` with `value` at `path`."""
    content = question.model_dump(mode="json")
    *way, last = path.split(".")
    place: Any = content
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    place[int(last) if isinstance(place, list) else last] = value
    return BankQuestion.model_validate(content)


def test_a_question_that_keeps_the_rules_breaks_none() -> None:
    assert broken_rules(QUESTION) == []


@pytest.mark.parametrize(
    ("question", "path", "value", "field", "kind"),
    [
        (QUESTION, "content.ko", "How do you find it?", "content.ko", "not_korean"),
        (QUESTION, "content.en", "어떻게 찾나요?", "content.en", "not_english"),
        (QUESTION, "rubric.criteria.0.bands.3.en", " ", "rubric.criteria.0.bands.3.en", "not_english"),
        (TOLD, "project_content.ko", "{project}를 맡은 까닭은요?", "project_content.ko", "particle"),
        (QUESTION, "rubric.criteria", TALK, "rubric.criteria", "areas"),
        (QUESTION, "rubric.criteria", [{**TALK[0], "weight": 1}], "rubric.criteria", "criteria_count"),
        (
            QUESTION,
            "rubric.criteria.0.key_points.0.en.0",
            "!?",
            "rubric.criteria.0.key_points.0.en.0",
            "no_words",
        ),
        (
            QUESTION,
            "rubric.criteria.0.key_points.1.ko.1",
            "데이터베이스",
            "rubric.criteria.0.key_points.1.ko.1",
            "given_away",
        ),
        (
            QUESTION,
            "rubric.criteria.0.key_points.1.follow_up",
            None,
            "rubric.criteria.0.key_points.1.follow_up",
            "follow_up_missing",
        ),
        (
            QUESTION,
            "rubric.criteria.0.key_points.1.follow_up.en",
            "Have you read the query plan?",
            "rubric.criteria.0.key_points.1.follow_up.en",
            "follow_up_gives_away",
        ),
        (QUESTION, "rubric.model_answer.en", "I would look.", "rubric.model_answer.en", "unjudged"),
    ],
)
def test_what_breaks_a_rule_is_named_where_it_stands(
    question: BankQuestion, path: str, value: Any, field: str, kind: str
) -> None:
    (broken,) = broken_rules(changed(question, path, value))
    assert (broken.field, broken.problem.kind) == (field, kind)
    said = {language: broken.problem.in_language(language) for language in Language}
    assert kind not in said.values(), "there is a message for it"
    assert said[Language.KO] != said[Language.EN]


def test_a_model_answer_must_earn_what_it_is_the_model_of() -> None:
    answer = "I would ask the team what they think about it. Then I would wait for their answer, and thank them."
    broken = {one.field: one.problem.kind for one in broken_rules(changed(QUESTION, "rubric.model_answer.en", answer))}
    assert broken["rubric.criteria.0.key_points"] == "low_en"
