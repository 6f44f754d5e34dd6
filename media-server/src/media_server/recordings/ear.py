"""Whole recordings, heard with the engines and the measures of a call."""

import asyncio
import hashlib

from contracts.base import Language
from contracts.errors import AtCapacity
from contracts.recordings import LONGEST_ANSWER, HeardAnswer
from contracts.turns import MAX_ANSWER_CHARS
from engines.audio_reader import AudioReader
from engines.stt import Recognizer
from engines.stt.metrics import SpeechMeter
from engines.stt.recording import recognise_recording

from media_server.hearing.ear import doubt
from media_server.tasks import cancelled

AT_ONCE = 2
"""Recordings heard at a time; calls come first, and need what the processor has."""
MOST = 16
"""Recordings that wait, are heard, or have just been heard: each of the first two holds up to 25 MB."""

KEPT_S = 600.0

_Key = tuple[str, Language]


class RecordingEar:
    """Hears each recording once, also if whoever asked hangs up and asks again: a proxy may cut a long request short.

    What was heard is kept for `KEPT_S`.
    """

    def __init__(self, recognizer: Recognizer) -> None:
        self._recognizer = recognizer
        self._reader = AudioReader()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._hearings: dict[_Key, asyncio.Task[HeardAnswer]] = {}

    async def hear(self, data: bytes, language: Language) -> HeardAnswer:
        """What is said in the file `data`.

        Raises `UnreadableAudio` and its kin, `AudioTooLong`, `LanguageUnsupported`, `AtCapacity`, `EngineFailed`.
        """
        key = (hashlib.sha256(data).hexdigest(), language)
        hearing = self._hearings.get(key) or self._begin(key, data)
        return await asyncio.shield(hearing)

    async def close(self) -> None:
        await cancelled(list(self._hearings.values()))
        await self._reader.close()

    def _begin(self, key: _Key, data: bytes) -> "asyncio.Task[HeardAnswer]":
        if len(self._hearings) >= MOST:
            oldest = next((key for key, hearing in self._hearings.items() if hearing.done()), None)
            if oldest is None:
                raise AtCapacity(retry_after=30)
            del self._hearings[oldest]
        hearing = asyncio.create_task(self._hear(data, key[1]), name="hear-recording")
        self._hearings[key] = hearing
        hearing.add_done_callback(lambda task: self._ended(key, task))
        return hearing

    def _ended(self, key: _Key, hearing: "asyncio.Task[HeardAnswer]") -> None:
        """A failure is nobody's to keep: the next one who asks may have more luck."""
        if hearing.cancelled() or hearing.exception():
            self._forget(key, hearing)
        else:
            asyncio.get_running_loop().call_later(KEPT_S, self._forget, key, hearing)

    def _forget(self, key: _Key, hearing: "asyncio.Task[HeardAnswer]") -> None:
        if self._hearings.get(key) is hearing:
            del self._hearings[key]

    async def _hear(self, data: bytes, language: Language) -> HeardAnswer:
        async with self._places:
            pcm = await self._reader.read(data, LONGEST_ANSWER.total_seconds(), whole=True)
            meter = SpeechMeter()
            heard = await recognise_recording(self._recognizer, pcm, language, meter)
        return HeardAnswer(
            text=heard.text[:MAX_ANSWER_CHARS],
            words=heard.words,
            metrics=meter.metrics(heard.said, language, heard.words),
            unreliable_reason=heard.unreliable_reason or doubt(heard.text, meter.sound),
            sound_troubles=meter.sound.noted,
            recognizer=self._recognizer.name,
        )
