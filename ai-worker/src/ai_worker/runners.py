"""The jobs this worker knows, each contract tied to what does it."""

from contracts.tasks import (
    ANALYZE_ANSWER,
    DELIVER_WEBHOOK,
    EMBED_RESUME,
    ERASE,
    GENERATE_FINAL_REPORT,
    INDEX_ANSWERS,
    PARSE_RESUME,
    PLAN_QUESTIONS,
    RENDER_REPORT,
    SEND_LETTER,
    SYNTHESIZE_SPEECH,
    AnalyzeAnswerPayload,
    DeliverWebhookPayload,
    EmbedResumePayload,
    ErasePayload,
    FinalReportPayload,
    IndexAnswersPayload,
    ParseResumePayload,
    PlanQuestionsPayload,
    RenderReportPayload,
    SendLetterPayload,
    SynthesizeSpeechPayload,
)
from engines.llm import Judge
from persistence.database import Database

from ai_worker.answer_index import AnswerIndexing
from ai_worker.evaluation.answers import AnswerAnalysis, announce_failure
from ai_worker.evaluation.reports import generate_report
from ai_worker.jobs import JobRunner
from ai_worker.letters.sending import LetterSending
from ai_worker.plans import QuestionPlanning
from ai_worker.privacy import ERASURE_PATIENCE, FileErasure
from ai_worker.report_pdf.rendering import render_report
from ai_worker.resumes.jobs import ResumeEmbedding, ResumeParsing, give_up
from ai_worker.settings import WorkerSettings
from ai_worker.speech.ahead import SpeechAhead
from ai_worker.webhooks import LONGEST_PAUSE, PATIENCE, WebhookDelivering, give_up_delivering

Runner = (
    JobRunner[AnalyzeAnswerPayload]
    | JobRunner[FinalReportPayload]
    | JobRunner[PlanQuestionsPayload]
    | JobRunner[SynthesizeSpeechPayload]
    | JobRunner[ParseResumePayload]
    | JobRunner[EmbedResumePayload]
    | JobRunner[RenderReportPayload]
    | JobRunner[SendLetterPayload]
    | JobRunner[ErasePayload]
    | JobRunner[IndexAnswersPayload]
    | JobRunner[DeliverWebhookPayload]
)


def make_runners(settings: WorkerSettings, database: Database, judge: Judge) -> dict[str, Runner]:
    """By task name."""
    lease, patience = settings.job_lease, settings.job_patience
    return {
        ANALYZE_ANSWER.name: JobRunner(
            database, ANALYZE_ANSWER, AnswerAnalysis(judge), lease=lease, patience=patience, on_dead=announce_failure
        ),
        GENERATE_FINAL_REPORT.name: JobRunner(
            database, GENERATE_FINAL_REPORT, generate_report, lease=lease, patience=patience
        ),
        PLAN_QUESTIONS.name: JobRunner(
            database, PLAN_QUESTIONS, QuestionPlanning(settings), lease=lease, patience=patience
        ),
        SYNTHESIZE_SPEECH.name: JobRunner(
            database, SYNTHESIZE_SPEECH, SpeechAhead(settings), lease=lease, patience=patience
        ),
        PARSE_RESUME.name: JobRunner(
            database, PARSE_RESUME, ResumeParsing(settings), lease=lease, patience=patience, on_dead=give_up
        ),
        EMBED_RESUME.name: JobRunner(database, EMBED_RESUME, ResumeEmbedding(settings), lease=lease, patience=patience),
        RENDER_REPORT.name: JobRunner(database, RENDER_REPORT, render_report, lease=lease, patience=patience),
        SEND_LETTER.name: JobRunner(database, SEND_LETTER, LetterSending(settings), lease=lease, patience=patience),
        ERASE.name: JobRunner(database, ERASE, FileErasure(settings), lease=lease, patience=ERASURE_PATIENCE),
        INDEX_ANSWERS.name: JobRunner(
            database, INDEX_ANSWERS, AnswerIndexing(settings), lease=lease, patience=patience
        ),
        DELIVER_WEBHOOK.name: JobRunner(
            database,
            DELIVER_WEBHOOK,
            WebhookDelivering(settings),
            lease=lease,
            patience=PATIENCE,
            longest_pause=LONGEST_PAUSE,
            on_dead=give_up_delivering,
        ),
    }
