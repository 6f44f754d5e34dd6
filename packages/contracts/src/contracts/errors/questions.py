"""Questions of the bank that cannot be changed as was asked.

NotFound                        404
└── QuestionNotFound
Conflict                        409
├── QuestionChanged
├── QuestionNotShipped
└── QuestionSlugTaken
Unavailable                     503
└── BankBeingLoaded
"""

from contracts.base import Language
from contracts.errors.availability import Unavailable
from contracts.errors.state import Conflict, NotFound


class QuestionNotFound(NotFound):
    messages = {
        Language.KO: "질문을 찾을 수 없습니다. 질문 은행 목록에서 다시 골라 주세요.",
        Language.EN: "There is no such question. Choose one from the list of the question bank.",
    }


class QuestionChanged(Conflict):
    messages = {
        Language.KO: "그 사이에 다른 관리자가 이 질문을 저장했습니다(버전 {version}). 적은 내용은 그대로 있으니, "
        "변경 이력을 보고 그 위에 저장하거나 저장된 버전을 불러오세요.",
        Language.EN: "Somebody has saved version {version} of this question in the meantime. What you wrote is still "
        "here: look at the history, then save it over that version, or take that version instead.",
    }


class QuestionSlugTaken(Conflict):
    messages = {
        Language.KO: "이 식별자를 쓰는 질문이 이미 있습니다. 다른 식별자를 적어 주세요.",
        Language.EN: "Another question has this identifier already. Choose another one.",
    }


class QuestionNotShipped(Conflict):
    messages = {
        Language.KO: "이 질문은 직접 만든 것이라 되돌릴 기본 내용이 없습니다. 변경 이력에서 이전 내용을 확인해 주세요.",
        Language.EN: "This question was made here, so there is no shipped version to go back to. "
        "Look at its history for what it was before.",
    }


class BankBeingLoaded(Unavailable):
    usual_retry_after = 10
    messages = {
        Language.KO: "질문 은행을 불러오는 중입니다. 적은 내용은 그대로 있으니 잠시 뒤 다시 저장해 주세요.",
        Language.EN: "The question bank is being loaded. What you wrote is still here: save it again in a moment.",
    }
