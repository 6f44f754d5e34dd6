"""Word's documents: paragraphs and tables of `word/document.xml` (ECMA-376), in their order."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from engines.resumes.sections import Line

from ai_worker.resumes.readers.package import local_name, opened, xml_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVEL = re.compile(r"(?:heading|제목)\s*(\d)|^(\d)$", re.IGNORECASE)
BREAKS = {"tab": "\t", "br": "\n", "cr": "\n"}


def read_docx(data: bytes) -> list[Line]:
    """Raises what `opened` and `xml_of` do."""
    with opened(data) as archive:
        body = xml_of(archive, "word/document.xml")
    return list(_lines(body))


def _lines(element: "Element") -> Iterator[Line]:
    for child in element:
        match local_name(child.tag):
            case "p":
                yield from _paragraph(child)
            case "tbl":
                yield Line("")
                yield from _table(child)
                yield Line("")
            case "body" | "sdt" | "sdtContent":
                yield from _lines(child)


def _paragraph(paragraph: "Element") -> Iterator[Line]:
    text, weight = _text(paragraph), _weight(paragraph)
    numbered = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
    for number, line in enumerate(text.split("\n")):
        yield Line(f"• {line}" if numbered and number == 0 and line and not weight else line, weight)
    yield from (line for box in _boxes(paragraph) for line in _lines(box))


def _text(paragraph: "Element") -> str:
    """What the paragraph itself says; text boxes stand outside of it, and Word writes each twice."""
    said = ""
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        match local_name(element.tag):
            case "t":
                said += element.text or ""
            case "tab" | "br" | "cr" as name if element.get(f"{_W}val") is None:
                said += BREAKS[name]
            case "AlternateContent" | "drawing" | "pict" | "pPr" | "del" | "tabs":
                continue
            case _:
                stack.extend(reversed(element))
    return said.strip(" ")


def _boxes(paragraph: "Element") -> Iterator["Element"]:
    boxes = [box for choice in paragraph.iter() if local_name(choice.tag) == "Choice" for box in choice.iter()]
    yield from (box for box in boxes if local_name(box.tag) == "txbxContent")


def _table(table: "Element") -> Iterator[Line]:
    """A row is a line and its cells stand between tabs; a cell of several lines is a column of a page."""
    for row in (child for child in table if local_name(child.tag) == "tr"):
        cells = [list(_lines(cell)) for cell in row if local_name(cell.tag) == "tc"]
        written = [[line for line in cell if line.text.strip()] for cell in cells]
        if any(len(cell) > 2 for cell in written):
            # Beside a narrow column of labels the rest belongs to its label; else these are columns of the page.
            for cell in cells:
                yield from cell
                yield Line("")
        else:
            line = "\t".join(" ".join(line.text.strip() for line in cell) for cell in written)
            weights = {line.weight for cell in written for line in cell}
            yield Line(line, max(weights, default=0) if len(weights) == 1 else 0)


def _weight(paragraph: "Element") -> int:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    level = _LEVEL.search(style.get(f"{_W}val", "")) if style is not None else None
    if level:
        return max(1, 7 - int(level[1] or level[2]))
    runs = [run for run in paragraph.iter(f"{_W}r") if "".join(text.text or "" for text in run.iter(f"{_W}t")).strip()]
    bold = [run for run in runs if _is_on(run.find(f"{_W}rPr/{_W}b"))]
    return 1 if runs and len(bold) == len(runs) else 0


def _is_on(element: "Element | None") -> bool:
    return element is not None and element.get(f"{_W}val", "1") not in {"0", "false"}
