"""Entries of sections, whichever order their parts come in; dates as people write them."""

import pytest
from contracts.resumes import JobFamily, ResumeItem, ResumeSection, SectionKind
from engines.resumes.careers import career_change
from engines.resumes.dates import span_in
from engines.resumes.headings import heading_kind
from engines.resumes.items import items_of

EXPERIENCE, EDUCATION = SectionKind.EXPERIENCE, SectionKind.EDUCATION


@pytest.mark.parametrize(
    ("line", "start", "end", "ongoing"),
    [
        ("Mar 2019 – Present", "2019-03", None, True),
        ("September 2015 to February 2019", "2015-09", "2019-02", False),
        ("06/2021 - 12/2022", "2021-06", "2022-12", False),
        ("2019 – 2021", "2019", "2021", False),
        ("2019.03.02 ~ 2021.02.28", "2019-03", "2021-02", False),
        ("2021년 4월 ~ 재직 중", "2021-04", None, True),
        ("2020-02 ~ 현재 (3년 2개월)", "2020-02", None, True),
        ("2018.02 졸업", "2018-02", None, False),
        ("2023. 1. ~ 2024. 12.", "2023-01", "2024-12", False),
    ],
)
def test_a_span_of_time_is_found_however_it_is_written(line: str, start: str, end: str | None, ongoing: bool):
    found = span_in(f"Acme {line}")
    assert found
    span, rest = found
    assert (span.start, span.end, span.ongoing) == (start, end, ongoing)
    assert rest.strip().startswith("Acme")


@pytest.mark.parametrize("line", ["", "room 12", "call 010-2019-0000", "v2.2019"])
def test_what_is_no_date_is_none(line: str):
    assert span_in(line) is None


@pytest.mark.parametrize(
    "text",
    [
        "Software Engineer, Acme Ltd, 2019 - 2021",
        "Acme Ltd\t2019 - 2021\nSoftware Engineer",
        "Software Engineer\nAcme Ltd | 2019 - 2021",
        "2019 - 2021\nAcme Ltd / Software Engineer",
        "2019 - 2021\tAcme Ltd\tPlatform Team\tSoftware Engineer",
        "Acme Ltd\nSoftware Engineer\n2019 - 2021\n- Did this and that.\n- And that.",
        "Software Engineer at Acme Ltd (2019 - 2021)",
    ],
)
def test_a_job_comes_out_the_same_from_every_order_of_its_parts(text: str):
    job = ResumeItem(title="Software Engineer", organisation="Acme Ltd", start="2019", end="2021")
    assert items_of(EXPERIENCE, text) == [job]
    other = "Nurse, Elm Hospital, 2010 - 2012"
    both = items_of(EXPERIENCE, f"{text}\n\n{other}")
    assert both == [job, ResumeItem(title="Nurse", organisation="Elm Hospital", start="2010", end="2012")]


def test_a_job_that_has_no_date_is_not_made_up():
    assert items_of(EXPERIENCE, "I worked in many places and liked them all.\nAcme Ltd") == []


def test_a_school_with_one_date_was_left_then():
    (school,) = items_of(EDUCATION, "University of Leeds, BSc Physics, May 2015")
    assert (school.organisation, school.title, school.start, school.end) == (
        "University of Leeds",
        "BSc Physics",
        None,
        "2015-05",
    )


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("EXPERIENCE", EXPERIENCE),
        ("■ 경 력 사 항", EXPERIENCE),
        ("[학력]", EDUCATION),
        ("2. 학력사항", EDUCATION),
        ("Skills & Tools:", SectionKind.SKILLS),
        ("## About me", SectionKind.SUMMARY),
        ("I have experience with education", None),
        ("", None),
    ],
)
def test_headings_are_known_by_their_words_and_not_in_sentences(line: str, kind: SectionKind | None):
    assert heading_kind(line) is kind


def worked(text: str) -> ResumeSection:
    return ResumeSection(kind=EXPERIENCE, text=text, items=items_of(EXPERIENCE, text))


def test_a_change_of_careers_rests_on_words_of_the_resume():
    nursing = worked("Staff Nurse, Elm Hospital, 2016 - 2023")
    change = career_change("software developer", [nursing])
    assert change
    assert (change.experience_family, change.target_family) == (JobFamily.HEALTH, JobFamily.SOFTWARE)
    assert (change.experience_words, change.target_words) == (["Nurse"], ["software developer"])


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("software developer", "Backend Engineer, Acme Ltd, 2016 - 2023"),
        ("software developer", "Nurse, Elm Hospital, 2010 - 2016\nSoftware developer, Acme Ltd, 2016 - 2023"),
        (None, "Nurse, Elm Hospital, 2010 - 2016"),
        ("astronaut", "Nurse, Elm Hospital, 2010 - 2016"),
        ("software developer", "Kept bees, Somewhere, 2010 - 2016"),
    ],
)
def test_nothing_is_suggested_where_work_and_wish_agree_or_one_is_not_said(target: str | None, text: str):
    assert career_change(target, [worked(text)]) is None
