"""The work that is handed to ai-worker: names, queues and payloads.

Jobs are recorded in Postgres and their message carries the job's id alone; what the job needs stands in its row. An
ephemeral task is recorded nowhere: its message carries what it needs, expires, and is not sent again.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import Base64Bytes, ConfigDict, Field

from contracts.base import Contract, Id, Language
from contracts.mail import LetterKind
from contracts.rights import Erased

Queue = Literal["gpu_queue", "cpu_queue"]
PayloadT = TypeVar("PayloadT", bound=Contract)

LIVE_PRIORITY = 0
"""Work that somebody waits for; Redis priorities run from 0, first, to 9."""
JUDGING_PRIORITY = 3
"""Of answers, many of which may wait: what somebody waits for does not wait for them."""
BATCH_PRIORITY = 6
EPHEMERAL_PRIORITY = 9
"""Work that may be dropped, after everything else; nothing but ephemeral tasks has it."""

MAX_CROP = 64 * 1024


@dataclass(frozen=True)
class JobContract(Generic[PayloadT]):
    """A kind of recorded job: the Celery task's name, where it runs, and the type of its payload."""

    name: str
    queue: Queue
    payload: type[PayloadT]
    priority: int = BATCH_PRIORITY


@dataclass(frozen=True)
class EphemeralContract(Generic[PayloadT]):
    """A task that nobody waits for and nobody misses: what has not begun when it expires is dropped."""

    name: str
    queue: Queue
    payload: type[PayloadT]
    expires: timedelta
    priority: int = EPHEMERAL_PRIORITY


class AnalyzeAnswerPayload(Contract):
    """`version` counts the judgements of an answer; judging it anew changes none of the earlier ones.

    `plan_version` is that of the posting's plan whose rubric judges; null for the interview's own.
    """

    interview_id: Id
    transcript_id: Id
    version: Annotated[int, Field(ge=1)] = 1
    plan_version: int | None = None


class FinalReportPayload(Contract):
    interview_id: Id


class PlanQuestionsPayload(Contract):
    interview_id: Id


class SynthesizeSpeechPayload(Contract):
    interview_id: Id


class ParseResumePayload(Contract):
    resume_id: Id


class EmbedResumePayload(Contract):
    resume_id: Id


class RenderReportPayload(Contract):
    """`language` is the document's own; what it quotes stays in the interview's. `names_key_points` is as in
    `contracts.progress.ReportAsRead`.
    """

    interview_id: Id
    language: Language
    names_key_points: bool


class SendLetterPayload(Contract):
    """What the letter says is read from the record when it is sent: no name, address or link lies in a job.

    `letter_id` is new with each letter that is asked for, and the same however often its sending is tried.
    """

    kind: LetterKind
    subject_id: Id
    letter_id: Id
    language: Language


class ErasePayload(Contract):
    """What lies in object storage: these objects, and all under these prefixes.

    `subject_id` is what they were of; its rows are gone already. `erased` goes into the ledger that a restored backup
    is held against; work from before there was one has none.
    """

    subject_id: Id
    objects: list[str] = []
    prefixes: list[str] = []
    erased: Erased | None = None


class IndexAnswersPayload(Contract):
    interview_id: Id


class DeliverWebhookPayload(Contract):
    delivery_id: Id


class AnalyzeEmotionPayload(Contract):
    """A JPEG of the face in the frame that was shown `at` seconds into the session's media, base64 in the message.

    What is refused is not quoted: it is somebody's face.
    """

    model_config = ConfigDict(hide_input_in_errors=True)

    interview_id: Id
    session_id: Id
    at: Annotated[float, Field(ge=0)]
    turn: Annotated[int, Field(ge=0)]
    crop: Annotated[Base64Bytes, Field(max_length=MAX_CROP, repr=False)]
    request_id: Annotated[str, Field(max_length=64)] | None = None
    """Of the offer that began the call."""


ANALYZE_ANSWER = JobContract("tasks.evaluator.analyze_answer", "gpu_queue", AnalyzeAnswerPayload, JUDGING_PRIORITY)
GENERATE_FINAL_REPORT = JobContract(
    "tasks.evaluator.generate_final_report", "gpu_queue", FinalReportPayload, LIVE_PRIORITY
)
PLAN_QUESTIONS = JobContract("tasks.question.generate", "cpu_queue", PlanQuestionsPayload, LIVE_PRIORITY)
SYNTHESIZE_SPEECH = JobContract("tasks.tts.synthesize", "cpu_queue", SynthesizeSpeechPayload)
PARSE_RESUME = JobContract("tasks.resume.parse", "cpu_queue", ParseResumePayload, LIVE_PRIORITY)
EMBED_RESUME = JobContract("tasks.resume.embed", "cpu_queue", EmbedResumePayload)
RENDER_REPORT = JobContract("tasks.report.render_pdf", "cpu_queue", RenderReportPayload, LIVE_PRIORITY)
SEND_LETTER = JobContract("tasks.mail.send", "cpu_queue", SendLetterPayload, LIVE_PRIORITY)
ERASE = JobContract("tasks.privacy.erase", "cpu_queue", ErasePayload)
INDEX_ANSWERS = JobContract("tasks.answer.index", "cpu_queue", IndexAnswersPayload)
DELIVER_WEBHOOK = JobContract("tasks.webhook.deliver", "cpu_queue", DeliverWebhookPayload)

JOBS: tuple[
    JobContract[AnalyzeAnswerPayload]
    | JobContract[FinalReportPayload]
    | JobContract[PlanQuestionsPayload]
    | JobContract[SynthesizeSpeechPayload]
    | JobContract[ParseResumePayload]
    | JobContract[EmbedResumePayload]
    | JobContract[RenderReportPayload]
    | JobContract[SendLetterPayload]
    | JobContract[ErasePayload]
    | JobContract[IndexAnswersPayload]
    | JobContract[DeliverWebhookPayload],
    ...,
] = (
    ANALYZE_ANSWER,
    GENERATE_FINAL_REPORT,
    PLAN_QUESTIONS,
    SYNTHESIZE_SPEECH,
    PARSE_RESUME,
    EMBED_RESUME,
    RENDER_REPORT,
    SEND_LETTER,
    ERASE,
    INDEX_ANSWERS,
    DELIVER_WEBHOOK,
)

ANALYZE_EMOTION = EphemeralContract(
    "tasks.vision.analyze_emotion", "cpu_queue", AnalyzeEmotionPayload, expires=timedelta(seconds=30)
)

EPHEMERAL: tuple[EphemeralContract[AnalyzeEmotionPayload], ...] = (ANALYZE_EMOTION,)
