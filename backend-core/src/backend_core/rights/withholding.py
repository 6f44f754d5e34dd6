"""Which counts of a table must not be shown, so that no figure of fewer than `MIN_GROUP` people can be worked out.

    posting   group a   group b   undeclared   total
    first        12         7          9         28
    second       15         3 ?        8 ?       26      3 is withheld; so is 8, or 26 - 15 - 8 would give it away
    all          27        10 ?       17 ?       54      and these, or 10 - 7 and 17 - 9 would

Totals are known to every member who counts decisions. A line (a posting's groups, or a group's postings) is safe while
what is withheld of it is nobody, or more than one count that come to `MIN_GROUP` people at least. Counts that are read
on different days can still be told apart by who came in between: docs/privacy.md says so.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

MIN_GROUP = 5
ALL = "all"

Group = TypeVar("Group", bound=Hashable)


def withheld(counts: Mapping[tuple[str, Group], int]) -> set[tuple[str, Group]]:
    """The cells of (posting, group) that are not to be shown, with those of `ALL` postings, which are their sums."""
    postings = sorted({posting for posting, _ in counts})
    groups = list(dict.fromkeys(group for _, group in counts))
    cells = {(posting, group): counts.get((posting, group), 0) for posting in postings for group in groups}
    cells |= {(ALL, group): sum(cells[posting, group] for posting in postings) for group in groups}
    rows = [[(posting, group) for group in groups] for posting in [*postings, ALL]]
    columns = [[(posting, group) for posting in [*postings, ALL]] for group in groups]
    hidden = {cell for cell, count in cells.items() if count < MIN_GROUP}
    while extra := _first_to_hide([*rows, *columns], cells, hidden):
        hidden.add(extra)
    return hidden


def _first_to_hide(
    lines: Iterable[list[tuple[str, Group]]], cells: Mapping[tuple[str, Group], int], hidden: set[tuple[str, Group]]
) -> tuple[str, Group] | None:
    for line in lines:
        gone = [cell for cell in line if cell in hidden]
        shown = [cell for cell in line if cell not in hidden]
        people = sum(cells[cell] for cell in gone)
        if shown and people and (len(gone) < 2 or people < MIN_GROUP):
            return min(shown, key=lambda cell: cells[cell])
    return None
