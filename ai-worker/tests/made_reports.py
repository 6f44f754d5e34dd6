"""Reports as their readers get them, judged by the embedded judge from what the tests say was answered."""

from datetime import UTC, datetime, timedelta

from ai_worker.evaluation import remarks
from contracts.base import InterviewMode, Language
from contracts.evaluation import Report
from contracts.progress import ReportAsRead
from contracts.questions import ScoreArea
from engines.llm.scoring import competencies, score
from persistence.ids import new_id
from persistence.interviews.answers import AnsweredQuestion
from persistence.interviews.progress import EndedReport, progress

ENDED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def report(questions: list[AnsweredQuestion], language: Language) -> Report:
    answers = [question.answer for question in questions]
    overall = score(answers)
    return Report(
        id=new_id(),
        interview_id=new_id(),
        language=language,
        position="backend",
        overall=overall,
        technical=score(answers, ScoreArea.TECHNICAL),
        communication=score(answers, ScoreArea.COMMUNICATION),
        cultural_fit=score(answers, ScoreArea.CULTURAL_FIT),
        competencies=competencies(answers),
        summary=remarks.summarise(answers, overall, language),
        strengths=remarks.strengths(questions, language),
        next_steps=remarks.next_steps(questions, language, InterviewMode.PRACTICE),
        answers=answers,
        evaluator_model="visavis-rubric-1",
        created_at=ENDED + timedelta(minutes=1),
    )


def as_read(newest: Report, earlier: list[Report]) -> ReportAsRead:
    """`earlier` ended a day apart, the first one first."""
    days = [ENDED - timedelta(days=len(earlier) - index) for index in range(len(earlier))]
    ended = [EndedReport(one, day) for one, day in zip(earlier, days, strict=True)]
    return ReportAsRead.model_validate(
        newest.model_dump()
        | {"posting": None, "ended_at": ENDED, "progress": progress(newest, ended), "being_made": False}
        | {"names_key_points": True}
    )
