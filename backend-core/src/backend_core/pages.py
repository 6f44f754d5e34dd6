"""Lists that are read page by page: each page names the row that the next one comes after."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any

from contracts.base import Contract, Id
from persistence.columns import UuidText
from persistence.tables import Table
from pydantic import Field
from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.sql.expression import SQLColumnExpression
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

MOST = 100
LIMIT = bindparam("limit", type_=Integer)
SHAPES = 100
"""Of one list's statement that are kept."""

Given = frozenset[str]
Row = dict[str, Any]
"""Columns by name: they are of many types, and a contract reads them."""
Rows = Select[*tuple[Any, ...]]


class Paged(Contract):
    """Which page of a list: `limit` rows `after` the one of that id, from the beginning without."""

    after: Id | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = MOST


class ListStatement:
    """What a list reads: columns, not objects, by a statement that is put together once for each choice of filters,
    for which SQLAlchemy needs longer than PostgreSQL for the answer.

    It decorates a function of the names of the filters that are given, and of what else shapes the statement. Their
    values are parameters of these names (`bindparam`), as is the `limit`.
    """

    def __init__(self, statement_of: Callable[..., Rows]) -> None:
        self._statement_of = lru_cache(SHAPES)(statement_of)

    async def rows(self, session: AsyncSession, values: Mapping[str, object], *shape: Hashable) -> list[Row]:
        """Those of `values` that are None are not given."""
        given = {name: value for name, value in values.items() if value is not None}
        statement = self._statement_of(frozenset(given), *shape)
        result = await (await session.connection()).execute(statement, given)
        names = tuple(result.keys())
        return [dict(zip(names, row, strict=True)) for row in result]

    async def page(
        self, session: AsyncSession, values: Mapping[str, object], limit: int
    ) -> tuple[Sequence[Row], str | None]:
        """At most `limit` rows, and the id of the last where more come after it."""
        rows = await self.rows(session, {**values, "limit": limit + 1})
        shown = rows[:limit]
        return shown, shown[-1]["id"] if len(rows) > limit else None


def newest_first(rows: Rows, id_: str, given: Given) -> Rows:
    """From the newest on, or `after` another: ids count up with time."""
    column = col(id_)
    if "after" in given:
        rows = rows.where(column < bindparam("after", type_=UuidText))
    return rows.order_by(column.desc()).limit(LIMIT)


def rows_of(*columns: SQLColumnExpression[Any]) -> Rows:
    return select(*columns)


def columns_of(table: type[Table], contract: type[Contract]) -> list[SQLColumnExpression[Any]]:
    """Those of `table` that `contract` has fields of."""
    return [col(getattr(table, name)) for name in contract.model_fields if name in table.model_fields]
