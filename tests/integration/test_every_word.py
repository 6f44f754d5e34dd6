"""Every word of an answer arrives once, in order, none lost at the border of a segment; silence and noise give none.

The candidate talks to the real platform over real WebRTC. Exactly, with an ear that hears in a sound what is in it
(`marked_clips`), behind Deepgram's protocol; and as far as the embedded ear understands anyone.
"""

import json
import os
import wave
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
import numpy as np
import pytest
from browser import spoken, write_wav
from contracts.base import Speaker
from contracts.speech import Word
from deepgram_service import Service, deepgram_service_beside
from marked_clips import MarkedClips
from media_server.hearing.resample import Resampler
from numpy.typing import NDArray
from virtual_candidates import interview
from visavis.bench.stt import measure
from visavis.candidate.accuracy import aligned, words_of
from visavis.candidate.record import InterviewRecord, TranscriptLine
from visavis.candidate.voice import SAMPLE_RATE, load_clip
from visavis.testing import prepared_home, running_platform

pytestmark = pytest.mark.slow

DATA = os.environ.get("VISAVIS_TEST_DATA")

REAL = {
    "jfk": "en_jfk.flac",
    "effort": "en_rtstt_03_gpu_expected_pass.wav",
    "gospel": "en_leopard_en.wav",
}
REAL_NOISE = ("noise_leopard_empty.wav", "noise_transcribecpp_room_silence.wav")
OWN = {
    "payments": "I moved the payments to another queue, and nobody noticed.",
    "failure": "Once the disk was full. I wrote down why, and fixed the alarm.",
    "learning": "These days I read old reports and talk with support people.",
}


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Three answers by name: recordings, or where there are none the project's own voice."""
    if DATA:
        return {name: Path(DATA) / "speech" / file for name, file in REAL.items()}
    folder = tmp_path_factory.mktemp("own")
    return {name: write_wav(folder / f"{name}.wav", spoken(text)) for name, text in OWN.items()}


