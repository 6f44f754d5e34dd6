"""The links of invitations to interviews.

An invitation may have several that work, the one which was shown and those of its letters; revoking it, or sending it
anew, ends them.
"""

from contracts.audit import AuditAction, AuditSubject
from sqlalchemy import delete
from sqlmodel import Session, col

from persistence.columns import reference
from persistence.hiring.recruiting import Invitation, JobPosting
from persistence.links import Link
from persistence.record import audit
from persistence.record.audit import Actor


class InvitationLink(Link, table=True):
    __tablename__ = "invitation_links"

    invitation_id: str = reference("invitations.id")


def end_links(session: Session, invitation: Invitation) -> None:
    session.exec(delete(InvitationLink).where(col(InvitationLink.invitation_id) == invitation.id))


def log(session: Session, by: Actor, action: AuditAction, invitation: Invitation, posting: JobPosting) -> None:
    """Write down what `by` did with an invitation to `posting`."""
    audit.record(
        session,
        by,
        action,
        AuditSubject.INVITATION,
        invitation.id,
        organisation_id=posting.organisation_id,
        details={"posting": posting.id},
    )
