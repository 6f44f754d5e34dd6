"""Organisations, postings, and whose an interview is to judge.

NotAllowed                      403
├── JudgedByOrganisation
└── MemberRoleTooLow
NotFound                        404
├── OrganisationNotFound
└── PostingNotFound
Conflict                        409
└── PostingNotOpen
"""

from contracts.base import Language
from contracts.errors.access import NotAllowed
from contracts.errors.state import Conflict, NotFound


class OrganisationNotFound(NotFound):
    """Also for one that the caller is no member of."""

    messages = {
        Language.KO: "조직을 찾을 수 없습니다. 구성원인 조직을 목록에서 골라 주세요.",
        Language.EN: "There is no such organisation. Choose one that you are a member of.",
    }


class PostingNotFound(NotFound):
    messages = {
        Language.KO: "공고를 찾을 수 없습니다. 조직의 공고 목록에서 다시 골라 주세요.",
        Language.EN: "There is no such posting. Choose one from your organisation's list.",
    }


class MemberRoleTooLow(NotAllowed):
    messages = {
        Language.KO: "이 작업에는 조직에서 '{needed}' 이상의 역할이 필요합니다. 조직의 소유자에게 요청해 주세요.",
        Language.EN: "This takes the role “{needed}” in the organisation. Ask one of its owners.",
    }


class JudgedByOrganisation(NotAllowed):
    messages = {
        Language.KO: "채용 면접은 조직만 다시 평가할 수 있습니다. 결과에 동의하지 않으면 "
        "리포트에서 이의를 제기해 주세요.",
        Language.EN: "A screening interview is judged anew by the organisation only. If you disagree with the result, "
        "object to it from the report.",
    }


class PostingNotOpen(Conflict):
    messages = {
        Language.KO: "지금은 열려 있지 않은 공고입니다. 초대한 조직에 문의해 주세요.",
        Language.EN: "This posting is not open now. Ask the organisation that invited you.",
    }