@pytest.fixture(scope="module")
def noises(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two clips without speech: recordings, or made here."""
    if DATA:
        return [Path(DATA) / "speech" / file for file in REAL_NOISE]
    folder = tmp_path_factory.mktemp("noise")
    chance = np.random.default_rng(5)
    time = np.arange(5 * SAMPLE_RATE) / SAMPLE_RATE
    sounds = {
        "hiss": chance.normal(0, 600, len(time)),
        "hum": 1500 * np.sin(2 * np.pi * 50 * time) + 500 * np.sin(2 * np.pi * 150 * time),
    }
    return [_write(folder / f"{name}.wav", sound.astype(np.int16)) for name, sound in sounds.items()]


@pytest.fixture(scope="module")
def ear(clips: dict[str, Path]) -> MarkedClips:
    return MarkedClips({name: _as_heard(path) for name, path in clips.items()})


@pytest.fixture(scope="module")
def service(ear: MarkedClips) -> Iterator[Service]:
    with deepgram_service_beside(ear) as service:
        yield service


@pytest.fixture(scope="module")
def exact_platform(service: Service) -> Iterator[str]:
    with prepared_home() as home, running_platform(home, service.settings) as platform:
        yield platform.url


@pytest.fixture(scope="module")
def exact_records(
    exact_platform: str, clips: dict[str, Path], noises: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[InterviewRecord, InterviewRecord]:
    """What was heard of the clips, and of noise: side by side, since each takes as long as it sounds."""
    with ThreadPoolExecutor(2) as threads:
        said, noisy = (
            threads.submit(answering, exact_platform, tmp_path_factory.mktemp("exact"), sounds)
            for sounds in (list(clips.values()), noises)
        )
        return said.result(), noisy.result()


@pytest.mark.timeout(500)
def test_an_ear_that_knows_the_sound_hears_every_part_of_it_once(
    exact_records: tuple[InterviewRecord, InterviewRecord], clips: dict[str, Path], ear: MarkedClips
) -> None:
    assert all(len(words) >= 5 for words in ear.words.values())
    answers = answers_of(exact_records[0])
    assert len(answers) == len(clips)
    for name, answer in zip(clips, answers, strict=True):
        words = answer.words or []
        assert [word.text for word in words] == ear.words[name]
        assert in_order(words)
        assert all(word.span for word in words), "each is found in the text"


@pytest.mark.timeout(500)
def test_silence_and_noise_are_no_words(
    exact_records: tuple[InterviewRecord, InterviewRecord], noises: list[Path]
) -> None:
    answers = answers_of(exact_records[1])
    assert [(answer.text, answer.words, answer.unreliable_reason) for answer in answers] == [
        ("", [], "nothing_heard")
    ] * len(noises)


@pytest.mark.timeout(500)
async def test_the_embedded_ear_hears_a_call_as_it_hears_the_recording(
    platform_url: str, test_data: Path, tmp_path: Path
) -> None:
    """It mishears one word in three, differently each time; what is lost or doubled shows in the number of words that
    nothing was heard for, or that come from nowhere: within a fifth of what is said of the recording heard whole.
    """
    files = [REAL["effort"], REAL["gospel"]]
    recordings = folder_of(test_data, files, tmp_path / "recordings")
    record = answering(platform_url, tmp_path, [recordings / file for file in files])
    whole = await measure([recordings], "pocketsphinx")
    by_file = {clip.file: clip for clip in whole.folders[0].clips}
    for file, answer in zip(files, answers_of(record), strict=True):
        clip = by_file[file]
        assert clip.mistakes
        assert answer.words
        assert in_order(answer.words)
        live = aligned(words_of(clip.reference), [word.text for word in answer.words])
        slack = max(2, clip.mistakes.words // 5)
        assert live.deletions <= clip.mistakes.deletions + slack, answer.text
        assert live.insertions <= clip.mistakes.insertions + slack, answer.text


async def test_the_embedded_ear_hears_nothing_in_noise(test_data: Path, tmp_path: Path) -> None:
    """Through the hearing of a call, in many rooms: what noise is taken for is a matter of chance."""
    noises = folder_of(test_data, REAL_NOISE, tmp_path / "noises")
    results = await measure([noises], "pocketsphinx", runs=12)
    clips = results.folders[0].clips
    assert len(clips) == 12 * len(REAL_NOISE)
    assert [(clip.file, clip.run, clip.text) for clip in clips if clip.text or clip.failure] == []


def folder_of(test_data: Path, files: Collection[str], folder: Path) -> Path:
    """A folder of these clips of `test_data`, with what is said in them."""
    speech = test_data / "speech"
    described = json.loads((speech / "MANIFEST.json").read_bytes())
    folder.mkdir()
    (folder / "MANIFEST.json").write_text(json.dumps([clip for clip in described if clip["file"] in files]))
    for file in files:
        (folder / file).symlink_to(speech / file)
    return folder


def answering(url: str, tmp_path: Path, sounds: list[Path]) -> InterviewRecord:
    """The virtual candidate answers each question with one of the sounds."""
    speech = [option for sound in sounds for option in ("--speech", sound)]
    asked = ("--questions", str(len(sounds)), "--follow-ups", "0")
    return interview(url, tmp_path / "record.json", *asked, *speech)


def answers_of(record: InterviewRecord) -> list[TranscriptLine]:
    lines = [line for line in record.transcripts if line.speaker is Speaker.USER]
    return sorted(lines, key=lambda line: line.turn)


def in_order(words: list[Word]) -> bool:
    starts = [word.start for word in words]
    return starts == sorted(starts)


def _as_heard(path: Path) -> NDArray[np.int16]:
    frame = av.AudioFrame.from_ndarray(load_clip(path).pcm[np.newaxis], format="s16", layout="mono")
    frame.sample_rate = SAMPLE_RATE
    return (Resampler().feed(frame) * 32767).astype(np.int16)


def _write(path: Path, pcm: NDArray[np.int16]) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(pcm.tobytes())
    return path
