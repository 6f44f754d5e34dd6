"""The form in which a language model judges, and reading it without believing anything that does not fit."""

import json
from collections import Counter
from typing import Annotated, Any, Literal

from contracts.base import Unmeasured
from contracts.questions import Criterion, Rubric
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engines.llm import JsonSchema

MAX_QUOTES = 3
MAX_QUOTE = 240
MAX_RATIONALE = 400
MAX_SUMMARY = 300
ABSTENTIONS = (Unmeasured.NOT_ENOUGH_SAID, Unmeasured.TRANSCRIPT_UNRELIABLE)
"""What a model may say instead of a band."""


class _Closed(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Verdict(_Closed):
    """What a model says of one criterion. `missing` are numbers of key points."""

    quotes: Annotated[list[Annotated[str, Field(max_length=MAX_QUOTE)]], Field(max_length=MAX_QUOTES)]
    missing: list[str]
    rationale: Annotated[str, Field(min_length=1, max_length=MAX_RATIONALE)]
    band: Annotated[int, Field(ge=0, le=4)] | None
    reason: Literal["not_enough_said", "transcript_unreliable"] | None

    def is_of(self, criterion: Criterion) -> bool:
        """Whether it has a band or a reason, not both, and misses key points that the criterion has."""
        return (self.band is None) != (self.reason is None) and set(self.missing) <= set(point_ids(criterion))


class SummaryVerdict(_Closed):
    text: Annotated[str, Field(min_length=1, max_length=MAX_SUMMARY)]
    quotes: Annotated[list[Annotated[str, Field(max_length=MAX_QUOTE)]], Field(min_length=1, max_length=MAX_QUOTES)]


class Reply(BaseModel):
    """What of a model's judgement fits its form: None for a criterion, or a summary, that does not."""

    verdicts: dict[str, Verdict | None]
    summary: SummaryVerdict | None


def point_ids(criterion: Criterion) -> list[str]:
    return [f"p{number}" for number in range(1, len(criterion.key_points) + 1)]


def schema_of(criteria: list[Criterion]) -> JsonSchema:
    """Every criterion once, in this order. The band comes last, after the words that it is to rest on."""
    return _object(
        criteria=_object(**{criterion.slug: _verdict_schema(criterion) for criterion in criteria}),
        summary=_object(text=_string(MAX_SUMMARY), quotes=_quotes(least=1)),
    )


def read(text: str, rubric: Rubric) -> Reply | None:
    """What fits, criterion by criterion; None for what is no judgement at all."""
    try:
        said = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or not isinstance(judged := said.get("criteria"), dict):
        return None
    return Reply(
        verdicts={criterion.slug: _verdict(judged.get(criterion.slug), criterion) for criterion in rubric.criteria},
        summary=_summary(said.get("summary")),
    )


def _verdict(said: object, criterion: Criterion) -> Verdict | None:
    try:
        verdict = Verdict.model_validate(said)
    except ValidationError:
        return None
    return verdict if verdict.is_of(criterion) else None


def _summary(said: object) -> SummaryVerdict | None:
    try:
        return SummaryVerdict.model_validate(said)
    except ValidationError:
        return None


_TWICE = object()
"""The value of a name that was given twice: it fits no form."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    times = Counter(name for name, _ in pairs)
    return {name: value if times[name] == 1 else _TWICE for name, value in pairs}


def _verdict_schema(criterion: Criterion) -> JsonSchema:
    ids = point_ids(criterion)
    return _object(
        quotes=_quotes(least=0),
        missing={"type": "array", "items": {"type": "string", "enum": ids}, "maxItems": len(ids)},
        rationale=_string(MAX_RATIONALE),
        band={"anyOf": [{"type": "integer", "enum": [0, 1, 2, 3, 4]}, {"type": "null"}]},
        reason={"anyOf": [{"type": "string", "enum": list(ABSTENTIONS)}, {"type": "null"}]},
    )


def _object(**properties: JsonSchema) -> JsonSchema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _string(longest: int) -> JsonSchema:
    return {"type": "string", "minLength": 1, "maxLength": longest}


def _quotes(least: int) -> JsonSchema:
    return {"type": "array", "items": _string(MAX_QUOTE), "minItems": least, "maxItems": MAX_QUOTES}
