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
    """Null unless the interview is being held, the posting shows answers before the end, and the candidate agreed."""


class LiveSnapshot(Contract):
    """The posting as it stands, and the sequence of its newest event; `invited` have not answered yet. Of the
    interviews that have ended the newest are among the `entries`; `left_out` are the others.
    """

    sequence: int
    invited: int
    entries: list[LiveEntry]
    left_out: int


class LiveEvent(Contract):
    """Something of `kind` happened in an interview, which now stands as its `entry` says."""

    sequence: int
    kind: str
    created_at: datetime
    entry: LiveEntry
