"""The outbound face, and files that are no face."""

import itertools
import wave
from pathlib import Path

import av
import numpy as np
import pytest
from visavis.candidate.errors import CandidateInputError
from visavis.candidate.face import MAX_FPS, FaceTrack, Film, load_film, ping_pong
from visavis.candidate.pacing import Pacer


async def no_sleep(seconds: float) -> None:
    """Time does not pass."""


def write_film(path: Path, frames: int, fps: int, size: tuple[int, int] = (64, 48)) -> Path:
    """Frames that grow brighter."""
    with av.open(path, "w") as container:
        stream = container.add_stream("mpeg4", rate=fps)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        for index in range(frames):
            picture = np.full((size[1], size[0], 3), min(4 * index, 255), np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    return path


@pytest.mark.parametrize(
    ("count", "expected"),
    [(4, [0, 1, 2, 3, 2, 1, 0, 1, 2]), (2, [0, 1, 0, 1]), (1, [0, 0, 0])],
)
def test_a_film_goes_to_and_fro_without_jump_or_halt(count: int, expected: list[int]) -> None:
    assert list(itertools.islice(ping_pong(count), len(expected))) == expected


def test_a_film_is_played_at_its_own_rate(tmp_path: Path) -> None:
    film = load_film(write_film(tmp_path / "slow.mp4", frames=20, fps=10))
    assert (film.fps, len(film.frames)) == (10, 20)


def test_a_fast_film_is_thinned_out_evenly(tmp_path: Path) -> None:
    film = load_film(write_film(tmp_path / "fast.mp4", frames=60, fps=30))
    assert film.fps == MAX_FPS
    assert len(film.frames) == 30
    assert np.diff([frame.time for frame in film.frames]) == pytest.approx(1 / MAX_FPS, abs=1e-3)


def test_a_large_film_is_scaled_down_in_proportion(tmp_path: Path) -> None:
    film = load_film(write_film(tmp_path / "large.mp4", frames=2, fps=10, size=(1280, 720)))
    assert (film.frames[0].width, film.frames[0].height) == (640, 360)


async def test_the_track_stamps_frames_in_real_time(tmp_path: Path) -> None:
    film = load_film(write_film(tmp_path / "film.mp4", frames=3, fps=10))
    track = FaceTrack(film, Pacer(0.1, lambda: 0.0, no_sleep))
    stamps = [(await track.recv()).pts for _ in range(5)]
    assert stamps == [0, 9000, 18000, 27000, 36000]
    assert track.sent == 5
    track.stop()


def test_a_file_that_is_no_video_is_named(tmp_path: Path) -> None:
    path = tmp_path / "face.mp4"
    path.write_text("this is not a video")
    with pytest.raises(CandidateInputError, match=r"face\.mp4: this is not a video"):
        load_film(path)


def test_a_sound_file_has_no_pictures(tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(1600))
    with pytest.raises(CandidateInputError, match=r"voice\.wav: there are no pictures"):
        load_film(path)


def test_a_video_without_frames_is_named(tmp_path: Path) -> None:
    """The header promises a video stream; the data stops before its first frame."""
    whole = write_film(tmp_path / "whole.avi", frames=20, fps=10).read_bytes()
    cut = tmp_path / "cut.avi"
    cut.write_bytes(whole[: whole.index(b"movi") + 4])
    with pytest.raises(CandidateInputError, match=r"cut\.avi: "):
        load_film(cut)


def test_film_frames_are_ready_for_the_encoder(tmp_path: Path) -> None:
    film: Film = load_film(write_film(tmp_path / "film.mp4", frames=2, fps=10))
    assert {frame.format.name for frame in film.frames} == {"yuv420p"}
