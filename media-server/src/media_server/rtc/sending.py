"""Encode the interviewer's voice where it is read, and its silence once.

aiortc (1.16) hands every frame of 20 ms to a thread that encodes it, in stereo; but most of a call is the interviewer's
silence, and waking a thread takes longer than encoding does (0.1 ms).
"""

from math import log10
from typing import Any

import av
import numpy as np
from aiortc import RTCRtpSender
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from aiortc.rtcrtpsender import RTCEncodedFrame
from numpy.typing import NDArray

BIT_RATE = 64_000
SILENT_DBOV = -127


class OpusVoice:
    """Frames of 20 ms at 48 kHz, int16, mono, to Opus packets.

    Once two silent frames in a row were the same packet, so are all that follow: it is sent without encoding.
    """

    def __init__(self) -> None:
        codec = av.AudioCodecContext.create("libopus", "w")
        codec.bit_rate = BIT_RATE
        codec.format = "s16"
        codec.layout = "mono"
        codec.sample_rate = 48_000
        codec.options = {"application": "voip"}
        self._codec = codec
        self._packet = b""
        self._is_steady = False

    def encode(self, frame: av.AudioFrame) -> RTCEncodedFrame:
        pcm = np.frombuffer(memoryview(frame.planes[0]), np.int16)[: frame.samples]
        silent = not pcm.any()
        if not (silent and self._is_steady):
            packet = b"".join(map(bytes, self._codec.encode(frame)))
            self._is_steady = silent and packet == self._packet
            self._packet = packet
        return RTCEncodedFrame([self._packet], frame.pts or 0, SILENT_DBOV if silent else _level(pcm))


def send_without_delay(sender: RTCRtpSender) -> None:
    """Encode on the event loop, where the peer takes Opus; call before its transport connects."""
    # Any: none of these is part of aiortc's interface; all are of this one sender only.
    internals: Any = sender
    encode_elsewhere = internals._next_encoded_frame
    voice = OpusVoice()

    async def next_encoded_frame(codec: RTCRtpCodecParameters) -> RTCEncodedFrame | None:
        if codec.name != "opus":
            encoded: RTCEncodedFrame | None = await encode_elsewhere(codec)
            return encoded
        frame = await sender.track.recv()
        return voice.encode(frame) if internals._enabled and isinstance(frame, av.AudioFrame) else None

    internals._next_encoded_frame = next_encoded_frame


def _level(pcm: NDArray[np.int16]) -> int:
    """dBov, as RFC 6464 has it."""
    return max(SILENT_DBOV, round(20 * log10(float(np.sqrt(np.mean(np.square(pcm, dtype=np.float64)))) / 32768)))
