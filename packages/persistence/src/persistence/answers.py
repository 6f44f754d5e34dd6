"""What was asked and answered in an interview, each answer with its newest judgement: what reports and reviews show.

Judgements rest on the rubrics of one version of the posting's plan, the interview's basis; those of another version are
no judgements here, so that a changed rubric never mixes into the scores of another. Practice has no plan of a posting.
"""

from dataclasses import dataclass

from contracts.base import InterviewMode, Speaker, Unmeasured
from contracts.evaluation import (
    AnswerEvaluation,
    JudgeVersions,
    QuestionOrigin,
    ReportedAnswer,
    ReportedFollowUp,
)
from contracts.questions import Rubric
from contracts.sound import SoundTrouble
from contracts.trace import PlannedTrace
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Session, col, select

from persistence.recruiting import PostingQuestion
from persistence.reviews import Reevaluation
from persistence.tables import Evaluation, Interview, InterviewQuestion, Transcript


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question as the report shows it, with the rubric that its answer is judged by."""

    answer: ReportedAnswer
    rubric: Rubric


def basis(session: Session, interview: Interview) -> int | None:
    """The version of the posting's plan whose rubrics judge the interview: the one that it was held on, unless it was
    re-evaluated on another. None of practice.
    """
    newest = session.exec(
        select(Reevaluation.plan_version)
        .where(Reevaluation.interview_id == interview.id)
        .order_by(col(Reevaluation.created_at).desc(), col(Reevaluation.id).desc())
        .limit(1)
    ).one_or_none()
    return interview.plan_version if newest is None else newest


def rubric_of(session: Session, interview: Interview, question: InterviewQuestion, plan_version: int | None) -> Rubric:
    """That of a question of the plan in that version; where it is the interview's own, as it was when it was asked."""
    if plan_version == interview.plan_version:
        return Rubric.model_validate(question.rubric_json)
    key = (interview.job_posting_id, plan_version, question.plan_order)
    return Rubric.model_validate(session.get_one(PostingQuestion, key).rubric_json)


def answered_questions(session: Session, interview: Interview) -> list[AnsweredQuestion]:
    """Every planned question in order, each with its follow-ups."""
    version = basis(session, interview)
    rows = session.exec(
        select(InterviewQuestion, Transcript, Evaluation)
        .join(
            Transcript,
            (col(Transcript.question_id) == InterviewQuestion.id) & (col(Transcript.speaker) == Speaker.USER),
            isouter=True,
        )
        .join(
            Evaluation,
            (col(Evaluation.transcript_id) == Transcript.id)
            & col(Evaluation.plan_version).is_not_distinct_from(version),
            isouter=True,
        )
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
    return [
        _question(interview, main, follow_ups.get(main.question.id, []), rubric)
        for main in follow_ups.get(None, [])
        for rubric in [rubric_of(session, interview, main.question, version)]
    ]


@dataclass(frozen=True)
class _Asked:
    """A question, with its answer and the answer's newest judgement where there are such."""

    question: InterviewQuestion
    answer: Transcript | None
    evaluation: Evaluation | None


def _question(interview: Interview, main: _Asked, follow_ups: list[_Asked], rubric: Rubric) -> AnsweredQuestion:
    """The judgement of the last answer is that of all of them: each is judged with those before it."""
    question, transcript = main.question, main.answer
    newest = next((one.evaluation for one in reversed([main, *follow_ups]) if one.evaluation), None)
    evaluation = _evaluation(newest) if newest is not None else None
    answer = ReportedAnswer(
        turn=question.plan_order,
        asked_in=question.turn,
        question_id=question.id,
        bank_question=question.question_id,
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
        model_answer=rubric.model_answer.in_language(interview.language)
        if interview.mode is InterviewMode.PRACTICE
        else None,
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
