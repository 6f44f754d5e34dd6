"""Answers as files: what a browser's recorder, or somebody's tool, sends."""

from io import BytesIO

import av
import numpy as np
from av.container import OutputContainer
from numpy.typing import NDArray

Sound = NDArray[np.int16]


class _Unseekable:
    """As a recorder writes: it never goes back to say how long anything has become."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes) -> int:
        self.data += data
        return len(data)


def webm(pcm: Sound, sample_rate: int) -> bytes:
    """Opus in WebM, its clusters of unknown size."""
    file = _Unseekable()
    with av.open(file, "w", format="webm") as container:
        _encode(container, "libopus", pcm, sample_rate)
    return bytes(file.data)


def mp4(pcm: Sound, sample_rate: int) -> bytes:
    """AAC in MP4, as Safari records."""
    file = BytesIO()
    with av.open(file, "w", format="mp4") as container:
        _encode(container, "aac", pcm, sample_rate)
    return file.getvalue()


def ogg(pcm: Sound, sample_rate: int) -> bytes:
    file = BytesIO()
    with av.open(file, "w", format="ogg") as container:
        _encode(container, "libopus", pcm, sample_rate)
    return file.getvalue()


def _encode(container: OutputContainer, codec: str, pcm: Sound, sample_rate: int) -> None:
    stream = container.add_stream(codec, rate=48_000, layout="mono")
    frame = av.AudioFrame.from_ndarray(pcm[np.newaxis], format="s16", layout="mono")
    frame.sample_rate = sample_rate
    for part in (frame, None):
        container.mux(stream.encode(part))


def silent_video() -> bytes:
    """WebM without a track of sound."""
    file = BytesIO()
    with av.open(file, "w", format="webm") as container:
        stream = container.add_stream("libvpx", rate=10, width=64, height=64, pix_fmt="yuv420p")
        picture = av.VideoFrame(64, 64, "yuv420p")
        for part in (picture, None):
            container.mux(stream.encode(part))
    return file.getvalue()
