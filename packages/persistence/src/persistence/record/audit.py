"""The audit log: who saw, changed, exported or decided what.

Append-only: a trigger of the database refuses UPDATE, DELETE and TRUNCATE. No row refers to another table, so that
erasing a person or an organisation changes none; what is left of them is an id that nothing resolves.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Protocol

from contracts.audit import DETAILS, ActorRole, AuditAction, AuditSubject, Detail
from contracts.base import Role
from sqlalchemy import Index, String
from sqlmodel import Field, Session, col, select

from persistence.columns import UuidText, created_now, json_column, primary_key, utc_now
from persistence.tables import Table

ONE_VIEW = timedelta(hours=1)
"""Whoever looks again within it is still looking."""


class AuditEntry(Table, table=True):
    __tablename__ = "audit_log"
    __table_args__ = (
        Index("ix_audit_log_at", "at", "id"),
        Index("ix_audit_log_subject", "subject_id", "subject"),
    )

    id: str = primary_key()
    at: datetime = created_now()
    actor_id: str | None = Field(default=None, sa_type=UuidText, index=True, description="Null for the platform")
    actor_role: ActorRole = Field(sa_type=String(16))
    organisation_id: str | None = Field(default=None, sa_type=UuidText, index=True)
    action: AuditAction = Field(sa_type=String(48))
    subject: AuditSubject = Field(sa_type=String(32))
    subject_id: str | None = Field(default=None, max_length=80, description="A question's is its slug")
    details: dict[str, Any] = json_column(description="contracts.audit.Detail by name")


class Actor(Protocol):
    """Who acts: a `User`, an organisation's token, or `PLATFORM`."""

    @property
    def id(self) -> str | None: ...
    @property
    def role(self) -> Role | ActorRole: ...


class _Platform:
    id = None
    role = ActorRole.PLATFORM


PLATFORM: Actor = _Platform()


def record(
    session: Session,
    actor: Actor,
    action: AuditAction,
    subject: AuditSubject,
    subject_id: str | None = None,
    *,
    organisation_id: str | None = None,
    details: dict[str, Detail] | None = None,
) -> None:
    """Write down what `actor` does, in the transaction that does it: neither is without the other.

    Raises `pydantic.ValidationError` for details that are neither figures nor identifiers.
    """
    session.add(
        AuditEntry(
            actor_id=actor.id,
            actor_role=ActorRole(actor.role),
            organisation_id=organisation_id,
            action=action,
            subject=subject,
            subject_id=subject_id,
            details=DETAILS.validate_python(details or {}),
        )
    )


def record_view(
    session: Session,
    actor: Actor,
    action: AuditAction,
    subject: AuditSubject,
    subject_id: str,
    *,
    organisation_id: str | None = None,
) -> None:
    """As `record_views`, of one."""
    record_views(session, actor, action, subject, [subject_id], organisation_id=organisation_id)


def record_views(
    session: Session,
    actor: Actor,
    action: AuditAction,
    subject: AuditSubject,
    subject_ids: Collection[str],
    *,
    organisation_id: str | None = None,
) -> None:
    """As `record` of each, unless `actor` looked at it less than `ONE_VIEW` ago: an open page asks again by itself."""
    earlier = select(AuditEntry.subject_id).where(
        col(AuditEntry.subject_id).in_(subject_ids),
        AuditEntry.subject == subject,
        AuditEntry.action == action,
        AuditEntry.actor_id == actor.id,
        col(AuditEntry.at) > utc_now() - ONE_VIEW,
    )
    seen = set(session.exec(earlier))
    for subject_id in subject_ids:
        if subject_id not in seen:
            record(session, actor, action, subject, subject_id, organisation_id=organisation_id)
