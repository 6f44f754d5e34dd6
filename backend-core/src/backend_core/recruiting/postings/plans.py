"""What everybody on a posting is asked: pinned, written by the organisation, or chosen from the bank.

A version is never changed. The next one keeps what it should keep, and older interviews keep theirs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.audit import AuditAction, AuditSubject
from contracts.base import Language
from contracts.errors import PlanInvalid, PlanNotFound
from contracts.questions import Criterion, Difficulty, QuestionCategory, Rubric, Scenario
from engines.llm.reference import FIT, fit_criterion, rubric_from_reference
from persistence import audit
from persistence.database import run_sync
from persistence.plans import Planner
from persistence.recruiting import Company, JobPosting, PostingPlan, PostingQuestion
from persistence.tables import Interview, InterviewAim, Question, User
from sqlalchemy import func
from sqlmodel import Session, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.questions.aims import aim_of, embed
from backend_core.questions.search import QueryReader
from backend_core.recruiting.postings.schemas import (
    BankPlace,
    KeptPlace,
    NewPlan,
    OwnPlace,
    Place,
    PlannedPlace,
    PlanOut,
    PlanVersion,
    as_question,
)

FIT_WEIGHT = 0.3
"""Of whom the company looks for, in a question of cultural fit."""
MOST_CRITERIA = 6
LONGEST_RUBRIC = 60_000
"""Characters of JSON; those of the bank have a tenth."""


@dataclass(frozen=True)
class _ForEverybody:
    """A posting in the language that its questions are looked for in."""

    id: str
    position: str
    language: Language
    difficulty: Difficulty | None
    candidate_id: None = None
    scenario: Scenario = Scenario.STANDARD


async def read(session: AsyncSession, posting: JobPosting, version: int | None = None) -> PlanOut:
    """The newest, or that `version`. Raises `PlanNotFound`."""
    version = version or posting.plan_version
    versions = await _versions(session, posting.id)
    if version not in {one.version for one in versions}:
        raise PlanNotFound
    rows = await run_sync(session, _rows, posting.id, version)
    return PlanOut(version=version, questions=[as_question(row) for row in rows], versions=versions)


async def make(
    session: AsyncSession, reader: QueryReader, author: User, posting: JobPosting, wanted: NewPlan
) -> PlanOut:
    """The next version for a posting whose row is locked.

    Raises `PlanInvalid`, which names the places, and `BankTooSmall`.
    """
    aims = _aims(posting, await session.get_one(Company, posting.company_id))
    await embed(reader, aims)
    await run_sync(session, _write, author, posting, aims, wanted)
    return await read(session, posting)


async def _versions(session: AsyncSession, posting_id: str) -> list[PlanVersion]:
    held = (
        select(col(Interview.plan_version).label("version"), func.count().label("interviews"))
        .where(Interview.job_posting_id == posting_id)
        .group_by(col(Interview.plan_version))
        .subquery()
    )
    rows = await session.exec(
        select(PostingPlan, User.full_name, func.coalesce(held.c.interviews, 0))
        .join(User, col(User.id) == PostingPlan.created_by, isouter=True)
        .join(held, held.c.version == PostingPlan.version, isouter=True)
        .where(PostingPlan.posting_id == posting_id)
        .order_by(col(PostingPlan.version).desc())
    )
    return [
        PlanVersion(
            version=plan.version,
            reason=plan.reason,
            created_at=plan.created_at,
            author=author,
            interviews=interviews,
        )
        for plan, author, interviews in rows
    ]


def _aims(posting: JobPosting, company: Company) -> list[InterviewAim]:
    """Competencies first: each takes its turn, and names the question that it led to."""
    aims = []
    for competency in posting.competencies:
        aim = aim_of("posting", f"{competency['name']}. {competency['description']}")
        aim.name = competency["slug"]
        aims.append(aim)
    if posting.description:
        aims.append(aim_of("posting", posting.description))
    if company.ideal_candidate:
        aim = aim_of("company", company.ideal_candidate)
        aim.embedding, aim.embedder = company.embedding, company.embedder
        aims.append(aim)
    return aims


def _write(session: Session, author: User, posting: JobPosting, aims: Sequence[InterviewAim], wanted: NewPlan) -> None:
    places: list[Place] = [*wanted.questions]
    if len(places) > posting.question_count:
        raise PlanInvalid(fields={"questions": f"at most {posting.question_count}"})
    if posting.plan_version > 0 and not wanted.reason:
        raise PlanInvalid(fields={"reason": "needed"})
    places += [PlannedPlace() for _ in range(posting.question_count - len(places))]
    version = posting.plan_version + 1
    rows = _Writer(session, posting, version).rows(places, aims)
    session.add(PostingPlan(posting_id=posting.id, version=version, created_by=author.id, reason=wanted.reason))
    session.flush()
    session.add_all(rows)
    posting.plan_version = version
    session.flush()
    audit.record(
        session,
        author,
        AuditAction.PLAN_CHANGED,
        AuditSubject.POSTING,
        posting.id,
        organisation_id=posting.organisation_id,
        details={"version": version},
    )


class _Writer:
    """Makes the rows of one version."""

    def __init__(self, session: Session, posting: JobPosting, version: int) -> None:
        self._session = session
        self._posting = posting
        self._ideal = session.get_one(Company, posting.company_id).ideal_candidate
        self._version = version
        self._before = {row.number: row for row in _rows(session, posting.id, posting.plan_version)}
        self._competencies = {competency["slug"] for competency in posting.competencies}

    def rows(self, places: Sequence[Place], aims: Sequence[InterviewAim]) -> list[PostingQuestion]:
        """Raises `PlanInvalid` and `BankTooSmall`."""
        chosen = {number: self._chosen(number, place) for number, place in enumerate(places, 1)}
        used = [row.slug for row in chosen.values() if row is not None and row.slug]
        for number, row in chosen.items():
            if row is not None and row.slug and used.count(row.slug) > 1:
                raise _invalid(number, "slug", "twice in the plan")
        planner = self._planner(aims, set(used))
        return [chosen[number] or self._planned(number, place, planner) for number, place in enumerate(places, 1)]

    def _chosen(self, number: int, place: Place) -> PostingQuestion | None:
        if place.competency is not None and place.competency not in self._competencies:
            raise _invalid(number, "competency", "none of the posting's")
        match place:
            case PlannedPlace():
                return None
            case KeptPlace():
                return self._kept(number, place)
            case BankPlace():
                return self._of_bank(number, place.slug, place.competency, place.weights, is_pinned=True)
            case OwnPlace():
                return self._own(number, place)

    def _planned(self, number: int, place: Place, planner: Planner) -> PostingQuestion:
        choice = planner.choose(number)
        competency = place.competency or (choice.about if choice.about in self._competencies else None)
        return self._of_bank(number, choice.option.slug, competency, {}, is_pinned=False)

    def _kept(self, number: int, place: KeptPlace) -> PostingQuestion:
        before = self._before.get(place.number)
        if before is None:
            raise _invalid(number, "number", "not in the newest version")
        missing = set(self._posting.languages) - set(before.content)
        if missing and before.slug:
            content = self._texts(number, before.slug)
        elif missing:
            raise _invalid(number, "content", f"no text in {', '.join(sorted(missing))}")
        else:
            content = before.content
        rubric = Rubric.model_validate(before.rubric_json)
        return self._row(
            number,
            _weighted(number, self._with_fit(number, before.category, rubric), place.weights),
            slug=before.slug,
            content=content,
            category=before.category,
            competency=place.competency,
            is_pinned=before.is_pinned,
        )

    def _of_bank(
        self, number: int, slug: str, competency: str | None, weights: Mapping[str, float], *, is_pinned: bool
    ) -> PostingQuestion:
        question = self._bank(number, slug)[self._posting.languages[0]]
        rubric = self._with_fit(number, question.category, Rubric.model_validate(question.rubric_json))
        return self._row(
            number,
            _weighted(number, rubric, weights),
            slug=slug,
            content=self._texts(number, slug),
            category=question.category,
            competency=competency,
            is_pinned=is_pinned,
        )

    def _own(self, number: int, place: OwnPlace) -> PostingQuestion:
        missing = set(self._posting.languages) - set(place.content)
        if missing:
            raise _invalid(number, "content", f"no text in {', '.join(sorted(missing))}")
        rubric = place.rubric or self._rubric_from(number, place)
        if len(rubric.model_dump_json()) > LONGEST_RUBRIC:
            raise _invalid(number, "rubric", f"longer than {LONGEST_RUBRIC} characters")
        return self._row(
            number,
            self._with_fit(number, place.category, rubric),
            slug=None,
            content={language.value: text for language, text in place.content.items()},
            category=place.category,
            competency=place.competency,
            is_pinned=True,
        )

    def _rubric_from(self, number: int, place: OwnPlace) -> Rubric:
        question = place.content[Language(self._posting.languages[0])]
        try:
            return rubric_from_reference(question, place.model_answer or "")
        except ValueError as error:
            raise _invalid(number, "model_answer", "needs words") from error

    def _row(
        self,
        number: int,
        rubric: Rubric,
        *,
        slug: str | None,
        content: Mapping[str, str],
        category: QuestionCategory,
        competency: str | None,
        is_pinned: bool,
    ) -> PostingQuestion:
        return PostingQuestion(
            posting_id=self._posting.id,
            version=self._version,
            number=number,
            slug=slug,
            content=dict(content),
            category=category,
            competency=competency,
            is_pinned=is_pinned,
            rubric_json=rubric.model_copy(update={"version": self._version}).model_dump(mode="json"),
        )

    def _texts(self, number: int, slug: str) -> dict[str, str]:
        return {language: question.content for language, question in self._bank(number, slug).items()}

    def _bank(self, number: int, slug: str) -> dict[str, Question]:
        """By language."""
        rows = self._session.exec(
            select(Question).where(
                Question.slug == slug,
                col(Question.is_active),
                col(Question.language).in_(self._posting.languages),
            )
        )
        found = {row.language.value: row for row in rows}
        if set(found) != set(self._posting.languages):
            raise _invalid(number, "slug", "not in the bank in all of the posting's languages")
        return found

    def _planner(self, aims: Sequence[InterviewAim], used: set[str]) -> Planner:
        """Of what the bank has in each language, but for what is in the plan already."""
        languages = self._posting.languages
        complete = (
            select(Question.slug)
            .where(col(Question.is_active), col(Question.language).in_(languages))
            .group_by(col(Question.slug))
            .having(func.count() == len(languages))
        )
        barred = self._session.exec(
            select(Question.id).where(col(Question.slug).not_in(complete) | col(Question.slug).in_(used))
        )
        posting = self._posting
        for_everybody = _ForEverybody(posting.id, posting.position, Language(languages[0]), posting.difficulty)
        return Planner(self._session, for_everybody, aims, set(barred))

    def _with_fit(self, number: int, category: QuestionCategory, rubric: Rubric) -> Rubric:
        """A question of cultural fit is also about whom the company looks for now; the other weights make room."""
        if category is not QuestionCategory.CULTURAL_FIT:
            return rubric
        weight = next((criterion.weight for criterion in rubric.criteria if criterion.slug == FIT), FIT_WEIGHT)
        others = [criterion for criterion in rubric.criteria if criterion.slug != FIT]
        fit = fit_criterion(self._ideal, weight)
        if fit is None:
            return rubric.model_copy(update={"criteria": _scaled(others, 1)}) if others else rubric
        if len(others) >= MOST_CRITERIA:
            raise _invalid(number, "rubric", f"at most {MOST_CRITERIA - 1} criteria beside the company's")
        return rubric.model_copy(update={"criteria": [*_scaled(others, 1 - weight), fit]})


def _weighted(number: int, rubric: Rubric, weights: Mapping[str, float]) -> Rubric:
    unknown = set(weights) - {criterion.slug for criterion in rubric.criteria}
    if unknown:
        raise _invalid(number, "weights", f"no criterion {', '.join(sorted(unknown))}")
    changed = [
        criterion.model_copy(update={"weight": weights.get(criterion.slug, criterion.weight)})
        for criterion in rubric.criteria
    ]
    return rubric.model_copy(update={"criteria": _scaled(changed, 1)})


def _scaled(criteria: Sequence[Criterion], to: float) -> list[Criterion]:
    total = sum(criterion.weight for criterion in criteria)
    return [criterion.model_copy(update={"weight": criterion.weight * to / total}) for criterion in criteria]


def _rows(session: Session, posting_id: str, version: int) -> Sequence[PostingQuestion]:
    return session.exec(
        select(PostingQuestion)
        .where(PostingQuestion.posting_id == posting_id, PostingQuestion.version == version)
        .order_by(col(PostingQuestion.number))
    ).all()


def _invalid(number: int, part: str, reason: str) -> PlanInvalid:
    return PlanInvalid(fields={f"questions.{number}.{part}": reason})
