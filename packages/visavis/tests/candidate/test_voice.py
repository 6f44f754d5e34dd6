"""The outbound voice, and files that are no voice."""

import wave
from pathlib import Path

import av
import numpy as np
import pytest
from visavis.candidate.errors import CandidateInputError
from visavis.candidate.pacing import Pacer
from visavis.candidate.voice import FRAME_SAMPLES, NOISE_RMS, SAMPLE_RATE, Clip, Voice, VoiceTrack, load_clip


async def no_sleep(seconds: float) -> None:
    """Time does not pass."""


def tone(seconds: float, rate: int = SAMPLE_RATE, amplitude: float = 8000.0) -> np.ndarray:
    return (amplitude * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)).astype(np.int16)


def write_wav(path: Path, pcm: np.ndarray, rate: int) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm.tobytes())
    return path


def rms(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(samples.astype(np.float64)))))


def test_the_room_is_never_digitally_silent() -> None:
    voice = Voice()
    heard = np.concatenate([voice.next_samples() for _ in range(100)])
    assert NOISE_RMS * 0.9 < rms(heard) < NOISE_RMS * 1.1


def test_a_clip_is_said_once_and_whole() -> None:
    voice = Voice()
    clip = Clip("tone", tone(0.05))
    voice.say(clip)
    assert not voice.silent.is_set()
    said = np.concatenate([voice.next_samples() for _ in range(3)])
    assert voice.silent.is_set()
    np.testing.assert_allclose(said[: len(clip.pcm)], clip.pcm, atol=8 * NOISE_RMS)
    assert rms(said[len(clip.pcm) :]) < 2 * NOISE_RMS


def test_who_is_interrupted_goes_on_where_they_stopped() -> None:
    voice = Voice()
    clip = Clip("tone", tone(0.04))
    voice.say(clip)
    first = voice.next_samples()
    voice.pause()
    assert rms(voice.next_samples()) < 2 * NOISE_RMS
    assert not voice.silent.is_set()
    voice.resume()
    second = voice.next_samples()
    np.testing.assert_allclose(np.concatenate([first, second]), clip.pcm, atol=8 * NOISE_RMS)


def test_stopping_tells_what_was_left_unsaid() -> None:
    voice = Voice()
    voice.say(Clip("tone", tone(1.0)))
    voice.next_samples()
    assert voice.stop() == pytest.approx(0.98)
    assert voice.silent.is_set()
    assert rms(voice.next_samples()) < 2 * NOISE_RMS


async def test_the_track_counts_samples() -> None:
    track = VoiceTrack(Voice(), Pacer(0.02, lambda: 0.0, no_sleep))
    frames = [await track.recv() for _ in range(3)]
    assert [frame.pts for frame in frames] == [0, FRAME_SAMPLES, 2 * FRAME_SAMPLES]
    assert {frame.sample_rate for frame in frames} == {SAMPLE_RATE}
    track.stop()


def test_a_sound_file_is_resampled(tmp_path: Path) -> None:
    clip = load_clip(write_wav(tmp_path / "answer.wav", tone(0.5, 16_000), 16_000))
    assert clip.name == "answer.wav"
    assert clip.duration == pytest.approx(0.5, abs=0.02)
    assert rms(clip.pcm) == pytest.approx(8000 / np.sqrt(2), rel=0.05)


def test_a_wav_that_is_not_audio_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.wav"
    path.write_text("this is not audio")
    with pytest.raises(CandidateInputError, match=r"notes\.wav: this is not a sound file"):
        load_clip(path)


def test_an_empty_sound_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CandidateInputError, match=r"empty\.wav"):
        load_clip(write_wav(tmp_path / "empty.wav", tone(0.0), 16_000))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CandidateInputError, match=r"nowhere\.wav: cannot be read"):
        load_clip(tmp_path / "nowhere.wav")


def test_a_silent_film_is_no_sound_file(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    with av.open(path, "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(5):
            container.mux(stream.encode(av.VideoFrame(64, 48, "yuv420p")))
        container.mux(stream.encode())
    with pytest.raises(CandidateInputError, match=r"film\.mp4: there is no sound"):
        load_clip(path)
