"""An interview on the record, and its jobs, added the way backend-core adds them."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.base import AnswerSource, Speaker
from contracts.questions import Criterion, KeyPoint, Localised, Rubric, ScoreArea
from contracts.tasks import ANALYZE_ANSWER, GENERATE_FINAL_REPORT, AnalyzeAnswerPayload, FinalReportPayload
from persistence.database import Database
from persistence.record import jobs
from persistence.tables import InterviewQuestion, Transcript


def both(text: str) -> Localised:
    return Localised(ko=text, en=text)


RUBRIC = Rubric(
    criteria=[
        Criterion(
            slug="indexing",
            name=both("Indexing"),
            area=ScoreArea.TECHNICAL,
            weight=0.6,
            bands=[both(f"band {band}") for band in range(5)],
            key_points=[
                KeyPoint(name=both("index"), ko=["인덱스"], en=["index"]),
                KeyPoint(name=both("measuring"), ko=["측정"], en=["measured"]),
            ],
        ),
        Criterion(
            slug="clarity",
            name=both("Clarity"),
            area=ScoreArea.COMMUNICATION,
            weight=0.4,
            bands=[both(f"band {band}") for band in range(5)],
            key_points=[KeyPoint(name=both("result"), ko=["결과"], en=["result"])],
        ),
    ],
    model_answer=both("Measure first, then add the index."),
)
GOOD = (
    "I measured the slow queries for two weeks and added an index on the tenant column. "
    "As a result the dashboard loads in 300 milliseconds instead of four seconds."
)


@dataclass
class Recorded:
    """An interview of two questions; jobs are added the way backend-core does."""

    database: Database
    id: str
    questions: list[InterviewQuestion]

    def answer(
        self, turn: int, text: str, unreliable_reason: str | None = None, sound_troubles: Sequence[str] = ()
    ) -> str:
        """Put an answer on the record; returns its evaluation job's id."""
        transcript = Transcript(
            interview_id=self.id,
            question_id=self.questions[turn - 1].id,
            turn=turn,
            order=2 * turn,
            speaker=Speaker.USER,
            text=text,
            source=AnswerSource.TYPED,
            unreliable_reason=unreliable_reason,
            sound_troubles=list(sound_troubles),
        )
        with self.database.transaction() as session:
            session.add(transcript)
            session.flush()
            job_id = jobs.add(
                session,
                ANALYZE_ANSWER,
                AnalyzeAnswerPayload(interview_id=self.id, transcript_id=transcript.id),
                unique_key=transcript.id,
                group_key=self.group,
                interview_id=self.id,
            )
        assert job_id
        return job_id

    def finish(self) -> str:
        """Ask for the report; returns its job's id."""
        with self.database.transaction() as session:
            job_id = jobs.add(
                session,
                GENERATE_FINAL_REPORT,
                FinalReportPayload(interview_id=self.id),
                unique_key=self.id,
                waits_for=self.group,
                interview_id=self.id,
            )
        assert job_id
        return job_id

    @property
    def group(self) -> str:
        return f"evaluations:{self.id}"
