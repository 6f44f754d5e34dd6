"""The benches run to their end and measure what they say. What they measure is for people to read."""

import av
import pytest
from audio_delay import measure as measure_ages
from media_server.watching.pool import TrackerPool
from stubbed import stub_server
from turn_latency import measure as measure_turns
from visavis.candidate.portrait import portrait_frames
from watching import Camera, FrameNotAnalysed

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]


async def test_every_turn_is_measured_beside_an_echo() -> None:
    async with stub_server() as server:
        echo, turns = await measure_turns(server, turns=2, sessions=2, loss=1.0)
    assert (echo.name, turns.name) == ("bare echo", "media server")
    assert len(echo.turns) == len(turns.turns) == 4
    assert min(turns.turns) > 0, "no turn ends before its silence is over"
    assert min(echo.turns) > 0


async def test_lost_packets_are_missing_and_no_other() -> None:
    ordered, bare = await measure_ages(seconds=4, share=0.1)
    assert ordered.missing > 0
    assert ordered.missing <= bare.missing, "the same packets were lost on both lines"
    assert ordered.p50_ms > 0
    assert bare.p50_ms > 0


async def test_a_frame_that_no_tracker_takes_ends_the_bench() -> None:
    pool = TrackerPool(1)  # never started
    camera = Camera(pool, "00000000-0000-7000-8000-000000000001")
    try:
        with pytest.raises(FrameNotAnalysed):
            await camera.show(av.VideoFrame.from_ndarray(next(iter(portrait_frames(1, 1)))), 0.0)
    finally:
        await pool.close()
