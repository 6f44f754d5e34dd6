"""Whom each kind of letter goes to, and what it is about; None where there is nobody left to write to."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

from contracts.audit import AuditAction
from contracts.base import Language
from contracts.mail import LetterKind
from contracts.recruiting import InvitationState, PostingState
from persistence.columns import utc_now
from persistence.hiring.invitations import InvitationLink, log
from persistence.hiring.recruiting import Company, Invitation, JobPosting, Organisation
from persistence.links import make_link
from persistence.people.member_invitations import MemberInvitation, MemberInvitationLink
from persistence.people.password_resets import PasswordReset
from persistence.people.rights import Objection
from persistence.record.audit import PLATFORM
from persistence.tables import Interview, User
from runtime.mail.settings import MailSettings
from runtime.tokens import fingerprint, make_opaque_token
from sqlalchemy import delete
from sqlmodel import Session, col, select

from ai_worker.letters import texts
from ai_worker.letters.rendering import Letter

RESET_LIFETIME = timedelta(hours=1)

Composer = Callable[[Session, MailSettings, str], Letter | None]
"""Writes a letter about the row of that id. What it puts on the record is committed before the letter leaves."""

Note = Callable[[Session, Invitation], None]
"""Puts on the record that a letter about an invitation has left."""


def password_reset(session: Session, settings: MailSettings, user_id: str) -> Letter | None:
    """With a link of its own each time it is tried: one that may have arrived stays good, and time runs from here."""
    user = session.get(User, user_id)
    if user is None:
        return None
    now = utc_now()
    token = make_opaque_token()
    session.exec(
        delete(PasswordReset).where(col(PasswordReset.user_id) == user_id, col(PasswordReset.expires_at) < now)
    )
    session.add(PasswordReset(user_id=user_id, token_hash=fingerprint(token), expires_at=now + RESET_LIFETIME))
    return Letter(
        to=user.email,
        texts=texts.PASSWORD_RESET,
        values={"name": user.full_name, "minutes": str(RESET_LIFETIME // timedelta(minutes=1))},
        link=settings.page("reset-password", token),
    )


def objection_answered(session: Session, settings: MailSettings, objection_id: str) -> Letter | None:
    """That there is an answer, and where: what it says is about an interview, and stays on the platform."""
    row = session.exec(
        select(User, Interview, JobPosting, Organisation)
        .join(Interview, col(Interview.candidate_id) == User.id)
        .join(Objection, col(Objection.interview_id) == Interview.id)
        .join(JobPosting, col(JobPosting.id) == Interview.job_posting_id)
        .join(Organisation, col(Organisation.id) == JobPosting.organisation_id)
        .where(Objection.id == objection_id)
    ).one_or_none()
    if row is None:
        return None
    user, interview, posting, organisation = row
    return Letter(
        to=user.email,
        texts=texts.OBJECTION_ANSWERED,
        values={"name": user.full_name, "organisation": organisation.name, "posting": posting.title},
        link=settings.page(f"interviews/{interview.id}/explanation"),
    )


def member_invitation(session: Session, settings: MailSettings, invitation_id: str) -> Letter | None:
    """With a link beside the one that whoever invited was shown."""
    invitation = session.get(MemberInvitation, invitation_id)
    if invitation is None:
        return None
    return Letter(
        to=invitation.email,
        texts=texts.MEMBER_INVITATION,
        values={
            "organisation": session.get_one(Organisation, invitation.organisation_id).name,
            "until": f"{invitation.expires_at:%Y-%m-%d}",
        },
        link=settings.page("join", make_link(session, MemberInvitationLink, invitation.id)),
    )


def invitation(session: Session, settings: MailSettings, invitation_id: str) -> Letter | None:
    """To whoever may still accept it."""
    return _of_invitation(session, settings, invitation_id, texts.INVITATION, _sent)


def reminder(session: Session, settings: MailSettings, invitation_id: str) -> Letter | None:
    return _of_invitation(session, settings, invitation_id, texts.REMINDER, _reminded)


def expiry_reminder(session: Session, settings: MailSettings, invitation_id: str) -> Letter | None:
    """To whoever has not looked at the invitation, nor was reminded by hand."""
    invited = session.get(Invitation, invitation_id)
    if invited is None or invited.opened_at is not None or invited.reminded_at is not None:
        return None
    return _of_invitation(session, settings, invitation_id, texts.REMINDER, _reminded_by_itself)


def _of_invitation(
    session: Session,
    settings: MailSettings,
    invitation_id: str,
    said: texts.Texts,
    noted: Note,
) -> Letter | None:
    invited = session.get(Invitation, invitation_id)
    if invited is None or invited.email is None or invited.state(utc_now()) is not InvitationState.WAITING:
        return None
    posting = session.get_one(JobPosting, invited.posting_id)
    if posting.state is not PostingState.OPEN:
        return None
    return Letter(
        to=invited.email,
        texts=said,
        values={
            "greeting": _greeting(invited),
            "organisation": session.get_one(Organisation, posting.organisation_id).name,
            "company": session.get_one(Company, posting.company_id).name,
            "title": posting.title,
            "expires": f"{invited.expires_at:%Y-%m-%d %H:%M} UTC",
        },
        link=settings.page("invitation", make_link(session, InvitationLink, invited.id)),
        when_sent=partial(_note, invitation_id=invitation_id, noted=noted),
    )


def _greeting(invited: Invitation) -> str:
    name = invited.full_name
    match invited.language:
        case Language.KO:
            return f"{name} 님, 안녕하세요." if name else "안녕하세요."
        case Language.EN:
            return f"Hello {name}," if name else "Hello,"


def _note(session: Session, *, invitation_id: str, noted: Note) -> None:
    invited = session.get(Invitation, invitation_id)
    if invited is not None:
        noted(session, invited)


def _sent(_session: Session, invited: Invitation) -> None:
    invited.sent_at = utc_now()


def _reminded(_session: Session, invited: Invitation) -> None:
    invited.reminded_at = utc_now()


def _reminded_by_itself(session: Session, invited: Invitation) -> None:
    _reminded(session, invited)
    posting = session.get_one(JobPosting, invited.posting_id)
    log(session, PLATFORM, AuditAction.INVITATION_REMINDED, invited, posting)


COMPOSERS: Mapping[LetterKind, Composer] = {
    LetterKind.PASSWORD_RESET: password_reset,
    LetterKind.OBJECTION_ANSWERED: objection_answered,
    LetterKind.MEMBER_INVITATION: member_invitation,
    LetterKind.INVITATION: invitation,
    LetterKind.REMINDER: reminder,
    LetterKind.EXPIRY_REMINDER: expiry_reminder,
}
