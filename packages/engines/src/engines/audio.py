"""Sound files to samples and back, through FFmpeg's libraries.

Samples are mono PCM, int16, shape (samples,).
"""

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import NamedTuple

import av
import numpy as np
from contracts.errors import AudioTooLong, CodecUnsupported, UnreadableAudio
from numpy.typing import NDArray

Pcm16 = NDArray[np.int16]

FULL_SCALE = 32768
READ_FORMATS = "wav,mp3,flac,ogg,matroska,webm,mov,mp4,m4a,aac,aiff,w64"
"""Containers that hold sound themselves. FFmpeg knows playlists too, which name files and addresses to read instead."""


class Encoding(NamedTuple):
    container: str
    codec: str
    media_type: str


ENCODINGS = {
    "wav": Encoding("wav", "pcm_s16le", "audio/wav"),
    "mp3": Encoding("mp3", "libmp3lame", "audio/mpeg"),
    "opus": Encoding("ogg", "libopus", "audio/ogg"),
    "flac": Encoding("flac", "flac", "audio/flac"),
}
"""By the names that OpenAI's API gives them."""
_OPUS_RATE = 48_000
"""The one rate that Opus is always decoded at; it takes few others."""


def decode(data: bytes, sample_rate: int, *, max_seconds: float) -> Pcm16:
    """The sound of a file, its channels mixed into one, at `sample_rate`.

    Raises `UnreadableAudio` for what is not sound, `CodecUnsupported`, and `AudioTooLong`.
    """
    pieces = [np.zeros(0, np.int16)]
    left = round(max_seconds * sample_rate)
    try:
        with av.open(BytesIO(data), "r", options={"format_whitelist": READ_FORMATS}) as container:
            if not container.streams.audio:
                raise UnreadableAudio
            for piece in _resampled(container.decode(audio=0), sample_rate):
                left -= len(piece)
                if left < 0:
                    raise AudioTooLong(limit=f"{max_seconds:g} s")
                pieces.append(piece)
    except av.DecoderNotFoundError as error:
        raise CodecUnsupported from error
    except (av.FFmpegError, ValueError, OverflowError) as error:
        raise UnreadableAudio from error
    return np.concatenate(pieces)


def as_pcm16(pcm: NDArray[np.float32]) -> Pcm16:
    """Samples of −1…1, little endian; louder ones are clipped."""
    return (np.clip(pcm, -1, 1) * (FULL_SCALE - 1)).astype("<i2")


def tag(data: bytes, name: str) -> str | None:
    """What a sound file says of itself under `name`. Raises `UnreadableAudio`."""
    try:
        with av.open(BytesIO(data), "r", options={"format_whitelist": READ_FORMATS}) as container:
            return container.metadata.get(name)
    except (av.FFmpegError, ValueError) as error:
        raise UnreadableAudio from error


def encode(pcm: Pcm16, sample_rate: int, encoding: str, tags: Mapping[str, str] | None = None) -> bytes:
    """A sound file of at least one sample; `encoding` is a key of `ENCODINGS`."""
    container_format, codec, _ = ENCODINGS[encoding]
    rate = _OPUS_RATE if encoding == "opus" else sample_rate
    file = BytesIO()
    with av.open(file, "w", format=container_format) as container:
        container.metadata.update(tags or {})
        stream = container.add_stream(codec, rate=rate, layout="mono")
        assert isinstance(stream, av.AudioStream)  # noqa: S101 — every codec above is one of sound
        for frame in (_frame(pcm, sample_rate), None):
            container.mux(stream.encode(frame))
    return file.getvalue()


def resample(pcm: Pcm16, sample_rate: int, target_rate: int) -> Pcm16:
    if sample_rate == target_rate or not len(pcm):
        return pcm
    return np.concatenate(list(_resampled([_frame(pcm, sample_rate)], target_rate)))


def as_float(pcm: Pcm16) -> NDArray[np.float32]:
    """The same samples in −1…1."""
    return pcm.astype(np.float32) / np.float32(FULL_SCALE)


def _resampled(frames: Iterable[av.AudioFrame], sample_rate: int) -> Iterator[Pcm16]:
    # Integers, because FFmpeg adds the channels of floats up to 3 dB louder and past 1.
    resampler = av.AudioResampler(format="s16", layout="mono", rate=sample_rate)
    for frame in frames:
        for piece in resampler.resample(frame):
            yield piece.to_ndarray()[0]
    for piece in resampler.resample(None):
        yield piece.to_ndarray()[0]


def _frame(pcm: Pcm16, sample_rate: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(pcm[np.newaxis], format="s16", layout="mono")
    frame.sample_rate = sample_rate
    return frame
