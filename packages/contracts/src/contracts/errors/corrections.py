"""What was heard of an answer cannot be put right like this, or no more.

Conflict                        409
├── CorrectionsClosed
└── NothingToCorrect
InvalidInput                    422
└── NotACorrection
"""

from contracts.base import Language
from contracts.errors.input import InvalidInput
from contracts.errors.state import Conflict


class CorrectionsClosed(Conflict):
    messages = {
        Language.KO: "이제는 받아쓴 말을 고칠 수 없습니다. 잘못 들린 곳이 평가에 영향을 준다면 "
        "이 면접의 설명 페이지에서 이의를 남겨 주세요.",
        Language.EN: "What was heard can no longer be corrected. If it was misheard in a way that matters, "
        "object on the explanation page of this interview.",
    }


class NothingToCorrect(Conflict):
    """It was typed, nothing was heard, or there is no answer yet."""

    messages = {
        Language.KO: "이 질문에는 받아쓴 말이 없어 고칠 것이 없습니다. 말로 한 답변을 골라 주세요.",
        Language.EN: "No speech was written down for this question, so there is nothing to correct. "
        "Choose an answer that was spoken.",
    }


class NotACorrection(InvalidInput):
    messages = {
        Language.KO: "들린 말과 너무 다릅니다. 잘못 들린 낱말만 고쳐 주세요. 다르게 답하고 싶다면, 연습은 새 면접에서 "
        "다시 답하고 채용 면접은 설명 페이지에서 이의를 남겨 주세요.",
        Language.EN: "This differs too much from what was heard. Correct only the words that were misheard. To say "
        "something else, answer again in a new practice interview; of a screening interview, object on its "
        "explanation page.",
    }
