"""The outbound sound on a clock that only the track moves."""

import asyncio

import av
import numpy as np
import pytest
from aiortc.mediastreams import MediaStreamError
from media_server.speaking.track import FADE_SAMPLES, FRAME_SAMPLES, Clip, Mark, SpeechTrack


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
    await recorder.samples(1)
    assert await recorder.samples(50) == [0] * 50
    assert recorder.marks == []
    await recorder.track.played_out()


async def test_a_pause_keeps_the_place() -> None:
    recorder = Recorder()
    recorder.track.play(Clip(np.arange(4 * FRAME_SAMPLES, dtype=np.int16)))
    await recorder.samples(1)
    recorder.track.paused = True
    await recorder.samples(1)
    assert await recorder.samples(2) == [0, 0]
    recorder.track.paused = False
    frames = [(await recorder.track.recv()).to_ndarray()[0] for _ in range(2)]
    assert (frames[0][FADE_SAMPLES:] == np.arange(960 + FADE_SAMPLES, 1920)).all(), "nothing is left out"
    assert frames[1][0] == 1920


@pytest.mark.parametrize("stop", ["pause", "interrupt", "pause and interrupt"])
async def test_a_voice_stops_and_goes_on_without_a_click(stop: str) -> None:
    recorder = Recorder()
    recorder.track.play(Clip(tone(10, 12_000)))
    sound = [(await recorder.track.recv()).to_ndarray()[0]]
    if "pause" in stop:
        recorder.track.paused = True
    if "interrupt" in stop:
        recorder.track.interrupt()
    sound += [(await recorder.track.recv()).to_ndarray()[0] for _ in range(2)]
    assert not sound[-1].any()
    recorder.track.paused = False
    sound += [(await recorder.track.recv()).to_ndarray()[0] for _ in range(3)]

    assert bool(sound[-1].any()) == (stop == "pause")
    steps = np.abs(np.diff(np.concatenate(sound[:-1]).astype(int)))
    assert steps.max() <= 12_000 / FADE_SAMPLES + 1


async def test_a_pause_within_a_frame_is_not_heard() -> None:
    recorder = Recorder()
    recorder.track.play(Clip(tone(10, 12_000)))
    await recorder.samples(1)
    recorder.track.paused = True
    recorder.track.paused = False
    assert (np.concatenate([(await recorder.track.recv()).to_ndarray()[0] for _ in range(2)]) == 12_000).all()


async def test_what_fades_out_adds_to_what_begins_without_overflow() -> None:
    recorder = Recorder()
    recorder.track.play(Clip(tone(10, 30_000)))
    await recorder.samples(1)
    recorder.track.interrupt()
    recorder.track.play(Clip(tone(10, 30_000)))
    assert ((await recorder.track.recv()).to_ndarray()[0] > 29_000).all()


async def test_half_a_second_before_the_end_the_next_clip_is_asked_for() -> None:
    recorder = Recorder()
    recorder.track.play(Clip(tone(50)))
    waiting = asyncio.create_task(recorder.track.nearly_played())
    for _ in range(24):
        await recorder.track.recv()
        await asyncio.sleep(0)
    assert not waiting.done()
    await recorder.track.recv()
    await asyncio.wait_for(waiting, 5)
    recorder.track.play(Clip(tone(50)))
    again = asyncio.create_task(recorder.track.nearly_played())
    await asyncio.sleep(0)
    assert not again.done()
    recorder.track.interrupt()
    await asyncio.wait_for(again, 5)


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
