"""Plain text and Markdown."""

import codecs
import re

from contracts.errors import ResumeDamaged
from engines.resumes.sections import Line

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_UNDERLINE = re.compile(r"^\s*(?:={3,}|-{3,}|\*{3,}|_{3,})\s*$")
_TABLE_RULE = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?$")
_EMPHASIS = re.compile(r"(\*\*|__)(.+?)\1")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")


def read_text(data: bytes) -> list[Line]:
    """Raises `ResumeDamaged` where it is no text."""
    return [_line(line) for line in decoded(data).splitlines() if not _TABLE_RULE.match(line)]


def decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or the code page of Korean Windows. Raises `ResumeDamaged`."""
    encodings = ["utf-16"] if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ["utf-8-sig", "cp949"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ResumeDamaged


def _line(line: str) -> Line:
    if _UNDERLINE.match(line):
        return Line("")
    plain = _LINK.sub(r"\1", _EMPHASIS.sub(r"\2", line)).rstrip()
    if heading := _HEADING.match(plain):
        return Line(heading[2], weight=7 - len(heading[1]))
    if plain.lstrip().startswith("|") and plain.rstrip().endswith("|"):
        plain = "\t".join(cell.strip() for cell in plain.strip().strip("|").split("|"))
    return Line(plain)
