"""One connection's hearing: the answer that is open, from its question until it is handed in."""

from collections.abc import Callable

from contracts.base import AnswerSource, ConsentPurpose
from contracts.errors import ConsentMissing, LanguageUnsupported, VisavisError
from contracts.live import SessionContext
from contracts.questions import AskedQuestion
from contracts.turns import MAX_ANSWER_CHARS, TurnSubmission
from engines.sound.trouble import SoundWatch
from engines.stt import Recognition, Recognizer

from media_server.hearing.answer import Answer, HearingEvent, Unfinished
from media_server.hearing.listener import Listener
from media_server.hearing.policy import TurnPolicy

NOTHING_HEARD = "nothing_heard"
NOISY_SOUND = "noisy_sound"


class Ear:
    """Opens an answer with each question; `answer` is None where nothing is, or can be, heard.

    With `unfinished`, the first answer goes on where the last connection left it; `unfinished` afterwards is what this
    one leaves.
    """

    def __init__(
        self,
        context: SessionContext,
        recognizer: Recognizer,
        listener: Listener,
        *,
        policy: TurnPolicy,
        emit: Callable[[HearingEvent], None],
        unfinished: Unfinished | None = None,
    ) -> None:
        self._context = context
        self._recognizer = recognizer
        self._listener = listener
        self._policy = policy.accommodating(context.preferences.accommodations)
        self._emit = emit
        is_open = context.question is not None and unfinished and unfinished.turn == context.question.turn
        self.unfinished = unfinished if is_open else None
        self.answer: Answer | None = None
        self._recognizers_doubt: str | None = None

    @property
    def expected_doubt(self) -> str | None:
        """Why nobody should rely on what is heard of the open answer, as far as can be told before it has ended."""
        if self._recognizers_doubt:
            return self._recognizers_doubt
        return NOISY_SOUND if self.answer and self.answer.sound.doubtful else None

    @property
    def hears(self) -> bool:
        """Whether speech is recognised: with consent, in a language that the recogniser knows."""
        return self.deafness is None

    @property
    def deafness(self) -> VisavisError | None:
        """Why nothing is heard for the whole connection."""
        if ConsentPurpose.TRANSCRIPTION not in self._context.consents:
            return ConsentMissing(purpose=ConsentPurpose.TRANSCRIPTION)
        if not self._recognizer.hears(self._context.language):
            return LanguageUnsupported(engine=self._recognizer.name)
        return None

    async def open(self) -> None:
        """Hear from now on; what was heard of an open answer stays. Raises `Unavailable`."""
        if self.answer is None and self.hears:
            language = self._context.language
            stream = await self._recognizer.open(language)
            earlier = self.unfinished.earlier if self.unfinished else None
            self.unfinished = None
            self.answer = Answer(
                stream, self._recognizer.name, language, policy=self._policy, emit=self._emit, earlier=earlier
            )
            self._listener.answer = self.answer
        if self.answer:
            self.answer.suspend()

    async def finish(self, question: AskedQuestion, answer: Answer) -> TurnSubmission:
        """The answer that has ended, once all of it is understood; kept as `unfinished` until it is on the record."""
        recognition = await answer.finish()
        self._recognizers_doubt = recognition.unreliable_reason
        self.unfinished = Unfinished(question.turn, answer.as_earlier(recognition))
        return self._submission(question, answer, recognition)

    async def break_off(self, turn: int) -> None:
        """The connection broke within the answer: keep what was heard."""
        if self.answer:
            self.unfinished = Unfinished(turn, await self.answer.break_off())

    async def close(self) -> None:
        self._listener.answer = None
        if answer := self.answer:
            self.answer = None
            await answer.close()

    def _submission(self, question: AskedQuestion, answer: Answer, recognition: Recognition) -> TurnSubmission:
        text = recognition.text[:MAX_ANSWER_CHARS]
        return TurnSubmission(
            interview_id=self._context.interview_id,
            turn=question.turn,
            question_id=question.id,
            text=text,
            source=AnswerSource.SPEECH,
            words=recognition.words,
            metrics=answer.metrics(recognition, self._context.language),
            unreliable_reason=recognition.unreliable_reason or doubt(text, answer.sound),
            sound_troubles=answer.sound.noted,
            recognizer=self._recognizer.name,
        )


def doubt(text: str, sound: SoundWatch) -> str | None:
    """Why nobody should rely on `text`, where the recogniser itself had no doubts."""
    if not text.strip():
        return NOTHING_HEARD
    return NOISY_SOUND if sound.doubtful else None
