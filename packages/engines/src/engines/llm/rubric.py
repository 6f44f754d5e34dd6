"""The embedded judge: finds a rubric's key points in an answer, without a model, and shows where.

It is deterministic, reads Korean and English, and explains every band. What it cannot do is understand: it knows the
expressions that the rubric lists. `docs/scoring.md` gives the formula and its limits.
"""

import math
from collections.abc import Iterable
from fractions import Fraction
from itertools import chain

from contracts.evaluation import AnswerEvaluation, CriterionJudgement, EvidenceSpan, JudgeVersions
from contracts.questions import Criterion, ScoreArea

from engines.llm import AnswerToJudge, rationale, statements
from engines.llm.abstention import abstention
from engines.llm.evidence import PointFinding, is_evidence, look_for, share
from engines.llm.judged import evaluation_of, unjudged
from engines.llm.meaning import Meaning
from engines.llm.scoring import TOP_BAND
from engines.llm.substance import Substance, distinct_words, is_off_subject, substance
from engines.llm.summary import summary
from engines.text import morphology
from engines.text.folding import Folded, Span, fold

MODEL = "visavis-rubric-3"


class RubricJudge:
    """Judges by key points and substance; see `band_for`. With `meaning` also by what words miss."""

    name = "rubric"

    def __init__(self, meaning: Meaning | None = None) -> None:
        self._meaning = meaning
        self._model = f"{MODEL}+{meaning.name}" if meaning else MODEL

    def judge(self, answer: AnswerToJudge) -> AnswerEvaluation:
        """Judge one answer; the same answer always gets the same judgement. Raises `EngineFailed` where there is an
        embedder and it fails.
        """
        folded = fold(answer.text)
        question = fold(answer.question).text
        sentences = statements.read(folded.text, question, answer.rubric)
        versions = JudgeVersions(engine=self.name, model=self._model, prompt="none", rubric=answer.rubric.version)
        stated = [sentence for sentence in sentences if is_evidence(sentence, answer.rubric)]
        if why := abstention(answer, folded, stated):
            return unjudged(answer, why, versions)
        findings = [look_for(criterion, folded.text, sentences, question) for criterion in answer.rubric.criteria]
        if self._meaning:
            content = [
                found
                for criterion, found in zip(answer.rubric.criteria, findings, strict=True)
                if criterion.area is not ScoreArea.COMMUNICATION  # it is told by signals, which mean nothing alone
            ]
            self._meaning.add(chain.from_iterable(content), folded.text, sentences, answer.language)
        words = distinct_words([_cut(folded, span) for span in _evidence(chain.from_iterable(findings))])
        off_subject = is_off_subject(
            " ".join(_cut(folded, sentence.span) for sentence in stated),
            answer.question,
            (answer.rubric.model_answer.ko, answer.rubric.model_answer.en),
        )
        criteria = [
            _judge_criterion(criterion, answer, folded, found, words, off_subject=off_subject)
            for criterion, found in zip(answer.rubric.criteria, findings, strict=True)
        ]
        in_short = summary(folded, sentences, list(chain.from_iterable(findings)))
        return evaluation_of(answer, criteria, in_short, versions)

    def warm_up(self) -> None:
        """Load what reads Korean, and the embedder. Raises `EngineFailed`."""
        morphology.warm_up()
        if self._meaning:
            self._meaning.warm_up()

    def close(self) -> None:
        """There is nothing to free."""


def band_for(found: int, covered: float, said: Substance) -> int:
    """The band of a criterion of which so many key points were found: 3 × the share that is covered (0–1) + substance
    (0–1), rounded half up.

    None found is band 0; something found is band 1 at least.
    """
    if not found:
        return 0
    raw = 3 * Fraction(covered).limit_denominator(1000) + said.value
    return max(1, min(TOP_BAND, math.floor(raw + Fraction(1, 2))))


def _judge_criterion(
    criterion: Criterion,
    answer: AnswerToJudge,
    folded: Folded,
    findings: list[PointFinding],
    words: int,
    *,
    off_subject: bool,
) -> CriterionJudgement:
    spans = _evidence(findings)
    said = substance(words, [_cut(folded, span) for span in spans])
    covered = share(findings)
    band = band_for(sum(finding.found for finding in findings), covered, said)
    return CriterionJudgement(
        criterion=criterion.slug,
        name=criterion.name.in_language(answer.language),
        area=criterion.area,
        weight=criterion.weight,
        band=band,
        evidence=[_quote(folded, span) for span in spans],
        rationale=rationale.explain(
            answer.language,
            findings,
            said,
            off_subject=off_subject,
            provisional=answer.unreliable_reason is not None,
        ),
        band_description=criterion.bands[band].in_language(answer.language),
        missing=_missing(answer, findings),
        coverage=round(covered, 4),
    )


def _evidence(findings: Iterable[PointFinding]) -> list[Span]:
    """The sentences that state what was found, in their order."""
    return sorted({span for finding in findings if finding.found for span in finding.sentences}, key=lambda s: s.start)


def _quote(folded: Folded, span: Span) -> EvidenceSpan:
    """The sentence as it stands in the original. Raises `AssertionError` for a quote that is not exact."""
    origin = folded.origin(span)
    quote = EvidenceSpan(start=origin.start, end=origin.end, quote=folded.original[origin.start : origin.end])
    if not quote.is_in(folded.original):
        raise AssertionError(f"a quote at {origin.start} to {origin.end} is not exact")
    return quote


def _cut(folded: Folded, span: Span) -> str:
    return folded.text[span.start : span.end]


def _missing(answer: AnswerToJudge, findings: list[PointFinding]) -> list[str]:
    return [finding.point.name.in_language(answer.language) for finding in findings if not finding.found]
