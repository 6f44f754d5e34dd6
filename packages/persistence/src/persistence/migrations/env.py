"""Alembic's environment; run through `persistence.migrate`, which opens the connection."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel import AutoString

import persistence.interviews.delivery  # noqa: F401 - registers its tables; the others come with the package
from persistence.tables import Table


def plain_strings(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Write SQLModel's own string type into migrations as SQLAlchemy's."""
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    compare_type=True,
    render_item=plain_strings,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
