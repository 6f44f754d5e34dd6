"""The job that plans the rest of an interview, as the worker runs it."""

from ai_worker.jobs import JobRunner
from ai_worker.plans import plan_questions
from backend_core.questions.bank import load_bank
from backend_core.seed import load_questions
from contracts.base import InterviewMode, Language, Role
from contracts.tasks import PLAN_QUESTIONS, SYNTHESIZE_SPEECH, PlanQuestionsPayload
from persistence import jobs, plans
from persistence.database import Database, Doorbell
from persistence.ids import new_id
from persistence.jobs import LEASE
from persistence.tables import Interview, InterviewQuestion, Job, JobState, User
from sqlmodel import select


def test_the_rest_is_planned_once_and_spoken_ahead(postgres_url, redis_url) -> None:
    database = Database(postgres_url, Doorbell(redis_url), pool_size=2, statement_timeout=LEASE)
    try:
        with database.transaction() as session:
            load_questions(session, load_bank())
            name = new_id()
            user = User(email=f"{name}@x.org", username=name, role=Role.CANDIDATE, password_hash="-", full_name="Kim")
            session.add(user)
            session.flush()
            interview = Interview(
                candidate_id=user.id,
                position="backend",
                mode=InterviewMode.PRACTICE,
                language=Language.KO,
                question_count=4,
            )
            session.add(interview)
            session.flush()
            plans.plan(session, interview.id, 1)
            payload = PlanQuestionsPayload(interview_id=interview.id)
            job_id = jobs.add(session, PLAN_QUESTIONS, payload, unique_key=interview.id, interview_id=interview.id)
        assert job_id
        runner = JobRunner(database, PLAN_QUESTIONS, plan_questions, lease=LEASE, patience=LEASE)
        runner.run(job_id)
        runner.run(job_id)
        with database.transaction() as session:
            rows = session.exec(select(InterviewQuestion).where(InterviewQuestion.interview_id == interview.id)).all()
            assert sorted(row.plan_order for row in rows) == [1, 2, 3, 4]
            assert session.get_one(Job, job_id).state is JobState.DONE
            spoken = select(Job).where(Job.interview_id == interview.id, Job.name == SYNTHESIZE_SPEECH.name)
            assert len(session.exec(spoken).all()) == 1
    finally:
        database.close()
