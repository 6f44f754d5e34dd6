"""`tasks.tts.synthesize`: speak an interview's planned questions ahead, into the cache that media servers look in."""

import asyncio
from collections.abc import Callable

import structlog
from contracts.base import Language
from contracts.preferences import Preferences, VoicePreferences
from contracts.tasks import SynthesizeSpeechPayload
from engines.tts import preferred_voice
from engines.tts.cache import CachedVoice, speech_cache_from
from engines.tts.factory import voice_from
from engines.tts.sentences import sentences_of
from persistence.database import Database
from persistence.tables import Interview, InterviewQuestion, Question, User
from sqlmodel import Session, col, select

from ai_worker.settings import WorkerSettings

log = structlog.get_logger(__name__)


class SpeechAhead:
    """Speaks what is not there yet; nothing where there is no storage to keep it in."""

    def __init__(self, settings: WorkerSettings) -> None:
        self._settings = settings
        self._cache = speech_cache_from(settings)

    def __call__(self, database: Database, payload: SynthesizeSpeechPayload) -> Callable[[Session], None]:
        if self._cache is not None:
            with database.transaction() as session:
                interview = session.get_one(Interview, payload.interview_id)
                candidate = session.get_one(User, interview.candidate_id)
                questions = _questions_of_the_bank(session, interview.id)
            preferences = Preferences.model_validate(candidate.preferences).voice
            voice = CachedVoice(voice_from(self._settings), self._cache)
            asyncio.run(_speak_ahead(voice, questions, interview.language, preferences))
        return lambda session: None


def _questions_of_the_bank(session: Session, interview_id: str) -> list[str]:
    """The planned ones that are word for word the bank's: others may hold a candidate's words, and are never kept."""
    planned = session.exec(
        select(InterviewQuestion.planned_text)
        .join(Question, col(Question.id) == InterviewQuestion.question_id)
        .where(InterviewQuestion.interview_id == interview_id, Question.content == InterviewQuestion.planned_text)
        .order_by(col(InterviewQuestion.plan_order))
    )
    return list(planned)


async def _speak_ahead(
    voice: CachedVoice, questions: list[str], language: Language, preferences: VoicePreferences
) -> None:
    """Sentence by sentence, as the media server will ask for them."""
    try:
        await voice.warm_up()
        name = preferred_voice(voice, language, preferences.voice)
        sentences = [sentence.text for question in questions for sentence in sentences_of(question)]
        spoken = [await voice.speak_ahead(sentence, language, preferences.speed, name) for sentence in sentences]
        log.info("spoken ahead", sentences=len(sentences), new=sum(spoken), engine=voice.name)
    finally:
        await voice.close()
