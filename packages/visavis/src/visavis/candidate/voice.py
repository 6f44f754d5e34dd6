"""The candidate's voice: speech from files or from a synthesiser, sent as a microphone would send it."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from contracts.base import Language
from engines.tts import Voice as SpeakingVoice
from numpy.typing import NDArray

from visavis.candidate.errors import CandidateInputError
from visavis.candidate.pacing import Pacer

SAMPLE_RATE = 48_000
FRAME_SAMPLES = 960
"""20 ms, the packet time of Opus."""
FRAME_SECONDS = FRAME_SAMPLES / SAMPLE_RATE
NOISE_RMS = 10.0
"""Of the room, −70 dBFS: a microphone never sends digital silence, and recognisers suffer from it."""
BREATH_SECONDS = 0.45
"""Between sentences; within the shortest pause that ends a turn."""
OWN_SPEED = 0.91
"""150 words a minute in espeak's count."""
OWN_GAIN = 0.25
"""espeak-ng speaks at −21 dBFS, as if into the microphone; this is −33 dBFS, across a desk."""

Pcm = NDArray[np.int16]


@dataclass(frozen=True)
class Clip:
    """One spoken answer: mono PCM at 48 kHz, shape (samples,). `text` is what is said, where that is known."""

    name: str
    pcm: Pcm
    text: str | None = None

    @property
    def duration(self) -> float:
        """Seconds."""
        return len(self.pcm) / SAMPLE_RATE


def load_clip(path: Path) -> Clip:
    """Read any sound file. Raises `CandidateInputError` where there is no sound in it."""
    try:
        with av.open(path) as container:
            if not container.streams.audio:
                raise CandidateInputError(
                    f"{path.name}: there is no sound in this file. Give a WAV, FLAC or similar file."
                )
            pcm = _resampled(container.decode(audio=0))
    except OSError as error:
        raise CandidateInputError(f"{path.name}: cannot be read ({error.strerror}). Check the path.") from error
    except (av.FFmpegError, ValueError) as error:
        raise CandidateInputError(
            f"{path.name}: this is not a sound file. Give a WAV, FLAC or similar file."
        ) from error
    if len(pcm) < FRAME_SAMPLES:
        raise CandidateInputError(f"{path.name}: this sound file is empty. Give one that holds speech.")
    return Clip(path.name, pcm)


async def synthesised_clip(voice: SpeakingVoice, sentences: list[str], language: Language) -> Clip:
    """`sentences` in a synthetic voice, with a breath between them. Raises `EngineFailed`."""
    breath = np.zeros(round(BREATH_SECONDS * SAMPLE_RATE), np.int16)
    parts: list[Pcm] = []
    for sentence in sentences:
        speech = await voice.synthesise(sentence, language, OWN_SPEED)
        quieter = (speech.pcm * OWN_GAIN).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(quieter[np.newaxis], format="s16", layout="mono")
        frame.sample_rate = speech.sample_rate
        parts += [_resampled(iter([frame])), breath]
    return Clip(voice.name, np.concatenate(parts[:-1]), " ".join(sentences))


def _resampled(frames: Iterator[av.AudioFrame]) -> Pcm:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    pieces = [piece for frame in frames for piece in resampler.resample(frame)]
    pieces += resampler.resample(None) if pieces else []
    return np.concatenate([np.zeros(0, np.int16), *(piece.to_ndarray()[0] for piece in pieces)])


class Voice:
    """What a microphone picks up: the sound of an empty room, and the clip that is being said in it.

    It outlives a broken connection; each connection carries it on a `VoiceTrack` of its own.
    """

    def __init__(self) -> None:
        self._noise = np.random.default_rng(20)
        self._rest: Pcm = np.zeros(0, np.int16)
        self._paused = False
        self.silent = asyncio.Event()
        """Set while there is nothing left to say."""
        self.silent.set()

    def say(self, clip: Clip) -> None:
        """Start to speak; what was left of an earlier clip is dropped."""
        self._rest = clip.pcm
        self._paused = False
        self.silent.clear()

    def pause(self) -> None:
        """Fall silent in the middle, to go on later with `resume`."""
        self._paused = True

    def resume(self) -> None:
        self._paused = False

    def stop(self) -> float:
        """Drop what is left to say. Returns its seconds."""
        left = len(self._rest) / SAMPLE_RATE
        self._rest = self._rest[:0]
        self.silent.set()
        return left

    def next_samples(self) -> Pcm:
        """The next 20 ms, shape (960,)."""
        samples = self._noise.normal(0.0, NOISE_RMS, FRAME_SAMPLES)
        if not self._paused and len(self._rest):
            said, self._rest = self._rest[:FRAME_SAMPLES], self._rest[FRAME_SAMPLES:]
            samples[: len(said)] += said
            if not len(self._rest):
                self.silent.set()
        return np.clip(samples, -32768, 32767).astype(np.int16)


class VoiceTrack(MediaStreamTrack):
    """A voice on its way out, in real time."""

    kind = "audio"

    def __init__(self, voice: Voice, pacer: Pacer | None = None) -> None:
        super().__init__()
        self._voice = voice
        self._pacer = pacer or Pacer(FRAME_SECONDS)
        self._pts = 0

    async def recv(self) -> av.AudioFrame:
        if self.readyState != "live":
            raise MediaStreamError
        self._pts += await self._pacer.tick() * FRAME_SAMPLES
        frame = av.AudioFrame.from_ndarray(self._voice.next_samples()[np.newaxis], format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        frame.pts = self._pts
        frame.time_base = Fraction(1, SAMPLE_RATE)
        self._pts += FRAME_SAMPLES
        return frame
