"""Both trackers on the project's own portrait, on noise, and on real faces where they are at hand."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from contracts.delivery import DeliverySample, Obstacle
from contracts.errors import FaceModelUnreadable
from engines.face import Points, Rgb
from engines.face.factory import face_model, tracker_from
from engines.face.geometry import geometry_of
from engines.face.head import head_pose
from engines.settings import LocalModelSettings
from faces_at_rest import ORDINARY
from media_server.watching.measures import SessionMeasures
from media_server.watching.slot import FrameSlot
from turned_face import turned
from visavis.candidate.portrait import Pose, portrait_frames, render

Watch = Callable[..., list[DeliverySample]]


def at_hand(name: str) -> Path:
    root = os.environ.get("VISAVIS_TEST_DATA")
    path = Path(root or "") / name
    if not root or not path.exists():
        pytest.skip(f"VISAVIS_TEST_DATA has no {name}")
    return path


@pytest.fixture
def faces() -> Path:
    return at_hand("faces")


@pytest.fixture(params=["bundled", "face_landmarker.task"])
def model(request: pytest.FixtureRequest) -> Path | None:
    """Both trackers; the second where its model is at hand."""
    return None if request.param == "bundled" else at_hand(f"../models/{request.param}")


@pytest.fixture
def watch(model: Path | None) -> Iterator[Watch]:
    tracker = tracker_from(model)
    measures = SessionMeasures(ORDINARY)
    shown = 0

    def look(frames: Iterable[Rgb], fps: float = 5) -> list[DeliverySample]:
        nonlocal shown
        samples = []
        for frame in frames:
            geometry = geometry_of(tracker.track(frame, shown / fps), frame)
            samples.append(measures.sample(geometry, at=shown / fps, turn=1))
            shown += 1
        return samples

    yield look
    tracker.close()


def landmarks(model: Path | None, picture: Rgb) -> Points:
    """Of a face after the tracker has settled on it."""
    tracker = tracker_from(model)
    try:
        seen = [tracker.track(picture.copy(), index / 5) for index in range(3)]
    finally:
        tracker.close()
    assert seen[-1].face is not None
    return seen[-1].face


def decoded(path: Path, every: int = 1) -> Iterator[Rgb]:
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


def test_every_frame_of_the_portrait_has_a_face_and_shoulders(watch: Watch) -> None:
    seen = watch(portrait_frames(6, 5))
    assert len(seen) == 30
    assert sum(sample.face_detected for sample in seen) >= 28
    assert sum(sample.posture is not None for sample in seen) >= 28
    assert {sample.faces for sample in seen if sample.face_detected} == {1}


def test_the_smile_measure_follows_the_smile(watch: Watch) -> None:
    smiles = [watch([render(Pose(smile=smile)) for _ in range(3)])[-1].smile or 0.0 for smile in (0.0, 0.33, 0.66, 1.0)]
    assert smiles == sorted(smiles)
    assert smiles[0] < 0.1
    assert smiles[-1] > 0.85


def test_eyes_that_look_aside_do_not_look_at_the_camera(watch: Watch) -> None:
    ahead, aside = (watch([render(Pose(glance=glance)) for _ in range(3)])[-1].gaze for glance in (0.0, 8.0))
    assert ahead == 1.0
    assert aside is not None
    assert aside < 0.5


def test_shut_eyes_are_seen(watch: Watch) -> None:
    opened, shut = (watch([render(Pose(eyelids=lids)) for _ in range(3)])[-1].eyes_shut for lids in (1.0, 0.0))
    assert (opened, shut) == (False, True)


def test_a_head_that_is_held_aslant_is_measured_in_degrees(watch: Watch) -> None:
    upright, aslant = (watch([render(Pose(roll=roll)) for _ in range(3)])[-1].head for roll in (0.0, 10.0))
    assert upright is not None
    assert aslant is not None
    assert upright.roll - aslant.roll == pytest.approx(10, abs=2.5), "the portrait turns anticlockwise"


def test_noise_a_plain_wall_and_a_covered_camera_have_no_face(watch: Watch) -> None:
    noise = np.random.default_rng(3).integers(0, 256, (480, 640, 3), np.uint8)
    wall = np.full((480, 640, 3), 190, np.uint8)
    black = np.zeros((480, 640, 3), np.uint8)
    for sample in watch([noise, wall, black]):
        assert not sample.face_detected
        assert (sample.gaze, sample.smile, sample.posture, sample.emotion) == (None,) * 4


def with_sunglasses(picture: Rgb, face: Points) -> Rgb:
    hidden = picture.copy()
    for outer, inner in ((33, 133), (263, 362)):
        centre = tuple(float(value) for value in face[[outer, inner], :2].mean(axis=0))
        width = float(np.linalg.norm(face[outer, :2] - face[inner, :2]))
        cv2.ellipse(hidden, (centre, (2.0 * width, 1.6 * width), 0.0), (15, 15, 18), -1)
    return hidden


def with_mask(picture: Rgb, face: Points) -> Rgb:
    hidden = picture.copy()
    outline = cv2.convexHull(face[[234, 195, 454, 365, 152, 136], :2].astype(np.int32))
    cv2.fillConvexPoly(hidden, outline, (170, 190, 205))
    return hidden


def in_the_dark(picture: Rgb, _: Points) -> Rgb:
    return (picture * 0.1).astype(np.uint8)


def out_of_focus(picture: Rgb, face: Points) -> Rgb:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), float(np.ptp(face[:, 0])) / 25), np.uint8)


@pytest.mark.parametrize(
    ("spoil", "obstacle", "unmeasured"),
    [
        (with_sunglasses, Obstacle.EYES_HIDDEN, ("gaze", "eyes_shut", "emotion")),
        (with_mask, Obstacle.MOUTH_HIDDEN, ("smile", "emotion")),
        (in_the_dark, Obstacle.TOO_DARK, ("gaze", "smile", "eyes_shut", "emotion")),
        (out_of_focus, Obstacle.BLURRED, ("gaze", "smile", "eyes_shut", "emotion")),
    ],
)
def test_what_is_hidden_is_unknown_and_not_zero(
    watch: Watch, spoil: Callable[[Rgb, Points], Rgb], obstacle: Obstacle, unmeasured: tuple[str, ...]
) -> None:
    picture = render(Pose())
    spoilt = spoil(picture, landmarks(None, picture))
    *_, sample = watch([spoilt.copy() for _ in range(3)])
    assert {name for name in unmeasured if getattr(sample, name) is not None} == set()
    if sample.face_detected:
        assert sample.quality is not None
        assert obstacle in sample.quality.obstacles


def test_a_picture_on_its_side_and_one_of_another_size_do_no_harm(watch: Watch) -> None:
    upright = render(Pose())
    sideways = np.ascontiguousarray(np.rot90(upright))
    small = np.ascontiguousarray(cv2.resize(upright, (320, 240)))
    seen = watch([upright, sideways, small, upright.copy(), upright.copy()])
    assert seen[-1].face_detected


def test_a_file_that_is_no_model_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "face_landmarker.task"
    assert face_model(LocalModelSettings(models_dir=tmp_path)) is None
    file.write_bytes(b"half a download")
    with pytest.raises(FaceModelUnreadable):
        face_model(LocalModelSettings(models_dir=tmp_path))


def test_a_smile_that_comes_in_a_webcam_clip(watch: Watch, faces: Path) -> None:
    seen = watch(decoded(faces / "pyfeat_single_face.mp4", every=6))
    assert all(sample.face_detected for sample in seen)
    smiles = [sample.smile or 0.0 for sample in seen]
    half = len(smiles) // 2
    assert max(smiles[:3]) < 0.15
    assert np.mean(smiles[half:]) > np.mean(smiles[:half]) + 0.3
    assert all(sample.posture is not None for sample in seen)
    assert np.mean([sample.gaze for sample in seen if sample.gaze is not None]) > 0.9
    assert not any(sample.quality.obstacles for sample in seen if sample.quality)


def test_a_clip_without_a_face(watch: Watch, faces: Path) -> None:
    assert not any(sample.face_detected for sample in watch(decoded(faces / "pyfeat_no_face.mp4", every=6)))


@pytest.mark.parametrize(
    ("name", "count", "smiling"),
    [
        ("astronaut.png", 1, True),
        ("fr_obama.jpg", 1, True),
        ("fr_obama_partial_face.jpg", 1, True),
        ("fr_two_people.jpg", 2, False),
        ("coffee.png", 0, None),
    ],
)
def test_a_photo(watch: Watch, faces: Path, name: str, count: int, smiling: bool | None) -> None:
    (picture,) = decoded(faces / name)
    *_, sample = watch([picture.copy() for _ in range(3)])
    assert sample.faces == count
    assert sample.face_detected is (count > 0)
    if smiling is not None:
        assert sample.smile is not None
        assert (sample.smile > 0.5) is smiling
        assert sample.gaze == 1.0
        assert sample.quality is not None
        assert sample.quality.obstacles == []


def test_shoulders_outside_the_picture_leave_posture_null(watch: Watch, faces: Path) -> None:
    (picture,) = decoded(faces / "fr_obama_partial_face.jpg")
    *_, sample = watch([picture.copy() for _ in range(3)])
    assert sample.face_detected
    assert sample.posture is None


@pytest.mark.parametrize("name", ["astronaut.png", "fr_obama.jpg", "pyfeat_single_face.mp4"])
def test_a_face_turned_by_known_degrees_comes_back_within_five(model: Path | None, faces: Path, name: str) -> None:
    picture = next(decoded(faces / name))
    face = landmarks(model, picture)
    ahead = head_pose(face).yaw
    for degrees in (-30, -15, 15, 30):
        found = head_pose(landmarks(model, turned(picture, face, degrees))).yaw - ahead
        assert found == pytest.approx(degrees, abs=5.0), degrees
