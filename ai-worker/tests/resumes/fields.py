"""How many of the fields that a reader would fill in were found."""

from collections.abc import Iterator, Sequence

from contracts.resumes import Resume, ResumeItem, SectionKind
from ten import Dated, Expected


def found_fields(resume: Resume, expected: Expected) -> dict[str, bool]:
    """By name, whether the field came out as it is written in the document."""
    return dict(_fields(resume, expected))


def _fields(resume: Resume, expected: Expected) -> Iterator[tuple[str, bool]]:
    yield "language", resume.language is expected.language
    yield "target role", resume.target_role == expected.target_role
    jobs, schools = _items(resume, SectionKind.EXPERIENCE), _items(resume, SectionKind.EDUCATION)
    yield "number of jobs", len(jobs) == len(expected.experience)
    yield from _dated("job", jobs, expected.experience)
    yield "number of schools", len(schools) == len(expected.education)
    yield from _dated("school", schools, expected.education)
    for kind, names in ((SectionKind.SKILLS, expected.skills), (SectionKind.PROJECTS, expected.projects)):
        titles = [item.title for item in _items(resume, kind)]
        yield f"number of {kind}", len(titles) == len(names)
        yield from ((f"{kind}: {name}", name in titles) for name in names)
    change = resume.career_change
    yield "career change", (change and (change.experience_family, change.target_family)) == expected.change


def _dated(name: str, items: Sequence[ResumeItem], expected: Sequence[Dated]) -> Iterator[tuple[str, bool]]:
    for organisation, title, start, end in expected:
        there = [item for item in items if item.organisation == organisation]
        item = next((item for item in there if item.title == title), there[0] if there else None)
        yield f"{name} at {organisation}", item is not None
        yield f"{title} at {organisation}", item is not None and item.title == title
        yield f"start at {organisation}", item is not None and item.start == start
        ongoing = name == "job" and end is None
        yield f"end at {organisation}", item is not None and (item.end, item.ongoing) == (end, ongoing)


def _items(resume: Resume, kind: SectionKind) -> list[ResumeItem]:
    return [item for section in resume.sections if section.kind is kind for item in section.items]
