"""The tables of recordings: interviews ─── recordings ─── recording_chunks.

A recording is one take of one question, as the candidate's browser wrote it. Its chunks lie encrypted in object
storage, each under a key of its own that stands in its row.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from persistence.columns import created_now, json_column, optional_timestamp, primary_key, reference
from persistence.tables import Table


class Recording(Table, table=True):
    """`question_id` is the one of the interview, `take` tells those of a question apart and orders them.

    `clock` says where the words of the answer's transcript are in it: backend_core.recordings.schemas.ClockMark.
    """

    __tablename__ = "recordings"
    __table_args__ = (UniqueConstraint("question_id", "take"),)

    id: str = primary_key()
    interview_id: str = reference("interviews.id")
    question_id: str = reference("interview_questions.id", index=False)
    take: int
    media_type: str = Field(max_length=16)
    size: int = Field(default=0, sa_type=BigInteger, description="Of the chunks that are here, in bytes")
    seconds: float | None = Field(default=None, description="As the browser's clock counted; null until it ended")
    clock: list[dict[str, Any]] = json_column(default_factory=list, sa_column_kwargs={"server_default": "[]"})
    finished_at: datetime | None = optional_timestamp()
    created_at: datetime = created_now()


class RecordingChunk(Table, table=True):
    """`digest` is the SHA-256 of what the browser sent, to tell a chunk that comes twice from another one."""

    __tablename__ = "recording_chunks"
    __table_args__ = (UniqueConstraint("recording_id", "number"),)

    id: str = primary_key()
    recording_id: str = reference("recordings.id", index=False)
    number: int
    size: int
    digest: str = Field(max_length=64)
    object_name: str = Field(description="Where it lies in object storage")
    file_key: str = Field(description="runtime.storage.encrypted: the chunk's own key, wrapped")
