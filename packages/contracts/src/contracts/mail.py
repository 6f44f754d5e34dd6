"""Letters that the platform sends."""

from enum import StrEnum


class LetterKind(StrEnum):
    """Whom a letter goes to and what it says follow from its kind and its subject, a row of the record."""

    PASSWORD_RESET = "password_reset"  # noqa: S105 - the subject is a user
    OBJECTION_ANSWERED = "objection_answered"
    MEMBER_INVITATION = "member_invitation"
    INVITATION = "invitation"
    REMINDER = "reminder"
    EXPIRY_REMINDER = "expiry_reminder"
    """As a reminder, by itself, to whoever has not looked yet when an invitation is about to expire."""


class MailWay(StrEnum):
    """How letters leave the platform."""

    SMTP = "smtp"
    FOLDER = "folder"
    """They are kept on this machine, for `visavis mailbox` to show."""
