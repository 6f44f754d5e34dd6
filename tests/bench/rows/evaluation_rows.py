"""Work on the record for `evaluation.py`: answers to be judged, and jobs that do nothing; nobody has rung for any."""

from itertools import cycle, islice

from backend_core.questions.bank import load_bank
from contracts.base import AnswerSource, Contract, Id, InterviewMode, Language, Speaker
from contracts.questions import BankQuestion
from contracts.tasks import ANALYZE_ANSWER, LIVE_PRIORITY, AnalyzeAnswerPayload, JobContract
from persistence.database import Database, Ring
from persistence.ids import new_id
from persistence.interviews.answers import evaluations_of
from persistence.record import jobs
from persistence.tables import Interview, InterviewQuestion, Transcript, User
from sqlmodel import Session

QUESTIONS = 10
"""Of one interview."""


class NothingPayload(Contract):
    subject_id: Id


NOTHING = JobContract("tasks.bench.nothing", "cpu_queue", NothingPayload, LIVE_PRIORITY)


def add_nothing(database: Database, count: int) -> list[Ring]:
    with database.transaction() as session:
        made = [
            jobs.add(session, NOTHING, NothingPayload(subject_id=new_id()), unique_key=new_id()) for _ in range(count)
        ]
    return [Ring(job_id, NOTHING.name, NOTHING.priority) for job_id in made if job_id]


def add_answers(database: Database, count: int) -> list[Ring]:
    """To questions of the bank, one interview in Korean and the next in English."""
    bank = [question for question in load_bank() if question.scenario is None]
    questions = islice(cycle(bank), count)
    rings = []
    with database.transaction() as session:
        for number, question in enumerate(questions):
            turn = number % QUESTIONS + 1
            if turn == 1:
                interview = _interview(session, (Language.KO, Language.EN)[number // QUESTIONS % 2])
            rings.append(_answer(session, interview, question, turn))
    return rings


def answer_to(question: BankQuestion, language: Language) -> str:
    """The model answer without its first sentence: most of the rubric is there to be found."""
    return question.rubric.model_answer.in_language(language).partition(". ")[2]


def _interview(session: Session, language: Language) -> Interview:
    user = User(email=f"{new_id()}@example.org", username=new_id(), password_hash="-", full_name="Somebody")
    interview = Interview(
        candidate_id=user.id,
        position="backend",
        mode=InterviewMode.PRACTICE,
        language=language,
        question_count=QUESTIONS,
    )
    for row in (user, interview):
        session.add(row)
        session.flush()
    return interview


def _answer(session: Session, interview: Interview, question: BankQuestion, turn: int) -> Ring:
    content = question.content.in_language(interview.language)
    asked = InterviewQuestion(
        interview_id=interview.id,
        plan_order=turn,
        planned_text=content,
        category=question.category,
        rubric_json=question.rubric.model_dump(mode="json"),
        turn=turn,
        text=content,
    )
    said = Transcript(
        interview_id=interview.id,
        question_id=asked.id,
        turn=turn,
        order=2 * turn,
        speaker=Speaker.USER,
        text=answer_to(question, interview.language),
        source=AnswerSource.TYPED,
    )
    for row in (asked, said):
        session.add(row)
        session.flush()
    job_id = jobs.add(
        session,
        ANALYZE_ANSWER,
        AnalyzeAnswerPayload(interview_id=interview.id, transcript_id=said.id),
        unique_key=said.id,
        group_key=evaluations_of(interview.id),
        interview_id=interview.id,
    )
    assert job_id
    return Ring(job_id, ANALYZE_ANSWER.name, ANALYZE_ANSWER.priority)
