"""Which counts of a table must not be shown, so that no figure of fewer than `MIN_GROUP` people can be worked out.

    posting   group a   group b   undeclared   total
    first        12         7          9         28
    second       15         3 ?        8 ?       26      3 is withheld; so is 8, or 26 - 15 - 8 would give it away
    all          27        10 ?       17 ?       54      and these, or 10 - 7 and 17 - 9 would

A table may have several columns of groups (gender and ethnicity), whose sums are tables of their own. Totals over all
groups are known to every member who counts decisions. A line (the cells that differ in one column, their sum with them)
is safe while what is withheld of it is nobody, or more than one count that come to `MIN_GROUP` people at least. Counts
that are read on different days can still be told apart by who came in between: docs/privacy.md says so.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from itertools import product

MIN_GROUP = 5
ALL = "all"

Cell = tuple[str, ...]
"""A posting, and a group of each column; `ALL` where it is a sum."""


def withheld(counts: Mapping[Cell, int]) -> set[Cell]:
    """The cells that are not to be shown, sums included, of all cells that there are."""
    cells = _with_sums(counts)
    lines = _lines(cells)
    hidden = {cell for cell, count in cells.items() if count < MIN_GROUP}
    settled = False
    while not settled:
        before = len(hidden)
        for line in lines:
            _make_safe(line, cells, hidden)
        settled = len(hidden) == before
    return hidden


def _with_sums(counts: Mapping[Cell, int]) -> dict[Cell, int]:
    sums: dict[Cell, int] = defaultdict(int)
    for cell, count in counts.items():
        for part in product(*((name, ALL) for name in cell)):
            sums[part] += count
    return {cell: count for cell, count in sums.items() if set(cell[1:]) != {ALL}}


def _lines(cells: Collection[Cell]) -> list[list[Cell]]:
    lines: dict[tuple[int, Cell], list[Cell]] = defaultdict(list)
    for cell in cells:
        for column in range(len(cell)):
            lines[column, cell[:column] + cell[column + 1 :]].append(cell)
    return list(lines.values())


def _make_safe(line: list[Cell], cells: Mapping[Cell, int], hidden: set[Cell]) -> None:
    gone = [cell for cell in line if cell in hidden]
    shown = sorted((cell for cell in line if cell not in hidden), key=lambda cell: (-cells[cell], -cell.count(ALL)))
    people = sum(cells[cell] for cell in gone)
    while shown and people and (len(gone) < 2 or people < MIN_GROUP):
        gone.append(shown.pop())
        people += cells[gone[-1]]
    hidden.update(gone)
