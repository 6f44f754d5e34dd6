"""What the document itself says. Quotes, questions, judgements and model answers stay in the interview's language."""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from contracts.base import AnswerSource, Language, Unmeasured
from contracts.progress import ReportAsRead, ReportScore
from contracts.questions import QuestionCategory
from contracts.speech import CorrectedRun

TEXTS: dict[Language, dict[str, str]] = {
    Language.KO: {
        "title": "면접 리포트",
        "held": "면접 종료 {date}",
        "made": "{date} 작성",
        "judged_by": "평가 모델 {model}",
        "not_validated": "선발용으로 검증되지 않음",
        "not_validated_detail": "이 점수는 연습을 돕기 위한 것입니다. 사람의 평가와 얼마나 일치하는지 "
        "아직 측정하지 않았으므로 채용 결정에 쓰지 마세요. "
        "답변만 평가하며 표정이나 시선, 목소리는 점수에 들어가지 않습니다.",
        "scores": "점수",
        "out_of": "100점 만점",
        "basis": "평가 기준 {total}개 중 {measured}개로 계산",
        "stability": "{n}번 평가한 점수는 {low}점에서 {high}점 사이",
        "unmeasured": "측정하지 못함",
        "competencies": "역량별로 보기",
        "competencies_lead": "앞쪽은 질문 종류마다 무엇을 말했는지, 뒤쪽은 모든 답변에서 어떻게 말했는지를 나타냅니다. "
        "측정하지 못한 역량은 0점이 아니라 빈자리로 둡니다.",
        "competencies_band": "옅은 띠는 같은 답변을 여러 번 평가했을 때 점수가 움직인 범위입니다.",
        "progress": "이전 면접과 비교",
        "progress_lead": "같은 언어로 마친 이전 면접과의 비교입니다. "
        "평가 모델과 평가 기준의 판이 같은 점수만 숫자로 비교합니다.",
        "this_interview": "이번 면접",
        "not_comparable": "비교할 수 없음",
        "not_comparable_detail": "다른 모델이나 다른 판의 기준으로 평가한 면접이라 점수를 나란히 비교하지 않습니다.",
        "date": "날짜",
        "change": "{since} 면접 대비 {change}",
        "within": "반복 평가의 오차 범위 안",
        "criterion_change": "{name}: 이전 평균 {before} → 이번 {now} (이전 면접 {interviews}번, 4점 만점)",
        "summary": "요약",
        "strengths": "잘한 점",
        "no_strengths": "근거가 있는 강점을 찾지 못했습니다.",
        "next_steps": "다음에 해 볼 것",
        "no_next_steps": "따로 권할 것이 없습니다.",
        "example": "모범 답변에서는 이렇게 말합니다: “{sentence}”",
        "answers": "질문별 평가",
        "question": "질문 {turn}",
        "answer_score": "이 답변 {score}점",
        "said": "내가 한 말",
        "said_typed": "내가 한 말 (글로 답함)",
        "said_spoken": "내가 한 말 (말로 답함)",
        "corrected": "답변한 사람이 고친 곳: {runs}",
        "corrected_run": "“{now}” (“{heard}”로 들림)",
        "corrected_added": "“{now}” (들리지 않음)",
        "corrected_removed": "지움 (“{heard}”로 들림)",
        "no_answer": "답변이 없습니다.",
        "follow_up": "꼬리 질문: {question}",
        "follow_up_left_out": "받아쓴 내용을 믿기 어려워 이 답변은 평가에 넣지 않았습니다.",
        "unreliable": "이 받아쓰기는 정확하지 않을 수 있으니, 이 답변의 평가는 참고만 하세요.",
        "in_short": "한눈에 보기",
        "band": "4점 만점에 {band}점",
        "missing": "빠진 것: {missing}",
        "model_answer": "모범 답변",
        "not_evaluated": "이 답변은 평가하지 못했습니다: {reason}.",
    },
    Language.EN: {
        "title": "Interview report",
        "held": "Interview ended {date}",
        "made": "Written {date}",
        "judged_by": "Evaluated by {model}",
        "not_validated": "Not validated for selection",
        "not_validated_detail": "These scores are for practice. How well they agree with human judgement has not been "
        "measured yet, so do not base a hiring decision on them. Answers alone are judged: face, gaze and voice are in "
        "no score.",
        "scores": "Scores",
        "out_of": "of 100",
        "basis": "From {measured} of {total} criteria",
        "stability": "judged {n} times, from {low} to {high}",
        "unmeasured": "Not measured",
        "competencies": "By competency",
        "competencies_lead": "First what was said, by kind of question; then how it was said, over all answers. What "
        "could not be measured is left open: it is not a zero.",
        "competencies_band": "The pale band shows how far the scores moved when the same answers were judged again.",
        "progress": "Beside your earlier interviews",
        "progress_lead": "Earlier interviews that you finished in the same language. Only scores by the same model, "
        "with the same version of the rubrics, are compared as numbers.",
        "this_interview": "This interview",
        "not_comparable": "not comparable",
        "not_comparable_detail": "Another model, or another version of the rubrics, judged these: their scores are not "
        "set beside the new ones.",
        "date": "Date",
        "change": "{change} since {since}",
        "within": "no more than judging varies",
        "criterion_change": "{name}: {before} on average before → {now} here ({interviews} earlier, bands 0–4)",
        "summary": "Summary",
        "strengths": "What went well",
        "no_strengths": "No strength with evidence was found.",
        "next_steps": "What to try next",
        "no_next_steps": "Nothing in particular.",
        "example": "The model answer says: “{sentence}”",
        "answers": "Question by question",
        "question": "Question {turn}",
        "answer_score": "This answer: {score}",
        "said": "What you said",
        "said_typed": "What you said (typed)",
        "said_spoken": "What you said (spoken)",
        "corrected": "Corrected by who answered: {runs}",
        "corrected_run": "“{now}” (heard as “{heard}”)",
        "corrected_added": "“{now}” (not heard)",
        "corrected_removed": "taken out (heard as “{heard}”)",
        "no_answer": "There is no answer.",
        "follow_up": "Follow-up: {question}",
        "follow_up_left_out": "The transcript of this answer is not reliable, so it was left out of the judgement.",
        "unreliable": "This transcript may be wrong, so take the judgement of this answer with care.",
        "in_short": "In short",
        "band": "Band {band} of 4",
        "missing": "What was missing: {missing}",
        "model_answer": "Model answer",
        "not_evaluated": "This answer could not be evaluated: {reason}.",
    },
}

