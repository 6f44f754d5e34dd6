"""The drawn portrait. That trackers see it is tested where the tracker is, in media-server."""

from itertools import pairwise

import numpy as np
import pytest
from visavis.candidate.portrait import PASS_SECONDS, Pose, portrait_frames, pose_at, render


def test_frames_are_rgb_and_move() -> None:
    frames = list(portrait_frames(1, 10))
    assert len(frames) == 10
    assert {(frame.shape, frame.dtype) for frame in frames} == {((480, 640, 3), np.dtype(np.uint8))}
    assert any((one != other).any() for one, other in pairwise(frames))


def test_a_pass_goes_from_neutral_to_a_smile_and_the_next_goes_back() -> None:
    smiles = [pose_at(step * PASS_SECONDS / 10).smile for step in range(21)]
    assert smiles[:11] == sorted(smiles[:11])
    assert smiles[:11] == pytest.approx(smiles[:9:-1])
    assert (smiles[0], smiles[10]) == (0, 1)


def test_the_same_pose_is_the_same_picture() -> None:
    assert (render(Pose(smile=0.5)) == render(Pose(smile=0.5))).all()


@pytest.mark.parametrize(
    "change", [Pose(smile=1), Pose(eyelids=0), Pose(shift=(4, 2)), Pose(roll=3), Pose(yaw=3), Pose(glance=5)]
)
def test_every_part_of_a_pose_shows(change: Pose) -> None:
    assert (render(Pose()) != render(change)).any()


def test_eyes_blink() -> None:
    assert min(pose_at(index / 30).eyelids for index in range(180)) < 0.2
