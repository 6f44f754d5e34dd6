"""Sound that was sent to us, as samples. Files of strangers are read in a limited process of its own."""

import resource
from enum import Enum, auto

import numpy as np
from contracts.errors import AudioTooLong, InvalidInput, UnreadableAudio
from engines.audio import FULL_SCALE, Pcm16, decode
from engines.process import EngineProcess
from engines.stt import SAMPLE_RATE, Pcm
from fastapi import Request
from starlette.datastructures import UploadFile

MEMORY = 2 * 2**30
"""Bytes that the reading process may address: half an hour of sound takes a tenth of it."""
RAW_TYPES = {"audio/pcm", "audio/l16", "application/octet-stream"}


class Refusal(Enum):
    UNREADABLE = auto()
    TOO_LONG = auto()


class Decoder:
    """Lives in a child process."""

    def __init__(self) -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    def decode(self, data: bytes, max_seconds: float) -> Pcm16 | Refusal:
        """Refusals are returned, because a failing engine's errors do not cross the process boundary."""
        try:
            return decode(data, SAMPLE_RATE, max_seconds=max_seconds)
        except UnreadableAudio:
            return Refusal.UNREADABLE
        except AudioTooLong:
            return Refusal.TOO_LONG


class AudioReader:
    """Reads any container that `engines.audio` knows."""

    def __init__(self) -> None:
        self._process = EngineProcess("audio decoder", Decoder)

    async def read(self, data: bytes, max_seconds: float) -> Pcm:
        """16 kHz mono. Raises `UnreadableAudio`, `AudioTooLong`, `EngineFailed`."""
        heard = await self._process.call(Decoder.decode, data, max_seconds)
        if heard is Refusal.UNREADABLE:
            raise UnreadableAudio
        if heard is Refusal.TOO_LONG:
            raise AudioTooLong(limit=f"{max_seconds:g} s")
        return as_float(heard)

    async def close(self) -> None:
        await self._process.close()


async def read_chunk(request: Request, reader: AudioReader, max_seconds: float) -> Pcm:
    """A chunk of sound that is the form's `file` or the whole body: a container, or raw 16-bit samples at 16 kHz.

    Raises as `AudioReader.read`, and `InvalidInput` where there is none.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "multipart/form-data":
        async with request.form(max_files=1, max_fields=8) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise InvalidInput(fields={"file": "a file is needed"})
            data = await file.read()
    else:
        data = await request.body()
        if media_type in RAW_TYPES:
            return _raw(data, max_seconds)
    return await reader.read(data, max_seconds)


def _raw(data: bytes, max_seconds: float) -> Pcm:
    if len(data) % 2:
        raise UnreadableAudio
    if len(data) // 2 > max_seconds * SAMPLE_RATE:
        raise AudioTooLong(limit=f"{max_seconds:g} s")
    return as_float(np.frombuffer(data, "<i2"))


def as_float(pcm: Pcm16) -> Pcm:
    return pcm.astype(np.float32) / np.float32(FULL_SCALE)
