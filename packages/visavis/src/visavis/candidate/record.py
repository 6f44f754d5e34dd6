"""What the virtual candidate leaves behind: the JSON that its summary shows."""

from pathlib import Path

from contracts.base import AnswerSource, Contract, Id, InterviewMode, Language, Speaker, Timestamp
from contracts.coaching import DeliveryCoaching
from contracts.delivery import Delivery
from contracts.evaluation import Report
from contracts.live import LiveError, StageTimes
from contracts.questions import AskedQuestion
from contracts.speech import Word
from pydantic import BaseModel, ConfigDict


class TranscriptLine(BaseModel):
    """A row of `GET /interviews/{id}/transcripts`."""

    model_config = ConfigDict(extra="ignore")

    id: Id
    turn: int
    speaker: Speaker
    text: str
    source: AnswerSource | None = None
    words: list[Word] | None = None
    timestamp: Timestamp
    unreliable_reason: str | None = None


class EngineInfo(BaseModel):
    """An engine as `GET /config` lists it; `languages` where it matters."""

    model_config = ConfigDict(extra="ignore")

    name: str
    languages: list[Language] | None = None


class Heard(Contract):
    """What was audible of the interviewer. The level is of the audible part, null where nothing was."""

    seconds: float
    level_dbfs: float | None


class Said(Contract):
    """What the candidate did with a question.

    `reference` is what was said, where that is known; `cut_off` seconds of it could not be said any more; `done` tells
    that the turn did not end by voice activity and that the candidate had to say "I'm done".
    """

    source: AnswerSource
    name: str
    seconds: float | None = None
    reference: str | None = None
    cut_off: float = 0.0
    done: bool = False


class Captions(Contract):
    """What came back while the candidate spoke."""

    partials: int = 0
    final: str | None = None


class Turn(Contract):
    """One question from being heard to being answered; `word_error_rate` where a reference is known."""

    question: AskedQuestion
    heard: Heard
    said: Said | None
    captions: Captions
    stages: StageTimes | None
    word_error_rate: float | None = None


class InterviewRecord(Contract):
    """One interview of the virtual candidate, as it went."""

    url: str
    report_url: str
    interview_id: Id
    candidate: str
    mode: InterviewMode
    language: Language
    position: str
    engines: dict[str, EngineInfo]
    video: str
    frames_sent: int
    reconnections: int
    started_at: Timestamp
    seconds: float
    turns: list[Turn]
    closing: Heard
    errors: list[LiveError]
    transcripts: list[TranscriptLine]
    report: Report
    delivery: Delivery | None
    coaching: DeliveryCoaching | None
    """Both of practice alone."""

    def write(self, path: Path) -> None:
        path.write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")
