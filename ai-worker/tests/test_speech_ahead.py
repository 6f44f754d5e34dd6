"""Planned questions are spoken ahead, the bank's own words alone, and found by the voice that asks them."""

import asyncio
from pathlib import Path

import pytest
from ai_worker.runners import make_runners
from ai_worker.settings import WorkerSettings
from contracts.base import Language
from contracts.questions import Difficulty, QuestionCategory
from contracts.tasks import SYNTHESIZE_SPEECH, SynthesizeSpeechPayload
from engines.llm.rubric import RubricJudge
from engines.tts.cache import CachedVoice, speech_cache_from
from engines.tts.espeak import EspeakVoice
from persistence.ids import new_id
from persistence.record import jobs
from persistence.tables import Interview, InterviewQuestion, Job, JobState, Question, User
from recorded import RUBRIC, Recorded

PLANNED = "How do you make a slow query fast? Tell me about one that you sped up."
LEASE = WorkerSettings.model_fields["job_lease"].default


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "objects"


@pytest.fixture
def settings(folder: Path) -> WorkerSettings:
    return WorkerSettings.model_construct(job_lease=LEASE, storage_url=str(folder))


@pytest.fixture
def interview(interview: Recorded) -> Recorded:
    """Its first question is the bank's; the second repeats what a candidate might have said."""
    bank = Question(
        slug=f"query-{new_id()}",
        language=Language.EN,
        content=PLANNED,
        category=QuestionCategory.TECHNICAL,
        difficulty=Difficulty.EASY,
        position=[],
        rubric_json=RUBRIC.model_dump(mode="json"),
    )
    with interview.database.transaction() as session:
        session.add(bank)
        session.flush()
        for question, text in zip(interview.questions, (PLANNED, "You said that you broke it. Why?"), strict=True):
            row = session.get_one(InterviewQuestion, question.id)
            row.question_id, row.planned_text = bank.id, text
    return interview


def speak_ahead(interview: Recorded, settings: WorkerSettings) -> Job:
    with interview.database.transaction() as session:
        job_id = jobs.add(
            session,
            SYNTHESIZE_SPEECH,
            SynthesizeSpeechPayload(interview_id=interview.id),
            unique_key=new_id(),
            interview_id=interview.id,
        )
    assert job_id
    make_runners(settings, interview.database, RubricJudge())[SYNTHESIZE_SPEECH.name].run(job_id)
    with interview.database.transaction() as session:
        return session.get_one(Job, job_id)


def prefer(interview: Recorded, voice: str, speed: float) -> None:
    with interview.database.transaction() as session:
        candidate = session.get_one(User, session.get_one(Interview, interview.id).candidate_id)
        candidate.preferences = {"voice": {"voice": voice, "speed": speed}}


def kept(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*.flac")}


async def spoken(settings: WorkerSettings, sentence: str, voice: str | None, speed: float) -> bool:
    """Whether the media server's voice finds the sentence."""
    cache = speech_cache_from(settings)
    assert cache
    media_server = CachedVoice(EspeakVoice(), cache)
    try:
        return not await media_server.speak_ahead(sentence, Language.EN, speed, voice)
    finally:
        await media_server.close()


def test_the_banks_questions_are_kept_sentence_by_sentence_and_others_never(
    interview: Recorded, settings: WorkerSettings, folder: Path
) -> None:
    assert speak_ahead(interview, settings).state is JobState.DONE
    first = kept(folder)
    assert len(first) == 2, "two sentences of the bank, and none of the other question"
    assert speak_ahead(interview, settings).state is JobState.DONE
    assert kept(folder) == first, "running twice changes nothing"


async def test_the_candidates_own_voice_and_speed_are_spoken(
    interview: Recorded, settings: WorkerSettings, folder: Path
) -> None:
    prefer(interview, "f2", 1.25)
    await asyncio.to_thread(speak_ahead, interview, settings)
    assert await spoken(settings, "How do you make a slow query fast?", "f2", 1.25)
    assert not await spoken(settings, "How do you make a slow query fast?", None, 1.0)


async def test_a_voice_that_is_gone_is_spoken_for_by_the_default(interview: Recorded, settings: WorkerSettings) -> None:
    prefer(interview, "of another engine", 1.0)
    await asyncio.to_thread(speak_ahead, interview, settings)
    assert await spoken(settings, "Tell me about one that you sped up.", None, 1.0)


@pytest.mark.parametrize("without", [{"storage_url": None}, {"speech_cache_mebibytes": 0}])
def test_nothing_is_spoken_where_there_is_no_room_for_it(
    interview: Recorded, settings: WorkerSettings, folder: Path, without: dict[str, object]
) -> None:
    assert speak_ahead(interview, settings.model_copy(update=without)).state is JobState.DONE
    assert not folder.exists()


def test_a_storage_that_fails_is_tried_again(interview: Recorded, settings: WorkerSettings, folder: Path) -> None:
    folder.write_text("no folder")
    job = speak_ahead(interview, settings)
    assert (job.state, job.last_error) == (JobState.QUEUED, "contracts.errors.availability.StorageFailed")
