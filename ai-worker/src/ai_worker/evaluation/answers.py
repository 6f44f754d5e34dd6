"""`tasks.evaluator.analyze_answer`: judge one answer, together with what was said before it to the same question."""

from collections.abc import Callable
from time import perf_counter

from contracts.base import Unmeasured
from contracts.evaluation import AnswerEvaluation, AnswerSummary, CriterionJudgement, JudgementFlag
from contracts.events import AnswerEvaluated
from contracts.tasks import AnalyzeAnswerPayload
from engines.llm import AnswerToJudge, Judge
from engines.llm.judged import FLAGGED
from persistence.database import Database
from persistence.interviews.answers import rubric_of
from persistence.record import events
from persistence.tables import Evaluation, Transcript
from sqlalchemy import update
from sqlmodel import Session, col

from ai_worker.evaluation.threads import Thread, thread_up_to


class AnswerAnalysis:
    """Judges with `judge` and stores the judgement, its evidence checked against the transcript."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    def __call__(self, database: Database, payload: AnalyzeAnswerPayload) -> Callable[[Session], None]:
        with database.autocommit() as session:
            thread = thread_up_to(session, payload.transcript_id)
            interview = thread.interview
            on = payload.model_copy(update={"plan_version": payload.plan_version or interview.plan_version})
            rubric = rubric_of(session, interview, thread.question, on.plan_version)
        begun = perf_counter()
        judged = self._judge.judge(
            AnswerToJudge(
                question=thread.question.planned_text,
                rubric=rubric,
                text=thread.text,
                language=interview.language,
                unreliable_reason=thread.unreliable_reason,
                interview=interview.id,
            )
        )
        seconds = perf_counter() - begun
        rationale = FLAGGED[interview.language][JudgementFlag.INVENTED_QUOTE]
        evaluation = thread.with_quotes_in_place(without_invented_quotes(judged, thread.text, rationale))
        return lambda session: _store(session, on, thread, evaluation, seconds=seconds)


def announce_failure(session: Session, payload: AnalyzeAnswerPayload) -> None:
    """The answer stays without a judgement; listeners stop waiting for it."""
    transcript = session.get_one(Transcript, payload.transcript_id)
    events.append(session, payload.interview_id, AnswerEvaluated(turn=transcript.turn, failed=True))


def without_invented_quotes(evaluation: AnswerEvaluation, text: str, rationale: str) -> AnswerEvaluation:
    """Leave each criterion unscored whose evidence is not an exact span of `text`, the total with it, and the answer
    without a summary that rests on such.
    """
    summary = evaluation.summary
    if summary and not all(span.is_in(text) for span in summary.spans):
        summary = AnswerSummary(text=None, reason=Unmeasured.MODEL_FAILED)
        evaluation = evaluation.model_copy(update={"summary": summary})
    criteria = [
        criterion if all(span.is_in(text) for span in criterion.evidence) else _unscored(criterion, rationale)
        for criterion in evaluation.criteria
    ]
    if criteria == evaluation.criteria:
        return evaluation
    return evaluation.model_copy(update={"criteria": criteria, "score": None, "reason": Unmeasured.MODEL_FAILED})


def _unscored(criterion: CriterionJudgement, rationale: str) -> CriterionJudgement:
    return criterion.model_copy(
        update={
            "band": None,
            "reason": Unmeasured.MODEL_FAILED,
            "evidence": [],
            "rationale": rationale,
            "band_description": None,
            "flag": JudgementFlag.INVENTED_QUOTE,
        }
    )


def _store(
    session: Session,
    payload: AnalyzeAnswerPayload,
    thread: Thread,
    evaluation: AnswerEvaluation,
    *,
    seconds: float,
) -> None:
    session.add(
        Evaluation(
            interview_id=payload.interview_id,
            transcript_id=payload.transcript_id,
            version=payload.version,
            plan_version=payload.plan_version,
            criteria=[criterion.model_dump(mode="json") for criterion in evaluation.criteria],
            summary=evaluation.summary.model_dump(mode="json") if evaluation.summary else None,
            score=evaluation.score,
            reason=evaluation.reason,
            transcript_reliable=evaluation.transcript_reliable,
            sentiment=evaluation.sentiment,
            stability=evaluation.stability.model_dump(mode="json") if evaluation.stability else None,
            prompt_tokens=evaluation.tokens.prompt if evaluation.tokens else None,
            completion_tokens=evaluation.tokens.completion if evaluation.tokens else None,
            seconds=seconds,
            corrections=list(thread.corrections),
            **evaluation.versions.model_dump(),
        )
    )
    judged = update(Transcript).where(col(Transcript.id) == payload.transcript_id)
    session.connection().execute(judged.values(sentiment_score=evaluation.sentiment))
    events.append(session, payload.interview_id, AnswerEvaluated(turn=thread.last.turn))
