"""A language model of random weights judges: whatever it writes keeps to the form, and nothing it invents counts."""

from pathlib import Path

import pytest
from contracts.base import Language, Unmeasured
from contracts.evaluation import AnswerEvaluation, JudgementFlag
from contracts.questions import Rubric
from engines.llm import AnswerToJudge
from engines.llm.factory import judge_from
from engines.llm.settings import JudgeSettings
from judged_answer import QUESTION, SAID, both, criterion
from model_server import ModelServer
from tiny_models import tiny_gguf

pytest.importorskip("llama_cpp", reason="local models are not installed; `make models-environment` installs them")

RUBRIC = Rubric(criteria=[criterion("indexing", 1.0, "index")], model_answer=both("Measure first."))
CONTEXT = {"llm_context": 16384}
ROOM = {"judge_max_tokens": 10_000}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_gguf(tmp_path_factory.mktemp("gguf") / "tiny.gguf")


def judged(settings: JudgeSettings) -> AnswerEvaluation:
    judge = judge_from(settings)
    try:
        judge.warm_up()
        return judge.judge(AnswerToJudge(QUESTION, RUBRIC, SAID, Language.EN))
    finally:
        judge.close()


def check(evaluation: AnswerEvaluation) -> None:
    """Its JSON was read, and as nobody said what random weights quote, nothing of it counts."""
    (indexing,) = evaluation.criteria
    if indexing.band is None:
        assert indexing.flag in {*JudgementFlag, None}
        assert (indexing.reason is Unmeasured.MODEL_FAILED) == (indexing.flag is not None)
    assert all(span.is_in(SAID) for span in indexing.evidence)
    assert evaluation.tokens is not None
    assert evaluation.tokens.completion > 10
    assert evaluation.versions.model == "tiny"


def test_in_this_process(model: Path) -> None:
    settings = JudgeSettings.model_validate({"judge_gguf": str(model)} | CONTEXT | ROOM)
    evaluation = judged(settings)

    assert evaluation.versions.engine == "llama.cpp"
    check(evaluation)


@pytest.mark.slow
def test_through_a_model_server(model: Path, tmp_path: Path) -> None:
    environment = {"LLM_GGUF": str(model), "LLM_CONTEXT": "16384"}
    with ModelServer(tmp_path / "log", environment) as server:
        where = {"judge_url": f"{server.url}/v1", "judge_model": "tiny", "judge_api_key": server.token}
        evaluation = judged(JudgeSettings.model_validate(where | ROOM))

    assert evaluation.versions.engine == "remote"
    check(evaluation)
