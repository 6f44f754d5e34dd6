"""What runs in PocketSphinx's own processes.

An utterance is decoded twice. While it is spoken, its stream's own decoder gives the captions, with a cepstral mean
that is a guess at first. Once it is over it is decoded again, with the mean of the whole utterance and the library's
second pass: on recordings unlike the model's training data that can halve the error.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pocketsphinx import Decoder

SAMPLE_RATE = 16_000
FRAME_RATE = 100
CEPSTRAL_MEAN = "51.9,1.6,3.0,7.0,-4.5,-0.4,-7.5,-4.0,-1.9,-5.0,2.0,-2.0,0.8"
"""Of five speakers; what a stream begins with."""
COMFORT_NOISE = 10.0
"""RMS of the noise that is added, in steps of 16 bits (−70 dBFS): the features of digital silence are worthless."""
MIN_LETTERS_PER_SECOND = 6.0
MIN_SHARE = 0.15
"""What noise is taken for: one long drawn "sad", or a lone "the". Below either of these an utterance is not speech.

Measured on pieces of 1 to 4 s without voice activity detection in front: of 45 of three noise clips 6 give words, of 70
of five speech clips all do. Behind Silero none of the noise does."""
PARTIAL_BYTES = 2 * SAMPLE_RATE // 5
"""How much is heard between two looks at the hypothesis: 0.2 s."""

_VARIANT = re.compile(r"\(\d+\)$")
"""The dictionary numbers a word's pronunciations: "the", "the(2)"."""


class HeardWord(NamedTuple):
    """Seconds count from the utterance's first sample."""

    text: str
    start: float
    end: float
    confidence: float


@dataclass
class _Stream:
    """A candidate's own decoder, and the utterance that is being spoken as 16-bit PCM."""

    decoder: Decoder
    noise: np.random.Generator = field(default_factory=lambda: np.random.default_rng(0))
    utterance: bytearray = field(default_factory=bytearray)
    looked_at: int = 0


class Decoders:
    """Decoders by the stream they belong to. One takes 90 MB and 0.2 s to make, and is kept for the next stream."""

    def __init__(self) -> None:
        self._streams: dict[int, _Stream] = {}
        self._idle = [_captioning_decoder()]
        self._final = Decoder(samprate=SAMPLE_RATE, loglevel="FATAL", cmn="batch")

    def open(self, stream: int) -> None:
        decoder = self._idle.pop() if self._idle else _captioning_decoder()
        # What the last speaker's voice and room were like is nothing to the next.
        decoder.set_cmn(CEPSTRAL_MEAN)
        self._streams[stream] = _Stream(decoder)

    def feed(self, stream: int, pcm: NDArray[np.float32]) -> list[HeardWord] | None:
        """Hear more of the utterance, or begin one. Returns its words so far, now and then; else None."""
        state = self._streams[stream]
        if not state.utterance:
            state.decoder.start_utt()
        heard = _with_comfort_noise(pcm, state.noise)
        state.decoder.process_raw(heard)
        state.utterance += heard
        if len(state.utterance) - state.looked_at < PARTIAL_BYTES:
            return None
        state.looked_at = len(state.utterance)
        return _words(state.decoder, _duration(state.utterance))

    def end_utterance(self, stream: int) -> list[HeardWord]:
        """The words of the utterance, for good; none where it held no speech, or there was none."""
        state = self._streams[stream]
        if not state.utterance:
            return []
        state.decoder.end_utt()
        self._final.start_utt()
        self._final.process_raw(bytes(state.utterance), full_utt=True)
        self._final.end_utt()
        words = _words(self._final, _duration(state.utterance))
        state.decoder.set_cmn(self._final.get_cmn(False))  # the next captions begin with this speaker's mean
        state.utterance.clear()
        state.looked_at = 0
        return words

    def close(self, stream: int) -> None:
        state = self._streams.pop(stream)
        if state.utterance:
            state.decoder.end_utt()
        self._idle.append(state.decoder)


def _captioning_decoder() -> Decoder:
    """Without the passes that only begin when the utterance is over."""
    return Decoder(samprate=SAMPLE_RATE, loglevel="FATAL", fwdflat=False, bestpath=False)


def _duration(utterance: bytearray) -> float:
    return len(utterance) / (2 * SAMPLE_RATE)


def _with_comfort_noise(pcm: NDArray[np.float32], noise: np.random.Generator) -> bytes:
    heard = pcm * 32767 + noise.normal(0, COMFORT_NOISE, len(pcm))
    return np.clip(heard, -32768, 32767).astype(np.int16).tobytes()


def _words(decoder: Decoder, duration: float) -> list[HeardWord]:
    if decoder.hyp() is None:
        return []
    words = [
        HeardWord(
            _VARIANT.sub("", segment.word),
            segment.start_frame / FRAME_RATE,
            (segment.end_frame + 1) / FRAME_RATE,
            min(max(segment.prob, 0.0), 1.0),
        )
        for segment in decoder.seg()
        # <s>, </s>, <sil>, [NOISE], [SPEECH], ++COUGH++: sounds, and no words
        if segment.word[0] not in "<[+"
    ]
    return words if _is_speech(words, duration) else []


def _is_speech(words: list[HeardWord], duration: float) -> bool:
    """Whether words come as fast and as densely as in speech."""
    if not words:
        return False
    letters = sum(len(word.text) for word in words)
    worded = sum(word.end - word.start for word in words)
    span = words[-1].end - words[0].start
    return letters >= MIN_LETTERS_PER_SECOND * span and worded >= MIN_SHARE * duration
