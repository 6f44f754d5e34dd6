"""Hangul's documents (OWPML, KS X 6101): paragraphs and tables of `Contents/section*.xml`, in their order."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from contracts.errors import ResumeDamaged, ResumeEncrypted
from engines.resumes.sections import Line

from ai_worker.resumes.readers.package import local_name, opened, xml_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SECTION = re.compile(r"Contents/section(\d+)\.xml")
_MANIFEST = "META-INF/manifest.xml"
BREAKS = {"tab": "\t", "lineBreak": "\n", "nbSpace": " ", "fwSpace": " ", "hyphen": "-"}


def read_hwpx(data: bytes) -> list[Line]:
    """Raises `ResumeEncrypted`, and what `opened` and `xml_of` do."""
    with opened(data) as archive:
        names = set(archive.namelist())
        if _MANIFEST in names and any(
            local_name(element.tag) == "encryption-data" for element in xml_of(archive, _MANIFEST).iter()
        ):
            raise ResumeEncrypted
        sections = sorted((match for name in names if (match := _SECTION.fullmatch(name))), key=lambda m: int(m[1]))
        if not sections:
            raise ResumeDamaged
        return [line for section in sections for line in _lines(xml_of(archive, section[0]))]


def _lines(element: "Element") -> Iterator[Line]:
    for paragraph in (child for child in element if local_name(child.tag) == "p"):
        tables = [table for run in paragraph for table in run if local_name(table.tag) == "tbl"]
        text = "".join(_said(text) for run in paragraph for text in run if local_name(text.tag) == "t")
        if text.strip() or not tables:
            yield from (Line(line.strip(" ")) for line in text.split("\n"))
        for table in tables:
            yield Line("")
            yield from _table(table)
            yield Line("")


def _table(table: "Element") -> Iterator[Line]:
    for row in (child for child in table if local_name(child.tag) == "tr"):
        cells = [list(_cell(cell)) for cell in row if local_name(cell.tag) == "tc"]
        written = [[line.text.strip() for line in cell if line.text.strip()] for cell in cells]
        if any(len(cell) > 2 for cell in written):
            for cell in cells:
                yield from cell
                yield Line("")
        else:
            yield Line("\t".join(" ".join(cell) for cell in written))


def _cell(cell: "Element") -> Iterator[Line]:
    for child in cell:
        if local_name(child.tag) == "subList":
            yield from _lines(child)


def _said(text: "Element") -> str:
    said = text.text or ""
    for child in text:
        said += BREAKS.get(local_name(child.tag), "") + (child.tail or "")
    return said
