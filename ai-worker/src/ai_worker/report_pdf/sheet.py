"""An A4 page with Pretendard on it: sizes in points, lengths in millimetres."""

import logging
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.resources import files

from contracts.base import Language
from contracts.evaluation import EvidenceSpan
from fpdf import FPDF, XPos, YPos
from fpdf.util import Padding

from ai_worker.report_pdf.texts import date_in

# It warns of glyphs that a font lacks, with the characters themselves, and what was said is in no log.
logging.getLogger("fpdf").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)

Colour = tuple[int, int, int]
INK: Colour = (22, 32, 38)
MUTED: Colour = (88, 100, 108)
ACCENT: Colour = (9, 105, 128)
LINE: Colour = (208, 216, 220)
SUNKEN: Colour = (236, 240, 242)
LIT: Colour = (255, 238, 184)
CAUTION: Colour = (253, 245, 226)

MARGIN = 18.0
LINE_HEIGHT = 1.5
"""Of the size of the type."""
MM_PER_POINT = 25.4 / 72
BODY = 10.0
SMALL = 8.5

FONTS = files("ai_worker.report_pdf") / "fonts"


class Sheet(FPDF):
    """A document in `language`, with the font, the page numbers and the report's own paragraphs.

    `texts` are what it says itself, in that language.
    """

    def __init__(self, language: Language, texts: Mapping[str, str], title: str, made_at: datetime) -> None:
        super().__init__(format="A4")
        self.language = language
        self.texts = texts
        self._made_at = made_at
        self.add_font("Pretendard", "", str(FONTS / "Pretendard-Regular.ttf"))
        self.add_font("Pretendard", "B", str(FONTS / "Pretendard-Bold.ttf"))
        self.set_lang("ko-KR" if language is Language.KO else "en")
        self.set_title(title)
        self.set_creator("Visavis")
        self.set_producer("Visavis")
        self.set_creation_date(made_at)
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, margin=22)
        self.c_margin = 0
        self.add_page()

    def footer(self) -> None:
        self.set_y(-14)
        self.type(SMALL, colour=MUTED)
        left = (
            f"{self.texts['not_validated']} · {self.texts['made'].format(date=date_in(self.language, self._made_at))}"
        )
        self.cell(self.epw - 20, 5, left)
        self.cell(20, 5, f"{self.page_no()} / {{nb}}", align="R")

    def type(self, size: float = BODY, *, bold: bool = False, colour: Colour = INK) -> None:
        """What is written next."""
        self.set_font("Pretendard", "B" if bold else "", size)
        self.set_text_color(*colour)

    def space(self, height: float) -> None:
        self.set_y(self.get_y() + height)

    def keep_together(self, height: float) -> None:
        """Begin a new page where less than `height` is left on this one."""
        if self.will_page_break(height):
            self.add_page()

    def heading(self, text: str, level: int) -> None:
        """Also an entry of the document's outline."""
        size = {1: 20.0, 2: 14.0, 3: 11.5}[level]
        self.space({1: 0, 2: 7, 3: 4}[level])
        self.keep_together(30 if level < 3 else 22)
        self.start_section(readable(text)[:120], level=level - 1)
        self.paragraph(text, size, bold=True)
        self.space({1: 1, 2: 2, 3: 1}[level])

    def paragraph(
        self, text: str, size: float = BODY, *, bold: bool = False, colour: Colour = INK, indent: float = 0
    ) -> None:
        self.type(size, bold=bold, colour=colour)
        self.set_x(self.l_margin + indent)
        self.multi_cell(
            self.epw - indent,
            size * MM_PER_POINT * LINE_HEIGHT,
            readable(text),
            align="L",
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )

    def labelled(self, label: str, text: str) -> None:
        """A small heading with its paragraph."""
        self.keep_together(14)
        self.space(1.2)
        self.paragraph(label, SMALL, bold=True, colour=MUTED)
        self.paragraph(text)

    def bullet(self, text: str, indent: float = 0, colour: Colour = INK) -> None:
        self.type(BODY, colour=colour)
        self.set_x(self.l_margin + indent)
        self.cell(4, BODY * MM_PER_POINT * LINE_HEIGHT, "·")
        self.paragraph(text, indent=indent + 4, colour=colour)

    def quote(self, text: str, indent: float = 0) -> None:
        """Words that somebody said, marked as in the pages."""
        self.space(0.8)
        self.marked(text, [EvidenceSpan(start=0, end=len(text), quote=text)], indent=indent, quotation_marks=True)
        self.space(0.8)

    def notice(self, text: str) -> None:
        """A paragraph on a ground of its own."""
        self.type(SMALL)
        self.set_fill_color(*CAUTION)
        self.multi_cell(
            self.epw,
            SMALL * MM_PER_POINT * LINE_HEIGHT,
            readable(text),
            align="L",
            fill=True,
            padding=Padding(2.5, 2.5, 2.5, 2.5),
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )

    def marked(self, text: str, spans: list[EvidenceSpan], *, indent: float = 0, quotation_marks: bool = False) -> None:
        """`text` with the words of `spans`, which count in it, on a lit ground."""
        self.type(BODY)
        height = BODY * MM_PER_POINT * LINE_HEIGHT
        words = list(_words(text, spans))
        if quotation_marks and words:
            words[0] = ("“" + words[0][0], words[0][1])
            words[-1] = (words[-1][0] + "”", words[-1][1])
        for line in self._lines(words, self.epw - indent):
            self.keep_together(height)
            self.set_x(self.l_margin + indent)
            for run, lit in _runs(line):
                self.set_fill_color(*LIT)
                self.cell(self.get_string_width(run), height, run, fill=lit)
            self.ln(height)

    def _lines(self, words: list[tuple[str, bool]], width: float) -> Iterator[list[tuple[str, bool]]]:
        """Words in lines that fit `width`; an empty word ends its line."""
        space = self.get_string_width(" ")
        line: list[tuple[str, bool]] = []
        used = 0.0
        for word, lit in words:
            for piece in self._pieces(word, width):
                needed = self.get_string_width(piece)
                if line and (not piece or used + space + needed > width):
                    yield line
                    line, used = [], 0.0
                if piece:
                    used += needed + (space if line else 0)
                    line.append((piece, lit))
        if line:
            yield line

    def _pieces(self, word: str, width: float) -> Iterator[str]:
        """A word that is wider than a line, cut; others as they are."""
        if self.get_string_width(word) <= width:
            yield word
            return
        piece, used = "", 0.0
        for character in word:
            needed = self.get_string_width(character)
            if used + needed > width:
                yield piece
                piece, used = "", 0.0
            piece += character
            used += needed
        yield piece


def readable(text: str) -> str:
    """Composed, and without what shows nothing: control characters but line breaks, and format characters."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(c for c in composed if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))


def _words(text: str, spans: list[EvidenceSpan]) -> Iterator[tuple[str, bool]]:
    """The words of `text` and whether a span holds them; an empty word for each line break."""
    for match in re.finditer(r"\n|\S+", text):
        lit = any(span.start < match.end() and match.start() < span.end for span in spans)
        yield readable(match[0]).strip(), lit


def _runs(line: list[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Neighbours on the same ground, joined; the space between two grounds is the plain one's."""
    runs: list[tuple[str, bool]] = []
    for word, lit in line:
        if runs and runs[-1][1] == lit:
            runs[-1] = (f"{runs[-1][0]} {word}", lit)
        elif runs and lit:
            runs[-1] = (runs[-1][0] + " ", False)
            runs.append((word, lit))
        elif runs:
            runs.append((" " + word, lit))
        else:
            runs.append((word, lit))
    yield from runs
