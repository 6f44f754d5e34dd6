"""Each kind of job, rung for three times at one moment: one of them does the work, and its result is there once."""

import asyncio
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier

import pytest
from ai_worker.runners import make_runners
from ai_worker.settings import WorkerSettings
from contracts.base import Language
from contracts.mail import LetterKind
from contracts.questions import Difficulty, QuestionCategory
from contracts.resumes import ResumeFormat, SectionKind, original_name
from contracts.tasks import (
    ANALYZE_ANSWER,
    DELIVER_WEBHOOK,
    EMBED_RESUME,
    ERASE,
    GENERATE_FINAL_REPORT,
    INDEX_ANSWERS,
    JOBS,
    PARSE_RESUME,
    PLAN_QUESTIONS,
    RENDER_REPORT,
    SEND_LETTER,
    SYNTHESIZE_SPEECH,
    EmbedResumePayload,
    ErasePayload,
    IndexAnswersPayload,
    JobContract,
    ParseResumePayload,
    PlanQuestionsPayload,
    RenderReportPayload,
    SynthesizeSpeechPayload,
)
from contracts.webhooks import WebhookKind
from engines.llm.rubric import RubricJudge
from mail_server import MailServer
from organisations import open_posting, screening_interview
from persistence.columns import utc_now
from persistence.database import Database
from persistence.hiring import webhooks
from persistence.hiring.webhooks import Webhook
from persistence.ids import new_id
from persistence.interviews.answer_search import AnswerVector
from persistence.people.password_resets import PasswordReset
from persistence.people.resumes import ResumeRow, ResumeSectionRow
from persistence.record import events, jobs, letters
from persistence.tables import Evaluation, Interview, InterviewQuestion, Job, JobState, Question, ReportPdf, Transcript
from pydantic import HttpUrl, SecretStr
from recorded import GOOD, RUBRIC, Recorded
from sqlmodel import col, func, select
from ten import KOREAN_TEXT
from webhook_receiver import Receiver

AT_ONCE = 3
SECRET = secrets.token_bytes(32)


@dataclass
class Platform:
    """What jobs of every kind are about, and what they reach."""

    database: Database
    settings: WorkerSettings
    interview: Recorded
    storage: Path
    mail: MailServer
    receiver: Receiver

    def ask(self, contract: JobContract, payload: object, **about: str) -> str:
        with self.database.transaction() as session:
            job_id = jobs.add(session, contract, payload, unique_key=new_id(), **about)
        assert job_id
        return job_id

    def run(self, job_id: str) -> None:
        with self.database.transaction() as session:
            name = session.get_one(Job, job_id).name
        make_runners(self.settings, self.database, RubricJudge())[name].run(job_id)

    def count(self, of: type, *where: object) -> int:
        with self.database.transaction() as session:
            return session.exec(select(func.count()).select_from(of).where(*where)).one()

    def told(self, kind: str) -> int:
        with self.database.transaction() as session:
            return [event.payload.kind for event in events.since(session, self.interview.id, 0)].count(kind)

    def upload(self) -> str:
        resume_id = new_id()
        wrapped = asyncio.run(self.settings.private_store().put(original_name(resume_id), KOREAN_TEXT.encode()))
        with self.database.transaction() as session:
            candidate_id = session.get_one(Interview, self.interview.id).candidate_id
            session.add(
                ResumeRow(
                    id=resume_id,
                    candidate_id=candidate_id,
                    file_name="cv.txt",
                    format=ResumeFormat.TEXT,
                    size=1,
                    file_key=wrapped,
                )
            )
        return resume_id

    def judged(self) -> str:
        """Returns the job of its report."""
        self.run(self.interview.answer(1, GOOD))
        return self.interview.finish()


Results = Callable[[], int]
"""How often what the job is to bring about is there."""


