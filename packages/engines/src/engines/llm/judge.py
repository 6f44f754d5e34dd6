"""The judge by language model: it reads, quotes and places bands; code checks every word of that and adds up.

What a candidate says is data. It goes to the model alone in a message, between marks that nobody can know beforehand;
what is recognised as addressed to the judge is not shown at all. And whatever the model answers is believed only as far
as it fits the form and rests on words of the answer: see `reply` and `quotes`.
"""

import asyncio
import secrets
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from statistics import median_low
from threading import Lock

import structlog
from contracts.base import Language, Unmeasured
from contracts.errors import EngineFailed, EngineUnavailable
from contracts.evaluation import (
    AnswerEvaluation,
    AnswerSummary,
    CriterionJudgement,
    JudgementFlag,
    JudgeVersions,
    Stability,
    TokenCount,
)
from contracts.questions import Criterion

from engines.llm import AnswerToJudge, Message, TextGenerator, Usage, reply, statements
from engines.llm.abstention import abstention
from engines.llm.judged import evaluation_of, flagged, score_of, unjudged
from engines.llm.metrics import engine_of
from engines.llm.prompts import Prompt
from engines.llm.quotes import Quotable
from engines.llm.reply import Reply, SummaryVerdict, Verdict, point_ids
from engines.llm.statements import Kind
from engines.llm.summary import unsummarised
from engines.text import morphology
from engines.text.folding import fold

log = structlog.get_logger(__name__)

MAX_REPLY = 20_000
"""Characters after which a reply is given up: no judgement of six criteria is so long."""
REPEAT_TEMPERATURE = 0.5
"""Of repeated judgements, so that they show how sure the model is; a single one is drawn without."""
LANGUAGE_NAMES = {Language.KO: "polite Korean (존댓말)", Language.EN: "English"}
PROVISIONAL = {
    Language.KO: "음성 인식을 믿기 어려워 임시로 매긴 단계입니다. ",
    Language.EN: "Provisional: the transcript is not reliable. ",
}


@dataclass(frozen=True)
class _Judgement:
    """One of the repeated ones: what of it holds, and what it took."""

    criteria: dict[str, CriterionJudgement]
    summary: AnswerSummary
    usage: Usage | None


class LlmJudge:
    """Judges by what `generator` writes. Answers are judged one at a time, from whichever thread."""

    name = "llm"

    def __init__(
        self,
        generator: TextGenerator,
        prompt: Prompt,
        *,
        repeats: int = 1,
        max_tokens: int = 3000,
        deadline: timedelta = timedelta(minutes=10),
    ) -> None:
        """`max_tokens` of one reply, which has `deadline` to come."""
        self._generator = generator
        self._prompt = prompt
        self._repeats = repeats
        self._max_tokens = max_tokens
        self._deadline = deadline.total_seconds()
        self._runner = asyncio.Runner()
        self._lock = Lock()

    def judge(self, answer: AnswerToJudge) -> AnswerEvaluation:
        """As the interface says; what does not hold is null with its flag."""
        folded = fold(answer.text)
        sentences = statements.read(folded.text, fold(answer.question).text)
        # A list of terms is something said: unlike the embedded judge, a model can tell whether it says anything.
        unsaid = (Kind.INSTRUCTION, Kind.ECHO, Kind.NO_ANSWER)
        said = [sentence for sentence in sentences if sentence.kind not in unsaid]
        if why := abstention(answer, folded, said):
            return unjudged(answer, why, self._versions(answer))
        with self._lock:
            judgements = self._runner.run(self._judgements(answer, Quotable(folded, sentences)))
        return self._merged(answer, judgements)

    def warm_up(self) -> None:
        morphology.warm_up()
        with self._lock:
            self._runner.run(self._generator.warm_up())

    def close(self) -> None:
        with self._lock, self._runner as runner:
            runner.run(self._generator.close())

    def _versions(self, answer: AnswerToJudge) -> JudgeVersions:
        return JudgeVersions(
            engine=engine_of(self._generator),
            model=self._generator.model,
            prompt=self._prompt.version,
            rubric=answer.rubric.version,
        )

    async def _judgements(self, answer: AnswerToJudge, quotable: Quotable) -> list[_Judgement]:
        """As many as are wished, less those that were none. Raises `EngineFailed` where none was one."""
        judgements = []
        for repeat in range(self._repeats):
            said, usage = await self._ask(answer, quotable, in_order=_order(answer.rubric.criteria, repeat))
            if (read := reply.read(said, answer.rubric)) is not None:
                judgements.append(_checked(answer, quotable, read, usage))
        if not judgements:
            log.warning("the model's judgement is none", engine=self._generator.name, replies=self._repeats)
            raise EngineFailed(engine=self._generator.name)
        return judgements

    async def _ask(
        self, answer: AnswerToJudge, quotable: Quotable, *, in_order: Sequence[Criterion]
    ) -> tuple[str, Usage | None]:
        """What the model writes, and what that took; broken off where it is too long.

        Instructions, question and rubric read the same every time, so that a model reads them once for all answers to a
        question: what differs between replies stands behind them, or in the form of the reply.
        """
        mark = f"answer-{secrets.token_hex(8)}"
        instructions = self._prompt.filled(
            question=answer.question,
            rubric="\n".join(_described(criterion, answer.language) for criterion in answer.rubric.criteria),
            model_answer=answer.rubric.model_answer.in_language(answer.language),
            language=LANGUAGE_NAMES[answer.language],
            mark=mark,
        )
        pieces = self._generator.generate(
            [Message("system", instructions), Message("user", f"<{mark}>\n{quotable.shown()}\n</{mark}>")],
            max_tokens=self._max_tokens,
            temperature=0.0 if self._repeats == 1 else REPEAT_TEMPERATURE,
            schema=reply.schema_of(list(in_order)),
        )
        text, usage = "", None
        try:
            async with asyncio.timeout(self._deadline), aclosing(pieces):
                async for piece in pieces:
                    text, usage = text + piece.text, piece.usage or usage
                    if len(text) > MAX_REPLY:
                        break
        except TimeoutError as error:
            raise EngineUnavailable(engine=self._generator.name) from error
        return text, usage

    def _merged(self, answer: AnswerToJudge, judgements: list[_Judgement]) -> AnswerEvaluation:
        criteria = [
            _median([judgement.criteria[criterion.slug] for judgement in judgements])
            for criterion in answer.rubric.criteria
        ]
        in_short = next((j.summary for j in judgements if j.summary.text is not None), judgements[0].summary)
        evaluation = evaluation_of(answer, criteria, in_short, self._versions(answer))
        return evaluation.model_copy(
            update={
                "stability": None if evaluation.score is None else _stability(judgements),
                "tokens": _tokens(judgements),
            }
        )


