"""The vocabulary of the audit log: who did what to what."""

from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, StringConstraints, TypeAdapter


class ActorRole(StrEnum):
    """As whom somebody acted, at that moment."""

    CANDIDATE = "candidate"
    RECRUITER = "recruiter"
    ADMIN = "admin"
    TOKEN = "token"  # noqa: S105 - of an organisation, held by an applicant-tracking system
    LINK = "link"
    """Whoever holds the link to a shared report: nobody knows who."""
    PLATFORM = "platform"
    """A command of the operator, or the platform by itself."""


class AuditAction(StrEnum):
    """What was done. The pages have a sentence for each, in both languages (`audit.sentences`)."""

    INTERVIEW_VIEWED = "interview.viewed"
    REPORT_VIEWED = "report.viewed"
    RESUME_VIEWED = "resume.viewed"
    """The one that a candidate added to a screening interview."""
    ANSWER_CORRECTED = "answer.corrected"
    """By its candidate, who put right what was heard of it."""
    REPORT_REEVALUATED = "report.reevaluated"
    REPORT_EXPORTED = "report.exported"
    """Taken as a document by a member."""
    SHARE_MADE = "share.made"
    SHARE_REVOKED = "share.revoked"
    SHARE_OPENED = "share.opened"
    INTERVIEW_ERASED = "interview.erased"
    OBJECTIONS_VIEWED = "objections.viewed"
    OBJECTION_ANSWERED = "objection.answered"
    BIAS_AUDIT_VIEWED = "bias_audit.viewed"
    BIAS_AUDIT_EXPORTED = "bias_audit.exported"
    ADMIN_CREATED = "admin.created"
    USER_PASSWORD_SET = "user.password_set"  # noqa: S105 - by a command of the operator
    SECOND_FACTOR_SET = "second_factor.set"
    SECOND_FACTOR_REMOVED = "second_factor.removed"
    """By its owner, or for somebody who has lost it."""
    USER_ERASED = "user.erased"
    USER_EXPORTED = "user.exported"
    """Somebody took what is held on them."""
    CANDIDATES_LISTED = "candidates.listed"
    CANDIDATES_SEARCHED = "candidates.searched"
    CANDIDATES_EXPORTED = "candidates.exported"
    REVIEW_SUBMITTED = "review.submitted"
    REVIEW_WAIVED = "review.waived"
    """Somebody saw the automatic bands without giving their own first."""
    INTERVIEW_COMPARED = "interview.compared"
    INTERVIEW_WATCHED = "interview.watched"
    """Answers were read on the live list."""
    POSTING_WATCHED = "posting.watched"
    INVITATION_MADE = "invitation.made"
    INVITATION_RESENT = "invitation.resent"
    INVITATION_REMINDED = "invitation.reminded"
    INVITATION_REVOKED = "invitation.revoked"
    TOKEN_CREATED = "token.created"  # noqa: S105
    TOKEN_REVOKED = "token.revoked"  # noqa: S105
    WEBHOOK_CREATED = "webhook.created"
    WEBHOOK_DELETED = "webhook.deleted"
    REVIEW_OVERRIDDEN = "review.overridden"
    DECISION_MADE = "decision.made"
    QUESTION_CHANGED = "question.changed"
    ORGANISATION_CREATED = "organisation.created"
    MEMBER_INVITED = "member.invited"
    MEMBER_JOINED = "member.joined"
    MEMBER_ROLE_CHANGED = "member.role_changed"
    MEMBER_REMOVED = "member.removed"
    COMPANY_DELETED = "company.deleted"
    POSTING_EXPORTED = "posting.exported"
    POSTING_DELETED = "posting.deleted"
    PLAN_CHANGED = "plan.changed"
    USER_ROLE_CHANGED = "user.role_changed"
    USER_DEACTIVATED = "user.deactivated"
    USER_REACTIVATED = "user.reactivated"
    JOB_REQUEUED = "job.requeued"
    GPU_TOGGLED = "gpu.toggled"
    AUDIT_EXPORTED = "audit.exported"


class AuditSubject(StrEnum):
    """To what it was done."""

    INTERVIEW = "interview"
    COMPANY = "company"
    POSTING = "posting"
    ORGANISATION = "organisation"
    INVITATION = "invitation"
    SHARE = "share"
    QUESTION = "question"
    USER = "user"
    JOB = "job"
    TOKEN = "token"  # noqa: S105
    WEBHOOK = "webhook"
    MODEL_SERVER = "model_server"
    AUDIT_LOG = "audit_log"


Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:+/-]{1,120}$")]
"""An id, a code, a slug, an instant: no space and no `@`, so that no name, address or quote passes for one."""

Detail = Identifier | int | float | bool | None | list[Identifier]

DETAILS: TypeAdapter[dict[str, Detail]] = TypeAdapter(
    dict[str, Detail], config=ConfigDict(hide_input_in_errors=True, allow_inf_nan=False)
)
"""What may be kept beside an action: figures and identifiers, nothing that outlives an erasure as somebody's words."""
