"""A language model of random weights judges: whatever it writes keeps to the form, and nothing it invents counts."""

from contextlib import closing
from pathlib import Path

import pytest
from contracts.base import Language, Unmeasured
from contracts.errors import EngineFailed
from contracts.evaluation import AnswerEvaluation, JudgementFlag
from contracts.questions import Rubric
from engines.llm import AnswerToJudge
from engines.llm.factory import judge_from
from engines.llm.gguf import GgufGenerator
from engines.llm.judge import LlmJudge
from engines.llm.metrics import MeasuredGenerator
from engines.llm.prompts import Prompt, judge_prompts
from engines.llm.settings import JudgeSettings
from judged_answer import QUESTION, SAID, both, criterion
from model_server import ModelServer
from prometheus_client import REGISTRY
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


@pytest.mark.parametrize("prompt", judge_prompts().values(), ids=lambda prompt: prompt.name)
def test_what_answers_have_in_common_is_read_once(model: Path, prompt: Prompt) -> None:
    """A token of this model is a byte, so that a length is what there is to read."""
    with closing(broken_off_judge(model, prompt)) as judge:
        first, same_question, other_question = (
            evaluated(judge, question) for question in (QUESTION, QUESTION, "Why do queries become slow?")
        )
    with closing(broken_off_judge(model, prompt, repeats=3)) as judge:
        three_times = evaluated(judge, QUESTION)

    of_one_answer = len(prompt.text[prompt.text.index("$mark") :]) + len(SAID) + 150  # and the marks
    instructions = len(prompt.text[: prompt.text.index("$question")].replace("$language", "English"))
    assert first > instructions + of_one_answer
    assert same_question < of_one_answer
    assert other_question < first - instructions
    assert three_times < first + 2 * of_one_answer


def broken_off_judge(model: Path, prompt: Prompt, repeats: int = 1) -> LlmJudge:
    """Reads all, and writes one token."""
    generator = GgufGenerator(str(model), model.parent, context=16384)
    return LlmJudge(MeasuredGenerator(generator, "judge"), prompt, repeats=repeats, max_tokens=1)


def evaluated(judge: LlmJudge, question: str) -> float:
    """Tokens that the model reads to judge `SAID`."""
    read = counted()
    with pytest.raises(EngineFailed):
        judge.judge(AnswerToJudge(question, RUBRIC, SAID, Language.EN))
    return counted() - read


def counted() -> float:
    of_it = {"engine": "llama.cpp", "model": "tiny", "purpose": "judge"}
    prompts = REGISTRY.get_sample_value("visavis_llm_tokens_total", {**of_it, "kind": "prompt"}) or 0
    return prompts - (REGISTRY.get_sample_value("visavis_llm_cached_tokens_total", of_it) or 0)


@pytest.mark.slow
def test_through_a_model_server(model: Path, tmp_path: Path) -> None:
    environment = {"LLM_GGUF": str(model), "LLM_CONTEXT": "16384"}
    with ModelServer(tmp_path / "log", environment) as server:
        where = {"judge_url": f"{server.url}/v1", "judge_model": "tiny", "judge_api_key": server.token}
        evaluation = judged(JudgeSettings.model_validate(where | ROOM))

    assert evaluation.versions.engine == "remote"
    check(evaluation)