def _order(criteria: list[Criterion], repeat: int) -> list[Criterion]:
    """The rubric's own first; then shuffled, the same way every time, so that no criterion always comes first."""
    return Random(repeat).sample(criteria, len(criteria)) if repeat else criteria  # noqa: S311 - no secret


def _described(criterion: Criterion, language: Language) -> str:
    bands = [f"  band {band}: {text.in_language(language)}" for band, text in enumerate(criterion.bands)]
    points = [
        f"  {number}: {point.name.in_language(language)}"
        for number, point in zip(point_ids(criterion), criterion.key_points, strict=True)
    ]
    return "\n".join([f"- {criterion.slug} ({criterion.name.in_language(language)})", *points, *bands])


def _checked(answer: AnswerToJudge, quotable: Quotable, said: Reply, usage: Usage | None) -> _Judgement:
    criteria = {
        criterion.slug: _checked_criterion(answer, quotable, criterion, said.verdicts[criterion.slug])
        for criterion in answer.rubric.criteria
    }
    return _Judgement(criteria, _checked_summary(quotable, said.summary), usage)


def _checked_criterion(
    answer: AnswerToJudge, quotable: Quotable, criterion: Criterion, verdict: Verdict | None
) -> CriterionJudgement:
    if verdict is None:
        return flagged(criterion, answer.language, JudgementFlag.INVALID)
    quotes = [quotable.find(quote) for quote in verdict.quotes]
    if None in quotes:
        return flagged(criterion, answer.language, JudgementFlag.INVENTED_QUOTE)
    evidence = {quoted.span.start: quoted.span for quoted in quotes if quoted and quoted.is_evidence}
    if verdict.band and not evidence:
        return flagged(criterion, answer.language, JudgementFlag.NO_EVIDENCE)
    provisional = PROVISIONAL[answer.language] if answer.unreliable_reason is not None else ""
    band = verdict.band
    return CriterionJudgement(
        criterion=criterion.slug,
        name=criterion.name.in_language(answer.language),
        area=criterion.area,
        weight=criterion.weight,
        band=band,
        reason=None if verdict.reason is None else Unmeasured(verdict.reason),
        evidence=[evidence[start] for start in sorted(evidence)],
        rationale=provisional + verdict.rationale,
        band_description=None if band is None else criterion.bands[band].in_language(answer.language),
        missing=[
            point.name.in_language(answer.language)
            for number, point in zip(point_ids(criterion), criterion.key_points, strict=True)
            if number in verdict.missing
        ],
    )


def _checked_summary(quotable: Quotable, said: SummaryVerdict | None) -> AnswerSummary:
    quotes = [quotable.find(quote) for quote in said.quotes] if said else []
    spans = {quoted.span.start: quoted.span for quoted in quotes if quoted and quoted.is_evidence}
    if said is None or not spans or None in quotes:
        return unsummarised(Unmeasured.MODEL_FAILED)
    return AnswerSummary(text=said.text, spans=[spans[start] for start in sorted(spans)])


def _median(repeats: list[CriterionJudgement]) -> CriterionJudgement:
    """The judgement with the median band, where more than half of them have one; else one without."""
    if len(repeats) == 1:
        return repeats[0]
    bands = [judgement.band for judgement in repeats if judgement.band is not None]
    band = median_low(bands) if 2 * len(bands) > len(repeats) else None
    median = next(judgement for judgement in repeats if judgement.band == band)
    return median.model_copy(update={"repeats": [judgement.band for judgement in repeats]})


def _stability(judgements: list[_Judgement]) -> Stability | None:
    """Of the scores that each judgement alone would have given."""
    scores = [score for j in judgements if (score := score_of(list(j.criteria.values()))[0]) is not None]
    return Stability(low=min(scores), high=max(scores), n=len(scores)) if len(scores) > 1 else None


def _tokens(judgements: list[_Judgement]) -> TokenCount | None:
    counts = [judgement.usage for judgement in judgements if judgement.usage is not None]
    if not counts:
        return None
    return TokenCount(
        prompt=sum(usage.prompt_tokens for usage in counts), completion=sum(usage.completion_tokens for usage in counts)
    )
