"""The device check's calibration, as a person does it before an interview: look at the camera for three seconds."""

from contracts.base import Id
from contracts.delivery import Calibration
from contracts.live import Calibrate, Calibrated, DeliveryUpdate, LiveError

from visavis.candidate.api import Platform
from visavis.candidate.ear import Ear
from visavis.candidate.errors import SessionRefused
from visavis.candidate.face import FaceTrack, Film
from visavis.candidate.live import LiveConnection, live_connection
from visavis.candidate.voice import Voice, VoiceTrack

CAMERA = "virtual-camera"
"""The candidate's name for its camera."""


async def calibrate(platform: Platform, interview_id: Id, film: Film) -> Calibration:
    """Measure the film's face in a check session, and have the platform keep it.

    Raises `SessionRefused` where no face could be measured, and what `live_connection` raises.
    """
    tracks = [VoiceTrack(Voice()), FaceTrack(film)]
    async with live_connection(platform, interview_id, tracks, Ear(), door="check") as connection:
        calibration = await _measure(connection)
    await platform.keep_calibration(CAMERA, calibration)
    return calibration


async def _measure(connection: LiveConnection) -> Calibration:
    asked = False
    async for message in connection.messages():
        match message:
            case DeliveryUpdate() if not asked:  # frames are being looked at
                await connection.send(Calibrate())
                asked = True
            case Calibrated(calibration=calibration):
                return calibration
            case LiveError():
                raise SessionRefused(message)
    raise AssertionError("messages end with an exception")
