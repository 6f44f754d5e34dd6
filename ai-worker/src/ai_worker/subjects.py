"""What a language model is to write questions about: the candidate's own projects and jobs, and the posting."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, zip_longest

from contracts.questions import QuestionCategory
from contracts.resumes import ResumeItem, SectionKind
from engines.llm.writer import Subject
from persistence.people.resumes import ResumeSectionRow
from persistence.questions import plans
from persistence.tables import Interview, InterviewAim, InterviewQuestion
from sqlmodel import Session, col, select

OWN_WORK = (SectionKind.PROJECTS, SectionKind.EXPERIENCE)
MIN_POSTING = 80
"""Characters of a posting below which it says nothing to ask about."""


def subjects_of(session: Session, interview: Interview, planned: Sequence[InterviewQuestion]) -> dict[int, Subject]:
    """By place of the plan: of questions of the craft, and at most half of the plan, so that the bank's rubrics keep
    answers comparable. Résumé and posting take turns; what a `planned` question names, and what comes round again, is
    left to the bank.
    """
    places = [
        place
        for place in range(2, interview.question_count + 1)
        if plans.category_at(interview, place) is QuestionCategory.TECHNICAL
    ]
    named = {str((question.trace or {}).get("about")) for question in planned}
    subjects = _subjects(session, interview.id, named)
    return {
        place: Subject(subject.source, subject.name, subject.text, plans.difficulty_at(interview, place))
        for place, subject in zip(places[: interview.question_count // 2], subjects, strict=False)
    }


def _subjects(session: Session, interview_id: str, named: set[str]) -> list[Subject]:
    """Without the projects and jobs that another question has `named`."""
    rows = session.exec(
        select(InterviewAim, ResumeSectionRow)
        .join(ResumeSectionRow, col(ResumeSectionRow.id) == InterviewAim.section_id, isouter=True)
        .where(InterviewAim.interview_id == interview_id)
        .order_by(col(InterviewAim.order))
    ).all()
    items = _items(section for _, section in rows if section and section.kind in OWN_WORK)
    own = (item for item in items if item.name not in named)
    posting = (
        Subject("posting", None, aim.text)
        for aim, _ in rows
        if aim.source == "posting" and aim.text and len(aim.text) >= MIN_POSTING
    )
    return [subject for subject in chain(*zip_longest(own, posting)) if subject]


def _items(sections: Iterable[ResumeSectionRow]) -> Iterator[Subject]:
    """Each with the part of its section that tells of it."""
    for section in sections:
        items = [ResumeItem.model_validate(item) for item in section.items]
        titles = [item.title for item in items if item.title]
        for title in dict.fromkeys(titles):
            yield Subject("resume", title, _part(section.text, title, titles))


def _part(text: str, title: str, titles: Sequence[str]) -> str:
    """From the line of a title to that of the next one; the whole `text` where the title is not in it."""
    begin = text.find(title)
    if begin < 0:
        return text
    behind = begin + len(title)
    ends = [_line_of(text, end) for other in titles if (end := text.find(other, behind)) > 0]
    first = _line_of(text, begin)
    return text[first : min((end for end in ends if end > first), default=len(text))]


def _line_of(text: str, place: int) -> int:
    """Where the line begins that a place is in."""
    return text.rfind("\n", 0, place) + 1