def evaluation(on: Platform) -> tuple[str, Results]:
    job_id, its = on.interview.answer(1, GOOD), Evaluation.interview_id == on.interview.id
    return job_id, lambda: max(on.count(Evaluation, its), on.told("answer.evaluated"))


def report(on: Platform) -> tuple[str, Results]:
    return on.judged(), lambda: on.told("report.ready")


def plan(on: Platform) -> tuple[str, Results]:
    with on.database.transaction() as session:
        for question in on.interview.questions:
            session.delete(session.get_one(InterviewQuestion, question.id))
    bank_question(on)
    payload = PlanQuestionsPayload(interview_id=on.interview.id)
    its = (Job.interview_id == on.interview.id, Job.name == SYNTHESIZE_SPEECH.name)
    planned = InterviewQuestion.interview_id == on.interview.id

    def results() -> int:
        assert on.count(InterviewQuestion, planned) == 2
        return on.count(Job, *its)

    return on.ask(PLAN_QUESTIONS, payload, interview_id=on.interview.id), results


def speech(on: Platform) -> tuple[str, Results]:
    """A question of one sentence."""
    bank = bank_question(on)
    with on.database.transaction() as session:
        session.get_one(InterviewQuestion, on.interview.questions[0].id).question_id = bank.id
    payload = SynthesizeSpeechPayload(interview_id=on.interview.id)
    job_id = on.ask(SYNTHESIZE_SPEECH, payload, interview_id=on.interview.id)
    return job_id, lambda: len(list(on.storage.rglob("*.flac")))


def bank_question(on: Platform) -> Question:
    question = on.interview.questions[0]
    rows = [
        Question(
            slug=new_id(),
            language=Language.EN,
            content=question.planned_text if category is question.category else f"{question.planned_text} {category}",
            category=category,
            difficulty=Difficulty.MEDIUM,
            position=[],
            rubric_json=RUBRIC.model_dump(mode="json"),
        )
        for category in QuestionCategory
    ]
    with on.database.transaction() as session:
        session.add_all(rows)
    return next(row for row in rows if row.category is question.category)


def resume(on: Platform) -> tuple[str, Results]:
    resume_id = on.upload()
    embedding = (Job.resume_id == resume_id, Job.name == EMBED_RESUME.name)
    job_id = on.ask(PARSE_RESUME, ParseResumePayload(resume_id=resume_id), resume_id=resume_id)
    return job_id, lambda: on.count(Job, *embedding)


def resume_vectors(on: Platform) -> tuple[str, Results]:
    resume_id = on.upload()
    row = ResumeSectionRow(resume_id=resume_id, order=0, kind=SectionKind.SUMMARY, heading=None, text=GOOD, items=[])
    with on.database.transaction() as session:
        session.add(row)
    found = (ResumeSectionRow.resume_id == resume_id, col(ResumeSectionRow.embedding).is_not(None))
    job_id = on.ask(EMBED_RESUME, EmbedResumePayload(resume_id=resume_id), resume_id=resume_id)
    return job_id, lambda: on.count(ResumeSectionRow, *found)


def pdf(on: Platform) -> tuple[str, Results]:
    on.run(on.judged())
    with on.database.transaction() as session:
        session.get_one(Interview, on.interview.id).end_time = utc_now()
    payload = RenderReportPayload(interview_id=on.interview.id, language=Language.EN, names_key_points=True)
    job_id = on.ask(RENDER_REPORT, payload, interview_id=on.interview.id)
    return job_id, lambda: on.count(ReportPdf, ReportPdf.interview_id == on.interview.id)


def letter(on: Platform) -> tuple[str, Results]:
    with on.database.transaction() as session:
        candidate_id = session.get_one(Interview, on.interview.id).candidate_id
        job_id = letters.ask_for(session, LetterKind.PASSWORD_RESET, candidate_id, Language.EN)
    assert job_id
    links = PasswordReset.user_id == candidate_id
    return job_id, lambda: max(len(on.mail.received), on.count(PasswordReset, links))


