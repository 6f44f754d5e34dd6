"""PDF through pdfium: words with their places, put back into lines, paragraphs and columns."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from contracts.errors import ResumeDamaged, ResumeEncrypted, ResumeTooLong
from contracts.resumes import MAX_RESUME_PAGES
from engines.resumes.dates import span_in
from engines.resumes.headings import heading_kind
from engines.resumes.sections import Line

GUTTER = 8.0
"""Points between two columns of a page."""
CELL_GAP = 1.2
"""Of the text's height: what is further apart on a line stands in another cell."""
PARAGRAPH_GAP = 1.7
"""Of the text's height, between two baselines."""
HEADING_SIZE = 1.12
MIN_COLUMN_LINES = 4
_BULLET = re.compile(r"^\s*[-*•·▪◦‣○■□▶✓]\s")


@dataclass(frozen=True)
class _Piece:
    """Words on one line, next to each other; places in points, upwards from the page's foot."""

    left: float
    right: float
    bottom: float
    top: float
    text: str

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def read_pdf(data: bytes) -> list[Line]:
    """Raises `ResumeEncrypted`, `ResumeDamaged`, `ResumeTooLong`."""
    document = _opened(data)
    if len(document) > MAX_RESUME_PAGES:
        raise ResumeTooLong
    pages = [_pieces(document[number]) for number in range(len(document))]
    sizes = Counter(round(piece.height, 1) for page in pages for piece in page for _ in piece.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    return [line for page in pages for line in _page_lines(page, body)]


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in {pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY}:
            raise ResumeEncrypted from error
        raise ResumeDamaged from error


def _pieces(page: pdfium.PdfPage) -> list[_Piece]:
    """Without what is hidden under others or outside of the page."""
    text = page.get_textpage()
    found = []
    for number in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(number)
        said = " ".join(text.get_text_bounded(left, bottom, right, top).split())
        if said and top > bottom:
            found.append(_Piece(left, right, bottom, top, said))
    return found


def _page_lines(pieces: list[_Piece], body: float) -> Iterator[Line]:
    for block in _in_reading_order(pieces):
        yield from _block_lines(block, body)
        yield Line("")


def _in_reading_order(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """What spans the page, and its columns from left to right."""
    found = _gutter(pieces)
    if found is None:
        yield pieces
        return
    at, low, high = found
    above = [piece for piece in pieces if piece.middle > high]
    below = [piece for piece in pieces if piece.middle < low]
    beside = [piece for piece in pieces if low <= piece.middle <= high]
    if above:
        yield above
    yield [piece for piece in beside if piece.right <= at]
    yield [piece for piece in beside if piece.left >= at]
    if below:
        yield from _in_reading_order(below)


def _gutter(pieces: Sequence[_Piece]) -> tuple[float, float, float] | None:
    """Where a column begins, and from which foot to which head nothing crosses its edge; None for a single column.

    Dates that stand at the right edge of their lines are no column: one has a heading of its own, or prose.
    """
    best: tuple[int, tuple[float, float, float]] | None = None
    for at in sorted({round(piece.left) - 2.0 for piece in pieces}):
        crossing = [piece.middle for piece in pieces if piece.left < at and piece.right > at - GUTTER]
        edges = [float("-inf"), *sorted(crossing), float("inf")]
        for low, high in pairwise(edges):
            band = [piece for piece in pieces if low < piece.middle < high]
            left = [piece for piece in band if piece.right <= at]
            right = [piece for piece in band if piece.left >= at]
            size = min(len(left), len(right))
            if (best is None or size > best[0]) and _are_columns(left, right):
                best = (size, (at, low, high))
    return best[1] if best else None


def _are_columns(left: Sequence[_Piece], right: Sequence[_Piece]) -> bool:
    if min(len(left), len(right)) < MIN_COLUMN_LINES:
        return False
    headed = [any(heading_kind(piece.text) for piece in side) for side in (left, right)]
    if all(headed):
        return True
    aligned = sum(any(abs(piece.middle - other.middle) < piece.height / 3 for other in left) for piece in right)
    dated = sum(span_in(piece.text) is not None for piece in min(left, right, key=len))
    return any(headed) and aligned < len(right) / 2 and dated < min(len(left), len(right)) / 2


def _block_lines(pieces: list[_Piece], body: float) -> Iterator[Line]:
    rows = _rows(pieces)
    above: list[_Piece] | None = None
    bullet: float | None = None
    pending: Line | None = None
    for row in rows:
        height = max(piece.height for piece in row)
        gap = above is not None and _baseline(above) - _baseline(row) > PARAGRAPH_GAP * max(height, body)
        line = Line(_row_text(row), weight=_weight(height, body))
        hangs = bullet is not None and row[0].left > bullet + 2 and not gap and not line.weight
        if pending and hangs and not _BULLET.match(line.text) and "\t" not in line.text:
            pending = Line(f"{pending.text} {line.text}")
        else:
            if pending:
                yield pending
            if gap:
                yield Line("")
            pending = line
            bullet = row[0].left if _BULLET.match(line.text) else None
        above = row
    if pending:
        yield pending


def _rows(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Pieces of one line together, from the left; lines from the top."""
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if rows and abs(rows[-1][0].middle - piece.middle) < max(rows[-1][0].height, piece.height) / 2:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _row_text(row: list[_Piece]) -> str:
    text = row[0].text
    for before, piece in pairwise(row):
        gap = piece.left - before.right
        text += ("\t" if gap > CELL_GAP * piece.height else " " if gap > 0.1 * piece.height else "") + piece.text
    return text


def _baseline(row: list[_Piece]) -> float:
    return min(piece.bottom for piece in row)


def _weight(height: float, body: float) -> int:
    return max(1, round(10 * (height / body - 1))) if body and height >= HEADING_SIZE * body else 0
