"""The entries of a section: jobs, schools, projects, skills, in whichever order a résumé writes their parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from contracts.resumes import ResumeItem, SectionKind

from engines.resumes.dates import Span, span_in
from engines.resumes.words import DEGREE, DEPARTMENT, ORGANISATION, ROLE, SCHOOL

MAX_ITEMS = 60
MAX_LINE = 1000
MAX_FRAGMENT = 80
MAX_SKILL = 40

_BULLET = re.compile(r"^\s*(?:[-*•·▪◦‣○■□▶✓–—]|\d{1,2}[.)])\s+")
_MARKS = re.compile(r"^[\s#>*_]+|[*_`]+")
_SEPARATOR = re.compile(
    r"\s*(?:\t|\||/(?!\w{1,3}\b)|·|•|:|：|,(?!\s*(?:Inc|Ltd|LLC|Corp|Co)\b)|\s[-–—@]\s|[(（](?!주[)）])|(?<![(（]주)[)）]|[\[\]]|\s+at\s+)\s*"
)
_LABEL = re.compile(
    r"^(?:회사명?|근무처|직장|직무|직책|직위|직급|담당 ?업무|업무|기간|(?:근무|재직|재학) ?기간|학교|학과"
    r"|부서|학교명?|전공|학위|프로젝트명?|과제명|역할"
    r"|company|employer|role|title|position|period|dates?|years?|project|name|school|degree|major|department|duration)$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?:[.!?。]|[다요음함임됨])$")
_SKILL_SEPARATOR = re.compile(r"[,;|\t•·/、]|\s{2,}|\s[-–—]\s")
_SKILL_LEVEL = re.compile(
    r"[(\[（][^)\]）]*[)\]）]|\b(?:advanced|intermediate|basic|expert|proficient|fluent)\b|[★☆●○]+"
    r"|상급|중급|초급",
    re.IGNORECASE,
)
_STATUS_WORD = (
    r"(?:졸업(?:예정)?|재학|휴학|수료|중퇴|정규직|계약직|인턴십?|graduated|expected|full-time|part-time|contract)"
)
_STATUS = re.compile(rf"^{_STATUS_WORD}$", re.IGNORECASE)
_STATUS_BEHIND = re.compile(r"\s(?:졸업(?:예정)?|재학|휴학|수료|중퇴)$")


@dataclass
class _Entry:
    """What the lines of one entry have said so far."""

    span: Span | None = None
    title: str | None = None
    organisation: str | None = None
    closed: bool = False
    """Details have followed: the next line that looks like a head begins another entry."""
    spare: list[str] = field(default_factory=list)

    def item(self) -> ResumeItem:
        spare = list(self.spare)
        organisation = self.organisation or (spare.pop(0) if spare else None)
        title = self.title or (spare.pop(0) if spare else None)
        span = self.span
        return ResumeItem(
            title=title,
            organisation=organisation,
            start=span.start if span else None,
            end=span.end if span else None,
            ongoing=span.ongoing if span else False,
        )


def items_of(kind: SectionKind, text: str) -> list[ResumeItem]:
    """At most `MAX_ITEMS`, in the order of the text. Only what is written there: nothing is made up."""
    lines = [line[:MAX_LINE] for line in text.splitlines()]
    match kind:
        case SectionKind.EXPERIENCE:
            items = [entry.item() for entry in _jobs(lines) if entry.span]
        case SectionKind.EDUCATION:
            items = [_as_school(entry) for entry in _schools(lines) if entry.organisation]
        case SectionKind.PROJECTS:
            items = _projects(lines)
        case SectionKind.SKILLS:
            items = [ResumeItem(title=skill) for skill in dict.fromkeys(_skills(lines))]
        case _:
            items = []
    return items[:MAX_ITEMS]


def _jobs(lines: list[str]) -> Iterator[_Entry]:
    """A dated line belongs to the heads right around it; details end an entry's head."""
    entry = _Entry()
    for line in lines:
        if not line.strip():
            entry.closed = entry.closed or entry.span is not None
            continue
        found = span_in(_plain(line))
        if _is_detail(line) and not (found and _has_span(found[0])):
            entry.closed = True
            continue
        fragments = _fragments(found[1] if found else _plain(line))
        span = found[0] if found else None
        if _begins_another(entry, span, fragments):
            yield entry
            entry = _Entry()
        entry.span = entry.span or span
        _place_job(entry, fragments)
    yield entry


def _has_span(span: Span) -> bool:
    return not span.alone


def _begins_another(entry: _Entry, span: Span | None, fragments: list[str]) -> bool:
    if span is not None:
        return entry.span is not None or (entry.closed and bool(fragments))
    if entry.closed:
        return True
    complete = (entry.organisation or entry.spare) and entry.title
    return bool(entry.span and complete and fragments)


