"""Reviewing what was said in a screening interview.

NotFound                        404
└── PlanVersionNotFound
Conflict                        409
├── BeingJudged
├── NotReviewableYet
├── NothingToOverride
├── PlanAsksOtherwise
├── ReviewFirst
├── ReviewIncomplete
└── ReviewSubmitted
InvalidInput                    422
└── UnknownCriterion
"""

from contracts.base import Language
from contracts.errors.input import InvalidInput
from contracts.errors.state import Conflict, NotFound


class NotReviewableYet(Conflict):
    messages = {
        Language.KO: "아직 끝나지 않은 면접입니다. 지원자가 면접을 마치면 검토할 수 있습니다.",
        Language.EN: "This interview is not over. You can review it once the candidate has finished.",
    }


class ReviewFirst(Conflict):
    messages = {
        Language.KO: "먼저 내 평가를 제출해 주세요. 자동 평가, 다른 평가자의 평가, 이력서는 그 뒤에 보입니다.",
        Language.EN: "Submit your own bands first. What the machine and others gave, and any résumé, come after that.",
    }


class ReviewSubmitted(Conflict):
    messages = {
        Language.KO: "이미 제출한 평가는 고칠 수 없습니다. 자동 평가와 생각이 다르면 사유를 적어 바꿔 주세요.",
        Language.EN: "A review that was submitted stays as it is. Where you disagree with a band, override it.",
    }


class ReviewIncomplete(Conflict):
    """`fields` names each criterion without a band."""

    messages = {
        Language.KO: "아직 평가하지 않은 기준이 {left}개 있습니다. 점수를 고르거나 '판단할 수 없음'을 선택해 주세요.",
        Language.EN: "{left} criteria are still without a band. Give each a band, or say that it cannot be judged.",
    }


class UnknownCriterion(InvalidInput):
    messages = {
        Language.KO: "이 면접의 평가표에 없는 기준입니다. 페이지를 새로 고친 뒤 다시 평가해 주세요.",
        Language.EN: "The rubrics of this interview have no such criterion. Reload the page and try again.",
    }


class NothingToOverride(Conflict):
    messages = {
        Language.KO: "이 기준에는 바꿀 자동 평가가 없습니다. 평가가 실패했다면 다시 평가를 요청해 주세요.",
        Language.EN: "There is no automatic judgement of this to override. If judging failed, have it judged anew.",
    }


class BeingJudged(Conflict):
    messages = {
        Language.KO: "지금 답변을 평가하는 중입니다. 끝난 뒤에 다시 시도해 주세요.",
        Language.EN: "The answers are being judged right now. Try again when that is done.",
    }


class PlanVersionNotFound(NotFound):
    messages = {
        Language.KO: "이 공고에는 그 버전의 질문 계획이 없습니다. 목록에 있는 버전을 골라 주세요.",
        Language.EN: "The posting's plan has no such version. Choose one of those in the list.",
    }


class PlanAsksOtherwise(Conflict):
    messages = {
        Language.KO: "그 버전은 이 면접과 다른 질문을 합니다. 질문이 같은 버전의 평가표로만 다시 평가할 수 있습니다.",
        Language.EN: "That version asks other questions than this interview did. Only a version with the same "
        "questions can judge it anew.",
    }
