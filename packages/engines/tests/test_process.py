"""An engine in a child process. `os.getpid` makes the simplest real engine there is: the child's own process id."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psutil
import pytest
from contracts.errors import EngineFailed
from engines.process import EngineProcess


@pytest.fixture
async def engine() -> AsyncIterator[EngineProcess[int]]:
    process = EngineProcess("pid", os.getpid)
    yield process
    await process.close()


async def test_methods_run_in_another_process(engine: EngineProcess[int]) -> None:
    child = await engine.call(int.__int__)

    assert child == engine.pid
    assert child != os.getpid()


async def test_concurrent_calls_get_their_own_answers(engine: EngineProcess[int]) -> None:
    sums = await asyncio.gather(*(engine.call(int.__add__, number) for number in range(50)))

    assert sums == [engine.pid + number for number in range(50)]


async def test_an_error_in_the_engine_is_its_failure_and_nothing_else_breaks(engine: EngineProcess[int]) -> None:
    child = await engine.call(int.__int__)

    with pytest.raises(EngineFailed) as failure:
        await engine.call(int.__floordiv__, 0)

    assert failure.value.params == {"engine": "pid"}
    assert await engine.call(int.__int__) == child


async def test_a_killed_child_fails_what_waits_and_the_next_call_starts_another(engine: EngineProcess[int]) -> None:
    first = await engine.call(int.__int__)

    with pytest.raises(EngineFailed):
        await engine.call(os.kill, signal.SIGKILL)

    second = await engine.call(int.__int__)
    assert second != first
    assert not psutil.pid_exists(first)


async def test_a_child_killed_while_idle_is_noticed(engine: EngineProcess[int]) -> None:
    await engine.start()
    child = engine.pid
    assert child is not None
    os.kill(child, signal.SIGKILL)

    while engine.pid is not None:  # noqa: ASYNC110 - the process has no event for it, and needs none
        await asyncio.sleep(0.01)

    assert await engine.call(int.__int__) != child


async def test_a_cancelled_call_does_not_shift_later_answers() -> None:
    nap = EngineProcess("nap", float, "0.3")
    await nap.start()
    cancelled = asyncio.create_task(nap.call(time.sleep))
    await asyncio.sleep(0)
    cancelled.cancel()

    assert await nap.call(float.__neg__) == -0.3
    await nap.close()


async def test_a_child_that_hangs_is_given_up() -> None:
    engine = EngineProcess("pid", os.getpid, timeout=2.0)
    child = await engine.call(int.__int__)

    with pytest.raises(EngineFailed):
        await engine.call(time.sleep)  # its process id, in seconds

    assert await engine.call(int.__int__) != child
    await engine.close()
    assert not psutil.pid_exists(child)


async def test_an_engine_that_cannot_be_made_says_so_every_time() -> None:
    engine = EngineProcess("broken", int, "no number")

    for _ in range(2):
        with pytest.raises(EngineFailed):
            await engine.call(int.__int__)
    await engine.close()


async def test_interrupting_the_terminal_does_not_end_the_child(engine: EngineProcess[int]) -> None:
    child = await engine.call(int.__int__)
    os.kill(child, signal.SIGINT)

    assert await engine.call(int.__int__) == child


async def test_close_leaves_no_process_and_answers_no_more(engine: EngineProcess[int]) -> None:
    child = await engine.call(int.__int__)

    await engine.close()
    await engine.close()

    assert not psutil.pid_exists(child)
    with pytest.raises(EngineFailed):
        await engine.call(int.__int__)


def test_no_child_outlives_a_killed_server(tmp_path: Path) -> None:
    server = tmp_path / "server.py"
    server.write_text(
        "import asyncio, os\n"
        "from engines.process import EngineProcess\n"
        "async def main():\n"
        "    engine = EngineProcess('pid', os.getpid)\n"
        "    print(await engine.call(int.__int__), flush=True)\n"
        "    await asyncio.sleep(600)\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, str(server)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        process.kill()

    _wait_until(lambda: not _runs(child))


def _runs(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def _wait_until(condition: Callable[[], bool]) -> None:
    """Only as long as the test's own time limit allows."""
    while not condition():
        time.sleep(0.01)
