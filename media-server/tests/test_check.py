"""The check before an interview: connection, voice and camera are tried out, and nothing is kept."""

import asyncio
from collections.abc import Iterator
from fractions import Fraction

import av
import numpy as np
import pytest
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from contracts.base import ConsentPurpose
from contracts.live import Calibrate, Calibrated, DeliveryUpdate, LiveError, SoundCheck, TurnState, TypeInstead
from media_doubles.backend import Backend
from media_doubles.candidate import Camera, Candidate
from numpy.typing import NDArray
from visavis.candidate.portrait import portrait_frames

pytestmark = pytest.mark.asyncio(loop_scope="session")


class Portrait(MediaStreamTrack):
    """The project's drawn portrait, before a camera at ten frames a second."""

    kind = "video"

    def __init__(self) -> None:
        super().__init__()
        self._frames: Iterator[NDArray[np.uint8]] = portrait_frames(seconds=60, fps=10)
        self._pts = 0

    async def recv(self) -> av.VideoFrame:
        await asyncio.sleep(0.1)
        if self.readyState != "live":
            raise MediaStreamError
        frame = av.VideoFrame.from_ndarray(next(self._frames), format="rgb24")
        frame.pts, frame.time_base = self._pts, Fraction(1, 10)
        self._pts += 1
        return frame


async def test_the_interviewer_can_be_heard_and_asks_nothing(media: str, backend: Backend) -> None:
    async with Candidate(media, backend) as candidate:
        await candidate.connect("check")
        await candidate.attach()
        await candidate.say(SoundCheck())
        await candidate.hears(TurnState, lambda m: m.phase == "speaking")
        candidate.messages.clear()
        await candidate.hears(TurnState, lambda m: m.phase == "listening")
        await candidate.say(TypeInstead(text="An answer to nothing."))
    assert max(candidate.heard_rms) > 500
    assert backend.submissions == []


async def test_a_face_that_looks_at_the_camera_is_calibrated_and_nothing_is_stored(
    media: str, backend: Backend
) -> None:
    backend.consents = [ConsentPurpose.DELIVERY]
    async with Candidate(media, backend, video=Portrait()) as candidate:
        await candidate.connect("check")
        await candidate.attach()
        await candidate.hears(DeliveryUpdate, lambda m: m.sample.face_detected)
        await candidate.say(Calibrate())
        calibration = (await candidate.hears(Calibrated)).calibration
    assert calibration.frames >= 8
    assert abs(calibration.yaw) < 15
    assert (backend.samples, backend.scores) == ([], [])


async def test_a_calibration_without_a_face_says_what_to_do(media: str, backend: Backend) -> None:
    backend.consents = [ConsentPurpose.DELIVERY]
    async with Candidate(media, backend, video=Camera()) as candidate:
        await candidate.connect("check")
        await candidate.attach()
        await candidate.hears(DeliveryUpdate)
        await candidate.say(Calibrate())
        error = await candidate.hears(LiveError)
    assert (error.error, error.fatal) == ("CalibrationFailed", False)


async def test_without_consent_nobody_is_watched(media: str, backend: Backend) -> None:
    backend.consents = []
    async with Candidate(media, backend, video=Portrait()) as candidate:
        await candidate.connect("check")
        await candidate.attach()
        await candidate.say(Calibrate())
        assert (await candidate.hears(LiveError)).error == "ConsentMissing"
        assert not [m for m in candidate.messages if isinstance(m, DeliveryUpdate)]
