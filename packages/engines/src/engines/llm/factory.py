"""The language model that settings name."""

from engines.llm import TextGenerator
from engines.llm.gguf import GgufGenerator
from engines.llm.template import TemplateGenerator
from engines.settings import EngineSettings


def generator_from(settings: EngineSettings) -> TextGenerator:
    """A model elsewhere (LLM_URL) or here (LLM_GGUF), else the template engine.

    Nothing is loaded before `warm_up` or `generate`. Raises `EngineNotInstalled`.
    """
    if settings.llm_server:
        # LangChain takes seconds to import.
        from engines.llm.openai import OpenAIGenerator  # noqa: PLC0415

        assert settings.llm_model  # noqa: S101 — the settings refuse a server without it
        return OpenAIGenerator(settings.llm_server, settings.llm_model)
    if settings.llm_gguf:
        return GgufGenerator(
            settings.llm_gguf, settings.models_dir, context=settings.llm_context, gpu_layers=settings.llm_gpu_layers
        )
    return TemplateGenerator()
