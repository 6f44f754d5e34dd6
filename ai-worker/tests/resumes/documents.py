"""Documents as word processors, resume builders and people make them, of our own words."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from fpdf import FPDF
from visavis.launcher.settings import checkout

FONTS = Path("frontend/node_modules/pretendard/dist/public/static/alternative")
Block = str | list[list[str]]
"""A paragraph, `# ` before a heading, `* ` before a point; or a table's rows."""


def korean_font() -> Path | None:
    """TrueType with Hangul, of the pages' own packages; None where they are not installed."""
    path = checkout() / FONTS / "Pretendard-Regular.ttf"
    return path if path.exists() else None


class Pdf:
    """A page that is written from its head to its foot, in columns where it has them."""

    def __init__(self, *, korean: bool = False) -> None:
        self._pdf = FPDF(format="A4", unit="pt")
        self._pdf.set_margins(54, 54)
        self._pdf.set_auto_page_break(True, 54)
        self._pdf.add_page()
        self._family = "Helvetica"
        if korean:
            font = korean_font()
            assert font
            self._family = "Pretendard"
            self._pdf.add_font(self._family, fname=font)
            self._pdf.add_font(self._family, "B", font.with_name("Pretendard-Bold.ttf"))

    def line(self, text: str, *, size: float = 10, bold: bool = False, width: float = 0, left: float = 0) -> None:
        self._pdf.set_font(self._family, "B" if bold else "", size)
        self._pdf.set_x(54 + left)
        self._pdf.multi_cell(width, size * 1.35, text, new_x="LMARGIN", new_y="NEXT", align="L")

    def dated(self, text: str, date: str, *, bold: bool = True) -> None:
        """What is on the left, and when at the right edge."""
        self._pdf.set_font(self._family, "B" if bold else "", 10)
        self._pdf.cell(340, 14, text)
        self._pdf.set_font(self._family, "", 10)
        self._pdf.cell(0, 14, date, align="R", new_x="LMARGIN", new_y="NEXT")

    def row(self, cells: Sequence[str], widths: Sequence[float], *, bold: bool = False) -> None:
        self._pdf.set_font(self._family, "B" if bold else "", 9)
        for cell, width in zip(cells, widths, strict=True):
            self._pdf.cell(width, 18, cell, border=1)
        self._pdf.ln(18)

    def gap(self, points: float = 10) -> None:
        self._pdf.ln(points)

    def columns(self, left: Iterable[tuple[str, str]], right: Iterable[tuple[str, str]], widths: tuple[float, float]):
        """Two columns side by side; each line is its style (`h`, `b`, `t`, or empty for a gap) and its text."""
        top, offset = self._pdf.get_y(), 0.0
        ends = []
        for lines, width in zip((left, right), widths, strict=True):
            self._pdf.set_y(top)
            for style, text in lines:
                if not style:
                    self._pdf.ln(9)
                    continue
                size = 13 if style == "h" else 9
                self.line(text, size=size, bold=style in "hb", width=width - 18, left=offset)
            ends.append(self._pdf.get_y())
            offset += width
        self._pdf.set_y(max(ends))

    def written(self) -> bytes:
        return bytes(self._pdf.output())

    def protected(self, password: str) -> bytes:
        self._pdf.set_encryption(owner_password="owner", user_password=password)
        return self.written()


def scan(pages: int) -> bytes:
    """Pictures of pages: there are no letters in it."""
    pdf = FPDF(format="A4", unit="pt")
    for page in range(pages):
        pdf.add_page()
        pdf.set_fill_color(240 - page % 40)
        pdf.rect(40, 40, 500, 760, style="F")
    return bytes(pdf.output())


def archive(entries: dict[str, str | bytes], first_stored: str | None = None) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries.items():
            packed.writestr(name, data, zipfile.ZIP_STORED if name == first_stored else zipfile.ZIP_DEFLATED)
    return file.getvalue()


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def docx(blocks: Sequence[Block], *, bold_headings: bool = False) -> bytes:
    """Headings by Word's styles, or in bold letters alone as many people set them."""
    body = "".join(
        _docx_table(block) if isinstance(block, list) else _docx_paragraph(block, bold_headings) for block in blocks
    )
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    return archive({"[Content_Types].xml": _TYPES, "word/document.xml": document})


def _docx_paragraph(text: str, bold_headings: bool) -> str:
    heading, point = text.startswith("#"), text.startswith("* ")
    level = len(text) - len(text.lstrip("#"))
    said = text.lstrip("#* ") if heading or point else text
    style = f'<w:pPr><w:pStyle w:val="Heading{level}"/></w:pPr>' if heading and not bold_headings else ""
    style += '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>' if point else ""
    bold = "<w:rPr><w:b/></w:rPr>" if heading and bold_headings else ""
    runs = "<w:r><w:tab/></w:r>".join(
        f'<w:r>{bold}<w:t xml:space="preserve">{escape(part)}</w:t></w:r>' for part in said.split("\t")
    )
    return f"<w:p>{style}{runs}</w:p>"


def _docx_table(rows: list[list[str]]) -> str:
    cells = (
        "".join(f"<w:tc>{''.join(_docx_paragraph(line, False) for line in cell.split(chr(10)))}</w:tc>" for cell in row)
        for row in rows
    )
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


_HP = "http://www.hancom.co.kr/hwpml/2011/paragraph"
_HS = "http://www.hancom.co.kr/hwpml/2011/section"


def hwpx(blocks: Sequence[Block], **more: str) -> bytes:
    body = "".join(
        _hwpx_table(block) if isinstance(block, list) else _hwpx_paragraph(block.lstrip("#* ")) for block in blocks
    )
    section = f'<?xml version="1.0" encoding="UTF-8"?><hs:sec xmlns:hs="{_HS}" xmlns:hp="{_HP}">{body}</hs:sec>'
    entries: dict[str, str | bytes] = {"mimetype": "application/hwp+zip", "Contents/section0.xml": section, **more}
    return archive(entries, first_stored="mimetype")


def _hwpx_paragraph(text: str) -> str:
    said = escape(text).replace("\t", "<hp:tab/>")
    return f'<hp:p id="0"><hp:run charPrIDRef="0"><hp:t>{said}</hp:t></hp:run></hp:p>'


def _hwpx_table(rows: list[list[str]]) -> str:
    cells = (
        "".join(
            f"<hp:tc><hp:subList>{''.join(_hwpx_paragraph(line) for line in cell.split(chr(10)))}</hp:subList></hp:tc>"
            for cell in row
        )
        for row in rows
    )
    table = f"<hp:tbl>{''.join(f'<hp:tr>{row}</hp:tr>' for row in cells)}</hp:tbl>"
    return f'<hp:p id="0"><hp:run charPrIDRef="0">{table}<hp:t></hp:t></hp:run></hp:p>'
