"""Ending what was started."""

import asyncio
from collections.abc import Coroutine
from typing import Any


async def first_of(*works: Coroutine[Any, Any, object]) -> None:
    """Wait for the first to end, then cancel the others and let them clean up. Raises what that one raised."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await to_the_end(cancelled(tasks))
    for task in done:
        task.result()


async def cancelled(tasks: list[asyncio.Task[Any]]) -> None:
    """Cancel and await them all, whatever they raise."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def to_the_end(work: Coroutine[Any, Any, None]) -> None:
    """Await `work` even if cancelled meanwhile: half a clean-up leaks the other half."""
    task = asyncio.ensure_future(work)
    cancellation: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            cancellation = error
    task.result()
    if cancellation:
        raise cancellation
