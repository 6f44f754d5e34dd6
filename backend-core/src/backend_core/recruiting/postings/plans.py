"""What everybody on a posting is asked: pinned, written by the organisation, or chosen from the bank.

A version is never changed. The next one keeps what it should keep, and older interviews keep theirs.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.audit import AuditAction, AuditSubject
from contracts.base import Language
from contracts.errors import FieldProblem, PlanInvalid, PlanNotFound
from contracts.questions import Criterion, Difficulty, QuestionCategory, Rubric, Scenario
from engines.llm.reference import FIT, fit_criterion, rubric_from_reference
from persistence.database import run_sync
from persistence.hiring.recruiting import Company, JobPosting, PostingPlan, PostingQuestion
from persistence.questions.plans import Planner
from persistence.record import audit
from persistence.tables import Interview, InterviewAim, Question, User
from sqlalchemy import func
from sqlmodel import Session, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.questions.aims import aim_of, embed
from backend_core.questions.search import QueryReader
from backend_core.recruiting.postings.schemas import (
    AnyPlace,
    AskedSo,
    BankPlace,
    FiledPlace,
    KeptPlace,
    OwnPlace,
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
    rows = await run_sync(session, rows_of, posting.id, version)
    return PlanOut(version=version, questions=[as_question(row) for row in rows], versions=versions)


async def aims_of(session: AsyncSession, reader: QueryReader, posting: JobPosting) -> list[InterviewAim]:
    """What the questions of a plan are to be near, which may take a model some seconds to read."""
    aims = _aims(posting, await session.get_one(Company, posting.company_id))
    await embed(reader, aims)
    return aims


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


def make(
    session: Session,
    author: User,
    posting: JobPosting,
    aims: Sequence[InterviewAim],
    wanted: Sequence[AnyPlace],
    *,
    reason: str = "",
) -> None:
    """The next version for a posting whose row is locked. Places that `wanted` leaves out are planned near `aims`.

    Raises `PlanInvalid`, which names the places, and `BankTooSmall`.
    """
    places = [*wanted]
    if len(places) > posting.question_count:
        counts = {"max_length": str(posting.question_count), "actual_length": str(len(places))}
        raise PlanInvalid(fields={"questions": FieldProblem("too_long", counts)})
    if posting.plan_version > 0 and not reason:
        raise PlanInvalid(fields={"reason": FieldProblem("missing")})
    places += [PlannedPlace() for _ in range(posting.question_count - len(places))]
    version = posting.plan_version + 1
    rows = _Writer(session, posting, version).rows(places, aims)
    session.add(PostingPlan(posting_id=posting.id, version=version, created_by=author.id, reason=reason))
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
        self._before = {row.number: row for row in rows_of(session, posting.id, posting.plan_version)}
        self._competencies = {competency["slug"] for competency in posting.competencies}

    def rows(self, places: Sequence[AnyPlace], aims: Sequence[InterviewAim]) -> list[PostingQuestion]:
        """Raises `PlanInvalid` and `BankTooSmall`."""
        chosen = {number: self._chosen(number, place) for number, place in enumerate(places, 1)}
        used = [row.slug for row in chosen.values() if row is not None and row.slug]
        for number, row in chosen.items():
            if row is not None and row.slug and used.count(row.slug) > 1:
                raise _invalid(number, "slug", "question_twice")
        planner = self._planner(aims, set(used))
        return [chosen[number] or self._planned(number, place, planner) for number, place in enumerate(places, 1)]

    def _chosen(self, number: int, place: AnyPlace) -> PostingQuestion | None:
        if place.competency is not None and place.competency not in self._competencies:
            raise _invalid(number, "competency", "no_competency")
        match place:
            case PlannedPlace():
                return None
            case KeptPlace():
                return self._kept(number, place)
            case FiledPlace(asked=AskedSo() as asked):
                return self._as_asked(number, place, asked)
            case FiledPlace():
                return self._of_bank(number, place.slug, place.competency, place.weights, is_pinned=place.pinned)
            case BankPlace():
                return self._of_bank(number, place.slug, place.competency, place.weights, is_pinned=True)
            case OwnPlace():
                return self._own(number, place)

    def _planned(self, number: int, place: AnyPlace, planner: Planner) -> PostingQuestion:
        choice = planner.choose(number)
        competency = place.competency or (choice.about if choice.about in self._competencies else None)
        return self._of_bank(number, choice.option.slug, competency, {}, is_pinned=False)

    def _kept(self, number: int, place: KeptPlace) -> PostingQuestion:
        before = self._before.get(place.number)
        if before is None:
            raise _invalid(number, "number", "no_place")
        rubric = Rubric.model_validate(before.rubric_json)
        return self._row(
            number,
            _weighted(number, self._with_fit(number, before.category, rubric), place.weights),
            slug=before.slug,
            content=self._in_every_language(number, before.slug, before.content),
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

    def _as_asked(self, number: int, place: FiledPlace, asked: AskedSo) -> PostingQuestion:
        rubric = self._with_fit(number, asked.category, self._limited(number, asked.rubric))
        content = self._in_every_language(number, place.slug, asked.content)
        now = self._in_bank(place.slug)
        is_of_bank = all(name in now and now[name].content == content[name] for name in self._posting.languages)
        return self._row(
            number,
            _weighted(number, rubric, place.weights),
            slug=place.slug if is_of_bank else None,
            content=content,
            category=asked.category,
            competency=place.competency,
            is_pinned=place.pinned or not is_of_bank,
        )

    def _own(self, number: int, place: OwnPlace) -> PostingQuestion:
        content = self._in_every_language(number, None, place.content)
        rubric = self._limited(number, place.rubric or self._rubric_from(number, place))
        return self._row(
            number,
            self._with_fit(number, place.category, rubric),
            slug=None,
            content=content,
            category=place.category,
            competency=place.competency,
            is_pinned=True,
        )

    def _rubric_from(self, number: int, place: OwnPlace) -> Rubric:
        question = place.content[Language(self._posting.languages[0])]
        try:
            return rubric_from_reference(question, place.model_answer or "")
        except ValueError as error:
            raise _invalid(number, "model_answer", "not_sentences") from error

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

    def _in_every_language(
        self, number: int, slug: str | None, content: Mapping[Language, str] | Mapping[str, str]
    ) -> dict[str, str]:
        """With the bank's text, of a question of its own, where one of the posting's languages has come later."""
        missing = sorted(set(self._posting.languages) - set(content))
        if missing and slug is not None:
            return self._texts(number, slug)
        if missing:
            raise _invalid(number, "content", "no_text", languages=", ".join(missing))
        return {str(language): text for language, text in content.items()}

    def _limited(self, number: int, rubric: Rubric) -> Rubric:
        if len(rubric.model_dump_json()) > LONGEST_RUBRIC:
            raise _invalid(number, "rubric", "rubric_too_long", most=str(LONGEST_RUBRIC))
        return rubric

    def _texts(self, number: int, slug: str) -> dict[str, str]:
        return {language: question.content for language, question in self._bank(number, slug).items()}

    def _bank(self, number: int, slug: str) -> dict[str, Question]:
        """By language."""
        found = self._in_bank(slug)
        if set(found) != set(self._posting.languages):
            raise _invalid(number, "slug", "not_in_bank")
        return found

    def _in_bank(self, slug: str) -> dict[str, Question]:
        rows = self._session.exec(
            select(Question).where(
                Question.slug == slug,
                col(Question.is_active),
                col(Question.language).in_(self._posting.languages),
            )
        )
        return {row.language.value: row for row in rows}

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
        try:
            fit = fit_criterion(self._ideal, weight)
        except ValueError as error:
            raise _invalid(number, "rubric", "ideal_candidate_long") from error
        if fit is None:
            return rubric.model_copy(update={"criteria": _scaled(others, 1)}) if others else rubric
        if len(others) >= MOST_CRITERIA:
            raise _invalid(number, "rubric", "too_many_beside_fit", most=str(MOST_CRITERIA - 1))
        return rubric.model_copy(update={"criteria": [*_scaled(others, 1 - weight), fit]})


def _weighted(number: int, rubric: Rubric, weights: Mapping[str, float]) -> Rubric:
    unknown = set(weights) - {criterion.slug for criterion in rubric.criteria}
    if unknown:
        raise _invalid(number, "weights", "no_criterion", slugs=", ".join(sorted(unknown)))
    changed = [
        criterion.model_copy(update={"weight": weights.get(criterion.slug, criterion.weight)})
        for criterion in rubric.criteria
    ]
    return rubric.model_copy(update={"criteria": _scaled(changed, 1)})


def _scaled(criteria: Sequence[Criterion], to: float) -> list[Criterion]:
    total = sum(criterion.weight for criterion in criteria)
    if math.isclose(total, to, abs_tol=1e-9):
        return list(criteria)
    return [criterion.model_copy(update={"weight": criterion.weight * to / total}) for criterion in criteria]


def rows_of(session: Session, posting_id: str, version: int) -> Sequence[PostingQuestion]:
    """The questions of one version, in order."""
    return session.exec(
        select(PostingQuestion)
        .where(PostingQuestion.posting_id == posting_id, PostingQuestion.version == version)
        .order_by(col(PostingQuestion.number))
    ).all()


def _invalid(number: int, part: str, kind: str, **params: str) -> PlanInvalid:
    return PlanInvalid(fields={f"questions.{number}.{part}": FieldProblem(kind, params)})
