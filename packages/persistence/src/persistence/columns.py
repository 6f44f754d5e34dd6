"""Column types that the tables share. Each returns what SQLModel's `Field` returns, hence `Any`. And which to read."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Enum, Uuid, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import class_mapper, defer
from sqlalchemy.sql.base import ExecutableOption
from sqlmodel import Field, SQLModel

from persistence.ids import new_id

UuidText = Uuid(as_uuid=False)
"""A uuid in PostgreSQL, text in Python."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def primary_key() -> Any:
    return Field(default_factory=new_id, primary_key=True, sa_type=UuidText)


def reference(target: str, *, primary: bool = False, index: bool = True) -> Any:
    """A reference whose row goes with the row it points at: erasing a candidate erases what hangs on them."""
    return Field(
        sa_type=UuidText, foreign_key=target, ondelete="CASCADE", primary_key=primary, index=index and not primary
    )


def reference_if_any(target: str) -> Any:
    """A reference that a row may lack; with one, the row goes with the row it points at."""
    return Field(default=None, sa_type=UuidText, foreign_key=target, ondelete="CASCADE", nullable=True, index=True)


def optional_reference(target: str) -> Any:
    """A reference that outlives its target as null."""
    return Field(default=None, sa_type=UuidText, foreign_key=target, ondelete="SET NULL", nullable=True, index=True)


def created_now() -> Any:
    return Field(
        default_factory=utc_now,
        sa_type=DateTime(timezone=True),
        sa_column_kwargs={"server_default": func.now()},
    )


def timestamp() -> Any:
    return Field(sa_type=DateTime(timezone=True))


def optional_timestamp() -> Any:
    return Field(default=None, sa_type=DateTime(timezone=True), nullable=True)


def json_column(**kwargs: Any) -> Any:
    return Field(sa_type=JSONB, **kwargs)


def choice(kind: type[StrEnum], **kwargs: Any) -> Any:
    """An enumeration by value, stored as text under a CHECK constraint."""
    column_type = Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )
    return Field(sa_type=column_type, **kwargs)


def left_out(table: type[SQLModel], *names: str) -> list[ExecutableOption]:
    """Options of a SELECT whose rows come without these columns; who asks one of them for its value is refused."""
    attributes = class_mapper(table).column_attrs
    return [defer(attributes[name].class_attribute, raiseload=True) for name in names]
