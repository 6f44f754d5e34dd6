"""How the variants of judges and of interviewers compare, from the record."""

from collections import Counter
from typing import Any

from contracts.base import Unmeasured
from contracts.evaluation import JudgementFlag
from contracts.tasks import ANALYZE_ANSWER
from engines.llm.settings import JudgeSettings
from engines.llm.variants import JUDGES, chosen
from persistence.tables import Job, JobState
from sqlalchemy import RowMapping, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.administration.schemas import (
    ConfiguredVariant,
    JudgeVariant,
    Mean,
    QuestionVariant,
    VariantsOut,
)

Key = tuple[str | None, str, str, str]
"""Variant, engine, model and prompt: judgements of different ones are never mixed."""

JUDGEMENTS = text(
    """
    SELECT variant, engine, model, prompt,
           count(*) AS judgements, count(DISTINCT interview_id) AS interviews,
           avg(score) AS score, count(score) AS scores,
           avg((stability->>'high')::float - (stability->>'low')::float) AS width, count(stability->>'low') AS widths,
           avg(prompt_tokens + completion_tokens) AS tokens, count(prompt_tokens + completion_tokens) AS counted,
           avg(seconds) AS seconds, count(seconds) AS timed
    FROM evaluations
    GROUP BY variant, engine, model, prompt
    ORDER BY max(created_at) DESC
    """
)
CRITERIA = text(
    """
    SELECT variant, engine, model, prompt,
           criterion->>'band' AS band, criterion->>'reason' AS reason, criterion->>'flag' AS flag, count(*) AS criteria
    FROM evaluations, jsonb_array_elements(criteria) AS criterion
    GROUP BY 1, 2, 3, 4, 5, 6, 7
    """
)
# A turn in which an engine failed counts against that engine, and not for the one that asked instead.
QUESTIONS = text(
    """
    SELECT decision->>'variant' AS variant, chooser->>'engine' AS engine, chooser->>'model' AS model,
           CASE WHEN failed THEN NULL ELSE decision->>'prompt' END AS prompt,
           count(DISTINCT interview_id) AS interviews, count(*) FILTER (WHERE NOT failed) AS asked,
           count(*) FILTER (WHERE NOT failed AND follow_up) AS follow_ups, count(*) FILTER (WHERE failed) AS failures
    FROM (
        SELECT interview_id, trace->'decision' AS decision, trace->>'source' = 'follow_up' AS follow_up,
               coalesce(nullif(trace#>'{decision,instead_of}', 'null'), trace->'decision') AS chooser,
               nullif(trace#>'{decision,instead_of}', 'null') IS NOT NULL AS failed, asked_at
        FROM interview_questions
        WHERE jsonb_typeof(trace->'decision') = 'object' AND asked_at IS NOT NULL
    ) AS decided
    GROUP BY 1, 2, 3, 4
    ORDER BY max(asked_at) DESC
    """
)


async def compared(session: AsyncSession, settings: JudgeSettings) -> VariantsOut:
    """Everything there is on the record, the newest first; and what the settings say of what is to come."""
    connection = await session.connection()
    judgements = (await connection.execute(JUDGEMENTS)).mappings().all()
    criteria = (await connection.execute(CRITERIA)).mappings().all()
    questions = (await connection.execute(QUESTIONS)).mappings().all()
    return VariantsOut(
        configured=await _configured(session, settings),
        judges=[_judge(row, [one for one in criteria if _key(one) == _key(row)]) for row in judgements],
        questions=[QuestionVariant.model_validate(dict(row)) for row in questions],
    )


async def _configured(session: AsyncSession, settings: JudgeSettings) -> list[ConfiguredVariant]:
    given_up = await session.exec(
        select(Job.interview_id).where(Job.name == ANALYZE_ANSWER.name, col(Job.state) == JobState.DEAD)
    )
    interviews = [interview for interview in given_up if interview is not None]
    if not settings.judge_variants:
        (judge,) = settings.judge_names
        prompt = settings.judge_prompt if judge != "rubric" else None
        return [ConfiguredVariant(name=None, judge=judge, prompt=prompt, share=1, failures=len(interviews))]
    failures = Counter(chosen(settings.judge_variants, JUDGES, interview).name for interview in interviews)
    weights = sum(variant.weight for variant in settings.judge_variants)
    return [
        ConfiguredVariant(
            name=variant.name,
            judge=settings.judge_name(variant),
            prompt=None if variant.engine else variant.prompt or settings.judge_prompt,
            share=variant.weight / weights,
            failures=failures[variant.name],
        )
        for variant in settings.judge_variants
    ]


def _judge(row: RowMapping, criteria: list[RowMapping]) -> JudgeVariant:
    bands, reasons, flags = _counted(criteria, "band"), _counted(criteria, "reason"), _counted(criteria, "flag")
    total = sum(one["criteria"] for one in criteria)
    return JudgeVariant(
        variant=row["variant"],
        engine=row["engine"],
        model=row["model"],
        prompt=row["prompt"],
        judgements=row["judgements"],
        interviews=row["interviews"],
        score=_mean(row["score"], row["scores"]),
        bands=[bands[str(band)] for band in range(5)],
        abstentions={Unmeasured(reason): count / total for reason, count in sorted(reasons.items())},
        flags={JudgementFlag(flag): count for flag, count in sorted(flags.items())},
        stability_width=_mean(row["width"], row["widths"]),
        tokens=_mean(row["tokens"], row["counted"]),
        seconds=_mean(row["seconds"], row["timed"]),
    )


def _counted(criteria: list[RowMapping], name: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in criteria:
        if row[name] is not None:
            counts[row[name]] += row["criteria"]
    return counts


def _mean(value: Any, n: int) -> Mean:
    """Of what PostgreSQL averaged, which is a decimal for integers; hence `Any`."""
    return Mean(value=None if value is None else float(value), n=n)


def _key(row: RowMapping) -> Key:
    return row["variant"], row["engine"], row["model"], row["prompt"]
