"""What the screening side shares: who may do what in an organisation, postings, invitations."""

from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from contracts.base import Contract
from contracts.questions import Slug

MAX_COMPETENCIES = 8
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]


class MemberRole(StrEnum):
    """What a member may do, each role all of those before it.

    A reviewer reads and judges interviews; a recruiter makes postings, invites and decides; an owner decides who is a
    member and which programs may read.
    """

    REVIEWER = "reviewer"
    RECRUITER = "recruiter"
    OWNER = "owner"

    def includes(self, needed: "MemberRole") -> bool:
        order = list(MemberRole)
        return order.index(self) >= order.index(needed)


class PostingState(StrEnum):
    """Only an open posting invites; a closed one keeps its interviews."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class InvitationState(StrEnum):
    """Follows from an invitation's moments: what was done with it, and whether its time is over."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REVOKED = "revoked"
    EXPIRED = "expired"


class AskForResume(StrEnum):
    """Whether candidates of a posting may, or have to, add a résumé when they accept. No question and no score ever
    depends on it: what it says is for the people who review.
    """

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


class TokenScope(StrEnum):
    """What a program may do for an organisation."""

    CANDIDATES_READ = "candidates:read"
    POSTINGS_READ = "postings:read"
    INVITATIONS_WRITE = "invitations:write"


class Competency(Contract):
    """What a posting looks for; candidates are compared by the questions that ask about it."""

    slug: Slug
    name: ShortText
    description: LongText = ""


class PostingAccommodations(Contract):
    """What every candidate of a posting may choose without asking anybody."""

    typed_answers: bool = True
    extra_time: bool = True
    """Longer silences before an answer counts as finished, and time to prepare."""
