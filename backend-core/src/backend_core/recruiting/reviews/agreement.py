"""How far reviewers agree with each other and with the machine, beyond chance: quadratically weighted kappa.

Only blind reviews count, and only criteria to which both gave a band, on the same version of the rubrics.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from contracts.evaluation import AnswerEvaluation, Report
from contracts.reviews import GivenBand, Kappa
from engines.llm.kappa import agreement_of
from persistence.hiring.recruiting import JobPosting
from persistence.hiring.reviews import Review, is_open_to
from persistence.tables import EvaluationReport, Interview
from sqlmodel import Session, col, select

from backend_core.recruiting.reviews.names import names_of
from backend_core.recruiting.reviews.schemas import PairAgreement, PostingAgreement

Place = tuple[str, int, int, str]
"""An interview, the version of its rubrics, the question and the criterion."""
Bands = Mapping[Place, int]


def of_posting(session: Session, posting: JobPosting, user_id: str) -> PostingAgreement:
    """Over all interviews of `posting` that are open to this member; the others stay out, so that none leaks."""
    opened = session.exec(select(Interview.id).where(Interview.job_posting_id == posting.id, is_open_to(user_id))).all()
    reviews = session.exec(select(Review).where(col(Review.interview_id).in_(opened))).all()
    reports = session.exec(
        select(EvaluationReport.details_json).where(col(EvaluationReport.interview_id).in_(opened))
    ).all()
    machine: dict[Place, int] = {}
    for details in reports:
        report = Report.model_validate(details)
        for answer in report.answers:
            machine |= automatic_bands(report.interview_id, report.plan_version or 0, answer.turn, answer.evaluation)
    names = names_of(session, [review.reviewer_id for review in reviews if review.reviewer_id])
    return PostingAgreement(interviews=len(opened), pairs=pairs_of(reviews, machine, names))


def automatic_bands(
    interview_id: str, plan_version: int, question: int, evaluation: AnswerEvaluation | None
) -> dict[Place, int]:
    judgements = evaluation.criteria if evaluation else []
    return {
        (interview_id, plan_version, question, judgement.criterion): judgement.band
        for judgement in judgements
        if judgement.band is not None
    }


def pairs_of(reviews: Sequence[Review], machine: Bands, names: Mapping[str, str]) -> list[PairAgreement]:
    """Every two people who reviewed the same, and everybody with the machine."""
    people = _by_reviewer(reviews)
    given = [
        PairAgreement(
            reviewer=names.get(first),
            other=names.get(second),
            machine=False,
            kappa=_kappa(people[first], people[second]),
        )
        for first, second in combinations(people, 2)
        if people[first].keys() & people[second].keys()
    ]
    return given + [
        PairAgreement(reviewer=names.get(person), other=None, machine=True, kappa=_kappa(bands, machine))
        for person, bands in people.items()
    ]


def _by_reviewer(reviews: Sequence[Review]) -> dict[str, dict[Place, int]]:
    """Erased accounts each count as a person of their own."""
    people: dict[str, dict[Place, int]] = {}
    for review in reviews:
        if review.submitted_at is not None and review.is_blind:
            people.setdefault(review.reviewer_id or review.id, {}).update(_given(review))
    return people


def _given(review: Review) -> Iterator[tuple[Place, int]]:
    for given in map(GivenBand.model_validate, review.bands):
        if given.band is not None:
            yield (review.interview_id, review.plan_version, given.question, given.criterion), given.band


def _kappa(a: Bands, b: Bands) -> Kappa:
    return agreement_of([(a[place], b[place]) for place in a if place in b])
