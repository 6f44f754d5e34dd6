"""The plan of an interview: which questions of the bank, in which order, and what each came from.

The first question is planned when the interview is made, the rest by a job while the candidate begins to speak. Whoever
needs a question that is not planned yet plans it then: every choice among the bank's follows from what is on the
record, so that all come to the same rows. Some places may be given to questions that a language model wrote for them; a
place that is planned is never planned anew.

Everybody on a posting is asked the same: a screening interview takes its questions from the posting's plan.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import zip_longest
from typing import Protocol

from contracts.base import Language
from contracts.errors import BankTooSmall
from contracts.questions import Difficulty, QuestionCategory, Scenario
from contracts.trace import Decision, InsteadOf, Passed, PlannedTrace, PlanSource, WrittenQuestion
from sqlalchemy import func, or_, select as select_columns, update
from sqlmodel import Session, col, select

from persistence.fused_search import Sought
from persistence.hiring.recruiting import PostingQuestion
from persistence.questions.question_search import Filters, search
from persistence.tables import Interview, InterviewAim, InterviewQuestion, Question

ORDER = (
    QuestionCategory.BEHAVIORAL,
    QuestionCategory.TECHNICAL,
    QuestionCategory.SITUATIONAL,
    QuestionCategory.TECHNICAL,
    QuestionCategory.CULTURAL_FIT,
)
"""Opens with what the candidate has done, then alternates; repeated for longer interviews."""
CAREER_CHANGE_ORDER = (
    QuestionCategory.BEHAVIORAL,
    QuestionCategory.CULTURAL_FIT,
    QuestionCategory.TECHNICAL,
    QuestionCategory.BEHAVIORAL,
    QuestionCategory.SITUATIONAL,
)
"""Opens with what carries over, and why; what the new field asks for comes after."""
CHANGERS_CULTURE = ("culture-motivation", "culture-keep-learning")
"""Of cultural fit, what one asks of those who change fields first."""
LEVELS = {
    Difficulty.EASY: (Difficulty.EASY, Difficulty.EASY, Difficulty.MEDIUM),
    Difficulty.MEDIUM: (Difficulty.MEDIUM, Difficulty.EASY, Difficulty.MEDIUM, Difficulty.HARD),
    Difficulty.HARD: (Difficulty.HARD, Difficulty.MEDIUM, Difficulty.HARD),
}
"""How hard the questions of an interview are to be, one after the other; repeated for longer interviews."""
AIMED_AT: dict[QuestionCategory, tuple[PlanSource, ...]] = {
    QuestionCategory.TECHNICAL: ("resume", "posting"),
    QuestionCategory.SITUATIONAL: ("posting",),
    QuestionCategory.CULTURAL_FIT: ("company",),
}
NEAR = 6
"""Among so many of the nearest, whether it is new to the candidate counts before how near it is."""

_HARDNESS = list(Difficulty)


class Planned(Protocol):
    """What questions are chosen for: an `Interview`, or a posting in one of its languages.

    The choice among equals follows from `id`; without a candidate, nobody has met any of the questions before.
    """

    @property
    def id(self) -> str: ...
    @property
    def candidate_id(self) -> str | None: ...
    @property
    def position(self) -> str: ...
    @property
    def language(self) -> Language: ...
    @property
    def scenario(self) -> Scenario: ...
    @property
    def difficulty(self) -> Difficulty | None: ...


@dataclass(frozen=True)
class Option:
    """A question that suits the interview. `met`: how often the candidate has had it planned before."""

    id: str
    slug: str
    category: QuestionCategory
    difficulty: Difficulty
    scenario: Scenario | None
    names_project: bool
    met: int


@dataclass(frozen=True)
class Choice:
    option: Option
    source: PlanSource
    about: str | None = None
    names_project: bool = False


def plan(
    session: Session,
    interview_id: str,
    until: int | None = None,
    written: Mapping[int, WrittenQuestion | Decision] | None = None,
) -> None:
    """Plan what is missing of the first `until` questions, of all without. Raises `BankTooSmall`.

    `written` has a question for its place in the plan, or who stands in where none came of it.
    """
    # One at a time: a turn and the job may want the same question.
    interview = session.get_one(Interview, interview_id, with_for_update=True)
    planned = session.exec(
        select(InterviewQuestion).where(
            InterviewQuestion.interview_id == interview.id, col(InterviewQuestion.plan_order).is_not(None)
        )
    ).all()
    written = written or {}
    for row in planned:
        if (late := written.get(row.plan_order or 0)) is not None:
            _say_who_stands_in(row, late)
    done = {row.plan_order for row in planned}
    missing = [number for number in range(1, (until or interview.question_count) + 1) if number not in done]
    if missing and interview.job_posting_id is not None:
        _put_postings_on_record(session, interview, missing)
    elif missing:
        aims = select(InterviewAim).where(InterviewAim.interview_id == interview.id).order_by(col(InterviewAim.order))
        used = {row.question_id for row in planned if row.question_id}
        planner = Planner(session, interview, session.exec(aims).all(), used)
        for number in missing:
            made = written.get(number)
            if isinstance(made, WrittenQuestion):
                _put_written_on_record(session, interview, number, made)
            else:
                _put_on_record(session, interview, number, planner.choose(number), made)
    session.flush()


def require_enough(session: Session, interview: Interview) -> None:
    """Raises `BankTooSmall` where the bank has fewer questions that suit than a practice interview asks."""
    available = len(_options(session, interview))
    if available < interview.question_count:
        raise BankTooSmall(available=str(available))


def category_at(planned: Planned, number: int) -> QuestionCategory:
    """Of the question at this place of the plan."""
    order = _order(planned)
    return order[(number - 1) % len(order)]


def difficulty_at(planned: Planned, number: int) -> Difficulty | None:
    """Wanted of the question at this place of the plan; None where all are mixed."""
    if planned.difficulty is None:
        return None
    levels = LEVELS[planned.difficulty]
    return levels[(number - 1) % len(levels)]


class Planner:
    """Chooses questions of the bank near `aims`, none of which is among the `used`, by id."""

    def __init__(self, session: Session, planned: Planned, aims: Sequence[InterviewAim], used: Set[str]) -> None:
        self._session = session
        self._planned = planned
        self._options = {option.id: option for option in _options(session, planned) if option.id not in used}
        self._aims = aims

    def choose(self, number: int) -> Choice:
        """The question at this place of the plan, which is not chosen again. Raises `BankTooSmall`."""
        changing = self._planned.scenario is Scenario.CAREER_CHANGE
        category = category_at(self._planned, number)
        # Of its category, counted over the whole plan: whoever plans a single question comes to the same one.
        nth = sum(1 for earlier in range(1, number) if category_at(self._planned, earlier) is category)
        choice = (
            (self._for_changers(category, nth) if changing else None)
            or (self._on_a_project(nth - changing) if category is QuestionCategory.BEHAVIORAL else None)
            or self._aimed(category, nth, number)
            or self._of_the_bank(category, number)
        )
        del self._options[choice.option.id]
        return choice

    def _for_changers(self, category: QuestionCategory, nth: int) -> Choice | None:
        """Every other question of what they did is about the change."""
        if category is QuestionCategory.BEHAVIORAL and nth % 2 == 0:
            fitting = [option for option in self._options.values() if option.scenario is Scenario.CAREER_CHANGE]
        elif category is QuestionCategory.CULTURAL_FIT:
            fitting = [option for option in self._options.values() if option.slug in CHANGERS_CULTURE]
        else:
            fitting = []
        return Choice(fitting[0], "scenario") if fitting else None

    def _on_a_project(self, nth: int) -> Choice | None:
        """One question, the first that may, names a project of the candidate's own."""
        project = next((aim.project for aim in self._aims if aim.project), None)
        fitting = [option for option in self._options.values() if option.names_project]
        if nth != 0 or project is None or not fitting:
            return None
        return Choice(fitting[0], "resume", about=project, names_project=True)

    def _aimed(self, category: QuestionCategory, nth: int, number: int) -> Choice | None:
        """Of the questions near one of the interview's aims; they take turns."""
        by_source = [[aim for aim in self._aims if aim.source == source] for source in AIMED_AT.get(category, ())]
        aims = [aim for turn in zip_longest(*by_source) for aim in turn if aim is not None]
        if not aims:
            return None
        aim = aims[nth % len(aims)]
        filters = Filters(self._planned.language, category, position=self._planned.position)
        sought = Sought(aim.words, aim.morphemes, aim.embedding, aim.embedder)
        found = [self._options.get(hit.question.id) for hit in search(self._session, sought, filters, 4 * NEAR)]
        near = [option for option in found if option is not None][:NEAR]
        if not near:
            return None
        level = difficulty_at(self._planned, number)
        best = min(near, key=lambda option: (option.met, _distance(option, level), near.index(option)))
        return Choice(best, aim.source, about=aim.name)

    def _of_the_bank(self, category: QuestionCategory, number: int) -> Choice:
        """The best of the category; where that has run out, of the others."""
        options = list(self._options.values())
        fitting = [option for option in options if option.category is category] or options
        if not fitting:
            raise BankTooSmall(available="0")
        level = difficulty_at(self._planned, number)
        best = min(fitting, key=lambda option: (option.met, _distance(option, level), options.index(option)))
        return Choice(best, "bank")


