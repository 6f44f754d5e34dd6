"""A question's answer and those to its follow-ups, which are judged as one.

the question ── answer        follow-up ── answer        follow-up ── answer
                └───────────────── one text, one judgement ─────────────┘
                its quotes go back to where each of them was said
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from contracts.base import Speaker
from contracts.evaluation import AnswerEvaluation, CriterionJudgement, EvidenceSpan
from persistence.interviews.corrections import Correction, CountedAnswer
from persistence.tables import Interview, InterviewQuestion, Transcript
from sqlalchemy import and_, bindparam, func, or_
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

BETWEEN = "\n\n"


@dataclass(frozen=True)
class Thread:
    """The question of the plan, and the answers that are judged, in order and never none; `answers[0]` is to it.

    `last` was said last, and may be left out. `corrections` are the ids of those that count, of answers that were left
    out too.
    """

    interview: Interview
    question: InterviewQuestion
    answers: Sequence[CountedAnswer]
    last: Transcript
    corrections: Sequence[str] = ()

    @property
    def text(self) -> str:
        return BETWEEN.join(answer.text for answer in self.answers)

    @property
    def unreliable_reason(self) -> str | None:
        return self.answers[0].transcript.unreliable_reason

    def with_quotes_in_place(self, evaluation: AnswerEvaluation) -> AnswerEvaluation:
        """The judgement of `text` with each quote in the transcript that it is from; one over two of them is parted."""
        summary = evaluation.summary
        if summary is not None:
            summary = summary.model_copy(update={"spans": self._in_place(summary.spans)})
        criteria = [self._criterion_in_place(criterion) for criterion in evaluation.criteria]
        return evaluation.model_copy(update={"criteria": criteria, "summary": summary})

    def _criterion_in_place(self, criterion: CriterionJudgement) -> CriterionJudgement:
        return criterion.model_copy(update={"evidence": self._in_place(criterion.evidence)})

    def _in_place(self, spans: Sequence[EvidenceSpan]) -> list[EvidenceSpan]:
        return [part for span in spans for part in self._parts(span)]

    def _parts(self, span: EvidenceSpan) -> Iterator[EvidenceSpan]:
        offset = 0
        for number, answer in enumerate(self.answers):
            start, end = max(span.start - offset, 0), min(span.end - offset, len(answer.text))
            if start < end:
                turn = answer.turn if number else None
                yield EvidenceSpan(start=start, end=end, quote=answer.text[start:end], turn=turn)
            offset += len(answer.text) + len(BETWEEN)


def thread_up_to(session: Session, answer_id: str) -> Thread:
    """What was said in the answer's thread until then. Raises `NoResultFound` where there is no such answer.

    What was heard badly of a follow-up is left out: the question before it was answered without that doubt, or there
    would have been no follow-up.
    """
    rows = session.exec(_until(), params={"answer": answer_id}).all()
    if not rows:
        raise NoResultFound(answer_id)
    interview, question, *_ = rows[0]
    _, _, last, _ = rows[-1]
    said = {answer.id: CountedAnswer(answer, correction) for _, _, answer, correction in rows}
    first, *others = said.values()
    heard_well = [other for other in others if other.transcript.unreliable_reason is None]
    counted = [one.correction.id for one in said.values() if one.correction]
    return Thread(interview, question, [first, *heard_well], last, counted)


@cache
def _until() -> Select[Interview, InterviewQuestion, Transcript, Correction]:
    """Made once. The answers of a thread up to one of them in their order, each as often as it was put right."""
    last, asked = aliased(Transcript), aliased(InterviewQuestion)
    main = func.coalesce(asked.parent_id, asked.id)
    of_thread = or_(col(InterviewQuestion.id) == main, col(InterviewQuestion.parent_id) == main)
    return (
        select(Interview, InterviewQuestion, Transcript, Correction)
        .select_from(last)
        .join(asked, col(asked.id) == last.question_id)
        .join(InterviewQuestion, and_(col(InterviewQuestion.interview_id) == last.interview_id, of_thread))
        .join(Transcript, col(Transcript.question_id) == InterviewQuestion.id)
        .join(Interview, col(Interview.id) == Transcript.interview_id)
        .join(Correction, col(Correction.transcript_id) == Transcript.id, isouter=True)
        .where(
            col(last.id) == bindparam("answer"),
            col(Transcript.speaker) == Speaker.USER,
            col(Transcript.turn) <= last.turn,
        )
        .order_by(col(Transcript.turn), col(Correction.created_at), col(Correction.id))
    )
