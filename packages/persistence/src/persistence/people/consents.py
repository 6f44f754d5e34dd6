"""What a user agrees to."""

from collections.abc import Sequence

from contracts.base import ConsentPurpose
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Session, col, select

from persistence.tables import Consent

CONSENT_VERSION = "2026-11"
"""Of the consent texts that the front end shows; a new text means a new version and asking again."""


def latest_consents(session: Session, user_id: str) -> Sequence[Consent]:
    """The decision that counts, one a purpose that was ever decided."""
    return session.exec(
        select(Consent)
        .where(Consent.user_id == user_id)
        .ext(distinct_on(col(Consent.purpose)))
        .order_by(col(Consent.purpose), col(Consent.decided_at).desc(), col(Consent.id).desc())
    ).all()


def granted_purposes(session: Session, user_id: str) -> list[ConsentPurpose]:
    """What the user agrees to now. A consent to an older text counts no longer."""
    return [
        consent.purpose
        for consent in latest_consents(session, user_id)
        if consent.granted and consent.version == CONSENT_VERSION
    ]