def _order(planned: Planned) -> tuple[QuestionCategory, ...]:
    return CAREER_CHANGE_ORDER if planned.scenario is Scenario.CAREER_CHANGE else ORDER


def _distance(option: Option, level: Difficulty | None) -> int:
    return 0 if level is None else abs(_HARDNESS.index(option.difficulty) - _HARDNESS.index(level))


def _options(session: Session, planned: Planned) -> Sequence[Option]:
    """Every question that suits the interview, best first: what the candidate has met least often, then what is for
    the role alone; among equals the draw is fixed by the interview's id, so that a plan can be explained afterwards.
    """
    return list(_read_options(session, planned))


def _read_options(session: Session, planned: Planned) -> Iterator[Option]:
    met = (
        select(InterviewQuestion.question_id, func.count().label("times"))
        .join(Interview, col(Interview.id) == InterviewQuestion.interview_id)
        .where(Interview.candidate_id == planned.candidate_id, Interview.id != planned.id)
        .group_by(col(InterviewQuestion.question_id))
        .subquery()
    )
    times = func.coalesce(met.c.times, 0)
    own_role = func.cardinality(Question.position)
    rows = session.connection().execute(
        select_columns(
            col(Question.id),
            col(Question.slug),
            col(Question.category),
            col(Question.difficulty),
            col(Question.scenario),
            col(Question.project_content),
            times,
        )
        .join(met, met.c.question_id == Question.id, isouter=True)
        .where(
            col(Question.is_active),
            col(Question.language) == planned.language,
            or_(func.cardinality(col(Question.position)) == 0, col(Question.position).contains([planned.position])),
            or_(col(Question.scenario).is_(None), col(Question.scenario) == planned.scenario),
        )
        .order_by(times, own_role.desc(), func.md5(func.concat(planned.id, Question.slug)))
    )
    for question_id, slug, category, difficulty, scenario, project_content, count in rows:
        yield Option(question_id, slug, category, difficulty, scenario, project_content is not None, count)


