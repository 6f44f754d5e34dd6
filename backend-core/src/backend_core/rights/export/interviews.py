"""One interview of somebody's data: what was asked, said, judged and measured, and what was recorded.

Of a screening interview its candidate gets what the pages show them: `persistence.interviews.key_points` says of what
answers are held against, and what is still to be asked is nobody's yet.
"""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from datetime import datetime

from contracts.base import InterviewMode, InterviewStatus
from contracts.evaluation import CriterionJudgement
from persistence.database import AsyncDatabase, run_sync
from persistence.interviews import key_points, reports
from persistence.interviews.corrections import Correction
from persistence.interviews.feedback import Feedback
from persistence.interviews.recordings import Recording, RecordingChunk
from persistence.interviews.shares import Share
from persistence.people.rights import Objection
from persistence.tables import Evaluation, Interview, InterviewAim, InterviewQuestion, Transcript
from pydantic import TypeAdapter
from runtime.storage.encrypted import EncryptedStore
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from backend_core.delivery.service import rows_of
from backend_core.recordings import service as recordings
from backend_core.recordings.service import Playable
from backend_core.rights import explanation, groups
from backend_core.rights.export.archive import Document, Original, Part
from backend_core.rights.export.held import Row, Rows, as_held, held

NOT_IN_SCREENING = frozenset({"rubric_json", "trace"})
"""What a question looks for, and why one was asked on."""


async def interview_parts(
    database: AsyncDatabase, store: EncryptedStore | None, interview_id: str, objection_days: int
) -> AsyncIterator[Part]:
    """Nothing of an interview that is gone meanwhile."""
    async with database.transaction() as session:
        interview = await session.get(Interview, interview_id)
        if interview is None:
            return
        folder = f"interviews/{_name(interview)}"
        found = await _documents(session, interview, objection_days)
        recorded = await _recorded(session, interview)
    for name, content in found.items():
        yield Document(f"{folder}/{name}.json", content)
    if store is not None:
        for name, playable in recorded:
            pieces = recordings.read(store, playable, 0, playable.size)
            yield Original(f"{folder}/recordings/{name}", playable.size, pieces)


def _name(interview: Interview) -> str:
    begun: datetime = interview.start_time or interview.created_at
    position = "".join(letter if letter.isalnum() else "-" for letter in interview.position)
    return f"{begun:%Y-%m-%d}-{position}-{interview.id[-8:]}"


async def _documents(session: AsyncSession, interview: Interview, objection_days: int) -> Row:
    """By name. What there is none of has no file."""
    is_practice = interview.mode is InterviewMode.PRACTICE
    names_key_points = await run_sync(session, key_points.are_named, interview)
    report = await run_sync(session, reports.read, interview, names_key_points=names_key_points)
    documents: dict[str, object] = {
        "interview": as_held(interview)
        | {
            "aims": await held(session, select(InterviewAim).where(InterviewAim.interview_id == interview.id)),
            "feedback": await held(session, select(Feedback).where(Feedback.interview_id == interview.id)),
        },
        "questions": await _questions(session, interview, is_practice=is_practice),
        "transcripts": await held(session, select(Transcript).where(Transcript.interview_id == interview.id)),
        "corrections": await held(session, _corrections_of(interview)),
        "evaluations": await _evaluations(session, interview, names_key_points=names_key_points),
        "report": report.model_dump(mode="json") if report else None,
        "recordings": await held(session, select(Recording).where(Recording.interview_id == interview.id)),
    }
    if is_practice:
        documents["shares"] = await held(session, select(Share).where(Share.interview_id == interview.id))
        measured = await rows_of(session, interview.id)
        documents["delivery"] = {name: [as_held(row) for row in rows] for name, rows in measured.items() if rows}
    else:
        # The answers stand in the report.
        explained = await explanation.explain(session, interview, objection_days)
        documents["explanation"] = explained.model_dump(mode="json", exclude={"answers"})
        documents["objections"] = await held(session, select(Objection).where(Objection.interview_id == interview.id))
        declared = await groups.declared(session, interview.id, interview.candidate_id)
        documents["groups"] = declared.model_dump(mode="json", exclude_none=True)
    return {name: content for name, content in documents.items() if content}


def _corrections_of(interview: Interview) -> SelectOfScalar[Correction]:
    of_it = select(Transcript.id).where(Transcript.interview_id == interview.id)
    return select(Correction).where(col(Correction.transcript_id).in_(of_it)).order_by(col(Correction.created_at))


async def _questions(session: AsyncSession, interview: Interview, *, is_practice: bool) -> Rows:
    """Of practice those to come too, unless it is under way."""
    wanted = select(InterviewQuestion).where(InterviewQuestion.interview_id == interview.id)
    if not is_practice or interview.status in (InterviewStatus.SCHEDULED, InterviewStatus.LIVE):
        wanted = wanted.where(col(InterviewQuestion.turn).is_not(None))
    rows = await session.exec(wanted.order_by(col(InterviewQuestion.turn), col(InterviewQuestion.plan_order)))
    return [as_held(row, frozenset() if is_practice else NOT_IN_SCREENING) for row in rows]


async def _evaluations(session: AsyncSession, interview: Interview, *, names_key_points: bool) -> Rows:
    """Every version; none while the interview is under way, when no page shows any."""
    if interview.status is InterviewStatus.LIVE:
        return []
    rows = await held(session, select(Evaluation).where(Evaluation.interview_id == interview.id))
    return rows if names_key_points else [_left_out(row) for row in rows]


async def _recorded(session: AsyncSession, interview: Interview) -> list[tuple[str, Playable]]:
    """Each with what it is called: by turn, and as which take of its question. What comes after a chunk that never
    arrived is there too.
    """
    rows = await session.exec(
        select(Recording, InterviewQuestion.turn)
        .join(InterviewQuestion, col(InterviewQuestion.id) == Recording.question_id)
        .where(Recording.interview_id == interview.id)
        .order_by(col(InterviewQuestion.turn), col(Recording.take))
    )
    chunks: dict[str, list[RecordingChunk]] = defaultdict(list)
    for chunk in await session.exec(
        select(RecordingChunk)
        .join(Recording, col(Recording.id) == RecordingChunk.recording_id)
        .where(Recording.interview_id == interview.id)
        .order_by(col(RecordingChunk.number))
    ):
        chunks[chunk.recording_id].append(chunk)
    takes: Counter[int | None] = Counter()
    named = []
    for recording, turn in rows:
        takes[turn] += 1
        suffix = recording.media_type.rpartition("/")[2]
        named.append((f"question-{turn}-take-{takes[turn]}.{suffix}", Playable(recording, chunks[recording.id])))
    return named


def _left_out(row: Row) -> Row:
    criteria = TypeAdapter(list[CriterionJudgement]).validate_python(row["criteria"])
    return row | {"criteria": [key_points.left_out_of_judgement(one).model_dump(mode="json") for one in criteria]}
