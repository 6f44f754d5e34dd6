"""What members add to a screening interview: bands of their own, overrides, decisions, notes.

Each takes the interview locked, so that two clicks become one row after the other.
"""

from collections.abc import Sequence

from contracts.errors import NothingToOverride, ReviewIncomplete, ReviewSubmitted, UnknownCriterion
from contracts.evaluation import Report
from contracts.reviews import GivenBand
from engines.llm.scoring import scores
from persistence.columns import utc_now
from persistence.hiring import overrides
from persistence.hiring.reviews import BandOverride, Review
from persistence.interviews.answers import AnsweredQuestion, answered_questions
from persistence.tables import EvaluationReport, Interview
from sqlmodel import Session, select

from backend_core.recruiting.reviews.reading import own_review, version_of
from backend_core.recruiting.reviews.schemas import NewOverride


def save(session: Session, interview: Interview, reviewer_id: str, bands: Sequence[GivenBand]) -> Review:
    """Keep a draft as it is typed. Raises `ReviewSubmitted` and `UnknownCriterion`."""
    review = _draft(session, interview, reviewer_id)
    known = {place for question in answered_questions(session, interview) for place in _places(question)}
    unknown = [_name(band.question, band.criterion) for band in bands if (band.question, band.criterion) not in known]
    if unknown:
        raise UnknownCriterion(fields=dict.fromkeys(unknown, "unknown"))
    latest = {(band.question, band.criterion): band.model_dump(mode="json") for band in bands}
    review.bands = list(latest.values())
    review.updated_at = utc_now()
    return review


def submit(session: Session, interview: Interview, reviewer_id: str, *, is_blind: bool) -> Review:
    """Raises `ReviewIncomplete` while a criterion of an answered question has neither a band nor "cannot judge", and
    `ReviewSubmitted`.
    """
    review = _draft(session, interview, reviewer_id)
    given = {(band.question, band.criterion) for band in map(GivenBand.model_validate, review.bands)}
    wanted = [place for one in answered_questions(session, interview) if one.answer.text for place in _places(one)]
    left = [place for place in wanted if place not in given]
    if left:
        raise ReviewIncomplete(fields={_name(*place): "missing" for place in left}, left=str(len(left)))
    review.is_blind = is_blind
    review.submitted_at = review.updated_at = utc_now()
    return review


def waive(session: Session, interview: Interview, reviewer_id: str, reason: str) -> Review:
    """Open the interview to a member who will not give bands first. Raises `ReviewSubmitted`."""
    review = _draft(session, interview, reviewer_id)
    if review.waived_at is None:
        review.waived_at, review.waiver_reason = utc_now(), reason
    return review


def override(session: Session, interview: Interview, user_id: str, wanted: NewOverride) -> BandOverride:
    """Put a person's band in the place of an automatic one. Raises `NothingToOverride`."""
    answers = [question.answer for question in answered_questions(session, interview)]
    answer = next((one for one in answers if one.turn == wanted.question), None)
    criteria = answer.evaluation.criteria if answer and answer.evaluation else []
    judged = next((one for one in criteria if one.criterion == wanted.criterion), None)
    if answer is None or judged is None or answer.evaluation_version is None:
        raise NothingToOverride
    version = version_of(session, interview)
    counting = overrides.that_count(overrides.overrides_of(session, interview.id), answers, version)
    earlier = counting.get((wanted.question, wanted.criterion))
    row = BandOverride(
        interview_id=interview.id,
        question=wanted.question,
        criterion=wanted.criterion,
        plan_version=version,
        evaluation_version=answer.evaluation_version,
        from_band=judged.band if earlier is None or earlier.to_band is None else earlier.to_band,
        to_band=wanted.to_band,
        reason=wanted.reason,
        made_by=user_id,
    )
    session.add(row)
    details = session.exec(
        select(EvaluationReport.details_json).where(EvaluationReport.interview_id == interview.id)
    ).one_or_none()
    if details is not None:
        overrides.keep_scores(session, Report.model_validate(details), scores)
    return row


def _draft(session: Session, interview: Interview, reviewer_id: str) -> Review:
    """The reviewer's own on the rubrics that count now. Raises `ReviewSubmitted`."""
    plan_version = version_of(session, interview)
    review = own_review(session, interview, reviewer_id, plan_version)
    if review is None:
        review = Review(interview_id=interview.id, reviewer_id=reviewer_id, plan_version=plan_version)
        session.add(review)
    if review.submitted_at is not None:
        raise ReviewSubmitted
    return review


def _places(question: AnsweredQuestion) -> list[tuple[int, str]]:
    return [(question.answer.turn, criterion.slug) for criterion in question.rubric.criteria]


def _name(question: int, criterion: str) -> str:
    return f"{question}.{criterion}"
