import re
from importlib.resources import files

import pytest
from backend_core.questions.bank import BankError, load_bank, parse_bank
from backend_core.questions.rules import broken_in_words
from contracts.base import Language
from contracts.questions import BankQuestion, Difficulty, QuestionCategory
from engines.llm.star import missing_parts
from engines.llm.statements import read
from engines.text.folding import fold

ROLES = (
    "backend",
    "frontend",
    "mobile",
    "data",
    "ml",
    "devops",
    "security",
    "product",
    "design",
    "sales",
    "support",
)
QUESTIONS = 240
A_ROLE = 16
FOR_EVERY_ROLE = 16
LONGEST_PLAN = 6
BANK = load_bank()
EVERY_QUESTION = pytest.mark.parametrize("question", BANK, ids=lambda question: question.slug)


def test_the_bank_is_large_enough() -> None:
    assert len(BANK) >= QUESTIONS


@pytest.mark.parametrize("category", set(QuestionCategory) - {QuestionCategory.TECHNICAL})
def test_what_every_role_is_asked_comes_in_every_difficulty(category: QuestionCategory) -> None:
    general = [question for question in BANK if not question.positions and question.category is category]
    assert len(general) >= FOR_EVERY_ROLE
    assert {question.difficulty for question in general} == set(Difficulty)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_fills_the_longest_plan(role: str) -> None:
    suiting = [question for question in BANK if not question.positions or role in question.positions]
    own = [question for question in suiting if question.positions]
    assert len(suiting) >= LONGEST_PLAN
    assert len(own) >= A_ROLE
    assert {question.category for question in suiting} == set(QuestionCategory)
    assert {question.difficulty for question in own} == set(Difficulty)


def test_positions_are_roles_that_can_be_chosen() -> None:
    assert {role for question in BANK for role in question.positions} == set(ROLES)


def test_no_particle_hangs_on_a_project_whose_name_is_not_known_yet() -> None:
    """을 or 를, 이 or 가: which one depends on the name's last letter."""
    named = [question.project_content.ko for question in BANK if question.project_content]
    assert len(named) >= 3
    assert not [text for text in named if re.search(r"\{project\}'?(을|를|이|가|은|는|과|와|으로|로)\b", text)]


@EVERY_QUESTION
def test_every_question_keeps_the_rules_that_administrators_are_held_to(question: BankQuestion) -> None:
    assert not broken_in_words(question)


def test_a_wrong_entry_is_an_error_that_names_file_and_question() -> None:
    folder = files("backend_core.questions.bank")
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in ("shared-criteria.yaml", "backend.yaml")}
    broken = {**texts, "backend.yaml": texts["backend.yaml"].replace("difficulty: easy", "difficulty: trivial", 1)}
    with pytest.raises(BankError, match=r"backend\.yaml: backend-slow-query: [^\n]*\ndifficulty"):
        parse_bank(broken)
    unknown = {**texts, "backend.yaml": texts["backend.yaml"].replace("shared: structure", "shared: style", 1)}
    with pytest.raises(BankError, match=r"backend\.yaml: backend-slow-query: there is no 'style'"):
        parse_bank(unknown)
    twice = {**texts, "again.yaml": texts["backend.yaml"]}
    with pytest.raises(BankError, match=r"again\.yaml: backend-slow-query is in backend\.yaml already"):
        parse_bank(twice)
    with pytest.raises(BankError, match=r"x\.yaml: not YAML"):
        parse_bank({"x.yaml": "- a: ["})


@pytest.mark.parametrize("language", list(Language))
def test_no_model_answer_lacks_a_part_of_its_story(language: Language) -> None:
    lacking = {}
    for question in BANK:
        answer = fold(question.rubric.model_answer.in_language(language)).text
        sentences = read(answer, fold(question.content.in_language(language)).text)
        if parts := list(missing_parts(question.category, answer, sentences)):
            lacking[question.slug] = parts
    assert not lacking