def erasure(on: Platform) -> tuple[str, Results]:
    """Of two files, one is to go."""
    for name in ("goes", "stays"):
        asyncio.run(on.settings.private_store().put(name, b"noise"))
    job_id = on.ask(ERASE, ErasePayload(subject_id=new_id(), objects=["goes"]))
    return job_id, lambda: len([path for path in on.storage.rglob("*") if path.is_file()])


def answer_index(on: Platform) -> tuple[str, Results]:
    on.interview.answer(1, GOOD)
    with on.database.transaction() as session:
        answer = session.exec(select(Transcript.id).where(Transcript.interview_id == on.interview.id)).one()
    found = (AnswerVector.transcript_id == answer, col(AnswerVector.embedding).is_not(None))
    job_id = on.ask(INDEX_ANSWERS, IndexAnswersPayload(interview_id=on.interview.id), interview_id=on.interview.id)
    return job_id, lambda: on.count(AnswerVector, *found)


def message(on: Platform) -> tuple[str, Results]:
    with on.database.transaction() as session:
        candidate_id = session.get_one(Interview, on.interview.id).candidate_id
        posting = open_posting(session)
        screening = screening_interview(session, posting, candidate_id, Language.EN)
        webhook = Webhook(
            id=new_id(),
            organisation_id=posting.organisation_id,
            url=on.receiver.url,
            kinds=[WebhookKind.REPORT_READY],
            secret="",
        )
        webhook.secret = on.settings.keyring().wrap(SECRET, len(SECRET), webhook.secret_name)
        session.add(webhook)
        session.flush()
        webhooks.announce(session, WebhookKind.REPORT_READY, screening)
        its = col(Job.group_key).startswith(f"webhook:{webhook.id}:")
        job_id = session.exec(select(Job.id).where(its)).one()
    return job_id, lambda: len(on.receiver.seen)


WORK: dict[str, Callable[[Platform], tuple[str, Results]]] = {
    ANALYZE_ANSWER.name: evaluation,
    GENERATE_FINAL_REPORT.name: report,
    PLAN_QUESTIONS.name: plan,
    SYNTHESIZE_SPEECH.name: speech,
    PARSE_RESUME.name: resume,
    EMBED_RESUME.name: resume_vectors,
    RENDER_REPORT.name: pdf,
    SEND_LETTER.name: letter,
    ERASE.name: erasure,
    INDEX_ANSWERS.name: answer_index,
    DELIVER_WEBHOOK.name: message,
}


@pytest.fixture
def platform(database: Database, interview: Recorded, tmp_path: Path) -> Iterator[Platform]:
    mail, receiver = MailServer(), Receiver(SECRET)
    settings = WorkerSettings.model_construct(
        job_lease=WorkerSettings.model_fields["job_lease"].default,
        storage_url=str(tmp_path),
        storage_key=SecretStr(secrets.token_urlsafe(48)),
        smtp_url=SecretStr(mail.url),
        mail_from="interviews@example.org",
        site_url=HttpUrl("https://visavis.example.org"),
        webhooks_private=True,
    )
    with mail.controller(auth_require_tls=False):
        yield Platform(database, settings, interview, tmp_path, mail, receiver)
    receiver.close()


@pytest.mark.parametrize("name", [contract.name for contract in JOBS])
def test_a_job_that_is_delivered_three_times_at_once_is_done_once(platform: Platform, name: str) -> None:
    job_id, results = WORK[name](platform)
    meeting = Barrier(AT_ONCE)

    def ring(_: int) -> None:
        meeting.wait()
        platform.run(job_id)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(ring, range(AT_ONCE)))
    platform.run(job_id)
    assert results() == 1
    with platform.database.transaction() as session:
        job = session.get_one(Job, job_id)
        assert (job.state, job.attempts) == (JobState.DONE, 1), job.last_error
