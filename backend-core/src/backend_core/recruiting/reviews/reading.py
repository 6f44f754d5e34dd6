"""A screening interview as a member reads it: what was said beside the rubrics, and the rest only once it is open."""

from collections.abc import Mapping
from typing import TypeVar

from contracts.base import Language
from contracts.questions import Criterion
from contracts.recruiting import Competency, MemberRole
from contracts.reviews import GivenBand
from contracts.tasks import GENERATE_FINAL_REPORT
from engines.llm.scoring import scores
from persistence.hiring import overrides
from persistence.hiring.recruiting import JobPosting
from persistence.hiring.reviews import Contribution, Decision, Reevaluation, Review, ReviewNote
from persistence.interviews.answers import AnsweredQuestion, answered_questions, basis
from persistence.people.resumes import SharedResume
from persistence.record import jobs
from persistence.tables import Interview, JobState, User
from sqlmodel import Session, col, select

from backend_core.recruiting.reviews import agreement
from backend_core.recruiting.reviews.names import names_of
from backend_core.recruiting.reviews.schemas import (
    CriterionToReview,
    DecisionOut,
    InterviewToReview,
    Judged,
    NoteOut,
    OpenedReview,
    OthersReview,
    OverrideOut,
    OwnReview,
    QuestionToReview,
    ReevaluationOut,
)

Kept = TypeVar("Kept", bound=Contribution)


def read(session: Session, interview: Interview, user: User, role: MemberRole, *, is_open: bool) -> InterviewToReview:
    """Without anything but the member's own bands and notes, unless it `is_open` to them."""
    posting = session.get_one(JobPosting, interview.job_posting_id)
    candidate = session.get_one(User, interview.candidate_id)
    questions = answered_questions(session, interview)
    plan_version = version_of(session, interview)
    own = own_review(session, interview, user.id, plan_version)
    competencies = [Competency.model_validate(one) for one in posting.competencies]
    notes = _of(session, ReviewNote, interview)
    opened = _opened(session, interview, user, questions) if is_open else None
    return InterviewToReview(
        interview_id=interview.id,
        posting_id=posting.id,
        posting_title=posting.title,
        candidate=candidate.full_name,
        position=interview.position,
        language=interview.language,
        ended_at=interview.end_time,
        plan_version=plan_version,
        held_on=interview.plan_version,
        newest_version=posting.plan_version,
        role=role,
        being_judged=jobs.state_of(session, GENERATE_FINAL_REPORT, interview.id) in (JobState.QUEUED, JobState.RUNNING),
        questions=[_question(one, interview.language, competencies) for one in questions],
        own=as_own(own) if own else None,
        notes=_notes(session, [note for note in notes if is_open or note.made_by == user.id]),
        opened=opened,
    )


def version_of(session: Session, interview: Interview) -> int:
    """Of a screening interview, whose rubrics are always a version's."""
    version = basis(session, interview)
    if version is None:
        raise ValueError("a practice interview has no plan of a posting")
    return version


def own_review(session: Session, interview: Interview, reviewer_id: str, plan_version: int) -> Review | None:
    return session.exec(
        select(Review).where(
            Review.interview_id == interview.id,
            Review.reviewer_id == reviewer_id,
            Review.plan_version == plan_version,
        )
    ).one_or_none()


def as_own(review: Review) -> OwnReview:
    return OwnReview.model_validate(review.model_dump(include=set(OwnReview.model_fields)))


def _opened(session: Session, interview: Interview, user: User, questions: list[AnsweredQuestion]) -> OpenedReview:
    version = version_of(session, interview)
    answers = [question.answer for question in questions]
    overridden = overrides.overrides_of(session, interview.id)
    counting = overrides.that_count(overridden, answers, version)
    reviews = session.exec(
        select(Review)
        .where(Review.interview_id == interview.id, col(Review.submitted_at).is_not(None))
        .order_by(col(Review.submitted_at))
    ).all()
    decisions, reevaluations = _of(session, Decision, interview), _of(session, Reevaluation, interview)
    contributions: list[Contribution] = [*overridden, *decisions, *reevaluations]
    reviewers = [review.reviewer_id for review in reviews if review.reviewer_id]
    names = names_of(session, [*reviewers, *(one.made_by for one in contributions)])
    machine = {
        place: band
        for answer in answers
        for place, band in agreement.automatic_bands(interview.id, version, answer.turn, answer.evaluation).items()
    }
    return OpenedReview(
        judged=[Judged(number=one.turn, evaluation=one.evaluation, reason=one.reason) for one in answers],
        as_judged=scores(answers),
        as_overridden=scores(overrides.with_overrides(answers, counting)),
        reviews=[_others(review, names) for review in reviews if review.reviewer_id != user.id],
        agreement=agreement.pairs_of([one for one in reviews if one.plan_version == version], machine, names),
        overrides=[
            OverrideOut(
                by=names.get(one.made_by),
                at=one.created_at,
                counts=counting.get((one.question, one.criterion)) is one,
                **one.model_dump(include={"question", "criterion", "from_band", "to_band", "reason"}),
            )
            for one in reversed(overridden)
        ],
        decisions=[
            DecisionOut(by=names.get(one.made_by), at=one.created_at, outcome=one.outcome, reason=one.reason)
            for one in reversed(decisions)
        ],
        reevaluations=[
            ReevaluationOut(
                by=names.get(one.made_by), at=one.created_at, plan_version=one.plan_version, reason=one.reason
            )
            for one in reversed(reevaluations)
        ],
        has_resume=session.get(SharedResume, interview.id) is not None,
    )


def _question(question: AnsweredQuestion, language: Language, competencies: list[Competency]) -> QuestionToReview:
    answer = question.answer
    about = answer.origin.about if answer.origin else None
    return QuestionToReview(
        number=answer.turn,
        question=answer.question,
        competency=next((one.name for one in competencies if one.slug == about), None),
        category=answer.category,
        text=answer.text,
        corrected=answer.corrected,
        source=answer.source,
        recognizer=answer.recognizer,
        unreliable_reason=answer.unreliable_reason,
        follow_ups=answer.follow_ups,
        model_answer=question.rubric.model_answer.in_language(language),
        criteria=[_criterion(criterion, language) for criterion in question.rubric.criteria],
    )


def _criterion(criterion: Criterion, language: Language) -> CriterionToReview:
    return CriterionToReview(
        slug=criterion.slug,
        name=criterion.name.in_language(language),
        area=criterion.area,
        weight=criterion.weight,
        bands=[band.in_language(language) for band in criterion.bands],
        key_points=[point.name.in_language(language) for point in criterion.key_points],
    )


def _others(review: Review, names: Mapping[str, str]) -> OthersReview:
    return OthersReview(
        reviewer=names.get(review.reviewer_id or ""),
        plan_version=review.plan_version,
        bands=[GivenBand.model_validate(band) for band in review.bands],
        is_blind=review.is_blind,
        submitted_at=review.submitted_at,
    )


def _notes(session: Session, notes: list[ReviewNote]) -> list[NoteOut]:
    names = names_of(session, [note.made_by for note in notes])
    return [NoteOut(by=names.get(note.made_by), at=note.created_at, text=note.text) for note in notes]


def _of(session: Session, table: type[Kept], interview: Interview) -> list[Kept]:
    """In order of time."""
    rows = session.exec(
        select(table).where(table.interview_id == interview.id).order_by(col(table.created_at), col(table.id))
    )
    return list(rows)
