"""What members who watch a posting are told."""

from datetime import datetime

from contracts.base import Contract, Id, InterviewStatus, Language
from contracts.speech import CorrectedRun


class LiveAnswer(Contract):
    turn: int
    text: str
    corrected: list[CorrectedRun]


class LiveEntry(Contract):
    """Where one interview stands."""

    interview_id: Id
    candidate: str
    language: Language
    status: InterviewStatus
    question: int
    """Of the plan, the one that was asked last; 0 before the first."""
    question_count: int
    start_time: datetime | None
    end_time: datetime | None
    report_ready: bool
    answers: list[LiveAnswer] | None
    """Null unless the posting shows answers before the end and this candidate agreed to it."""


class LiveSnapshot(Contract):
    """The posting as it stands, and the sequence of its newest event; `invited` have not answered yet."""

    sequence: int
    invited: int
    entries: list[LiveEntry]


class LiveEvent(Contract):
    """Something of `kind` happened in an interview, which now stands as its `entry` says."""

    sequence: int
    kind: str
    created_at: datetime
    entry: LiveEntry
