"""What runs in PocketSphinx's own processes.

Speech is decoded twice. While it is spoken, its stream's own decoder gives the captions, with a cepstral mean that is a
guess at first. At every pause the utterance, which joins several segments of speech, is decoded again as one: with the
mean of the whole, with the words before and after each pause, and more finely. On recordings unlike the model's
training data that can halve the error, and keeps it from hanging on where the pauses are.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import geometric_mean
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pocketsphinx import Decoder

Settings = Mapping[str, str | float]

SAMPLE_RATE = 16_000
FRAME_RATE = 100
CEPSTRAL_MEAN = "51.9,1.6,3.0,7.0,-4.5,-0.4,-7.5,-4.0,-1.9,-5.0,2.0,-2.0,0.8"
"""Of five speakers; what a stream begins with."""
COMFORT_NOISE = 10.0
"""RMS of the noise that is added, in steps of 16 bits (−70 dBFS): the features of digital silence are worthless."""
MIN_LETTERS_PER_SECOND = 5.0
MIN_SHARE = 0.15
MIN_CONFIDENCE = 0.03
FEW_WORDS, MIN_CONFIDENCE_OF_FEW = 3, 0.08
ARTICLES = {"a", "an", "the"}
"""What noise is taken for: one long drawn "sad", an article alone, or something that no second hypothesis agrees with
(the words' geometric mean; the fewer the words, the less that says). Such a segment is not speech.

`visavis bench stt --runs 25` hears no word in three noise clips so; with a bound of 0.03 alone, up to two in 4 of their
75 runs."""
CAPTIONS: Settings = {"fwdflat": False, "bestpath": False, "maxhmmpf": 3000}
"""Without the passes that only begin when the utterance is over: captions need not be right, but quick."""
FINAL: Settings = {"cmn": "batch", "topn": 8, "maxhmmpf": 7000, "beam": 1e-55, "wbeam": 1e-35, "pbeam": 1e-55}
"""Twice the library's Gaussians per frame, wider beams, and a bound on the hypotheses at a time, which halves the time
that unclear sound takes. With 5000 and the library's beams one run in thirty of the same clip went wrong in most words
(0.68), with these none was above 0.45."""
PARTIAL_BYTES = 2 * SAMPLE_RATE // 5
"""How much is heard between two looks at the hypothesis: 0.2 s."""

_VARIANT = re.compile(r"\(\d+\)$")
"""The dictionary numbers a word's pronunciations: "the", "the(2)"."""


class HeardWord(NamedTuple):
    """Seconds count from the answer's first sample."""

    text: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True)
class _Segment:
    """Where a segment of speech begins: seconds into the utterance, and into the answer."""

    number: int
    offset: float
    at: float


@dataclass
class _Stream:
    """A candidate's own decoder (none where nobody reads captions), and the utterance so far as 16-bit PCM."""

    captions: Decoder | None
    noise: np.random.Generator = field(default_factory=lambda: np.random.default_rng(0))
    utterance: bytearray = field(default_factory=bytearray)
    segments: list[_Segment] = field(default_factory=list)
    captioned_from: int | None = None
    """Where in the utterance the captions' own decoding began; it ends with every final one."""
    looked_at: int = 0


