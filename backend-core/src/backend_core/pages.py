"""Lists that are read page by page: each page names the row that the next one comes after."""

from collections.abc import Sequence
from typing import Annotated, Protocol, TypeVar

from contracts.base import Contract, Id
from pydantic import Field

MOST = 100


class Paged(Contract):
    """Which page of a list: `limit` rows `after` the one of that id, from the beginning without."""

    after: Id | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = MOST


class _Row(Protocol):
    @property
    def id(self) -> str: ...


RowT = TypeVar("RowT", bound=_Row)


def page_of(rows: Sequence[RowT], limit: int) -> tuple[Sequence[RowT], str | None]:
    """The page, and what the next comes after, of rows of which one more than `limit` was asked for."""
    page = rows[:limit]
    return page, page[-1].id if len(rows) > limit else None
