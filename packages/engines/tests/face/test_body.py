"""How often the body is looked up, on a portrait with shoulders that the film takes away."""

import numpy as np
from engines.face.body import BodyFinder
from visavis.candidate.portrait import Pose, render


def test_a_body_is_looked_up_three_times_a_second_at_most() -> None:
    portrait, nothing = render(Pose()), np.zeros((480, 640, 3), np.uint8)
    film = [(portrait, 0.0), (nothing, 0.2), (nothing, 0.4), (portrait, 0.6), (portrait, 0.8)]
    finder = BodyFinder()
    try:
        found = [finder.find(frame, at) is not None for frame, at in film]
    finally:
        finder.close()
    assert found == [True, True, False, False, True]
