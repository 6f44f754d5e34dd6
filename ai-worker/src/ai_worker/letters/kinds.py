"""Whom each kind of letter goes to, and what it is about; None where there is nobody left to write to."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from contracts.mail import LetterKind
from persistence.columns import utc_now
from persistence.member_invitations import MemberInvitation
from persistence.password_resets import PasswordReset
from persistence.recruiting import Organisation
from persistence.tables import User
from runtime.mail.settings import MailSettings
from runtime.tokens import fingerprint, make_opaque_token
from sqlalchemy import delete
from sqlmodel import Session, col

from ai_worker.letters import texts
from ai_worker.letters.rendering import Letter

RESET_LIFETIME = timedelta(hours=1)

Composer = Callable[[Session, MailSettings, str], Letter | None]
"""Writes a letter about the row of that id. What it puts on the record is committed before the letter leaves."""


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


def member_invitation(session: Session, settings: MailSettings, invitation_id: str) -> Letter | None:
    """With a link beside the one that whoever invited was shown; of several letters, the newest one's is good."""
    invitation = session.get(MemberInvitation, invitation_id, with_for_update=True)
    if invitation is None:
        return None
    token = make_opaque_token()
    invitation.letter_hash = fingerprint(token)
    return Letter(
        to=invitation.email,
        texts=texts.MEMBER_INVITATION,
        values={
            "organisation": session.get_one(Organisation, invitation.organisation_id).name,
            "until": f"{invitation.expires_at:%Y-%m-%d}",
        },
        link=settings.page("join", token),
    )


COMPOSERS: Mapping[LetterKind, Composer] = {
    LetterKind.PASSWORD_RESET: password_reset,
    LetterKind.MEMBER_INVITATION: member_invitation,
}