def _place_job(entry: _Entry, fragments: list[str]) -> None:
    for fragment in fragments:
        role, organisation = _last_match(ROLE, fragment), _last_match(ORGANISATION, fragment)
        # The last word says what it is: a software developer is a developer, a developer studio a studio.
        if role > organisation and not entry.title:
            entry.title = fragment
        elif organisation > role and not entry.organisation:
            entry.organisation = fragment
        elif not DEPARTMENT.search(fragment):
            entry.spare.append(fragment)


def _last_match(pattern: re.Pattern[str], text: str) -> int:
    """Where the pattern's last match begins, −1 where it has none."""
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _schools(lines: list[str]) -> Iterator[_Entry]:
    entry = _Entry()
    for line in lines:
        found = span_in(_plain(line))
        if not line.strip() or (_is_detail(line) and not found and not SCHOOL.search(line)):
            entry.closed = entry.closed or entry.organisation is not None
            continue
        fragments = _fragments(found[1] if found else _plain(line))
        fragments = [part for fragment in fragments for part in _school_and_subject(fragment)]
        school = next((fragment for fragment in fragments if SCHOOL.search(fragment)), None)
        repeats = (school and entry.organisation) or (found and entry.span)
        if (repeats and entry.organisation) or (entry.closed and (school or found)):
            yield entry
            entry = _Entry()
        entry.span = entry.span or (found[0] if found else None)
        entry.organisation = entry.organisation or school
        entry.title = entry.title or next(
            (fragment for fragment in fragments if fragment != school and DEGREE.search(fragment)), None
        )
        entry.spare += [fragment for fragment in fragments if fragment not in (school, entry.title)]
    yield entry


def _school_and_subject(fragment: str) -> list[str]:
    """Korean writes both without a sign between them: 누리대학교 경영학과."""
    match = re.fullmatch(r"(\S*(?:대학교|대학원|대학|고등학교))\s+(.+)", fragment)
    return [match[1], match[2]] if match else [fragment]


def _as_school(entry: _Entry) -> ResumeItem:
    """A single date beside a school is when it was left."""
    item = entry.item()
    if entry.span and entry.span.alone:
        return item.model_copy(update={"start": None, "end": item.start})
    return item


def _projects(lines: list[str]) -> list[ResumeItem]:
    heads = [line for line in lines if line.strip() and not _is_detail(line)]
    bullets_alone = not heads
    items: list[ResumeItem] = []
    follows_gap = True
    for line in lines:
        if not line.strip():
            follows_gap = True
            continue
        found = span_in(_plain(line))
        fragments = _fragments(found[1] if found else _plain(line), cut_labels=True)
        begins = bullets_alone or (not _is_detail(line) and (follows_gap or found is not None or "\t" in line))
        numbered = re.match(r"\s*\d{1,2}[.)]\s", line) is not None
        if found and not fragments and items and not items[-1].start:
            items[-1] = _dated(items[-1], found[0])
        elif fragments and (begins or numbered):
            if found is None and items and not items[-1].start and not follows_gap and not (numbered or bullets_alone):
                continue
            item = ResumeItem(title=fragments[0])
            items.append(_dated(item, found[0]) if found else item)
        follows_gap = False
    return items


def _dated(item: ResumeItem, span: Span) -> ResumeItem:
    return item.model_copy(update={"start": span.start, "end": span.end, "ongoing": span.ongoing})


def _skills(lines: list[str]) -> Iterator[str]:
    for line in lines:
        text = _BULLET.sub("", _plain(line))
        label, colon, rest = text.partition(":")
        for part in _SKILL_SEPARATOR.split(_SKILL_LEVEL.sub(" ", rest if colon and len(label) <= MAX_SKILL else text)):
            skill = " ".join(part.split()).strip(" .-–—:")
            if skill and len(skill) <= MAX_SKILL and len(skill.split()) <= 4:
                yield skill


def _is_detail(line: str) -> bool:
    """Bullets and sentences say what was done; what is short and ends openly may be a name, a role, a date."""
    plain = _plain(line)
    if _BULLET.match(line):
        return True
    long = len(plain) > MAX_FRAGMENT and "\t" not in line and "|" not in line
    full_stop = plain.endswith((".", "!", "?")) and _last_match(ORGANISATION, plain) < 0 and "\t" not in line
    return (
        long or full_stop or (bool(_SENTENCE_END.search(plain)) and len(plain.split()) > 3 and span_in(plain) is None)
    )


def _plain(line: str) -> str:
    return _MARKS.sub("", _BULLET.sub("", line) if span_in(line) else line).strip()


def _fragments(text: str, *, cut_labels: bool = False) -> list[str]:
    """The parts of a line between separators, without labels, remarks on status and empty ones."""
    parts = (
        _STATUS_BEHIND.sub("", " ".join((part or "").split())).strip(" -–—~,.·")
        for part in _SEPARATOR.split(_BULLET.sub("", text))
    )
    kept = [part for part in parts if part and not _LABEL.match(part) and not _STATUS.match(part)]
    return [part for part in kept if len(part) <= MAX_FRAGMENT] if not cut_labels else [part[:120] for part in kept]
