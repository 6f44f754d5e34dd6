"""The outbound sound on a clock that only the track moves."""

import av
import numpy as np
import pytest
from aiortc.mediastreams import MediaStreamError
from media_server.speaking.track import FRAME_SAMPLES, Clip, Mark, SpeechTrack


class Clock:
    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class Recorder:
    def __init__(self) -> None:
        self.marks: list[int] = []
        self.sounds = 0
        self.clock = Clock()
        self.track = SpeechTrack(self.marks.append, self._sound, self.clock, self.clock.sleep)

    def _sound(self) -> None:
        self.sounds += 1

    async def samples(self, frames: int) -> list[int]:
        """The first sample of each frame."""
        return [int((await self.track.recv()).to_ndarray()[0, 0]) for _ in range(frames)]


def tone(frames: float, level: int = 7) -> np.ndarray:
    return np.full(int(frames * FRAME_SAMPLES), level, np.int16)


async def test_frames_are_due_every_20_ms_with_and_without_sound() -> None:
    recorder = Recorder()
    assert await recorder.samples(3) == [0, 0, 0]
    recorder.track.play(Clip(tone(2)))
    assert await recorder.samples(4) == [7, 7, 0, 0]
    assert recorder.clock.now == pytest.approx(100.0 + 6 * 0.02)


async def test_frames_carry_consecutive_timestamps_at_48_khz_mono() -> None:
    recorder = Recorder()
    frames: list[av.AudioFrame] = [await recorder.track.recv() for _ in range(3)]
    assert [frame.pts for frame in frames] == [0, 960, 1920]
    assert {(frame.sample_rate, frame.samples, frame.layout.name) for frame in frames} == {(48_000, 960, "mono")}


async def test_clips_follow_each_other_without_a_gap() -> None:
    recorder = Recorder()
    recorder.track.play(Clip(tone(0.5, 1)))
    recorder.track.play(Clip(tone(1.0, 2)))
    first = (await recorder.track.recv()).to_ndarray()[0]
    assert (first[:480] == 1).all()
    assert (first[480:] == 2).all()
    assert recorder.sounds == 2


async def test_marks_are_told_with_the_frame_that_holds_them() -> None:
    recorder = Recorder()
    recorder.track.play(Clip(tone(3), [Mark(0, 4), Mark(FRAME_SAMPLES, 9), Mark(3 * FRAME_SAMPLES - 1, 12)]))
    told = []
    for _ in range(4):
        await recorder.track.recv()
        told.append(list(recorder.marks))
    assert told == [[4], [4, 9], [4, 9, 12], [4, 9, 12]]


async def test_an_interruption_drops_what_is_queued() -> None:
    recorder = Recorder()
    recorder.track.play(Clip(tone(50), [Mark(40 * FRAME_SAMPLES, 99)]))
    await recorder.samples(2)
    recorder.track.interrupt()
    assert await recorder.samples(50) == [0] * 50
    assert recorder.marks == []
    await recorder.track.played_out()


async def test_a_pause_keeps_the_place() -> None:
    recorder = Recorder()
    recorder.track.play(Clip(np.arange(4 * FRAME_SAMPLES, dtype=np.int16)))
    await recorder.samples(1)
    recorder.track.paused = True
    assert await recorder.samples(2) == [0, 0]
    recorder.track.paused = False
    assert await recorder.samples(2) == [960, 1920]


async def test_a_stall_is_not_made_up_for_with_a_burst() -> None:
    recorder = Recorder()
    await recorder.samples(2)
    recorder.clock.now += 5
    recorder.clock.slept.clear()
    await recorder.samples(11)
    assert sum(recorder.clock.slept) == pytest.approx(0.2)


async def test_a_stopped_track_ends() -> None:
    recorder = Recorder()
    recorder.track.stop()
    with pytest.raises(MediaStreamError):
        await recorder.track.recv()
