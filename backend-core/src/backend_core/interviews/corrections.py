"""What was heard of spoken answers, and what their candidates put right of it.

A recogniser mishears, and a person is judged by what it heard. They may put right its words, not their own: what is
too far from what was heard is another answer. Of a screening interview others read soon after its end, so that
corrections end then too.
"""

import unicodedata
from datetime import timedelta

from contracts.audit import AuditAction, AuditSubject
from contracts.base import AnswerSource, InterviewMode, InterviewStatus, Speaker
from contracts.errors import CorrectionsClosed, NotACorrection, NothingToCorrect
from contracts.speech import CorrectedRun
from engines.text.corrections import corrected_runs, counted_letters, is_correction, letter_errors, moved
from persistence.columns import utc_now
from persistence.database import run_sync
from persistence.hiring.recruiting import JobPosting
from persistence.interviews import corrections
from persistence.interviews.answers import basis
from persistence.interviews.corrections import Correction, CountedAnswer
from persistence.record import audit
from persistence.tables import Interview, InterviewQuestion, Transcript, User
from sqlmodel import Session, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.interviews.access import own_interview
from backend_core.interviews.schemas import TranscriptOut
from backend_core.interviews.service import ask_for_index, ask_for_report
from backend_core.interviews.turns import answer_of_turn
from backend_core.reports.service import judge_anew

GRACE = timedelta(minutes=10)
"""After the end of a screening interview, whose last answer is read only then."""


async def transcripts(session: AsyncSession, interview: Interview) -> list[TranscriptOut]:
    """All that was said, in order."""
    corrected = await run_sync(session, corrections.newest, [interview.id])
    rows = await session.exec(
        select(Transcript).where(Transcript.interview_id == interview.id).order_by(col(Transcript.order))
    )
    return [_as_read(interview, CountedAnswer(row, corrected.get(row.id))) for row in rows]


async def correct(session: AsyncSession, candidate: User, interview_id: str, turn: int, given: str) -> TranscriptOut:
    """Let `given` count as the answer of that turn; what was heard confirms it.

    Raises `InterviewNotFound`, `NothingToCorrect`, `CorrectionsClosed` and `NotACorrection`.
    """
    interview = await own_interview(session, interview_id, candidate.id, for_update=True)
    answer = await answer_of_turn(session, interview.id, turn)
    if answer is None or not _was_heard(answer):
        raise NothingToCorrect
    if not _is_open(interview):
        raise CorrectionsClosed
    text = unicodedata.normalize("NFC", given)
    if text == answer.text.strip():
        text = answer.text
    if not is_correction(answer.text, text):
        raise NotACorrection(fields={"text": "another_answer"})
    return _as_read(interview, await run_sync(session, _keep, candidate, interview, answer, text))


def _keep(session: Session, candidate: User, interview: Interview, answer: Transcript, text: str) -> CountedAnswer:
    before = CountedAnswer(answer, corrections.newest(session, [interview.id]).get(answer.id))
    if before.correction and before.text == text:
        return before
    correction = Correction(
        transcript_id=answer.id,
        text=text,
        runs=[run.model_dump() for run in corrected_runs(answer.text, text)],
        letters=len(counted_letters(text)),
        letter_errors=letter_errors(answer.text, text),
    )
    session.add(correction)
    session.flush()
    if text != before.text:
        _let_count(session, candidate, interview, answer, correction)
    return CountedAnswer(answer, correction)


def _let_count(
    session: Session, candidate: User, interview: Interview, answer: Transcript, correction: Correction
) -> None:
    """Have all made anew that was made of the answer as it was. Follow-ups that it brought stay asked."""
    posting = session.get_one(JobPosting, interview.job_posting_id) if interview.job_posting_id else None
    audit.record(
        session,
        candidate,
        AuditAction.ANSWER_CORRECTED,
        AuditSubject.INTERVIEW,
        interview.id,
        organisation_id=posting.organisation_id if posting else None,
        details={"turn": answer.turn},
    )
    judge_anew(session, interview.id, basis(session, interview), answers=_judged_with(session, answer))
    if interview.status is InterviewStatus.COMPLETED:
        ask_for_report(session, interview.id)
        if interview.mode is InterviewMode.SCREENING:
            ask_for_index(session, interview.id, correction.id)


def _judged_with(session: Session, answer: Transcript) -> list[str]:
    """The answer, and those after it to the same question, each of which is judged with those before it."""
    question = session.get_one(InterviewQuestion, answer.question_id)
    main = question.parent_id or question.id
    rows = session.exec(
        select(Transcript.id)
        .join(InterviewQuestion, col(InterviewQuestion.id) == Transcript.question_id)
        .where(
            or_(InterviewQuestion.id == main, InterviewQuestion.parent_id == main),
            Transcript.speaker == Speaker.USER,
            col(Transcript.turn) >= answer.turn,
        )
    )
    return list(rows)


def _as_read(interview: Interview, said: CountedAnswer) -> TranscriptOut:
    row = said.transcript
    return TranscriptOut(
        id=row.id,
        turn=row.turn,
        speaker=row.speaker,
        text=said.text,
        corrected=said.corrected,
        checked=said.correction is not None,
        correctable=_was_heard(row) and _is_open(interview),
        source=row.source,
        words=[{**word, "span": _moved(word.get("span"), said.corrected)} for word in row.words],
        timestamp=row.timestamp,
        unreliable_reason=row.unreliable_reason,
        sound_troubles=row.sound_troubles,
    )


def _moved(span: list[int] | None, runs: list[CorrectedRun]) -> tuple[int, int] | None:
    return moved((span[0], span[1]), runs) if span else None


def _was_heard(row: Transcript) -> bool:
    return row.source is AnswerSource.SPEECH and counted_letters(row.text) != ""


def _is_open(interview: Interview) -> bool:
    if interview.status is InterviewStatus.COMPLETED and interview.mode is InterviewMode.SCREENING:
        return interview.end_time is not None and utc_now() < interview.end_time + GRACE
    return interview.status in (InterviewStatus.LIVE, InterviewStatus.COMPLETED)
