"""Servers in processes of their own."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class Server:
    url: str
    process: psutil.Process


@asynccontextmanager
async def running(
    program: Path,
    *arguments: object,
    python: Path | str = sys.executable,
    log: Path | None = None,
    environment: dict[str, str] | None = None,
) -> AsyncIterator[psutil.Process]:
    """Entered once the program has said that it is ready; it leaves when its standard input ends. What it logs is
    written to `log`."""
    with log.open("ab") if log else nullcontext() as said:
        process = await asyncio.create_subprocess_exec(
            *(str(python), str(program), *map(str, arguments)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=said,
            env={**os.environ, **(environment or {})},
        )
        assert process.stdin
        assert process.stdout
        try:
            if await process.stdout.readline() != b"ready\n":
                raise RuntimeError(f"{program.name} did not start")
            yield psutil.Process(process.pid)
        finally:
            process.stdin.close()
            await process.wait()
