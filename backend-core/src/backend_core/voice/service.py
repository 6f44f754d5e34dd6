"""A turn without a call: the question as a link to its sound, the answer as a recording.

    upload ─ is this question open? ─ media server: heard ─ the turn, as if media-server had sent it

Nothing is kept on the way: while the turn is not on the record, the browser holds the recording and sends it again.
"""

from dataclasses import dataclass

import structlog
from contracts.base import AnswerSource, InterviewMode, InterviewStatus, Language
from contracts.errors import (
    EngineFailed,
    InterviewOver,
    InvalidInput,
    LanguageUnsupported,
    NothingHeard,
    TurnOutOfOrder,
)
from contracts.preferences import Preferences
from contracts.recordings import HeardAnswer, Saying
from contracts.speech import SpeechMetrics
from contracts.turns import Asked, Ended, TurnSubmission
from engines.llm import Interviewer
from persistence.database import AsyncDatabase
from persistence.tables import Interview, InterviewQuestion, User
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.auth.service import granted_purposes
from backend_core.auth.tokens import make_speech_token
from backend_core.delivery.service import read_voice
from backend_core.dependencies import Caller
from backend_core.interviews import service as interviews, turns
from backend_core.interviews.access import own_interview
from backend_core.interviews.schemas import NewInterview
from backend_core.interviews.threads import course_of
from backend_core.operations import EngineOut
from backend_core.voice.media_server import MediaServer
from backend_core.voice.schemas import (
    AnswerMetrics,
    AnswerTaken,
    LastAnswerTaken,
    QuestionType,
    SampleWanted,
    Spoken,
    VoiceQuestion,
    VoiceSession,
    VoiceSessionStart,
)
from backend_core.voice.uploads import RecordedAnswer

log = structlog.get_logger(__name__)

POSITION = "general"
"""Of an interview that nobody has said more of: the questions that suit every role."""
SPEECH_PATH = "/api/speech/"
SAMPLE = {
    Language.KO: "안녕하세요. 면접에서 이 목소리로 질문하겠습니다.",
    Language.EN: "Hello. This is the voice that will ask you questions.",
}


@dataclass(frozen=True)
class _Said:
    """An answer, and the measures of its voice where they are known."""

    text: str
    metrics: SpeechMetrics | None


class VoiceOverHttp:
    """What every request shares."""

    def __init__(
        self, database: AsyncDatabase, interviewer: Interviewer, media_server: MediaServer, signing_key: str
    ) -> None:
        self._database = database
        self._interviewer = interviewer
        self._media_server = media_server
        self._key = signing_key

    async def start(
        self, candidate_id: str, wanted: VoiceSessionStart, language: Language | None, ear: EngineOut
    ) -> VoiceSession:
        """Start the interview, or go on with it, and ask its open question.

        A new one is in `language`, or in one that is heard. Raises `InterviewNotFound`, `InterviewOver`,
        `ConsentMissing`, `LanguageUnsupported`, `EngineFailed`.
        """
        async with self._database.transaction() as session:
            # Two starts at the same moment are to find the same interview.
            candidate = await session.get_one(User, candidate_id, with_for_update=True)
            turns.require_transcription(await granted_purposes(session, candidate_id))
            if wanted.interview_id:
                interview = await own_interview(session, wanted.interview_id, candidate_id)
                _require_heard(ear, interview.language)
            else:
                language = language or next((known for known in Language if ear.knows(known)), Language.KO)
                _require_heard(ear, language)
                interview = await _practice(session, candidate, language)
            await interviews.start(session, interview.id, candidate_id)
        question = await turns.current_question(self._database, self._interviewer, interview.id)
        if question is None:
            raise InterviewOver
        async with self._database.transaction() as session:
            asked = await session.get_one(InterviewQuestion, question.id)
            return VoiceSession(session_id=interview.id, question=self._question(asked))

    async def take(
        self, candidate_id: str, answer: RecordedAnswer, answer_in: Language
    ) -> AnswerTaken | LastAnswerTaken:
        """Hear the answer, put it on the record and ask on; sending it again gives the same next question.

        Raises what a turn does, what the media server says of the recording, and `NothingHeard`.
        """
        async with self._database.transaction() as session:
            interview = await own_interview(session, answer.form.session_id, candidate_id)
            question = await _asked(session, interview, answer)
            said = await _said_before(session, interview, question)
            if said is None:
                turns.open_question(interview, await course_of(session, interview.id), question.id)
                turns.require_transcription(await granted_purposes(session, candidate_id))
        turn = question.turn
        assert turn is not None  # noqa: S101 — it has been asked
        if said is None:
            heard = await self._media_server.hear(answer.recording, interview.language, answer_in)
            submission = _as_submission(interview, question.id, turn, heard)
            log.info("a recorded answer was heard", interview_id=interview.id, turn=turn, words=len(heard.words))
            said = _Said(heard.text, heard.metrics)
            replies = turns.take_turn(self._database, self._interviewer, Caller("service"), submission)
        else:
            replies = turns.ask_next(self._database, self._interviewer, interview.id, turn + 1)
        return await self._reply(interview, said, await turns.settle(replies))

    async def sound(self, interview_id: str, turn: int, answer_in: Language) -> tuple[bytes, str]:
        """What the interviewer says in that turn as the candidate wants to hear it, and its media type."""
        async with self._database.transaction() as session:
            interview = await session.get_one(Interview, interview_id)
            candidate = await session.get_one(User, interview.candidate_id)
            text = turns.CLOSING[interview.language] if turn == 0 else await _said(session, interview_id, turn)
        voice = Preferences.model_validate(candidate.preferences).voice
        return await self._say(Saying(text=text, language=interview.language, voice=voice), answer_in)

    async def sample(self, wanted: SampleWanted, answer_in: Language) -> tuple[bytes, str]:
        """A sentence in that voice, and its media type."""
        saying = Saying(text=SAMPLE[wanted.language], language=wanted.language, voice=wanted.voice)
        return await self._say(saying, answer_in)

    async def _say(self, saying: Saying, answer_in: Language) -> tuple[bytes, str]:
        response = await self._media_server.say(saying, answer_in)
        return response.content, response.headers["content-type"]

    async def _reply(self, interview: Interview, said: _Said, outcome: Asked | Ended) -> AnswerTaken | LastAnswerTaken:
        metrics = _shown(interview, said.metrics)
        if isinstance(outcome, Ended):
            closing = Spoken(text=outcome.closing, audio_url=self._link(interview.id, 0))
            return LastAnswerTaken(answer_text=said.text, metrics=metrics, closing=closing)
        async with self._database.transaction() as session:
            asked = await session.get_one(InterviewQuestion, outcome.question.id)
        return AnswerTaken(answer_text=said.text, metrics=metrics, next_question=self._question(asked))

    def _question(self, asked: InterviewQuestion) -> VoiceQuestion:
        assert asked.text is not None  # noqa: S101 — it has been asked
        assert asked.turn is not None  # noqa: S101
        link = self._link(asked.interview_id, asked.turn)
        return VoiceQuestion(id=asked.id, text=asked.text, audio_url=link, type=_type(asked))

    def _link(self, interview_id: str, turn: int) -> str:
        return SPEECH_PATH + make_speech_token(interview_id, turn, self._key)