class Decoders:
    """Decoders by the stream they belong to. One takes 90 MB and 0.2 s to make, and is kept for the next stream."""

    def __init__(self) -> None:
        self._streams: dict[int, _Stream] = {}
        self._idle = [_decoder(CAPTIONS)]
        self._final = _decoder(FINAL)

    def open(self, stream: int, *, captions: bool) -> None:
        decoder = None
        if captions:
            decoder = self._idle.pop() if self._idle else _decoder(CAPTIONS)
            _forget_the_room(decoder)
            decoder.set_cmn(CEPSTRAL_MEAN)
        self._streams[stream] = _Stream(decoder)

    def feed(self, stream: int, pcm: NDArray[np.float32], segment: int, at: float) -> list[str] | None:
        """Hear more of the utterance. Returns the words since the last `decode`, now and then; else None."""
        state = self._streams[stream]
        begin = len(state.utterance)
        if not state.segments or state.segments[-1].number != segment:
            state.segments.append(_Segment(segment, _seconds(begin), at))
        state.utterance += _with_comfort_noise(pcm, state.noise)
        return _captions(state, state.captions, begin) if state.captions else None

    def decode(self, stream: int, *, over: bool) -> list[HeardWord]:
        """The words of the whole utterance as it is now. Once it is `over`, a new one begins."""
        state = self._streams[stream]
        _end_captions(state)
        _forget_the_room(self._final)
        self._final.start_utt()
        try:
            self._final.process_raw(bytes(state.utterance), full_utt=True)
        finally:  # left open, it would take nobody's utterance any more
            self._final.end_utt()
        words = _placed(_words(self._final), state.segments, _seconds(len(state.utterance)))
        if state.captions:  # the next ones begin with this speaker's mean
            state.captions.set_cmn(self._final.get_cmn(False))
        if over:
            state.utterance.clear()
            state.segments.clear()
        return words

    def close(self, stream: int) -> None:
        state = self._streams.pop(stream)
        _end_captions(state)
        if state.captions:
            self._idle.append(state.captions)


def _decoder(settings: Settings) -> Decoder:
    return Decoder(samprate=SAMPLE_RATE, loglevel="FATAL", **settings)


def _forget_the_room(decoder: Decoder) -> None:
    """Start without a notion of the noise. The library keeps its own from one utterance to the next, so that the same
    speech would give other words after another speaker's, and worse ones after noise.
    """
    decoder.reinit_feat()


def _captions(state: _Stream, decoder: Decoder, begin: int) -> list[str] | None:
    """Take what the utterance holds from byte `begin` on; the words so far, every 0.2 s."""
    if state.captioned_from is None:
        state.captioned_from = state.looked_at = begin
        decoder.start_utt()
    decoder.process_raw(bytes(state.utterance[begin:]))
    if len(state.utterance) - state.looked_at < PARTIAL_BYTES:
        return None
    state.looked_at = len(state.utterance)
    words = _words(decoder)
    is_speech = _is_speech(words, _seconds(len(state.utterance) - state.captioned_from))
    return [word.text for word in words] if is_speech else []


def _end_captions(state: _Stream) -> None:
    if state.captions and state.captioned_from is not None:
        state.captions.end_utt()
        state.captioned_from = None


def _seconds(size: int) -> float:
    """Of `size` bytes."""
    return size / (2 * SAMPLE_RATE)


def _with_comfort_noise(pcm: NDArray[np.float32], noise: np.random.Generator) -> bytes:
    heard = pcm * 32767 + noise.normal(0, COMFORT_NOISE, len(pcm))
    return np.clip(heard, -32768, 32767).astype(np.int16).tobytes()


def _words(decoder: Decoder) -> list[HeardWord]:
    """In seconds of what the decoder has heard."""
    if decoder.hyp() is None:
        return []
    return [
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


def _placed(words: list[HeardWord], segments: list[_Segment], duration: float) -> list[HeardWord]:
    """An utterance's words where they lie in the answer, without those of segments that held no speech."""
    placed = []
    ends = [segment.offset for segment in segments[1:]] + [duration]
    for segment, end in zip(segments, ends, strict=True):
        own = [word for word in words if segment.offset <= word.start < end]
        if _is_speech(own, end - segment.offset):
            shift = segment.at - segment.offset
            # A word that the pause parts ends before it.
            placed += [word._replace(start=word.start + shift, end=min(word.end, end) + shift) for word in own]
    return placed


def _is_speech(words: list[HeardWord], duration: float) -> bool:
    """Whether words come as fast and as densely as in speech, and are likely enough together."""
    if not words or (len(words) == 1 and words[0].text in ARTICLES):
        return False
    letters = sum(len(word.text) for word in words)
    worded = sum(word.end - word.start for word in words)
    span = words[-1].end - words[0].start
    confidence = geometric_mean([max(word.confidence, 1e-9) for word in words])
    likely = confidence >= (MIN_CONFIDENCE_OF_FEW if len(words) <= FEW_WORDS else MIN_CONFIDENCE)
    return likely and letters >= MIN_LETTERS_PER_SECOND * span and worded >= MIN_SHARE * duration
