"""`tasks.evaluator.generate_final_report`: the report of an interview, once every answer is evaluated or has failed."""

from collections.abc import Callable
from dataclasses import dataclass

from contracts.base import Speaker, Unmeasured
from contracts.evaluation import (
    AnswerEvaluation,
    JudgeVersions,
    QuestionOrigin,
    Report,
    ReportedAnswer,
    ReportedFollowUp,
)
from contracts.events import ReportReady
from contracts.questions import Rubric, ScoreArea
from contracts.sound import SoundTrouble
from contracts.tasks import FinalReportPayload
from contracts.trace import PlannedTrace
from persistence import events
from persistence.columns import utc_now
from persistence.database import Database
from persistence.ids import new_id
from persistence.tables import Evaluation, EvaluationReport, Interview, InterviewQuestion, Transcript
from sqlalchemy import update
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlmodel import Session, col, select

from ai_worker.evaluation import remarks
from ai_worker.evaluation.remarks import AnsweredQuestion
from ai_worker.evaluation.totals import score


def generate_report(database: Database, payload: FinalReportPayload) -> Callable[[Session], None]:
    with database.transaction() as session:
        interview = session.get_one(Interview, payload.interview_id)
        questions = _questions(session, interview)
    report = _compose(interview, questions)
    return lambda session: _store(session, report)


@dataclass(frozen=True)
class _Asked:
    """A question, with its answer and the answer's newest judgement where there are such."""

    question: InterviewQuestion
    answer: Transcript | None
    evaluation: Evaluation | None


def _questions(session: Session, interview: Interview) -> list[AnsweredQuestion]:
    """Every planned question in order, each with its follow-ups."""
    rows = session.exec(
        select(InterviewQuestion, Transcript, Evaluation)
        .join(
            Transcript,
            (col(Transcript.question_id) == InterviewQuestion.id) & (col(Transcript.speaker) == Speaker.USER),
            isouter=True,
        )
        .join(Evaluation, col(Evaluation.transcript_id) == Transcript.id, isouter=True)
        .where(InterviewQuestion.interview_id == interview.id)
        .order_by(col(InterviewQuestion.id), col(Evaluation.version).desc())
        .ext(distinct_on(col(InterviewQuestion.id)))
    )
    asked = sorted(
        (_Asked(*row) for row in rows), key=lambda one: (one.question.plan_order or 0, one.question.turn or 0)
    )
    follow_ups: dict[str | None, list[_Asked]] = {}
    for one in asked:
        follow_ups.setdefault(one.question.parent_id, []).append(one)
    return [_question(interview, main, follow_ups.get(main.question.id, [])) for main in follow_ups.get(None, [])]


def _question(interview: Interview, main: _Asked, follow_ups: list[_Asked]) -> AnsweredQuestion:
    """The judgement of the last answer is that of all of them: each is judged with those before it."""
    question, transcript = main.question, main.answer
    rubric = Rubric.model_validate(question.rubric_json)
    newest = next((one.evaluation for one in reversed([main, *follow_ups]) if one.evaluation), None)
    evaluation = _evaluation(newest) if newest is not None else None
    answer = ReportedAnswer(
        turn=question.plan_order,
        asked_in=question.turn,
        question_id=question.id,
        question=question.planned_text,
        origin=_origin(question),
        category=question.category,
        text=transcript.text if transcript else "",
        source=transcript.source if transcript else None,
        recognizer=transcript.recognizer if transcript else None,
        unreliable_reason=transcript.unreliable_reason if transcript else None,
        sound_troubles=[SoundTrouble(trouble) for trouble in transcript.sound_troubles] if transcript else [],
        evaluation=evaluation,
        evaluation_version=newest.version if newest is not None else None,
        reason=None if evaluation else (Unmeasured.MODEL_FAILED if transcript else Unmeasured.NOT_ASKED),
        model_answer=rubric.model_answer.in_language(interview.language),
        follow_ups=[_follow_up(one) for one in follow_ups],
    )
    return AnsweredQuestion(answer, rubric)


def _origin(question: InterviewQuestion) -> QuestionOrigin | None:
    if question.trace is None:
        return None
    trace = PlannedTrace.model_validate(question.trace)
    by_model = trace.author is not None and trace.author.instead_of is None
    return QuestionOrigin(source=trace.source, about=trace.about, by_model=by_model)


def _follow_up(asked: _Asked) -> ReportedFollowUp:
    answer = asked.answer
    return ReportedFollowUp(
        turn=asked.question.turn,
        question=asked.question.text or asked.question.planned_text,
        text=answer.text if answer else "",
        source=answer.source if answer else None,
        recognizer=answer.recognizer if answer else None,
        unreliable_reason=answer.unreliable_reason if answer else None,
        sound_troubles=[SoundTrouble(trouble) for trouble in answer.sound_troubles] if answer else [],
    )


def _evaluation(row: Evaluation) -> AnswerEvaluation:
    return AnswerEvaluation.model_validate(
        {
            "criteria": row.criteria,
            "summary": row.summary,
            "score": row.score,
            "reason": row.reason,
            "transcript_reliable": row.transcript_reliable,
            "sentiment": row.sentiment,
            "versions": {name: getattr(row, name) for name in JudgeVersions.model_fields},
            "stability": row.stability,
        }
    )


def _compose(interview: Interview, questions: list[AnsweredQuestion]) -> Report:
    answers = [question.answer for question in questions]
    overall = score(answers)
    models = sorted({answer.evaluation.versions.model for answer in answers if answer.evaluation})
    return Report(
        id=new_id(),
        interview_id=interview.id,
        language=interview.language,
        position=interview.position,
        overall=overall,
        technical=score(answers, ScoreArea.TECHNICAL),
        communication=score(answers, ScoreArea.COMMUNICATION),
        cultural_fit=score(answers, ScoreArea.CULTURAL_FIT),
        summary=remarks.summarise(answers, overall, interview.language),
        strengths=remarks.strengths(questions, interview.language),
        next_steps=remarks.next_steps(questions, interview.language),
        answers=answers,
        evaluator_model=", ".join(models) or "none",
        created_at=utc_now(),
    )


def _store(session: Session, report: Report) -> None:
    values = {
        "technical_score": report.technical.value,
        "communication_score": report.communication.value,
        "cultural_fit_score": report.cultural_fit.value,
        "summary_text": report.summary,
        "details_json": report.model_dump(mode="json"),
        "evaluator_model": report.evaluator_model,
        "updated_at": report.created_at,
    }
    session.exec(
        insert(EvaluationReport)
        .values(id=report.id, interview_id=report.interview_id, created_at=report.created_at, **values)
        .on_conflict_do_update(index_elements=["interview_id"], set_=values)
    )
    session.exec(
        update(Interview).where(col(Interview.id) == report.interview_id).values(overall_score=report.overall.value)
    )
    events.append(session, report.interview_id, ReportReady(report_id=report.id))
