"""Tables that spreadsheets open."""

import csv
import io
from collections.abc import Iterable, Sequence

CSV = "text/csv"
BYTE_ORDER_MARK = "\ufeff"
"""What a file begins with: without it, spreadsheets take Korean for another encoding."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_lines(rows: Iterable[Sequence[str]]) -> str:
    """Of a CSV; a spreadsheet must not take somebody's name for a formula."""
    text = io.StringIO()
    csv.writer(text).writerows(
        [f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell for cell in row] for row in rows
    )
    return text.getvalue()
