"""An answer, its rubric, and a language model's judgement of it in the form that the judge asks for."""

from __future__ import annotations

import json
from typing import Any

from contracts.questions import Criterion, KeyPoint, Localised, Rubric, ScoreArea

QUESTION = "How do you make a slow query fast?"
SAID = (
    "First I measured the slow queries for two weeks. Then I added an index on the tenant column. "
    "As a result the dashboard loads in 300 milliseconds instead of four seconds."
)
MEASURED = "I measured the slow queries for two weeks"
INDEXED = "I added an index on the tenant column."


def both(text: str) -> Localised:
    return Localised(ko=text, en=text)


def criterion(slug: str, weight: float, *points: str) -> Criterion:
    return Criterion(
        slug=slug,
        name=both(slug.title()),
        area=ScoreArea.TECHNICAL,
        weight=weight,
        bands=[both(f"band {band} of {slug}") for band in range(5)],
        key_points=[KeyPoint(name=both(point), ko=[point], en=[point]) for point in points],
    )


RUBRIC = Rubric(
    criteria=[criterion("indexing", 0.6, "index", "measuring"), criterion("clarity", 0.4, "result")],
    model_answer=both("Measure first, then add the index."),
)


def verdict(**changes: Any) -> dict[str, Any]:
    sound = {"quotes": [INDEXED], "missing": [], "rationale": "It says so.", "band": 3, "reason": None}
    return sound | changes


def judgement(indexing: object = None, clarity: object = None, **others: Any) -> str:
    criteria = {"indexing": indexing or verdict(), "clarity": clarity or verdict(quotes=[MEASURED], band=2)}
    summary = {"text": "An index made it fast.", "quotes": [INDEXED]}
    return json.dumps({"criteria": criteria, "summary": summary} | others, ensure_ascii=False)
