"""The pool on real MediaPipe, with the portrait the project draws itself."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import av
import numpy as np
import psutil
import pytest
from contracts.delivery import DeliverySample, Obstacle
from contracts.tasks import MAX_CROP
from engines.delivery.expressions import CROP_EVERY
from engines.face.crop import SIDE, decode_crop
from faces_at_rest import ORDINARY
from media_server.watching.pool import CropListener, TrackerPool
from media_server.watching.process import MAX_CRASHES
from visavis.candidate.portrait import portrait_frames

FIRST, SECOND = "00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002"
THIRD = "00000000-0000-7000-8000-000000000003"


@pytest.fixture(scope="module")
def portrait() -> list[av.VideoFrame]:
    return [
        av.VideoFrame.from_ndarray(frame, format="rgb24").reformat(format="yuv420p") for frame in portrait_frames(3, 5)
    ]


@pytest.fixture
async def pool() -> AsyncIterator[TrackerPool]:
    pool = TrackerPool()
    await pool.warm_up()
    yield pool
    await pool.close()


class Camera:
    """Offers a session's frames one after the other, each when the one before has been dealt with."""

    def __init__(
        self, pool: TrackerPool, session_id: str, on_crop: CropListener | None = None, *, fps: float | None = None
    ) -> None:
        """`fps` is a slow camera's; without it, what is due."""
        self._fps = fps
        self.samples: list[DeliverySample] = []
        self.watcher = pool.open(session_id, self.samples.append, calibration=ORDINARY, on_crop=on_crop)
        self.at = 0.0

    async def show(self, frame: av.VideoFrame) -> None:
        dealt = self.watcher.analysed + self.watcher.missed
        self.watcher.offer_frame(frame, self.at, 1, heard=self.at / 2)
        self.at += 1 / (self._fps or self.watcher.pace.rate)  # which falls with what is missed
        while self.watcher.analysed + self.watcher.missed == dealt:  # noqa: ASYNC110 - it counts, and calls nobody
            await asyncio.sleep(0.005)


async def test_the_portrait_is_seen_and_its_smile_rises(pool: TrackerPool, portrait: list[av.VideoFrame]) -> None:
    camera = Camera(pool, FIRST)
    for frame in portrait:
        await camera.show(frame)
    assert [sample.face_detected for sample in camera.samples] == [True] * 15
    assert [sample.heard for sample in camera.samples] == [sample.at / 2 for sample in camera.samples]
    smiles = [sample.smile for sample in camera.samples]
    assert max(smiles[:4]) < 0.15
    assert min(smiles[-4:]) > 0.8
    assert all(sample.posture is not None for sample in camera.samples)


