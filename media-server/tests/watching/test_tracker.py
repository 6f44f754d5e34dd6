"""Real MediaPipe on the project's own portrait, on noise, and on real faces where they are at hand."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from contracts.delivery import DeliverySample
from media_server.watching.geometry import geometry_of
from media_server.watching.measures import SessionMeasures
from media_server.watching.slot import FrameSlot
from media_server.watching.tracker import FaceTracker
from visavis.candidate.portrait import Pose, portrait_frames, render


def watch(frames: Iterable[np.ndarray], fps: float = 5) -> list[DeliverySample]:
    measures = SessionMeasures()
    with FaceTracker() as tracker:
        return [
            measures.sample(geometry_of(tracker.track(frame)), at=index / fps, turn=1)
            for index, frame in enumerate(frames)
        ]


def test_every_frame_of_the_portrait_has_a_face_and_shoulders() -> None:
    seen = watch(portrait_frames(12, 5))
    assert len(seen) == 60
    assert sum(sample.face_detected for sample in seen) >= 57
    assert sum(sample.posture is not None for sample in seen) >= 57


def test_the_smile_measure_follows_the_smile() -> None:
    smiles = [watch([render(Pose(smile=smile))] * 3)[-1].smile or 0.0 for smile in (0.0, 0.33, 0.66, 1.0)]
    assert smiles == sorted(smiles)
    assert smiles[0] < 0.1
    assert smiles[-1] > 0.85


def test_eyes_that_look_aside_do_not_look_at_the_camera() -> None:
    ahead, aside = (watch([render(Pose(glance=glance))] * 3)[-1].gaze for glance in (0.0, 8.0))
    assert ahead == 1.0
    assert aside is not None
    assert aside < 0.5


def test_noise_and_a_plain_wall_have_no_face() -> None:
    noise = np.random.default_rng(3).integers(0, 256, (480, 640, 3), np.uint8)
    wall = np.full((480, 640, 3), 190, np.uint8)
    assert not any(sample.face_detected for sample in watch([noise.copy(), wall.copy(), noise.copy()]))


@pytest.fixture
def faces() -> Path:
    root = os.environ.get("VISAVIS_TEST_DATA")
    if not root or not (Path(root) / "faces").is_dir():
        pytest.skip("VISAVIS_TEST_DATA has no faces/")
    return Path(root) / "faces"


def decoded(path: Path, every: int = 1) -> Iterator[np.ndarray]:
    """Frames as a tracker process gets them: through the slot."""
    slot = FrameSlot()
    try:
        with av.open(path) as container:
            for index, frame in enumerate(container.decode(video=0)):
                if index % every == 0:
                    yield slot.read(*slot.write(frame))
    finally:
        slot.close()
        slot.unlink()


def test_a_smile_that_comes_in_a_webcam_clip(faces: Path) -> None:
    seen = watch(decoded(faces / "pyfeat_single_face.mp4", every=6))
    assert all(sample.face_detected for sample in seen)
    smiles = [sample.smile or 0.0 for sample in seen]
    half = len(smiles) // 2
    assert max(smiles[:3]) < 0.15
    assert np.mean(smiles[half:]) > np.mean(smiles[:half]) + 0.3
    assert all(sample.posture is not None for sample in seen)
    assert np.mean([sample.gaze for sample in seen if sample.gaze is not None]) > 0.9


def test_a_clip_without_a_face(faces: Path) -> None:
    assert not any(sample.face_detected for sample in watch(decoded(faces / "pyfeat_no_face.mp4", every=6)))


@pytest.mark.parametrize(
    ("name", "face", "smiling"),
    [
        ("astronaut.png", True, True),
        ("fr_obama.jpg", True, True),
        ("fr_obama_partial_face.jpg", True, True),
        ("fr_two_people.jpg", True, False),
        ("coffee.png", False, None),
    ],
)
def test_a_photo(faces: Path, name: str, face: bool, smiling: bool | None) -> None:
    (picture,) = decoded(faces / name)
    *_, sample = watch([picture.copy() for _ in range(3)])
    assert sample.face_detected is face
    if smiling is not None:
        assert sample.smile is not None
        assert (sample.smile > 0.5) is smiling
        assert sample.gaze == 1.0


def test_shoulders_outside_the_picture_leave_posture_null(faces: Path) -> None:
    (picture,) = decoded(faces / "fr_obama_partial_face.jpg")
    *_, sample = watch([picture.copy() for _ in range(3)])
    assert sample.face_detected
    assert sample.posture is None
