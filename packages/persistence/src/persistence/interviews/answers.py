"""What was asked and answered in an interview, each answer with its newest judgement: what reports and reviews show.

Judgements rest on the rubrics of one version of the posting's plan, the interview's basis; those of another version are
no judgements here, so that a changed rubric never mixes into the scores of another. Practice has no plan of a posting.
"""

from collections.abc import Collection, Sequence
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
from contracts.tasks import ANALYZE_ANSWER
from contracts.trace import PlannedTrace
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Session, col, select

from persistence.hiring.recruiting import PostingQuestion
from persistence.hiring.reviews import Reevaluation
from persistence.interviews import corrections
from persistence.interviews.corrections import Correction, CountedAnswer
from persistence.tables import Evaluation, Interview, InterviewQuestion, Job, JobState, Transcript


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question as the report shows it, with the rubric that its answer is judged by."""

    answer: ReportedAnswer
    rubric: Rubric


def evaluations_of(interview_id: str) -> str:
    """The group of an interview's evaluation jobs, which its report waits for."""
    return f"evaluations:{interview_id}"


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
    corrected = corrections.of_interviews(session, [interview.id])
    failed = _failed_judgements(session, interview)
    follow_ups: dict[str | None, list[_Asked]] = {}
    for one in asked:
        follow_ups.setdefault(one.question.parent_id, []).append(one)
    return [
        _question(interview, _Thread([main, *follow_ups.get(main.question.id, [])], corrected, failed), rubric)
        for main in follow_ups.get(None, [])
        for rubric in [rubric_of(session, interview, main.question, version)]
    ]


@dataclass(frozen=True)
class _Asked:
    """A question, with its answer and the answer's newest judgement where there are such."""

    question: InterviewQuestion
    answer: Transcript | None
    evaluation: Evaluation | None


@dataclass(frozen=True)
class _Thread:
    """A question of the plan and its follow-ups; the judgement of the last answer is that of all of them: each is
    judged with those before it. `corrections` and `failed` judgements are those of the whole interview.
    """

    asked: Sequence[_Asked]
    corrections: Sequence[Correction]
    failed: Collection[tuple[str, int]]

    @property
    def main(self) -> _Asked:
        return self.asked[0]

    @property
    def evaluation(self) -> Evaluation | None:
        return next((one.evaluation for one in reversed(self.asked) if one.evaluation), None)

    @property
    def judged_earlier(self) -> bool:
        newest = self.evaluation
        return newest is not None and any(
            answer == newest.transcript_id and version > newest.version for answer, version in self.failed
        )

    def answer(self, asked: _Asked) -> CountedAnswer | None:
        """In the words that were judged; in the newest ones where they were not."""
        if asked.answer is None:
            return None
        of_it = [one for one in self.corrections if one.transcript_id == asked.answer.id]
        if (newest := self.evaluation) and asked.answer.turn <= self._judged_until(newest):
            of_it = [one for one in of_it if one.id in newest.corrections]
        return CountedAnswer(asked.answer, of_it[-1] if of_it else None)

    def _judged_until(self, evaluation: Evaluation) -> int:
        return next(one.answer.turn for one in self.asked if one.answer and one.answer.id == evaluation.transcript_id)


def _failed_judgements(session: Session, interview: Interview) -> set[tuple[str, int]]:
    """Of which answers, and the how-manieth of each."""
    rows = session.exec(
        select(Job.payload).where(
            Job.interview_id == interview.id, Job.name == ANALYZE_ANSWER.name, Job.state == JobState.DEAD
        )
    )
    payloads = [ANALYZE_ANSWER.payload.model_validate(payload) for payload in rows]
    return {(payload.transcript_id, payload.version) for payload in payloads}


def _question(interview: Interview, thread: _Thread, rubric: Rubric) -> AnsweredQuestion:
    question, newest = thread.main.question, thread.evaluation
    said = thread.answer(thread.main)
    transcript = said.transcript if said else None
    evaluation = _evaluation(newest) if newest is not None else None
    answer = ReportedAnswer(
        turn=question.plan_order,
        asked_in=question.turn,
        question_id=question.id,
        bank_question=question.question_id,
        question=question.planned_text,
        origin=_origin(question),
        category=question.category,
        text=said.text if said else "",
        corrected=said.corrected if said else [],
        source=transcript.source if transcript else None,
        recognizer=transcript.recognizer if transcript else None,
        unreliable_reason=transcript.unreliable_reason if transcript else None,
        sound_troubles=[SoundTrouble(trouble) for trouble in transcript.sound_troubles] if transcript else [],
        evaluation=evaluation,
        evaluation_version=newest.version if newest is not None else None,
        judged_earlier=thread.judged_earlier,
        reason=None if evaluation else (Unmeasured.MODEL_FAILED if transcript else Unmeasured.NOT_ASKED),
        model_answer=rubric.model_answer.in_language(interview.language)
        if interview.mode is InterviewMode.PRACTICE
        else None,
        follow_ups=[_follow_up(one.question, thread.answer(one)) for one in thread.asked[1:]],
    )
    return AnsweredQuestion(answer, rubric)


def _origin(question: InterviewQuestion) -> QuestionOrigin | None:
    if question.trace is None:
        return None
    trace = PlannedTrace.model_validate(question.trace)
    by_model = trace.author is not None and trace.author.instead_of is None
    return QuestionOrigin(source=trace.source, about=trace.about, by_model=by_model)


def _follow_up(question: InterviewQuestion, said: CountedAnswer | None) -> ReportedFollowUp:
    transcript = said.transcript if said else None
    return ReportedFollowUp(
        turn=question.turn,
        question=question.text or question.planned_text,
        text=said.text if said else "",
        corrected=said.corrected if said else [],
        source=transcript.source if transcript else None,
        recognizer=transcript.recognizer if transcript else None,
        unreliable_reason=transcript.unreliable_reason if transcript else None,
        sound_troubles=[SoundTrouble(trouble) for trouble in transcript.sound_troubles] if transcript else [],
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
