"""The language model that settings name."""

from engines.llm import TextGenerator
from engines.llm.template import TemplateGenerator
from engines.settings import EngineSettings


def generator_from(settings: EngineSettings) -> TextGenerator:
    """A model elsewhere (LLM_URL), else the template engine. Nothing is loaded before `warm_up` or `generate`."""
    if settings.llm_server:
        # LangChain takes seconds to import.
        from engines.llm.openai import OpenAIGenerator  # noqa: PLC0415

        assert settings.llm_model  # noqa: S101 — the settings refuse a server without it
        return OpenAIGenerator(settings.llm_server, settings.llm_model)
    return TemplateGenerator()
