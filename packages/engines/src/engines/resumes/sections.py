"""A résumé's lines, cut into its sections."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from contracts.base import Language
from contracts.resumes import MAX_SECTION_CHARS, MAX_SECTIONS, MAX_TARGET_ROLE_CHARS, Resume, ResumeSection, SectionKind

from engines.resumes.careers import career_change
from engines.resumes.headings import bare_heading, heading_kind, inline_heading
from engines.resumes.items import MAX_LINE, items_of
from engines.resumes.words import ROLE

MAX_HEADLINE = 60

_HANGUL = re.compile(r"[가-힣]")
_LETTER = re.compile(r"[^\W\d_]")
_STATED = re.compile(
    r"(?:지원|희망)\s*(?:직무|분야|부문|직종)\s*[:：]?\s*([^)\]\n|]+)"
    r"|(?:applying for|position applied for)\s*[:：]?\s*([^)\]\n|]+)",
    re.IGNORECASE,
)
_SOUGHT = re.compile(
    r"\b(?:seeking|looking for|apply(?:ing)? for|pursuing|interested in|want to (?:become|work as)|become"
    r"|transition(?:ing)? (?:in)?to|as)\s+(?:an?|the|my next|a new)?\s*((?:[\w/+-]+\s+){0,4}?"
    r"\b(?:engineer|developer|designer|manager|analyst|scientist|marketer|specialist|representative|teacher|nurse|writer|recruiter|accountant|architect|consultant)\b)",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"((?:[\w/+]+\s+){0,2}[\w/+]*(?:개발자|엔지니어|디자이너|기획자|마케터|매니저|분석가|간호사|교사|상담사|담당자))"
)
_PARTS = re.compile(r"\s*(?:[|·•,\t]|\s[-–—/]\s)\s*")
_POINT = re.compile(r"\s*[-*•·]\s")
_WITH_LABELS = {SectionKind.EXPERIENCE, SectionKind.PROJECTS, SectionKind.SKILLS}
"""Their own lines begin with labels that head sections elsewhere: `Languages: Python`, `기술: Java`."""


@dataclass(frozen=True)
class Line:
    """`weight` says how prominent the line is set: 0 as the text around it, more as a heading."""

    text: str
    weight: int = 0


@dataclass
class _Part:
    kind: SectionKind
    heading: str | None
    weight: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self.lines)).strip()[:MAX_SECTION_CHARS].strip()


def read_resume(lines: Sequence[Line]) -> Resume:
    """The résumé that these lines are; a line without text is a gap between paragraphs."""
    lines = [piece for line in lines for piece in _cut(line)]
    parts = _parts(lines)
    language = _language(line.text for line in lines)
    target_role = _target_role(parts)
    sections = [
        ResumeSection(kind=part.kind, heading=part.heading, text=part.text, items=items_of(part.kind, part.text))
        for part in parts
        if part.text
    ][:MAX_SECTIONS]
    return Resume(
        language=language,
        target_role=target_role,
        sections=sections,
        career_change=career_change(target_role, sections),
    )


def _cut(line: Line) -> Iterator[Line]:
    """No pattern here is asked to search a line longer than `MAX_LINE`."""
    for start in range(0, max(1, len(line.text)), MAX_LINE):
        yield Line(line.text[start : start + MAX_LINE], line.weight)


def _parts(lines: Sequence[Line]) -> list[_Part]:
    """What stands before the first heading says who it is about: a part without a heading."""
    parts = [_Part(SectionKind.OTHER, None)]
    after_gap = True
    for line in lines:
        part = parts[-1]
        kind, inline = _head(line, part, after_gap=after_gap)
        if inline:
            parts.append(_Part(inline[0], inline[1], line.weight, [inline[2]]))
        elif kind:
            parts.append(_Part(kind, bare_heading(line.text), line.weight))
        else:
            # What is set apart, as a project's name may be, stands apart without its style too.
            part.lines += ["", line.text] if line.weight else [line.text]
        after_gap = not line.text.strip()
    return parts


def _head(
    line: Line, part: _Part, *, after_gap: bool
) -> tuple[SectionKind | None, tuple[SectionKind, str, str] | None]:
    """Whether the line begins a section: as its heading, or with its heading and first words."""
    if kind := heading_kind(line.text):
        return kind, None
    if (inline := inline_heading(line.text)) and not _POINT.match(line.text):
        a_label = part.kind in _WITH_LABELS and not (after_gap or "\t" in line.text) and inline[0] is not part.kind
        if inline[0] is SectionKind.TARGET_ROLE or not (a_label or (part.kind is inline[0] and part.heading)):
            return None, inline
    unknown = line.weight > 0 and part.heading is not None and line.weight >= part.weight > 0
    return (SectionKind.OTHER if unknown else None), None


def _target_role(parts: Sequence[_Part]) -> str | None:
    """What is said of the role that is wanted, else the headline under the name, else a wish in the introduction."""
    stated = [role for part in parts if part.kind is SectionKind.TARGET_ROLE if (role := _wish(part.text, whole=True))]
    beginning = parts[0].text
    if not stated and (match := _STATED.search(beginning)):
        stated = [match[1] or match[2]]
    if not stated and (headline := _headline(beginning)):
        stated = [headline]
    if not stated:
        about = [part.text for part in parts if part.kind is SectionKind.SUMMARY]
        stated = [role for text in about if (role := _wish(text, whole=False))]
    return stated[0].strip(" .,-–—:")[:MAX_TARGET_ROLE_CHARS] or None if stated else None


def _wish(text: str, *, whole: bool) -> str | None:
    """The role that a text asks for; a short one asks for what it says where it is a `whole` section."""
    first = text.split("\n", maxsplit=1)[0].strip()
    short = len(first) <= MAX_HEADLINE and len(first.split()) <= 8
    if sought := _SOUGHT.search(text):
        return sought[1].strip()
    if whole and short:
        return re.split(r"\t|\s\|\s", first)[-1].strip()
    wanted = _WANTED.search(text)
    return wanted[1].strip() if wanted else None


def _headline(beginning: str) -> str | None:
    for line in beginning.split("\n")[:6]:
        for part in _PARTS.split(line.strip()):
            bare = part.strip(" #*_")
            if bare and len(bare) <= MAX_HEADLINE and len(bare.split()) <= 6 and "@" not in bare and ROLE.search(bare):
                return bare
    return None


def _language(texts: Iterable[str]) -> Language:
    joined = "".join(texts)
    letters = len(_LETTER.findall(joined))
    return Language.KO if letters and len(_HANGUL.findall(joined)) / letters > 0.25 else Language.EN
