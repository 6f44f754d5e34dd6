"""An application served for whoever started this process."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI


@asynccontextmanager
async def serving(app: FastAPI, port: int) -> AsyncIterator[None]:
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, lifespan="on"))
    running = asyncio.create_task(server.serve())
    try:
        while not server.started:
            if running.done():
                running.result()
                raise RuntimeError("the application did not start")
            await asyncio.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        await running


async def until_told() -> None:
    """Say that this process is ready, and wait until its standard input ends."""
    print("ready", flush=True)  # noqa: T201 — whoever started this waits for it
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
