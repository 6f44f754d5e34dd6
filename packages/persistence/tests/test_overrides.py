"""Which overrides count, and what the scores of a report come to with them."""

from contracts.base import Language
from contracts.evaluation import Report
from engines.llm.scoring import scores
from judged_screening import judged
from organisations import open_posting, screening_interview
from persistence.hiring.overrides import OverriddenScores, keep_scores
from persistence.hiring.reviews import BandOverride
from persistence.ids import new_id
from persistence.tables import EvaluationReport, Interview, User
from sqlmodel import Session, select


def overridden(session: Session, interview: Interview, to_band: int | None) -> None:
    session.add(
        BandOverride(
            interview_id=interview.id,
            question=1,
            criterion="care",
            plan_version=1,
            evaluation_version=1,
            from_band=3,
            to_band=to_band,
            reason="Only claimed.",
            made_by=new_id(),
        )
    )
    session.flush()


def test_an_override_counts_until_it_is_withdrawn_or_the_answer_is_judged_anew(database):
    candidate = User(email=f"{new_id()}@example.org", username=new_id(), password_hash="-", full_name="Somebody")
    with database.transaction() as session:
        session.add(candidate)
        session.flush()
        interview = screening_interview(session, open_posting(session), candidate.id, Language.EN)
        judged(session, interview, 3)
        details = session.exec(
            select(EvaluationReport.details_json).where(EvaluationReport.interview_id == interview.id)
        ).one()
        report = Report.model_validate(details)

        def kept(report: Report) -> float | None:
            keep_scores(session, report, scores)
            session.flush()
            session.expire_all()
            row = session.get(OverriddenScores, interview.id)
            return row.scores["overall"]["value"] if row else None

        assert kept(report) is None
        overridden(session, interview, to_band=1)
        assert kept(report) == 62.5, "of 75 as judged"
        anew = [answer.model_copy(update={"evaluation_version": 2}) for answer in report.answers]
        assert kept(report.model_copy(update={"answers": anew})) is None
        assert kept(report.model_copy(update={"plan_version": 2})) is None
        assert kept(report) == 62.5
        overridden(session, interview, to_band=None)
        assert kept(report) is None