async def test_a_face_is_cut_out_every_two_seconds_where_it_is_alone_and_clear(
    pool: TrackerPool, portrait: list[av.VideoFrame]
) -> None:
    crops: list[tuple[bytes, DeliverySample]] = []
    camera, dim = (
        Camera(pool, session_id, lambda crop, sample: crops.append((crop, sample))) for session_id in (FIRST, SECOND)
    )
    face = portrait[0].to_ndarray(format="rgb24")
    two = np.hstack([face[:, 160:480], face[:, 160:480]])
    for lens, picture in ((camera, two), (camera, np.zeros_like(face)), (dim, face // 16)):
        await lens.show(av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24"))
    assert [sample.faces for sample in camera.samples + dim.samples] == [2, 0, 1]
    assert crops == []

    for frame in portrait:
        await camera.show(frame)
    times = [sample.at for _, sample in crops]
    assert len(times) == 2
    assert times[1] - times[0] >= CROP_EVERY
    for crop, sample in crops:
        assert len(crop) <= MAX_CROP
        assert max(decode_crop(crop).shape) <= SIDE
        assert sample in camera.samples


async def test_only_five_frames_a_second_are_looked_at(pool: TrackerPool, portrait: list[av.VideoFrame]) -> None:
    camera = Camera(pool, FIRST)
    await camera.show(portrait[0])
    watcher = camera.watcher
    for index in range(30):
        watcher.offer_frame(portrait[0], 1 + index / 30, 1)
        await asyncio.sleep(0)
    await watcher.close()
    assert watcher.analysed + watcher.missed <= 6
    assert watcher.missed >= 3, "frames that were overtaken while the first was being looked at count as missed"


async def test_the_first_picture_starts_the_process_and_is_waited_for(portrait: list[av.VideoFrame]) -> None:
    pool = TrackerPool()
    unseen, hasty, camera = Camera(pool, FIRST), Camera(pool, SECOND), Camera(pool, THIRD)
    try:
        assert pool.pids == []
        hasty.watcher.offer_frame(portrait[0], 0.0, 1)
        await hasty.watcher.close()  # while the process loads
        for at in (0.2, 0.4, 0.6):
            camera.watcher.offer_frame(portrait[0], at, 1)
        while not camera.watcher.analysed:  # noqa: ASYNC110 - it counts, and calls nobody
            await asyncio.sleep(0.005)
        assert [(sample.at, sample.face_detected) for sample in camera.samples] == [(0.6, True)]
        assert camera.watcher.missed == 0
        assert camera.watcher.pace.expected(0.0, 0.8) == pytest.approx(2), "one at 0 s, and the one that was seen"
        assert not unseen.watcher.shown.is_set()
        assert len(pool.pids) == 1
    finally:
        await pool.close()


async def test_frames_of_any_size_are_taken(pool: TrackerPool, portrait: list[av.VideoFrame]) -> None:
    camera = Camera(pool, FIRST)
    for width, height in ((1920, 1080), (480, 640), (16, 16), (641, 481), (3840, 2160)):
        await camera.show(portrait[0].reformat(width=width, height=height))
    assert camera.watcher.analysed == 5
    assert camera.samples[-1].face_detected, "4K is scaled down"


async def test_a_covered_camera_another_one_and_a_picture_that_stands_still(
    pool: TrackerPool, portrait: list[av.VideoFrame]
) -> None:
    camera = Camera(pool, FIRST, fps=1)
    black = av.VideoFrame.from_ndarray(np.zeros((480, 640, 3), np.uint8), format="rgb24")
    other = [frame.reformat(width=1280, height=720) for frame in portrait[3:6]]
    for frame in (*portrait[:3], black, black, black, *other, *[portrait[8]] * 4):
        await camera.show(frame)
    before, covered, after, still = (
        camera.samples[span] for span in (slice(3), slice(3, 6), slice(6, 9), slice(9, 13))
    )
    assert all(sample.face_detected and sample.gaze is not None for sample in before)
    for sample in covered:
        assert not sample.face_detected
        assert (sample.gaze, sample.smile, sample.posture, sample.emotion) == (None,) * 4
    assert after[-1].face_detected, "the other camera is followed like the first"
    assert still[-1].quality
    assert still[-1].quality.obstacles == [Obstacle.FROZEN]
    assert (still[-1].gaze, still[-1].smile, still[-1].posture, still[-1].emotion) == (None,) * 4


async def test_noise_has_no_face(pool: TrackerPool) -> None:
    camera = Camera(pool, FIRST)
    noise = np.random.default_rng(1).integers(0, 256, (480, 640, 3), np.uint8)
    for _ in range(3):
        await camera.show(av.VideoFrame.from_ndarray(noise, format="rgb24"))
    for sample in camera.samples:
        assert not sample.face_detected
        assert (sample.gaze, sample.smile, sample.posture, sample.emotion) == (None,) * 4


async def test_sessions_survive_the_death_of_the_process(pool: TrackerPool, portrait: list[av.VideoFrame]) -> None:
    cameras = [Camera(pool, FIRST), Camera(pool, SECOND)]
    for camera in cameras:
        await camera.show(portrait[0])
    (before,) = pool.pids
    os.kill(before, signal.SIGKILL)
    for camera in cameras:
        while camera.watcher.analysed < 3:
            await camera.show(portrait[0])
    assert pool.pids != [before]
    for camera in cameras:
        assert all(sample.face_detected for sample in camera.samples)


async def test_a_session_that_keeps_killing_the_process_is_given_up_and_the_others_go_on(
    pool: TrackerPool, portrait: list[av.VideoFrame]
) -> None:
    culprit, bystander = Camera(pool, FIRST), Camera(pool, SECOND)
    for _ in range(MAX_CRASHES):
        while not pool.pids:  # noqa: ASYNC110 - it is being started again
            await asyncio.sleep(0.01)
        await pool.warm_up()
        (pid,) = pool.pids
        os.kill(pid, signal.SIGSTOP)  # the frame is in its hands when it dies
        looking = asyncio.create_task(culprit.show(portrait[0]))
        while not pool.looking:  # noqa: ASYNC110 - the frame is on its way
            await asyncio.sleep(0.01)
        os.kill(pid, signal.SIGKILL)
        await looking
    await pool.warm_up()
    (survivor,) = pool.pids
    for _ in range(3):
        await culprit.show(portrait[0])
        await bystander.show(portrait[0])
    assert (culprit.watcher.analysed, culprit.watcher.missed) == (0, MAX_CRASHES + 3)
    assert (bystander.watcher.analysed, bystander.watcher.missed) == (3, 0)
    assert pool.pids == [survivor]


async def test_the_death_of_one_process_leaves_the_other_alone(portrait: list[av.VideoFrame]) -> None:
    pool = TrackerPool(processes=2)
    one, other = Camera(pool, FIRST), Camera(pool, SECOND)
    await one.show(portrait[0])
    await other.show(portrait[0])
    os.kill(pool.pids[0], signal.SIGKILL)
    for frame in portrait[:5]:
        await other.show(frame)
    assert (other.watcher.analysed, other.watcher.missed) == (6, 0)
    while one.watcher.analysed < 2:
        await one.show(portrait[0])
    await pool.close()


def shared_memory() -> set[Path]:
    """What this process maps of it; the machine's other processes have their own."""
    mapped = (Path(region.path) for region in psutil.Process().memory_maps())
    return {path for path in mapped if path.parent == Path("/dev/shm")}


async def test_closing_leaves_no_process_and_no_shared_memory(portrait: list[av.VideoFrame]) -> None:
    before = shared_memory()
    pool = TrackerPool()
    camera = Camera(pool, FIRST)
    await camera.show(portrait[0])
    (pid,) = pool.pids
    taken = shared_memory() - before
    assert taken
    await pool.close()
    await pool.close()
    assert not psutil.pid_exists(pid)
    assert not shared_memory() & taken
    assert not any(path.exists() for path in taken)


LONELY = """
import asyncio, numpy as np, av
from media_server.watching.pool import CropListener, TrackerPool

async def main():
    asyncio.get_running_loop().slow_callback_duration = 60  # a busy machine is no complaint
    pool = TrackerPool()
    watcher = pool.open("00000000-0000-7000-8000-000000000001", print)
    watcher.offer_frame(av.VideoFrame.from_ndarray(np.zeros((480, 640, 3), np.uint8), format="rgb24"), 0.0, 1)
    while not watcher.analysed:
        await asyncio.sleep(0.01)
    print("pids", *pool.pids, flush=True)
    {ending}

if __name__ == "__main__":
    asyncio.run(main())
"""


def _run_alone(tmp_path: Path, ending: str) -> "subprocess.Popen[str]":
    script = tmp_path / "lonely.py"
    script.write_text(LONELY.format(ending=ending))
    return subprocess.Popen(
        [sys.executable, "-X", "dev", str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def _tracker_pid(server: "subprocess.Popen[str]") -> int:
    assert server.stdout is not None
    for line in server.stdout:
        if line.startswith("pids"):
            return int(line.split()[1])
    raise AssertionError("the server ended early")


def test_a_tracker_process_dies_with_its_server(tmp_path: Path) -> None:
    server = _run_alone(tmp_path, "await asyncio.sleep(600)")
    tracker = psutil.Process(_tracker_pid(server))
    server.kill()
    server.communicate()
    tracker.wait(timeout=30)


def test_a_clean_end_says_nothing_on_standard_error(tmp_path: Path) -> None:
    server = _run_alone(tmp_path, "await pool.close()")
    _, complaints = server.communicate(timeout=120)
    assert server.returncode == 0
    assert complaints == ""


def test_a_tracker_loads_nothing_that_plots() -> None:
    code = """
import sys
from engines.face.factory import tracker_from
tracker_from(None).close()
print("cv2" in sys.modules, "matplotlib.figure" in sys.modules)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["True", "False"]
