"""A question's answer and those to its follow-ups, which are judged as one.

the question ── answer        follow-up ── answer        follow-up ── answer
                └───────────────── one text, one judgement ─────────────┘
                its quotes go back to where each of them was said
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contracts.base import Speaker
from contracts.evaluation import AnswerEvaluation, CriterionJudgement, EvidenceSpan
from persistence.interviews import corrections
from persistence.interviews.corrections import CountedAnswer
from persistence.tables import InterviewQuestion, Transcript
from sqlmodel import Session, col, or_, select

BETWEEN = "\n\n"


@dataclass(frozen=True)
class Thread:
    """The question of the plan, and the answers that are judged, in order and never none; `answers[0]` is to it.

    `corrections` are the ids of those that count, of answers that were left out too.
    """

    question: InterviewQuestion
    answers: Sequence[CountedAnswer]
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


def thread_up_to(session: Session, answer: Transcript) -> Thread:
    """What was said in the answer's thread until then.

    What was heard badly of a follow-up is left out: the question before it was answered without that doubt, or there
    would have been no follow-up.
    """
    question = session.get_one(InterviewQuestion, answer.question_id)
    main = session.get_one(InterviewQuestion, question.parent_id) if question.parent_id else question
    said = session.exec(
        select(Transcript)
        .join(InterviewQuestion, col(InterviewQuestion.id) == Transcript.question_id)
        .where(
            or_(InterviewQuestion.id == main.id, InterviewQuestion.parent_id == main.id),
            Transcript.speaker == Speaker.USER,
            col(Transcript.turn) <= answer.turn,
        )
        .order_by(col(Transcript.turn))
    ).all()
    corrected = corrections.newest(session, [answer.interview_id])
    first, *others = [CountedAnswer(one, corrected.get(one.id)) for one in said]
    heard_well = [other for other in others if other.transcript.unreliable_reason is None]
    counted = [one.correction.id for one in (first, *others) if one.correction]
    return Thread(main, [first, *heard_well], counted)
