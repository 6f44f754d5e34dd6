"""Takes recordings in, chunk by chunk, and hands them out, range by range."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

import structlog
from contracts.base import ConsentPurpose, InterviewMode, InterviewStatus
from contracts.errors import (
    Conflict,
    ConsentMissing,
    RecordingClosed,
    RecordingFull,
    RecordingIncomplete,
    RecordingNotFound,
    RecordingNotOffered,
    StorageFailed,
)
from contracts.rights import recording_of
from persistence.columns import utc_now
from persistence.database import AsyncDatabase
from persistence.ids import new_id
from persistence.interviews.recordings import Recording, RecordingChunk
from persistence.tables import Interview, InterviewQuestion, User
from runtime.storage.encrypted import EncryptedStore
from sqlalchemy import ColumnElement, func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.auth.service import granted_purposes
from backend_core.interviews.access import own_interview
from backend_core.recordings.schemas import MAX_RECORDINGS, FinishedRecording, RecordingOut

log = structlog.get_logger(__name__)

LATE = timedelta(days=1)
"""After the interview's end: a browser that was cut off sends what it kept when it comes back."""


@dataclass(frozen=True)
class Place:
    """Where a recording belongs."""

    interview_id: str
    question_id: str
    take: int


@dataclass(frozen=True)
class Playable:
    """A recording's chunks from its first on, without a gap."""

    recording: Recording
    chunks: Sequence[RecordingChunk]

    @property
    def size(self) -> int:
        return sum(chunk.size for chunk in self.chunks)


async def keep_chunk(
    database: AsyncDatabase,
    store: EncryptedStore,
    candidate_id: str,
    place: Place,
    *,
    number: int,
    media_type: str,
    data: bytes,
    max_bytes: int,
) -> None:
    """Keep one chunk, encrypted; the same one again changes nothing.

    Raises `InterviewNotFound`, `ConsentMissing`, `RecordingNotOffered`, `RecordingNotFound` for a question that was
    not asked, `RecordingClosed`, `RecordingFull` past `max_bytes` or `MAX_RECORDINGS` of the interview, `Conflict` for
    another chunk of that number, `StorageFailed`.
    """
    digest = sha256(data).hexdigest()
    async with database.transaction() as session:
        await _require_recordable(session, place, candidate_id)
        recording = await _locked(session, place, media_type)
        known = await _chunk(session, recording, number)
        if known is not None:
            if known.digest != digest:
                raise Conflict
            return
        if recording.finished_at is not None:
            raise RecordingClosed
        size, recordings = await _taken(session, place.interview_id)
        if size + len(data) > max_bytes:
            raise RecordingFull(limit=f"{max_bytes // 2**20} MiB")
        if recordings > MAX_RECORDINGS:
            raise RecordingFull(limit=str(MAX_RECORDINGS))
        name = f"{recording_of(recording.interview_id, recording.id)}/{number}"
        session.add(
            RecordingChunk(
                recording_id=recording.id,
                number=number,
                size=len(data),
                digest=digest,
                object_name=name,
                file_key=await store.put(name, data),
            )
        )
        recording.size += len(data)


async def finish(session: AsyncSession, candidate_id: str, place: Place, finished: FinishedRecording) -> RecordingOut:
    """Close a recording whose chunks are all here; closing it again changes nothing.

    Raises `InterviewNotFound`, `RecordingNotFound`, `RecordingIncomplete`.
    """
    await own_interview(session, place.interview_id, candidate_id)
    recording = await _find(session, place, for_update=True)
    if recording.finished_at is None:
        there = {chunk.number for chunk in await _chunks(session, recording)}
        missing = [number for number in range(finished.chunks) if number not in there]
        if missing:
            raise RecordingIncomplete(fields={"missing": ",".join(map(str, missing[:100]))})
        recording.seconds = finished.seconds
        recording.clock = [mark.model_dump() for mark in finished.clock]
        recording.finished_at = utc_now()
        log.info("a recording is complete", interview_id=place.interview_id, size=recording.size)
    (described,) = await _described(session, Recording.id == recording.id)
    return described


async def list_own(session: AsyncSession, interview_id: str, candidate_id: str) -> list[RecordingOut]:
    """By turn and take. Raises `InterviewNotFound`."""
    await own_interview(session, interview_id, candidate_id)
    return await _described(session, Recording.interview_id == interview_id)


async def playable(session: AsyncSession, candidate_id: str, place: Place) -> Playable:
    """Raises `InterviewNotFound`, `RecordingNotFound`, also where nothing can be played yet."""
    await own_interview(session, place.interview_id, candidate_id)
    recording = await _find(session, place)
    found = Playable(recording, _without_gap(await _chunks(session, recording)))
    if not found.chunks:
        raise RecordingNotFound
    return found