IN_SCREENING: dict[Language, dict[str, str]] = {
    Language.KO: {
        "not_validated_detail": "이 점수는 참고 자료입니다. 사람의 평가와 얼마나 일치하는지 아직 측정하지 않았으며, "
        "결정은 사람이 답변을 직접 읽고 내립니다. 답변만 평가하며 표정이나 시선, 목소리는 재지 않습니다.",
        "next_steps": "답변에서 찾지 못한 것",
        "less_found": "근거가 적었던 기준",
        "no_next_steps": "평가 기준에서 빠진 것을 찾지 못했습니다.",
        "said": "답변",
        "said_typed": "답변 (글로 답함)",
        "said_spoken": "답변 (말로 답함)",
        "key_points_left_out": "기준마다 무엇을 찾는지는 여기에 적지 않습니다. 같은 질문을 받을 지원자가 더 있기 "
        "때문입니다. 결과가 나온 과정과 이의 신청은 ‘결과가 나온 과정’ 페이지에서 볼 수 있습니다.",
        "held_for": "{company} · {title} ({organisation})",
        "held_on": "채용 공고의 질문 계획 {version}번 버전의 평가표에 따른 평가",
    },
    Language.EN: {
        "not_validated_detail": "These scores are one thing to look at. How well they agree with human judgement has "
        "not been measured yet: people read the answers themselves, and decide. Answers alone are judged: face, gaze "
        "and voice are not measured.",
        "next_steps": "What was not found in the answers",
        "less_found": "Where less was found",
        "no_next_steps": "Nothing that the criteria look for was missing.",
        "said": "The answer",
        "said_typed": "The answer (typed)",
        "said_spoken": "The answer (spoken)",
        "key_points_left_out": "What each criterion looks for is not written here: others are still to be asked the "
        "same questions. The page “How the result came about” says the rest, and how to object.",
        "held_for": "{title}, {company} ({organisation})",
        "held_on": "Judged by the rubrics of version {version} of the posting’s plan",
    },
}
"""Of a screening interview, where nobody practises and others read too."""

SCORES = {
    Language.KO: {
        ReportScore.OVERALL: "종합",
        ReportScore.TECHNICAL: "기술",
        ReportScore.COMMUNICATION: "의사소통",
        ReportScore.CULTURAL_FIT: "조직 적합성",
    },
    Language.EN: {
        ReportScore.OVERALL: "Overall",
        ReportScore.TECHNICAL: "Technical",
        ReportScore.COMMUNICATION: "Communication",
        ReportScore.CULTURAL_FIT: "Cultural fit",
    },
}

