"""Which judge settings choose, and of several which an interview gets."""

from collections import Counter

import pytest
from contracts.base import Language
from contracts.trace import Decision
from engines.llm import AnswerToJudge, NextQuestion
from engines.llm.factory import interviewer_from, judge_from
from engines.llm.judge import LlmJudge
from engines.llm.rubric import RubricJudge
from engines.llm.settings import InterviewerSettings, JudgeSettings
from engines.llm.variants import Variant, VariantJudge, chosen
from engines.settings import Server
from judged_answer import QUESTION, RUBRIC, SAID
from persistence.ids import new_id
from pydantic import ValidationError


def settings(monkeypatch: pytest.MonkeyPatch, **environment: str) -> JudgeSettings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return JudgeSettings()


def test_without_a_model_the_embedded_judge_judges(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen_settings = settings(monkeypatch)
    assert isinstance(judge_from(chosen_settings), RubricJudge)
    assert chosen_settings.judge_names == ["rubric"]


def test_two_settings_switch_a_server_on(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen_settings = settings(monkeypatch, JUDGE_URL="http://a/v1/", JUDGE_MODEL="solar", JUDGE_API_KEY="key")
    assert chosen_settings.judge_server() == Server("http://a/v1", "key")
    assert chosen_settings.judge_names == ["remote/solar"]
    judge = judge_from(chosen_settings)
    assert isinstance(judge, LlmJudge)
    judge.close()


def test_the_questions_model_judges_unless_another_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    questions = settings(monkeypatch, LLM_URL="http://a/v1", LLM_MODEL="llama")
    assert questions.judge_names == ["remote/llama"]
    assert settings(monkeypatch, JUDGE_MODEL="solar").judge_names == ["remote/solar"]
    elsewhere = settings(monkeypatch, JUDGE_URL="http://b/v1")
    assert (elsewhere.judge_server(), elsewhere.llm_server) == (Server("http://b/v1"), Server("http://a/v1"))


def test_a_file_judges_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings(monkeypatch, LLM_GGUF="llama-3.1-8b").judge_names == ["llama.cpp/llama-3.1-8b"]
    assert settings(monkeypatch, JUDGE_GGUF="/models/solar.gguf").judge_names == ["llama.cpp/solar"]


def test_the_embedded_judge_can_be_kept_beside_a_language_model(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = settings(monkeypatch, LLM_URL="http://a/v1", LLM_MODEL="llama", JUDGE_ENGINE="rubric")
    assert kept.judge_names == ["rubric"]
    assert isinstance(judge_from(kept), RubricJudge)


def test_variants_change_what_they_name(monkeypatch: pytest.MonkeyPatch) -> None:
    variants = (
        '[{"name": "a", "weight": 3}, {"name": "b", "prompt": "checklist"}, {"name": "c", "model": "exaone"},'
        ' {"name": "d", "url": "http://c/v1"}, {"name": "e", "engine": "rubric", "weight": 0}]'
    )
    several = settings(monkeypatch, JUDGE_URL="http://a/v1", JUDGE_MODEL="solar", JUDGE_VARIANTS=variants)
    assert several.judge_names == ["remote/solar", "remote/exaone", "rubric"]
    assert several.judge_server(several.judge_variants[3]) == Server("http://c/v1")
    judge = judge_from(several)
    assert isinstance(judge, VariantJudge)
    judge.close()


@pytest.mark.parametrize(
    ("environment", "problem"),
    [
        ({"JUDGE_URL": "http://a/v1"}, "needs JUDGE_MODEL"),
        ({"JUDGE_GGUF": "a.gguf", "JUDGE_URL": "http://a/v1"}, "JUDGE_GGUF judges with a model here"),
        ({"JUDGE_ENGINE": "rubric", "JUDGE_GGUF": "a.gguf"}, "JUDGE_ENGINE=rubric has no use"),
        ({"JUDGE_PROMPT": "kind"}, "JUDGE_PROMPT=kind is unknown; known: analytic, checklist"),
        ({"JUDGE_GGUF": "a", "JUDGE_VARIANTS": '[{"name": "a", "prompt": "kind"}]'}, "the unknown prompt kind"),
        ({"JUDGE_GGUF": "a", "JUDGE_VARIANTS": '[{"name": "a", "weight": 0}]'}, "weights of JUDGE_VARIANTS sum to 0"),
        ({"JUDGE_GGUF": "a", "JUDGE_VARIANTS": '[{"name": "a"}, {"name": "a"}]'}, "names a variant twice"),
        ({"JUDGE_VARIANTS": '[{"name": "a"}]'}, "JUDGE_VARIANTS: a has no model"),
        ({"JUDGE_VARIANTS": '[{"name": "a", "gguf": "x", "model": "y"}]'}, "name one"),
        ({"JUDGE_REPEATS": "0"}, "judge_repeats|JUDGE_REPEATS"),
    ],
)
def test_contradictions_are_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], problem: str
) -> None:
    with pytest.raises(ValidationError, match=problem):
        settings(monkeypatch, **environment)


def test_variants_are_shared_out_by_weight_and_an_interview_keeps_its_own() -> None:
    variants = [Variant(name="a", weight=3), Variant(name="b", weight=1), Variant(name="never", weight=0)]
    interviews = [f"interview-{number}" for number in range(4000)]
    shares = Counter(chosen(variants, "judge", interview).name for interview in interviews)

    assert shares["a"] + shares["b"] == 4000
    assert 2850 < shares["a"] < 3150
    assert all(chosen(variants, "judge", i) == chosen(variants, "judge", i) for i in interviews)
    # Which judge an interview has says nothing of which questions it had.
    both = sum(chosen(variants, "judge", i).name == chosen(variants, "questions", i).name == "b" for i in interviews)
    assert 180 < both < 320


@pytest.mark.parametrize(
    ("environment", "problem"),
    [
        ({"LLM_VARIANTS": '[{"name": "a"}]'}, "LLM_VARIANTS: a has no model"),
        ({"LLM_VARIANTS": '[{"name": "a", "gguf": "x"}]'}, "LLM_VARIANTS: a is to be served"),
        ({"LLM_VARIANTS": '[{"name": "a", "prompt": "kind"}]'}, "the unknown prompt kind"),
        ({"LLM_VARIANTS": '[{"name": "a", "weight": 0}]'}, "weights of LLM_VARIANTS sum to 0"),
    ],
)
def test_so_are_those_of_interviewers(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], problem: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=problem):
        InterviewerSettings()


async def test_a_variant_signs_what_it_asks() -> None:
    settings = InterviewerSettings.model_validate(
        {
            "llm_url": "http://127.0.0.1:9/v1",
            "llm_model": "llama",
            "llm_variants": [{"name": "a"}, {"name": "b", "model": "solar"}],
        }
    )
    asks = interviewer_from(settings)
    assert asks.name == "remote/llama, remote/solar"
    signed = set()
    for _ in range(20):
        request = NextQuestion(Language.EN, "backend", "What did you build?", [], interview=new_id())
        *pieces, decision = [piece async for piece in asks.ask(request)]
        assert "".join(map(str, pieces)) == "What did you build?"
        assert isinstance(decision, Decision)
        signed.add(decision.variant)
    assert signed == {"a", "b"}
    await asks.close()


def test_a_variant_signs_its_judgements() -> None:
    judge = VariantJudge([(Variant(name="a"), RubricJudge()), (Variant(name="b"), RubricJudge())])
    evaluations = [
        judge.judge(AnswerToJudge(QUESTION, RUBRIC, SAID, Language.EN, interview=new_id())) for _ in range(20)
    ]

    assert {evaluation.versions.variant for evaluation in evaluations} == {"a", "b"}