async def read(store: EncryptedStore, found: Playable, start: int, end: int) -> AsyncIterator[bytes]:
    """Bytes from `start` up to, not including, `end`, one chunk at a time. Raises `StorageFailed`."""
    begins = 0
    for chunk in found.chunks:
        first, last = max(start - begins, 0), min(end - begins, chunk.size)
        begins += chunk.size
        if first >= last:
            continue
        part = await store.get_range(chunk.object_name, chunk.file_key, first, last)
        if part is None:
            log.error("a chunk is missing from the storage", recording_id=found.recording.id, chunk=chunk.number)
            raise StorageFailed
        yield part


async def _require_recordable(session: AsyncSession, place: Place, candidate_id: str) -> None:
    interview = await own_interview(session, place.interview_id, candidate_id)
    if interview.mode is not InterviewMode.PRACTICE:
        raise RecordingNotOffered
    # Whoever withdraws the consent waits for this chunk, and deletes it with the others.
    await session.get_one(User, candidate_id, with_for_update={"read": True})
    if ConsentPurpose.RECORDING not in await granted_purposes(session, candidate_id):
        raise ConsentMissing(purpose=ConsentPurpose.RECORDING)
    if not _is_open(interview):
        raise RecordingClosed
    question = await session.get(InterviewQuestion, place.question_id)
    if question is None or question.interview_id != interview.id or question.turn is None:
        raise RecordingNotFound


def _is_open(interview: Interview) -> bool:
    if interview.status is InterviewStatus.LIVE:
        return True
    return interview.end_time is not None and utc_now() < interview.end_time + LATE


async def _locked(session: AsyncSession, place: Place, media_type: str) -> Recording:
    await session.exec(
        insert(Recording)
        .values(
            id=new_id(),
            interview_id=place.interview_id,
            question_id=place.question_id,
            take=place.take,
            media_type=media_type,
            size=0,
            created_at=utc_now(),
        )
        .on_conflict_do_nothing(index_elements=["question_id", "take"])
    )
    recording = await _find(session, place, for_update=True)
    if recording.media_type != media_type:
        raise Conflict
    return recording


async def _find(session: AsyncSession, place: Place, *, for_update: bool = False) -> Recording:
    wanted = select(Recording).where(
        Recording.interview_id == place.interview_id,
        Recording.question_id == place.question_id,
        Recording.take == place.take,
    )
    recording = (await session.exec(wanted.with_for_update() if for_update else wanted)).one_or_none()
    if recording is None:
        raise RecordingNotFound
    return recording


async def _chunks(session: AsyncSession, recording: Recording) -> Sequence[RecordingChunk]:
    rows = await session.exec(
        select(RecordingChunk).where(RecordingChunk.recording_id == recording.id).order_by(col(RecordingChunk.number))
    )
    return rows.all()


async def _chunk(session: AsyncSession, recording: Recording, number: int) -> RecordingChunk | None:
    wanted = select(RecordingChunk).where(RecordingChunk.recording_id == recording.id, RecordingChunk.number == number)
    return (await session.exec(wanted)).one_or_none()


def _without_gap(chunks: Sequence[RecordingChunk]) -> Sequence[RecordingChunk]:
    return [chunk for place, chunk in enumerate(chunks) if chunk.number == place]


async def _taken(session: AsyncSession, interview_id: str) -> tuple[int, int]:
    """Bytes and recordings of an interview."""
    taken = select(func.coalesce(func.sum(Recording.size), 0), func.count()).where(
        Recording.interview_id == interview_id
    )
    size, recordings = (await session.exec(taken)).one()
    return int(size), recordings


async def _described(session: AsyncSession, wanted: ColumnElement[bool] | bool) -> list[RecordingOut]:
    """By turn and take, each with the size of its chunks up to the first gap."""
    numbered = select(
        RecordingChunk.recording_id,
        RecordingChunk.size,
        RecordingChunk.number,
        func.row_number()
        .over(partition_by=col(RecordingChunk.recording_id), order_by=col(RecordingChunk.number))
        .label("place"),
    ).subquery()
    size = (
        select(func.coalesce(func.sum(numbered.c.size), 0))
        .where(numbered.c.recording_id == Recording.id, numbered.c.number == numbered.c.place - 1)
        .scalar_subquery()
    )
    rows = await session.exec(
        select(Recording, InterviewQuestion.turn, size)
        .join(InterviewQuestion, col(InterviewQuestion.id) == Recording.question_id)
        .where(wanted)
        .order_by(col(InterviewQuestion.turn), col(Recording.take))
    )
    return [
        RecordingOut.model_validate(
            {
                "question_id": recording.question_id,
                "turn": turn,
                "take": recording.take,
                "media_type": recording.media_type,
                "size": size,
                "seconds": recording.seconds,
                "complete": recording.finished_at is not None,
                "clock": recording.clock,
                "created_at": recording.created_at,
            }
        )
        for recording, turn, size in rows
    ]
