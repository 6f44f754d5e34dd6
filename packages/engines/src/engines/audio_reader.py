"""Sound files of strangers, read in a limited process of its own."""

import resource
from datetime import timedelta

from contracts.errors import AudioTooLong, RecordingCut, UnreadableAudio

from engines.audio import Pcm16, as_float, decode
from engines.process import EngineProcess
from engines.stt import SAMPLE_RATE, Pcm
from engines.webm import breaks_off, is_webm

MEMORY = 2 * 2**30
"""Bytes that the reading process may address: half an hour of sound takes a tenth of it."""

Refusal = type[UnreadableAudio] | type[AudioTooLong]


class Decoder:
    """Lives in a child process."""

    def __init__(self) -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    def decode(self, data: bytes, max_seconds: float, whole: bool) -> Pcm16 | Refusal:
        """Refusals are returned, because a failing engine's errors do not cross the process boundary."""
        try:
            if whole and is_webm(data) and breaks_off(data):
                return RecordingCut
            return decode(data, SAMPLE_RATE, max_seconds=max_seconds)
        except (UnreadableAudio, AudioTooLong) as error:
            return type(error)


class AudioReader:
    """Reads any container that `engines.audio` knows."""

    def __init__(self) -> None:
        self._process = EngineProcess("audio decoder", Decoder)

    async def read(self, data: bytes, max_seconds: float, *, whole: bool = False) -> Pcm:
        """16 kHz mono; with `whole`, of a file that does not break off in the middle.

        Raises `UnreadableAudio`, `CodecUnsupported`, `RecordingCut`, `AudioTooLong`, `EngineFailed`.
        """
        heard = await self._process.call(Decoder.decode, data, max_seconds, whole)
        if isinstance(heard, type):
            raise heard(limit=str(timedelta(seconds=max_seconds)))
        return as_float(heard)

    async def close(self) -> None:
        await self._process.close()
