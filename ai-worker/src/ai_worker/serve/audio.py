"""A chunk of sound that was sent to us, as samples."""

import numpy as np
from contracts.errors import AudioTooLong, FieldProblem, InvalidInput, UnreadableAudio
from engines.audio import as_float
from engines.audio_reader import AudioReader
from engines.stt import SAMPLE_RATE, Pcm
from fastapi import Request
from starlette.datastructures import UploadFile

RAW_TYPES = {"audio/pcm", "audio/l16", "application/octet-stream"}


async def read_chunk(request: Request, reader: AudioReader, max_seconds: float) -> Pcm:
    """A chunk of sound that is the form's `file` or the whole body: a container, or raw 16-bit samples at 16 kHz.

    Raises as `AudioReader.read`, and `InvalidInput` where there is none.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "multipart/form-data":
        async with request.form(max_files=1, max_fields=8) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise InvalidInput(fields={"file": FieldProblem("missing")})
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
