"""Sound in packets: silence that is not encoded is what the codec would send, and voice is voice again after it."""

import av
import numpy as np
from aiortc.codecs import CODECS
from aiortc.jitterbuffer import JitterFrame
from media_server.rtc.jitter import DecodeAtOnce
from media_server.rtc.sending import OpusVoice
from media_server.speaking.track import FRAME_SAMPLES, SAMPLE_RATE
from numpy.typing import NDArray

OPUS = CODECS["audio"][0]
LENGTH = 40 * FRAME_SAMPLES
VOICE = (8000 * np.sin(2 * np.pi * 220 * np.arange(LENGTH) / SAMPLE_RATE)).astype(np.int16)
SILENCE = np.zeros(LENGTH, np.int16)


def frames(*sounds: NDArray[np.int16]) -> list[av.AudioFrame]:
    made = []
    for number, samples in enumerate(np.concatenate(sounds).reshape(-1, 1, FRAME_SAMPLES)):
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        frame.pts = number * FRAME_SAMPLES
        made.append(frame)
    return made


def sent(*sounds: NDArray[np.int16]) -> list[bytes]:
    voice = OpusVoice()
    return [packet for frame in frames(*sounds) for packet in voice.encode(frame).payloads]


def decoded(packets: list[bytes]) -> NDArray[np.int16]:
    """One row a packet."""
    heard: list[av.AudioFrame] = []
    decoder = DecodeAtOnce(heard.append)
    for number, packet in enumerate(packets):
        decoder.put((OPUS, JitterFrame(packet, number * FRAME_SAMPLES)))
    return np.array([frame.to_ndarray()[0] for frame in heard])


def test_silence_that_is_not_encoded_is_what_the_codec_would_send() -> None:
    codec = OpusVoice()._codec
    encoded = [bytes(packet) for frame in frames(VOICE, SILENCE) for packet in codec.encode(frame)]
    assert sent(VOICE, SILENCE) == encoded


def test_voice_is_heard_again_after_silence() -> None:
    heard = decoded(sent(VOICE, SILENCE, VOICE))
    first, quiet, second = np.split(np.abs(heard.astype(int)).max(axis=1), 3)
    assert not quiet[5:].any()
    assert second[2:].min() > 0.5 * first[5:].min() > 1000


def test_a_packet_that_cannot_be_decoded_costs_itself_and_no_other() -> None:
    packets = sent(VOICE)
    packets[20] = b"\xff\xff"
    assert len(decoded(packets)) == len(packets) - 1
