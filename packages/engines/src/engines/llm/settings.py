"""Which judge judges, read from the environment by the services that judge or say who does."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, HttpUrl, SecretStr

from engines.llm.prompts import judge_prompts, question_prompts
from engines.llm.variants import Variant, problem_of
from engines.settings import REMOTE, PlatformEngineSettings, Server


class InterviewerSettings(PlatformEngineSettings):
    """Of the services that ask: with a language model's server (LLM_URL) it chooses follow-ups, finds their words and
    writes questions of the plan; without one, or while it is away, the embedded interviewer and the bank do.
    """

    # How long the server may be silent, before the first word and between two pieces, until the embedded interviewer
    # goes on; candidates wait for it.
    llm_timeout: Annotated[timedelta, Field(gt=timedelta(0), le=timedelta(seconds=30))] = timedelta(seconds=4)
    # Several models or prompts to compare, as JUDGE_VARIANTS; those that are served, as nothing else asks live.
    llm_variants: list[Variant] = []

    def interviewer_server(self, variant: Variant | None = None) -> Server | None:
        """Where the model that asks runs; a variant's own address gets LLM_API_KEY as well."""
        if variant and variant.url:
            key = self.llm_api_key.get_secret_value() if self.llm_api_key else None
            return Server(str(variant.url).rstrip("/"), key)
        return self.llm_server

    def interviewer_model_of(self, variant: Variant | None = None) -> str | None:
        return (variant and variant.model) or self.llm_model

    def _contradictions(self) -> Iterator[str]:
        yield from super()._contradictions()
        if problem := problem_of("LLM_VARIANTS", self.llm_variants, sorted(question_prompts())):
            yield problem
        for variant in self.llm_variants:
            if variant.engine or variant.gguf:
                yield f"LLM_VARIANTS: {variant.name} is to be served; name its url or model"
            elif not (self.interviewer_server(variant) and self.interviewer_model_of(variant)):
                yield f"LLM_VARIANTS: {variant.name} has no model; set LLM_URL and LLM_MODEL, or name them"


class JudgeSettings(PlatformEngineSettings):
    """Without a language model of its own the judge has the questions' one (LLM_*), and without either there is the
    embedded one, `rubric`.
    """

    # `rubric` keeps the embedded judge although there is a language model.
    judge_engine: Literal["rubric"] | None = None
    # A server that speaks OpenAI's protocol (its address ends with /v1), or a file in llama.cpp's format.
    judge_url: HttpUrl | None = None
    judge_model: str | None = None
    judge_api_key: SecretStr | None = None
    judge_gguf: str | None = None

    # The cosine from which on the embedded judge takes a sentence for a key point, where EMBEDDING_MODEL names a model.
    judge_similarity: Annotated[float, Field(gt=0, le=1)] = 0.75

    # What the model is told: analytic, checklist (engines/llm/prompts).
    judge_prompt: str = "analytic"
    # Judgements of each answer; several give every band as their median, and how far they lie apart.
    judge_repeats: Annotated[int, Field(ge=1, le=9)] = 1
    # Tokens of one judgement; models that think aloud need more.
    judge_max_tokens: Annotated[int, Field(ge=256)] = 3000
    # How long a server may be silent, before a judgement and within it.
    judge_timeout: timedelta = timedelta(minutes=2)
    # Several models or prompts to compare, as JSON: [{"name": "a", "weight": 1, "prompt": "checklist"}, …].
    judge_variants: list[Variant] = []

    @property
    def judge_names(self) -> list[str]:
        """What judges, as pages and evaluations name it."""
        variants: list[Variant | None] = [*self.judge_variants] or [None]
        return list(dict.fromkeys(map(self.judge_name, variants)))

    def judge_name(self, variant: Variant | None = None) -> str:
        if self.judge_server(variant):
            return f"{REMOTE}/{self.judge_model_of(variant)}"
        file = self.judge_file(variant)
        return f"llama.cpp/{Path(file).name.removesuffix('.gguf')}" if file else "rubric"

    def judge_server(self, variant: Variant | None = None) -> Server | None:
        """Where the judge's model runs, if not here; a variant's own address gets JUDGE_API_KEY as well."""
        if self.judge_engine or (variant and (variant.gguf or variant.engine)):
            return None
        key = self.judge_api_key.get_secret_value() if self.judge_api_key else None
        if url := (variant and variant.url) or self.judge_url:
            return Server(str(url).rstrip("/"), key)
        return None if self.judge_gguf else self.llm_server

    def judge_model_of(self, variant: Variant | None = None) -> str | None:
        """The model's name at `judge_server`."""
        return (variant and variant.model) or self.judge_model or self.llm_model

    def judge_file(self, variant: Variant | None = None) -> str | None:
        """The model that is judged with in this process."""
        if self.judge_engine or (variant and variant.engine) or self.judge_server(variant):
            return None
        return (variant and variant.gguf) or self.judge_gguf or self.llm_gguf

    def _contradictions(self) -> Iterator[str]:
        yield from super()._contradictions()
        if self.judge_gguf and (self.judge_url or self.judge_model):
            yield "JUDGE_GGUF judges with a model here, JUDGE_URL and JUDGE_MODEL elsewhere: set one of them"
        if self.judge_engine and (self.judge_url or self.judge_gguf or self.judge_variants):
            yield f"JUDGE_ENGINE={self.judge_engine} has no use for another judge's settings"
        if self.judge_prompt not in judge_prompts():
            yield f"JUDGE_PROMPT={self.judge_prompt} is unknown; known: {', '.join(sorted(judge_prompts()))}"
        if problem := problem_of("JUDGE_VARIANTS", self.judge_variants, sorted(judge_prompts())):
            yield problem
        variants: list[Variant | None] = [*self.judge_variants] or [None]
        for variant in variants:
            if self.judge_server(variant) and not self.judge_model_of(variant):
                yield "a judge elsewhere needs JUDGE_MODEL, its name there"
            if variant and not (variant.engine or self.judge_server(variant) or self.judge_file(variant)):
                yield f"JUDGE_VARIANTS: {variant.name} has no model; set JUDGE_URL or JUDGE_GGUF, or name one"
