"""Speech in a stream of sound, by scripted probabilities and in real sound."""

from collections.abc import Awaitable, Callable

import numpy as np
import pytest
from contracts.base import Language
from engines.stt import SAMPLE_RATE, Pcm
from engines.stt.pocketsphinx import PocketSphinxRecognizer
from engines.stt.recording import recognise_recording, speech_in
from engines.stt.segments import PRE_ROLL, SegmentEnd, Segmenter, SpeechGate, SpeechPiece
from engines.vad import WINDOW_SAMPLES

Say = Callable[[str, Language], Awaitable[Pcm]]


def gate_over(*probabilities: float) -> list[bool]:
    gate = SpeechGate()
    return [gate.hear(probability) for probability in probabilities]


def test_a_click_is_no_speech_and_a_dip_no_silence() -> None:
    assert not any(gate_over(0.9, 0.9, 0.1, 0.9, 0.1))
    assert gate_over(0.9, 0.9, 0.9, 0.4, 0.4, 0.3, 0.4) == [False, False, True, True, True, False, False]


def segmented(*spans: tuple[int, bool]) -> list[SpeechPiece | SegmentEnd]:
    """What a segmenter hands on of windows that each hold their own number in every sample."""
    segmenter, parts, number = Segmenter(), [], 0
    for windows, speech in spans:
        for _ in range(windows):
            parts += segmenter.hear(np.full(WINDOW_SAMPLES, number, np.float32), speech)
            number += 1
    return [*parts, *segmenter.close()]


def test_a_segment_begins_before_its_speech_and_bears_a_pause() -> None:
    parts = segmented((40, False), (20, True), (8, False), (20, True), (40, False))

    pieces = [part for part in parts if isinstance(part, SpeechPiece)]
    assert pieces[0].start == 30 * WINDOW_SAMPLES
    assert np.array_equal(np.concatenate([piece.pcm for piece in pieces])[::WINDOW_SAMPLES], np.arange(30, 99))
    assert [piece.start for piece in pieces[1:]] == [piece.start + len(piece.pcm) for piece in pieces[:-1]]
    assert {piece.segment for piece in pieces} == {0}
    assert [part for part in parts if isinstance(part, SegmentEnd)] == [parts[-1]]


def test_a_longer_silence_parts_two_segments() -> None:
    parts = segmented((20, True), (30, False), (20, True))

    assert [part.segment for part in parts if isinstance(part, SpeechPiece)][-1] == 1
    assert sum(isinstance(part, SegmentEnd) for part in parts) == 2


def test_silence_is_handed_to_nobody() -> None:
    assert segmented((100, False)) == []


async def test_speech_is_found_in_a_recording(say: Say) -> None:
    pcm = await say("What can you do for your country?", Language.EN)

    pieces = [part for part in speech_in(pcm) if isinstance(part, SpeechPiece)]

    assert 0 < pieces[0].start / SAMPLE_RATE < 0.6  # the room before it
    assert (pieces[-1].start + len(pieces[-1].pcm)) / SAMPLE_RATE > len(pcm) / SAMPLE_RATE - 0.6


async def test_a_recording_is_recognised_with_times_of_its_own(say: Say) -> None:
    pcm = np.concatenate([np.zeros(3 * SAMPLE_RATE, np.float32), await say("What can you do?", Language.EN)])
    recognizer = PocketSphinxRecognizer()

    recognition = await recognise_recording(recognizer, pcm, Language.EN)
    await recognizer.close()

    assert recognition.text
    assert recognition.words[0].start > 3 + PRE_ROLL
    assert recognition.words[-1].end < len(pcm) / SAMPLE_RATE


@pytest.mark.parametrize("length", [0, 100, 2 * SAMPLE_RATE])
async def test_a_recording_without_speech_is_empty(length: int) -> None:
    recognizer = PocketSphinxRecognizer()

    recognition = await recognise_recording(recognizer, np.zeros(length, np.float32), Language.EN)
    await recognizer.close()

    assert recognition.text == ""
