"""What a judgement comes to, the same for every judge: they place bands, and code does the rest."""

from contracts.base import Language, Unmeasured
from contracts.evaluation import AnswerEvaluation, AnswerSummary, CriterionJudgement, JudgementFlag, JudgeVersions
from contracts.questions import Criterion

from engines.llm import AnswerToJudge
from engines.llm.abstention import Abstention
from engines.llm.scoring import total
from engines.llm.sentiment import sentiment
from engines.llm.summary import unsummarised

FLAGGED = {
    Language.KO: {
        JudgementFlag.INVALID: "평가 엔진이 정해진 형식을 지키지 않아 이 기준은 평가하지 않았습니다.",
        JudgementFlag.INVENTED_QUOTE: "평가 엔진이 답변에 없는 문장을 인용했기 때문에 이 기준은 평가하지 않았습니다.",
        JudgementFlag.NO_EVIDENCE: "평가 엔진이 매긴 단계를 뒷받침하는 말이 답변에 없어 이 기준은 평가하지 않았습니다.",
    },
    Language.EN: {
        JudgementFlag.INVALID: "The evaluator did not keep to its form, so this criterion was left unscored.",
        JudgementFlag.INVENTED_QUOTE: "The evaluator quoted words that are not in the answer, so this criterion was "
        "left unscored.",
        JudgementFlag.NO_EVIDENCE: "Nothing in the answer supports the band that the evaluator gave, so this "
        "criterion was left unscored.",
    },
}


def evaluation_of(
    answer: AnswerToJudge, criteria: list[CriterionJudgement], in_short: AnswerSummary, versions: JudgeVersions
) -> AnswerEvaluation:
    """Practice shows what was heard even of an unreliable transcript, band by band, but it gives no total, and nobody
    is summed up by words that they may not have said. Nor is there a total where the judge failed in a criterion.
    """
    reliable = answer.unreliable_reason is None
    score, reason = score_of(criteria)
    if score is not None and not reliable:
        score, reason = None, Unmeasured.TRANSCRIPT_UNRELIABLE
    if in_short.text is not None and not reliable:
        in_short = unsummarised(Unmeasured.TRANSCRIPT_UNRELIABLE)
    return AnswerEvaluation(
        criteria=criteria,
        summary=in_short,
        score=score,
        reason=reason,
        transcript_reliable=reliable,
        sentiment=sentiment(answer.text),
        versions=versions,
    )


def score_of(criteria: list[CriterionJudgement]) -> tuple[float | None, Unmeasured | None]:
    """0–100, or the reason why there is none."""
    reasons = [criterion.reason for criterion in criteria if criterion.reason is not None]
    if Unmeasured.MODEL_FAILED in reasons:
        return None, Unmeasured.MODEL_FAILED
    score = total(criteria)
    return score, None if score is not None else reasons[0]


def unjudged(answer: AnswerToJudge, why: Abstention, versions: JudgeVersions) -> AnswerEvaluation:
    """The evaluation of an answer that no judge judges."""
    criteria = [
        unscored(criterion, answer.language, why.reason, why.rationale).model_copy(
            update={"missing": [point.name.in_language(answer.language) for point in criterion.key_points]}
        )
        for criterion in answer.rubric.criteria
    ]
    return evaluation_of(answer, criteria, unsummarised(why.reason), versions)


def unscored(criterion: Criterion, language: Language, reason: Unmeasured, rationale: str) -> CriterionJudgement:
    return CriterionJudgement(
        criterion=criterion.slug,
        name=criterion.name.in_language(language),
        area=criterion.area,
        weight=criterion.weight,
        band=None,
        reason=reason,
        rationale=rationale,
    )


def flagged(criterion: Criterion, language: Language, flag: JudgementFlag) -> CriterionJudgement:
    """A criterion whose judge failed in this way."""
    failed = unscored(criterion, language, Unmeasured.MODEL_FAILED, FLAGGED[language][flag])
    return failed.model_copy(update={"flag": flag})
