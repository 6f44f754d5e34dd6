"""The language models and the judge that settings name. Nothing is loaded before it is used, or warmed up."""

from datetime import timedelta

from engines.llm import Judge, TextGenerator
from engines.llm.gguf import GgufGenerator
from engines.llm.judge import LlmJudge
from engines.llm.metrics import MeasuredGenerator, Purpose
from engines.llm.prompts import judge_prompts
from engines.llm.rubric import RubricJudge
from engines.llm.settings import JudgeSettings
from engines.llm.template import TemplateGenerator
from engines.llm.variants import Variant, VariantJudge
from engines.settings import EngineSettings, LocalModelSettings, Server


def generator_from(settings: EngineSettings) -> TextGenerator:
    """A model elsewhere (LLM_URL) or here (LLM_GGUF), else the template engine. Raises `EngineNotInstalled`."""
    if settings.llm_server:
        assert settings.llm_model  # noqa: S101 — the settings refuse a server without it
        return _remote(settings.llm_server, settings.llm_model, "serve")
    if settings.llm_gguf:
        return _local(settings.llm_gguf, settings, "serve")
    return TemplateGenerator()


def judge_from(settings: JudgeSettings) -> Judge:
    """The embedded judge, a language model, or several by weight. Raises `EngineNotInstalled`."""
    if settings.judge_variants:
        return VariantJudge([(variant, _judge(settings, variant)) for variant in settings.judge_variants])
    return _judge(settings, None)


def _judge(settings: JudgeSettings, variant: Variant | None) -> Judge:
    generator: TextGenerator
    if server := settings.judge_server(variant):
        model = settings.judge_model_of(variant)
        assert model  # noqa: S101 — the settings refuse a server without it
        generator = _remote(server, model, "judge", timeout=settings.judge_timeout)
    elif file := settings.judge_file(variant):
        generator = _local(file, settings, "judge")
    else:
        return RubricJudge()
    return LlmJudge(
        generator,
        judge_prompts()[(variant and variant.prompt) or settings.judge_prompt],
        repeats=settings.judge_repeats,
        max_tokens=settings.judge_max_tokens,
    )


def _remote(server: Server, model: str, purpose: Purpose, timeout: timedelta | None = None) -> TextGenerator:
    # LangChain takes seconds to import.
    from engines.llm.openai import TIMEOUT, OpenAIGenerator  # noqa: PLC0415

    return MeasuredGenerator(OpenAIGenerator(server, model, timeout=timeout or TIMEOUT), purpose)


def _local(file: str, settings: LocalModelSettings, purpose: Purpose) -> TextGenerator:
    local = GgufGenerator(file, settings.models_dir, context=settings.llm_context, gpu_layers=settings.llm_gpu_layers)
    return MeasuredGenerator(local, purpose)
