"""Erasing, objecting, and what must not be answered yet.

NotAllowed                      403
└── WrongPassword
NotFound                        404
└── ObjectionNotFound
Conflict                        409
├── HumanReviewMissing
├── ObjectionAnswered
├── ObjectionOpen
├── OnlyAfterInterview
└── OnlyScreening
StorageFailed                   503
└── ErasureDelayed
"""

from contracts.base import Language
from contracts.errors.access import NotAllowed
from contracts.errors.availability import StorageFailed
from contracts.errors.state import Conflict, NotFound


class WrongPassword(NotAllowed):
    """Of somebody who is signed in: asked for again before what cannot be undone."""

    messages = {
        Language.KO: "비밀번호가 맞지 않습니다. 지금 쓰는 비밀번호를 다시 입력해 주세요.",
        Language.EN: "The password is not right. Enter the one that you sign in with.",
    }


class ErasureDelayed(StorageFailed):
    """The record is erased; what lies in object storage waits for it to answer."""

    messages = {
        Language.KO: "기록은 지웠지만 파일 저장소가 응답하지 않습니다. 저장소가 돌아오면 파일도 지웁니다.",
        Language.EN: "The record is erased, but the file storage does not answer. The files go when it does.",
    }


class OnlyScreening(Conflict):
    messages = {
        Language.KO: "연습 면접은 본인만 보는 면접이라 이 기능이 없습니다. 채용 면접에서 이용해 주세요.",
        Language.EN: "Nobody but you sees a practice interview, so there is no such thing here. "
        "Use it with an interview that an organisation invited you to.",
    }


class OnlyAfterInterview(Conflict):
    messages = {
        Language.KO: "면접이 끝난 뒤에 할 수 있습니다. 면접을 먼저 마쳐 주세요.",
        Language.EN: "This is for after the interview. Finish the interview first.",
    }


class ObjectionOpen(Conflict):
    messages = {
        Language.KO: "아직 답변을 기다리는 같은 요청이 있습니다. 그 답변을 받은 뒤 다시 제기할 수 있습니다.",
        Language.EN: "You have one of these waiting for an answer. Once it is answered you can make another.",
    }


class ObjectionNotFound(NotFound):
    """Also for one to an interview of an organisation that the caller is no member of."""

    messages = {
        Language.KO: "이의나 요청을 찾을 수 없습니다. 조직의 목록에서 다시 골라 주세요.",
        Language.EN: "There is no such objection or request. Choose one from your organisation's list.",
    }


class ObjectionAnswered(Conflict):
    messages = {
        Language.KO: "이미 답변한 건입니다. 새로 고쳐서 답변을 확인해 주세요.",
        Language.EN: "This has been answered already. Reload to read the answer.",
    }


class HumanReviewMissing(Conflict):
    messages = {
        Language.KO: "사람의 검토를 요청한 건이라, 구성원이 이 면접을 직접 평가해 제출한 뒤에 답변할 수 있습니다. "
        "면접 검토 화면에서 평가를 제출해 주세요.",
        Language.EN: "The candidate asks for a person's review, so this can be answered once a member has judged the "
        "interview and submitted that review. Submit one on the interview's review page.",
    }
