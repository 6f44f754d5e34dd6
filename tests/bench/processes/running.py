"""Servers in processes of their own."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import psutil

BENCH = Path(__file__).parents[1]


@dataclass(frozen=True)
class Server:
    url: str
    process: psutil.Process


@asynccontextmanager
async def running(
    module: str,
    *arguments: object,
    python: Path | str = sys.executable,
    log: Path | None = None,
    environment: dict[str, str] | None = None,
) -> AsyncIterator[psutil.Process]:
    """`module` is one of the bench's, by its name within `tests/bench`. Entered once it has said that it is ready; it
    leaves when its standard input ends. What it logs is written to `log`."""
    with log.open("ab") if log else nullcontext() as said:
        process = await asyncio.create_subprocess_exec(
            *(str(python), "-m", module, *map(str, arguments)),
            cwd=BENCH,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=said,
            env={**os.environ, **(environment or {})},
        )
        assert process.stdin
        assert process.stdout
        try:
            if await process.stdout.readline() != b"ready\n":
                raise RuntimeError(f"{module} did not start")
            yield psutil.Process(process.pid)
        finally:
            process.stdin.close()
            await process.wait()
