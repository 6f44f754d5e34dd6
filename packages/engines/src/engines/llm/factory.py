"""The language models and the judge that settings name. Nothing is loaded before it is used, or warmed up."""

from datetime import timedelta

import structlog

from engines.embedding.factory import embedder_from
from engines.embedding.hashing import HashingEmbedder
from engines.llm import Interviewer, Judge, TextGenerator
from engines.llm.bank import BankInterviewer
from engines.llm.gguf import GgufGenerator
from engines.llm.interviewer import ModelInterviewer
from engines.llm.judge import LlmJudge
from engines.llm.meaning import Meaning
from engines.llm.metrics import MeasuredGenerator, Purpose
from engines.llm.prompts import judge_prompts, plan_prompt, question_prompts
from engines.llm.rubric import RubricJudge
from engines.llm.settings import InterviewerSettings, JudgeSettings
from engines.llm.template import TemplateGenerator
from engines.llm.variants import QUESTIONS, Variant, VariantInterviewer, VariantJudge, chosen
from engines.llm.writer import LONGEST, QuestionWriter
from engines.settings import EngineSettings, LocalModelSettings, Server

log = structlog.get_logger(__name__)


def generator_from(settings: EngineSettings) -> TextGenerator:
    """A model elsewhere (LLM_URL) or here (LLM_GGUF), else the template engine. Raises `EngineNotInstalled`."""
    if settings.llm_server:
        assert settings.llm_model  # noqa: S101 — the settings refuse a server without it
        return _remote(settings.llm_server, settings.llm_model, "serve")
    if settings.llm_gguf:
        return _local(settings.llm_gguf, settings, "serve")
    return TemplateGenerator()


def interviewer_from(settings: InterviewerSettings) -> Interviewer:
    """The language model that LLM_URL names, several by weight, or the embedded interviewer: services hold no model of
    their own.
    """
    if settings.llm_variants:
        return VariantInterviewer([(variant, _interviewer(settings, variant)) for variant in settings.llm_variants])
    return _interviewer(settings, None)


def _interviewer(settings: InterviewerSettings, variant: Variant | None) -> Interviewer:
    # The interviewer's own patience ends first.
    generator = _asking(settings, variant, timeout=2 * settings.llm_timeout)
    if generator is None:
        if settings.llm_gguf:
            log.warning("LLM_GGUF asks nobody: start a model server with it, and set LLM_URL to its address")
        return BankInterviewer()
    return ModelInterviewer(
        generator, question_prompts()[(variant and variant.prompt) or "live"], timeout=settings.llm_timeout
    )


def writer_from(settings: InterviewerSettings, interview: str) -> QuestionWriter | None:
    """The language model that asks in `interview`, an id, to write for its plan; None where the bank alone asks."""
    variant = chosen(settings.llm_variants, QUESTIONS, interview) if settings.llm_variants else None
    generator = _asking(settings, variant, timeout=LONGEST)
    if generator is None:
        return None
    return QuestionWriter(generator, plan_prompt(), variant=variant.name if variant else None)


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
        return RubricJudge(_meaning(settings))
    return LlmJudge(
        generator,
        judge_prompts()[(variant and variant.prompt) or settings.judge_prompt],
        repeats=settings.judge_repeats,
        max_tokens=settings.judge_max_tokens,
    )


def _meaning(settings: JudgeSettings) -> Meaning | None:
    """Hashed n-grams, which are there without a model, and which the model server has as well, find no meaning."""
    if settings.embedding_model in (None, HashingEmbedder.name):
        return None
    return Meaning(embedder_from(settings), settings.judge_similarity)


def _asking(settings: InterviewerSettings, variant: Variant | None, *, timeout: timedelta) -> TextGenerator | None:
    server = settings.interviewer_server(variant)
    if server is None:
        return None
    model = settings.interviewer_model_of(variant)
    assert model  # noqa: S101 — the settings refuse a server without it
    return _remote(server, model, "questions", timeout=timeout, retries=0)  # a candidate waits for no retry


def _remote(
    server: Server, model: str, purpose: Purpose, timeout: timedelta | None = None, retries: int | None = None
) -> TextGenerator:
    # LangChain takes seconds to import.
    from engines.llm.openai import RETRIES, TIMEOUT, OpenAIGenerator  # noqa: PLC0415

    retries = RETRIES if retries is None else retries
    return MeasuredGenerator(OpenAIGenerator(server, model, timeout=timeout or TIMEOUT, retries=retries), purpose)


def _local(file: str, settings: LocalModelSettings, purpose: Purpose) -> TextGenerator:
    local = GgufGenerator(file, settings.models_dir, context=settings.llm_context, gpu_layers=settings.llm_gpu_layers)
    return MeasuredGenerator(local, purpose)