def _put_on_record(
    session: Session, interview: Interview, number: int, choice: Choice, stands_in: Decision | None
) -> None:
    question = session.get_one(Question, choice.option.id)
    text = question.content
    if choice.names_project and choice.about and question.project_content:
        text = question.project_content.replace("{project}", choice.about)
    session.add(
        InterviewQuestion(
            interview_id=interview.id,
            question_id=question.id,
            plan_order=number,
            planned_text=text,
            category=question.category,
            rubric_json=question.rubric_json,
            trace=PlannedTrace(source=choice.source, about=choice.about, author=stands_in).model_dump(mode="json"),
        )
    )
    session.exec(
        update(Question)
        .where(col(Question.id) == question.id)
        .values(usage_count=col(Question.usage_count) + 1)
        .execution_options(synchronize_session=False)
    )


def _put_written_on_record(session: Session, interview: Interview, number: int, written: WrittenQuestion) -> None:
    trace = PlannedTrace(source=written.source, about=written.about, author=written.author)
    session.add(
        InterviewQuestion(
            interview_id=interview.id,
            plan_order=number,
            planned_text=written.text,
            category=category_at(interview, number),
            rubric_json=written.rubric.model_dump(mode="json"),
            trace=trace.model_dump(mode="json"),
        )
    )


def _put_postings_on_record(session: Session, interview: Interview, numbers: Sequence[int]) -> None:
    """Word for word, with the rubrics of the version that the interview is held on."""
    questions = session.exec(
        select(PostingQuestion)
        .where(
            PostingQuestion.posting_id == interview.job_posting_id,
            PostingQuestion.version == interview.plan_version,
            col(PostingQuestion.number).in_(numbers),
        )
        .order_by(col(PostingQuestion.number))
    )
    for question in questions:
        session.add(
            InterviewQuestion(
                interview_id=interview.id,
                question_id=_bank_id(session, question.slug, interview.language),
                plan_order=question.number,
                planned_text=question.content[interview.language],
                category=question.category,
                rubric_json=question.rubric_json,
                trace=PlannedTrace(source="plan", about=question.competency).model_dump(mode="json"),
            )
        )


def _bank_id(session: Session, slug: str | None, language: Language) -> str | None:
    return session.exec(select(Question.id).where(Question.slug == slug, Question.language == language)).one_or_none()


def _say_who_stands_in(row: InterviewQuestion, late: WrittenQuestion | Decision) -> None:
    """A turn did not wait for what was written, and has its question of the bank."""
    trace = PlannedTrace.model_validate(row.trace or {"source": "bank"})
    if trace.author is not None:
        return
    if isinstance(late, WrittenQuestion):
        author = late.author
        slow = InsteadOf(engine=author.engine, model=author.model, reason=Passed.SLOW)
        late = Decision(engine="bank", variant=author.variant, instead_of=slow)
    row.trace = trace.model_copy(update={"author": late}).model_dump(mode="json")
