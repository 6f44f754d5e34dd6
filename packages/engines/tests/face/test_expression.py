"""Expressions from movements, and from the project's own portrait; from real faces where they are at hand."""

from dataclasses import fields, replace
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from contracts.expression import Confidence, EmotionShares, ExpressionEstimate, ExpressionSource
from contracts.tasks import MAX_CROP
from engines.face import ExpressionReader, FaceTracker, Rgb
from engines.face.crop import SIDE, decode_crop, face_crop
from engines.face.expression import Movements, shares_of
from engines.face.factory import expression_reader_from, tracker_from
from visavis.candidate.portrait import Pose, render

STILL = Movements(**{field.name: 0.0 for field in fields(Movements)})


def strongest(shares: EmotionShares) -> str:
    return max(EmotionShares.model_fields, key=lambda name: getattr(shares, name))


@pytest.mark.parametrize(
    ("movements", "name"),
    [
        ({}, "neutral"),
        ({"smile": 0.9}, "happy"),
        ({"smile": 0.9, "brows_down": 1.0, "eyes_narrow": 1.0, "upper_lip_up": 1.0}, "happy"),
        ({"corners_down": 0.9, "inner_brows_up": 0.8}, "sad"),
        ({"brows_down": 0.8, "lips_pressed": 0.9}, "angry"),
        ({"brows_up": 0.9, "lips_stretched": 0.8}, "fear"),
        ({"brows_up": 0.9, "jaw_open": 0.8}, "surprise"),
        ({"upper_lip_up": 0.9}, "disgust"),
        ({"brows_up": 1.0}, "neutral"),
        ({"jaw_open": 1.0}, "neutral"),
        ({"brows_down": 1.0}, "neutral"),
    ],
)
def test_a_name_takes_all_of_its_movements(movements: dict[str, float], name: str) -> None:
    shares = shares_of(replace(STILL, **movements))
    assert strongest(shares) == name
    assert sum(shares.model_dump().values()) == pytest.approx(1, abs=0.005)


def test_shares_that_are_no_whole_are_refused() -> None:
    with pytest.raises(ValueError, match="sum to 1"):
        EmotionShares(happy=0, sad=0, angry=0, fear=0, surprise=0, disgust=0, neutral=0)


@pytest.fixture(params=["bundled", "face_landmarker.task"])
def model(request: pytest.FixtureRequest) -> Path | None:
    """Both ways to read; the second where its model is at hand."""
    if request.param == "bundled":
        return None
    path: Path = request.getfixturevalue("test_data") / "../models/face_landmarker.task"
    if not path.exists():
        pytest.skip("VISAVIS_TEST_DATA has no ../models/face_landmarker.task")
    return path


@pytest.fixture
def read(model: Path | None) -> "Reading":
    return Reading(expression_reader_from(model), tracker_from(model))


class Reading:
    """The way of a frame: followed, cut out, sent, read."""

    def __init__(self, reader: ExpressionReader, tracker: FaceTracker) -> None:
        self._reader, self._tracker, self._shown = reader, tracker, 0

    def __call__(self, rgb: Rgb) -> ExpressionEstimate | None:
        self._shown += 1
        face = self._tracker.track(np.ascontiguousarray(rgb), self._shown / 5).face
        assert face is not None
        crop = face_crop(rgb, face, MAX_CROP)
        assert crop is not None
        assert len(crop) <= MAX_CROP
        return self._reader.read(decode_crop(crop))


def test_the_portrait_is_neutral_until_it_smiles(read: Reading, model: Path | None) -> None:
    rest, smiling = read(render(Pose())), read(render(Pose(smile=1.0)))
    assert rest is not None
    assert smiling is not None
    assert (strongest(rest.shares), strongest(smiling.shares)) == ("neutral", "happy")
    source = ExpressionSource.BLENDSHAPES if model else ExpressionSource.GEOMETRY
    assert (rest.source, rest.confidence) == (source, Confidence.MODERATE if model else Confidence.LOW)


def test_a_real_smile_rises_over_the_clip(read: Reading, test_data: Path) -> None:
    with av.open(str(test_data / "faces" / "pyfeat_single_face.mp4")) as film:
        frames = [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]
    happy = [estimate.shares.happy for frame in frames[:48:8] if (estimate := read(frame))]
    assert len(happy) == 6
    assert max(happy[:2]) < 0.1
    assert min(happy[-2:]) > 0.8


def test_no_face_is_no_expression(model: Path | None) -> None:
    reader = expression_reader_from(model)
    assert reader.read(np.full((200, 200, 3), 128, np.uint8)) is None
    noise = np.random.default_rng(1).integers(0, 256, (SIDE, SIDE, 3), np.uint8)
    assert reader.read(noise) is None


def test_a_crop_keeps_to_its_size_whatever_it_shows() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (480, 640, 3), np.uint8)
    face = np.zeros((478, 3), np.float32)
    face[:, :2] = np.linspace((200, 100), (440, 380), 478)
    crop = face_crop(noise, face, MAX_CROP)
    assert crop is not None
    assert len(crop) <= MAX_CROP
    assert max(decode_crop(crop).shape[:2]) == SIDE
    assert face_crop(noise, face, 1_000) is None, "rather none than one over the limit"
    assert face_crop(noise, face + 5_000, MAX_CROP) is None


def test_what_is_no_crop_is_refused() -> None:
    _, frame = cv2.imencode(".jpg", np.zeros((480, 640, 3), np.uint8))
    for data in (b"", b"GIF89a", frame.tobytes()):
        with pytest.raises(ValueError, match="not a crop"):
            decode_crop(data)