CATEGORIES = {
    Language.KO: {
        QuestionCategory.TECHNICAL: "기술",
        QuestionCategory.BEHAVIORAL: "경험",
        QuestionCategory.SITUATIONAL: "상황",
        QuestionCategory.CULTURAL_FIT: "조직 적합성",
    },
    Language.EN: {
        QuestionCategory.TECHNICAL: "Technical",
        QuestionCategory.BEHAVIORAL: "Behavioural",
        QuestionCategory.SITUATIONAL: "Situational",
        QuestionCategory.CULTURAL_FIT: "Culture",
    },
}

REASONS = {
    Language.KO: {
        Unmeasured.NOT_ASKED: "묻지 않았습니다",
        Unmeasured.NOT_ENOUGH_SAID: "판단할 만큼 말하지 않았습니다",
        Unmeasured.OFF_LANGUAGE: "면접 언어로 한 답변이 아닙니다",
        Unmeasured.TRANSCRIPT_UNRELIABLE: "받아쓰기를 믿기 어렵습니다",
        Unmeasured.MODEL_FAILED: "평가 모델이 답하지 못했습니다",
        Unmeasured.NO_EVIDENCE: "답변에서 근거를 찾지 못했습니다",
    },
    Language.EN: {
        Unmeasured.NOT_ASKED: "not asked",
        Unmeasured.NOT_ENOUGH_SAID: "too little was said",
        Unmeasured.OFF_LANGUAGE: "the answer is not in the interview’s language",
        Unmeasured.TRANSCRIPT_UNRELIABLE: "the transcript is unreliable",
        Unmeasured.MODEL_FAILED: "the model did not answer",
        Unmeasured.NO_EVIDENCE: "no evidence was found in the answer",
    },
}

POSITIONS = {
    "general": ("모든 직무", "Any role"),
    "backend": ("백엔드 개발자", "Backend developer"),
    "frontend": ("프론트엔드 개발자", "Frontend developer"),
    "data": ("데이터 엔지니어", "Data engineer"),
    "ml": ("머신러닝 엔지니어", "Machine learning engineer"),
    "devops": ("DevOps 엔지니어", "DevOps engineer"),
    "mobile": ("모바일 개발자", "Mobile developer"),
    "security": ("보안 엔지니어", "Security engineer"),
    "product": ("프로덕트 매니저", "Product manager"),
    "design": ("프로덕트 디자이너", "Product designer"),
    "sales": ("영업", "Sales"),
    "support": ("고객 지원", "Customer support"),
}
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def position_in(language: Language, position: str) -> str:
    """The name of a role; one that the product has no name for is shown as it was given."""
    names = POSITIONS.get(position)
    return position if names is None else names[0 if language is Language.KO else 1]


def reason_in(language: Language, reason: Unmeasured | None) -> str:
    return REASONS[language][reason or Unmeasured.MODEL_FAILED]


def texts_of(report: ReportAsRead, language: Language) -> dict[str, str]:
    return TEXTS[language] if report.posting is None else TEXTS[language] | IN_SCREENING[language]


def corrected_in(texts: Mapping[str, str], text: str, runs: Sequence[CorrectedRun]) -> str:
    """What was put right of `text`, and what had been heard there. Spaces alone are not worth telling."""
    told = [(text[run.start : run.end].strip(), run.heard.strip()) for run in runs]
    return texts["corrected"].format(
        runs=", ".join(_corrected_run(texts, now, heard) for now, heard in told if now or heard)
    )


def _corrected_run(texts: Mapping[str, str], now: str, heard: str) -> str:
    key = "corrected_run" if now and heard else "corrected_added" if now else "corrected_removed"
    return texts[key].format(now=now, heard=heard)


def said_in(texts: Mapping[str, str], source: AnswerSource | None) -> str:
    keys = {None: "said", AnswerSource.TYPED: "said_typed", AnswerSource.SPEECH: "said_spoken"}
    return texts[keys[source]]


def day_in(language: Language, moment: datetime) -> str:
    """The day, in UTC: the document is read in any time zone."""
    day = moment.astimezone(UTC)
    if language is Language.KO:
        return f"{day.year}년 {day.month}월 {day.day}일"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def date_in(language: Language, moment: datetime) -> str:
    return f"{day_in(language, moment)} {moment.astimezone(UTC):%H:%M} UTC"


def figure(score: float) -> str:
    """A score as it is shown, here as in the pages: whole, because the decimals mean nothing."""
    return str(rounded(score))


def rounded(score: float) -> int:
    return math.floor(score + 0.5)
