"""A screening interview that is over, answered, judged and reported, as the record holds it."""

from collections.abc import Sequence

from contracts.base import AnswerSource, InterviewStatus, Speaker
from contracts.evaluation import AnswerEvaluation, CriterionJudgement, EvidenceSpan, JudgeVersions, Report
from contracts.questions import Rubric, ScoreArea
from engines.llm.scoring import score, total
from persistence.columns import utc_now
from persistence.ids import new_id
from persistence.interviews.answers import answered_questions, basis
from persistence.tables import Evaluation, EvaluationReport, Interview, InterviewQuestion, Transcript
from sqlmodel import Session, col, select

ANSWER = "We run the tests before every change, and roll back when the numbers fall."
RATIONALE = "It names what is checked before a change goes out."
SUMMARY = "Every question was answered."


def judged(
    session: Session, interview: Interview, band: int, *, rationale: str = RATIONALE, missing: Sequence[str] = ()
) -> None:
    """Answer every question with `ANSWER`; each criterion of it has `band`."""
    questions = session.exec(
        select(InterviewQuestion)
        .where(InterviewQuestion.interview_id == interview.id)
        .order_by(col(InterviewQuestion.plan_order))
    ).all()
    for question in questions:
        number = question.plan_order or 0
        question.turn, question.text, question.asked_at = number, question.planned_text, utc_now()
        answer = Transcript(
            interview_id=interview.id,
            question_id=question.id,
            turn=number,
            order=2 * number,
            speaker=Speaker.USER,
            text=ANSWER,
            source=AnswerSource.TYPED,
        )
        session.add(answer)
        session.flush()
        rubric = Rubric.model_validate(question.rubric_json)
        judge(session, interview, answer, rubric, band, rationale=rationale, missing=missing)
    interview.status, interview.start_time, interview.end_time = InterviewStatus.COMPLETED, utc_now(), utc_now()
    session.flush()
    report(session, interview)


def judge(
    session: Session,
    interview: Interview,
    answer: Transcript,
    rubric: Rubric,
    band: int,
    *,
    version: int = 1,
    plan_version: int | None = None,
    rationale: str = RATIONALE,
    missing: Sequence[str] = (),
) -> None:
    """As a worker would leave it."""
    criteria = [
        CriterionJudgement(
            criterion=criterion.slug,
            name=criterion.name.in_language(interview.language),
            area=criterion.area,
            weight=criterion.weight,
            band=band,
            evidence=[EvidenceSpan(start=0, end=16, quote=ANSWER[:16])],
            rationale=rationale,
            missing=list(missing),
            band_description=criterion.bands[band].in_language(interview.language),
        )
        for criterion in rubric.criteria
    ]
    evaluation = AnswerEvaluation(
        criteria=criteria,
        score=total(criteria),
        transcript_reliable=True,
        versions=JudgeVersions(engine="rubric", model="visavis-rubric-1", prompt="none", rubric=rubric.version),
    )
    session.add(
        Evaluation(
            interview_id=interview.id,
            transcript_id=answer.id,
            version=version,
            plan_version=plan_version or interview.plan_version,
            criteria=[criterion.model_dump(mode="json") for criterion in criteria],
            score=evaluation.score,
            transcript_reliable=True,
            **evaluation.versions.model_dump(),
        )
    )
    session.flush()


def report(session: Session, interview: Interview) -> None:
    answers = [question.answer for question in answered_questions(session, interview)]
    overall = score(answers)
    made = Report(
        id=new_id(),
        interview_id=interview.id,
        language=interview.language,
        position=interview.position,
        plan_version=basis(session, interview),
        overall=overall,
        technical=score(answers, ScoreArea.TECHNICAL),
        communication=score(answers, ScoreArea.COMMUNICATION),
        cultural_fit=score(answers, ScoreArea.CULTURAL_FIT),
        summary=SUMMARY,
        strengths=[],
        next_steps=[],
        answers=answers,
        evaluator_model="visavis-rubric-1",
        created_at=utc_now(),
    )
    interview.overall_score = overall.value
    session.add(
        EvaluationReport(
            id=made.id,
            interview_id=interview.id,
            technical_score=made.technical.value,
            communication_score=made.communication.value,
            cultural_fit_score=made.cultural_fit.value,
            summary_text=made.summary,
            details_json=made.model_dump(mode="json"),
            evaluator_model=made.evaluator_model,
        )
    )
    session.flush()
