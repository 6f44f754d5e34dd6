"""Companies, postings and the plans of their questions.

NotFound                        404
├── CompanyNotFound
└── PlanNotFound
Conflict                        409
├── CompanyInUse
├── PlanMissing
├── PostingHasInterviews
├── PostingOpen
├── PostingStateRefused
└── PostingUnheard
PayloadTooLarge                 413
└── PostingFileTooLarge
InvalidInput                    422
├── PlanInvalid
└── PostingFileInvalid
"""

from contracts.base import Language
from contracts.errors.input import InvalidInput, PayloadTooLarge
from contracts.errors.state import Conflict, NotFound


class CompanyNotFound(NotFound):
    messages = {
        Language.KO: "회사를 찾을 수 없습니다. 조직의 회사 목록에서 다시 골라 주세요.",
        Language.EN: "There is no such company. Choose one from your organisation's list.",
    }


class PlanNotFound(NotFound):
    messages = {
        Language.KO: "이 공고에는 그 버전의 질문 계획이 없습니다. 버전 목록에서 다시 골라 주세요.",
        Language.EN: "This posting has no plan of that version. Choose one from its versions.",
    }


class CompanyInUse(Conflict):
    messages = {
        Language.KO: "이 회사의 공고가 있어 삭제할 수 없습니다. 공고를 먼저 삭제하거나 다른 회사로 옮겨 주세요.",
        Language.EN: "This company has postings. Delete them, or move them to another company first.",
    }


class PostingHasInterviews(Conflict):
    messages = {
        Language.KO: "면접이 있는 공고는 삭제할 수 없습니다. 더 받지 않으려면 공고를 마감해 주세요.",
        Language.EN: "A posting with interviews cannot be deleted. Close it to take no more of them.",
    }


class PostingStateRefused(Conflict):
    messages = {
        Language.KO: "이 공고는 지금 그 상태로 바꿀 수 없습니다. 초안과 마감된 공고는 열 수 있고, "
        "열린 공고는 마감할 수 있습니다.",
        Language.EN: "The posting cannot go into that state now. Drafts and closed postings can be opened, "
        "and open ones closed.",
    }


class PostingOpen(Conflict):
    """What everybody on it meets alike is not changed under way."""

    messages = {
        Language.KO: "열린 공고에서는 언어, 직무, 질문 수를 바꿀 수 없습니다. 공고를 마감하고 바꾼 뒤 "
        "질문 계획을 새로 만들어 주세요.",
        Language.EN: "Languages, role and number of questions of an open posting stay. Close it, change them, and "
        "make a new plan.",
    }


class PostingUnheard(Conflict):
    """It takes no typed answers, and nothing here hears what would be spoken."""

    messages = {
        Language.KO: "말로만 답하는 공고인데, 음성 인식 엔진({engine})이 이 언어({languages})를 알아듣지 못합니다. "
        "글 답변을 허용하거나, 그 언어를 빼거나, 그 언어를 아는 엔진을 관리자에게 요청해 주세요.",
        Language.EN: "Answers to this posting are only spoken, and the recogniser “{engine}” does not hear "
        "{languages}. Allow typed answers, leave the language out, or ask an administrator for a recogniser that "
        "knows it.",
    }


class PlanMissing(Conflict):
    messages = {
        Language.KO: "지금 공고에 맞는 질문 계획이 없습니다. 질문 {questions}개를 모든 언어로 계획한 뒤 열어 주세요.",
        Language.EN: "No plan fits the posting as it is. Plan {questions} questions in each of its languages first.",
    }


class PlanInvalid(InvalidInput):
    """`fields` say which place of the plan is wrong, and how."""

    messages = {
        Language.KO: "질문 계획에 맞지 않는 곳이 있습니다. 표시된 질문을 고쳐 주세요.",
        Language.EN: "Something in the plan does not fit. Correct the questions that are marked.",
    }


class PostingFileInvalid(InvalidInput):
    """`fields` say what is wrong at which place of the file, and on which line."""

    messages = {
        Language.KO: "이 파일로는 공고를 만들 수 없어 아무것도 만들지 않았습니다. 표시된 줄을 고쳐 다시 올려 주세요.",
        Language.EN: "No posting can be made from this file, and nothing was. Correct the lines that are named and "
        "upload it again.",
    }


class PostingFileTooLarge(PayloadTooLarge):
    messages = {
        Language.KO: "공고 파일이 너무 큽니다(최대 {limit}). 공고 하나만 담긴 파일인지 확인해 주세요.",
        Language.EN: "The file of the posting is too large (at most {limit}). It is to hold one posting alone.",
    }
