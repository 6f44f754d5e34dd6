"""Links to reports: to whoever makes one, and to whoever opens it.

Gone                            410
├── ShareExpired
└── ShareRevoked
NotFound                        404
└── ShareNotFound
Conflict                        409
├── OnlyPractice
└── TooManyShares
"""

from contracts.base import Language
from contracts.errors.state import Conflict, Gone, NotFound


class ShareNotFound(NotFound):
    """It never was, or its interview or account is gone: which of them, whoever holds the link does not learn."""

    messages = {
        Language.KO: "이 링크로 볼 수 있는 리포트가 없습니다. 링크를 끝까지 복사했는지 확인하거나, "
        "보내 준 분께 새 링크를 요청해 주세요.",
        Language.EN: "There is no report at this link. Check that you copied the whole link, or ask whoever sent it "
        "for a new one.",
    }


class ShareExpired(Gone):
    messages = {
        Language.KO: "이 링크는 기한이 지났습니다. 더 보고 싶다면 보내 준 분께 새 링크를 요청해 주세요.",
        Language.EN: "This link has expired. If you want to read on, ask whoever sent it for a new one.",
    }


class ShareRevoked(Gone):
    messages = {
        Language.KO: "보내 준 분이 공유를 중지했습니다. 더 보고 싶다면 그분께 새 링크를 요청해 주세요.",
        Language.EN: "Whoever sent this link has stopped sharing. If you want to read on, ask them for a new one.",
    }


class OnlyPractice(Conflict):
    messages = {
        Language.KO: "채용 면접의 리포트는 링크로 공유할 수 없습니다. 조직이 평가에 쓰는 자료이고 같은 질문을 받을 "
        "지원자가 더 있기 때문입니다. 보관하려면 PDF로 저장해 주세요.",
        Language.EN: "The report of a screening interview cannot be shared by link: the organisation judges by it, and "
        "others are still to be asked the same. To keep it for yourself, save it as a PDF.",
    }


class TooManyShares(Conflict):
    messages = {
        Language.KO: "열 수 있는 링크가 이미 {most}개입니다. 쓰지 않는 링크의 공유를 중지한 뒤 다시 만들어 주세요.",
        Language.EN: "This report has {most} links that work already. Stop sharing one of them, then try again.",
    }