async def _practice(session: AsyncSession, candidate: User, language: Language) -> Interview:
    """The candidate's newest live practice interview in that language, or a new one."""
    rows = await session.exec(
        select(Interview)
        .where(
            Interview.candidate_id == candidate.id,
            Interview.mode == InterviewMode.PRACTICE,
            Interview.status == InterviewStatus.LIVE,
            Interview.language == language,
        )
        .order_by(col(Interview.created_at).desc())
        .limit(1)
    )
    wanted = NewInterview(position=POSITION, language=language)
    return rows.one_or_none() or await interviews.create(session, candidate, wanted)


def _require_heard(ear: EngineOut, language: Language) -> None:
    if not ear.responds:
        raise EngineFailed(engine=ear.name)
    if not ear.knows(language):
        raise LanguageUnsupported(engine=ear.name)


async def _asked(session: AsyncSession, interview: Interview, answer: RecordedAnswer) -> InterviewQuestion:
    """The question that the answer says it is to. Raises `TurnOutOfOrder`, and `InvalidInput` for another type."""
    question = await session.get(InterviewQuestion, answer.form.question_id)
    if question is None or question.interview_id != interview.id or question.turn is None:
        raise TurnOutOfOrder
    if answer.form.turn_type != _type(question):
        raise InvalidInput(fields={"turn_type": f"this question is of type {_type(question)}"})
    return question


async def _said_before(session: AsyncSession, interview: Interview, question: InterviewQuestion) -> _Said | None:
    """What is on the record of an answer that came before."""
    answered = await turns.answer_of_turn(session, interview.id, question.turn)
    if answered is None:
        return None
    return _Said(answered.text, await read_voice(session, interview.id, answered.turn))


def _as_submission(interview: Interview, question_id: str, turn: int, heard: HeardAnswer) -> TurnSubmission:
    if not heard.text.strip():
        raise NothingHeard
    return TurnSubmission(
        interview_id=interview.id,
        turn=turn,
        question_id=question_id,
        text=heard.text,
        source=AnswerSource.SPEECH,
        words=heard.words,
        metrics=heard.metrics,
        unreliable_reason=heard.unreliable_reason,
        sound_troubles=heard.sound_troubles,
        recognizer=heard.recognizer,
    )


def _shown(interview: Interview, metrics: SpeechMetrics | None) -> AnswerMetrics:
    """How an answer was spoken is told in practice only."""
    is_practice = interview.mode is InterviewMode.PRACTICE
    return AnswerMetrics(
        duration_sec=metrics.duration if metrics else None,
        wpm=metrics.words_per_minute if metrics and is_practice else None,
        filler_count=metrics.filler_count if metrics and is_practice else None,
    )


def _type(question: InterviewQuestion) -> QuestionType:
    return "followup" if question.parent_id else "main"


async def _said(session: AsyncSession, interview_id: str, turn: int) -> str:
    rows = await session.exec(
        select(InterviewQuestion.text).where(
            InterviewQuestion.interview_id == interview_id, InterviewQuestion.turn == turn
        )
    )
    return rows.one() or ""
