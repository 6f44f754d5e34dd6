"""What the scripted timelines rest on: time that jumps, and a call that leaves nothing running."""

import asyncio

import pytest
from contracts.base import Language
from contracts.live import TurnState
from media_doubles.virtual_time import run_in_virtual_time
from media_server.rtc.channel import Channel


async def moments() -> list[float]:
    loop = asyncio.get_running_loop()
    seen = [loop.time()]
    for seconds in (3600.0, 0.25):
        await asyncio.sleep(seconds)
        seen.append(loop.time())
    return seen


def test_an_hour_passes_at_once_and_exactly() -> None:
    assert run_in_virtual_time(moments()) == [0.0, 3600.0, 3600.25]


def test_a_task_that_is_left_behind_is_found() -> None:
    async def careless() -> None:
        asyncio.get_running_loop().create_task(asyncio.sleep(1), name="forgotten")

    with pytest.raises(AssertionError, match="forgotten"):
        run_in_virtual_time(careless())


def test_waiting_for_what_never_comes_is_a_deadlock() -> None:
    async def stuck() -> None:
        await asyncio.Event().wait()

    with pytest.raises(RuntimeError, match="deadlock"):
        run_in_virtual_time(stuck())


def test_a_page_that_comes_back_is_told_how_much_time_to_prepare_is_left() -> None:
    async def come_back() -> object:
        channel = Channel(Language.EN)
        channel.send(TurnState(phase="listening", turn=1, prep_seconds=30))
        await asyncio.sleep(12)
        return await channel.attach().get()

    assert run_in_virtual_time(come_back()) == TurnState(phase="listening", turn=1, prep_seconds=18)
