"""Who belongs to an organisation, and how somebody comes to.

NotAllowed                      403
├── CandidateCannotJoin
└── CandidateCannotOwn
NotFound                        404
├── MemberInvitationGone
└── MemberNotFound
Conflict                        409
├── AlreadyMember
├── LastOwner
└── OrganisationOwned
"""

from contracts.base import Language
from contracts.errors.access import NotAllowed
from contracts.errors.state import Conflict, NotFound


class MemberNotFound(NotFound):
    messages = {
        Language.KO: "이 조직에 없는 사람입니다. 구성원 목록을 새로 고쳐 주세요.",
        Language.EN: "Nobody of that kind is in this organisation. Reload the list of its members.",
    }


class MemberInvitationGone(NotFound):
    """It never was, or it was used, taken back, replaced, or is too old."""

    messages = {
        Language.KO: "이 초대는 이미 쓰였거나 취소되었거나 기한이 지났습니다. 초대한 분께 새 링크를 요청해 주세요.",
        Language.EN: "This invitation was used, taken back, or has expired. Ask whoever invited you for another link.",
    }


class CandidateCannotJoin(NotAllowed):
    messages = {
        Language.KO: "지원자 계정은 조직의 구성원이 될 수 없습니다. 로그아웃한 뒤 초대 링크를 다시 열고 "
        "다른 이메일 주소로 채용 담당자 계정을 만들어 주세요.",
        Language.EN: "A candidate's account cannot join an organisation. Sign out, open the invitation's link again "
        "and make a recruiter's account with another e-mail address.",
    }


class CandidateCannotOwn(NotAllowed):
    messages = {
        Language.KO: "지원자 계정은 조직의 소유자가 될 수 없습니다. 채용 담당자의 주소나 "
        "아직 계정이 없는 주소를 적어 주세요.",
        Language.EN: "This is a candidate's account, which cannot own an organisation. Give a recruiter's address, "
        "or one that has no account yet.",
    }


class AlreadyMember(Conflict):
    messages = {
        Language.KO: "이미 이 조직의 구성원입니다. 역할은 구성원 목록에서 바꿀 수 있습니다.",
        Language.EN: "They are a member of this organisation already. Change the role in the list of its members.",
    }


class LastOwner(Conflict):
    messages = {
        Language.KO: "마지막 소유자는 나가거나 역할을 내려놓을 수 없습니다. 먼저 다른 구성원을 소유자로 지정해 주세요.",
        Language.EN: "The last owner can neither leave nor give up the role. Make another member an owner first.",
    }


class OrganisationOwned(Conflict):
    messages = {
        Language.KO: "이미 소유자가 있는 조직입니다. "
        "다른 소유자가 필요하면 지금 소유자가 구성원 화면에서 초대할 수 있습니다.",
        Language.EN: "This organisation has an owner already, who can invite others on the page of its members.",
    }
