"""What a report says in words: summary, strengths and next steps, each tied to what was said."""

from contracts.base import Language, Unmeasured
from contracts.evaluation import CriterionJudgement, MeasuredScore, ReportedAnswer, TiedRemark

STRONG_BAND = 3
WEAK_BAND = 1
MOST = 5

TEXTS = {
    Language.KO: {
        "strength": "{turn}번 답변: ‘{criterion}’ 기준에서 {band}점(4점 만점)을 받았습니다.",
        "missing": "{turn}번 답변: ‘{criterion}’ 기준에서 {missing}에 대한 이야기를 더해 보세요.",
        "weak": "{turn}번 답변: ‘{criterion}’ 기준을 뒷받침하는 구체적인 내용을 더해 보세요.",
        "answered": "질문 {asked}개 가운데 {answered}개에 답했습니다.",
        "measured": "기준 {total}개 가운데 {measured}개가 점수에 들어갔고, 종합 점수는 100점 만점에 {value:g}점입니다.",
        "unmeasured": "종합 점수는 매기지 않았습니다: {reason}.",
    },
    Language.EN: {
        "strength": "Answer {turn}: band {band} of 4 for “{criterion}”.",
        "missing": "Answer {turn}: for “{criterion}”, say something about {missing}.",
        "weak": "Answer {turn}: back “{criterion}” with something concrete.",
        "answered": "{answered} of {asked} questions were answered.",
        "measured": "{measured} of {total} criteria count towards the scores; overall {value:g} of 100.",
        "unmeasured": "There is no overall score: {reason}.",
    },
}

REASONS = {
    Language.KO: {
        Unmeasured.NOT_ASKED: "평가할 답변이 없습니다",
        Unmeasured.NOT_ENOUGH_SAID: "평가하기에 답변이 너무 짧습니다",
        Unmeasured.TRANSCRIPT_UNRELIABLE: "음성 인식 결과를 점수의 근거로 삼을 만큼 믿을 수 없습니다",
        Unmeasured.MODEL_FAILED: "평가 엔진이 답을 내지 못했습니다",
    },
    Language.EN: {
        Unmeasured.NOT_ASKED: "there is no answer to judge",
        Unmeasured.NOT_ENOUGH_SAID: "too little was said",
        Unmeasured.TRANSCRIPT_UNRELIABLE: "the speech recogniser is not reliable enough to score anyone on",
        Unmeasured.MODEL_FAILED: "the evaluator failed",
    },
}


def summarise(answers: list[ReportedAnswer], overall: MeasuredScore, language: Language) -> str:
    texts = TEXTS[language]
    answered = sum(bool(answer.text.strip()) for answer in answers)
    sentences = [texts["answered"].format(asked=len(answers), answered=answered)]
    if overall.value is not None:
        sentences.append(
            texts["measured"].format(
                measured=overall.criteria_measured, total=overall.criteria_total, value=overall.value
            )
        )
    elif overall.reason is not None:
        sentences.append(texts["unmeasured"].format(reason=REASONS[language][overall.reason]))
    return " ".join(sentences)


def strengths(answers: list[ReportedAnswer], language: Language) -> list[TiedRemark]:
    """The criteria with the highest bands, each with the first quote it rests on."""
    found = [(a, c) for a, c in _criteria(answers) if c.band is not None and c.band >= STRONG_BAND and c.evidence]
    found.sort(key=lambda pair: -(pair[1].band or 0))
    template = TEXTS[language]["strength"]
    return [
        TiedRemark(
            text=template.format(turn=answer.turn, criterion=criterion.name, band=criterion.band),
            turn=answer.turn,
            criterion=criterion.criterion,
            quote=criterion.evidence[0].quote,
        )
        for answer, criterion in found[:MOST]
    ]


def next_steps(answers: list[ReportedAnswer], language: Language) -> list[TiedRemark]:
    """What the weakest criteria lacked, lowest band first."""
    found = [(a, c) for a, c in _criteria(answers) if c.band is not None and c.band < STRONG_BAND]
    found.sort(key=lambda pair: pair[1].band or 0)
    return [_next_step(answer, criterion, TEXTS[language]) for answer, criterion in found[:MOST]]


def _next_step(answer: ReportedAnswer, criterion: CriterionJudgement, texts: dict[str, str]) -> TiedRemark:
    template = texts["missing"] if criterion.missing else texts["weak"]
    return TiedRemark(
        text=template.format(turn=answer.turn, criterion=criterion.name, missing=", ".join(criterion.missing)),
        turn=answer.turn,
        criterion=criterion.criterion,
        quote=criterion.evidence[0].quote if criterion.evidence else None,
    )


def _criteria(answers: list[ReportedAnswer]) -> list[tuple[ReportedAnswer, CriterionJudgement]]:
    return [(answer, criterion) for answer in answers if answer.evaluation for criterion in answer.evaluation.criteria]
