"""From a candidate's last speech sample to the interviewer's first audible one, beside a bare aiortc echo.

    uv run python tests/bench/turn_latency.py --turns 50 --sessions 1 --sessions 4 --loss 0 --loss 1

The engines are stubs that take no time (`stub_server.py`), so that what is left, less the configured silence, is the
media server's own: the way of the sound, turn taking, the requests to backend-core, the paced track. The echo's figure
is from a first sample of sound to the first one that comes back. The candidate, in a process of its own, hears without
a jitter buffer in both; packets are lost on the way to the server.
"""

import asyncio
import json
from contextlib import aclosing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table
from stubbed import Caller, StubServer, answered, stub_server

ECHO_PAUSE = 0.7


@dataclass
class Latencies:
    """Milliseconds, of all turns of all sessions."""

    name: str
    sessions: int
    loss_percent: float
    turns: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return float(np.percentile(self.turns, 50))

    @property
    def p95(self) -> float:
        return float(np.percentile(self.turns, 95))


async def echoes(server: StubServer, caller: Caller, turns: int) -> list[float]:
    latencies = []
    async with caller.connected(f"{server.url}/echo"):
        await asyncio.sleep(1)
        for _ in range(turns):
            caller.say(0.1)
            latencies.append(await caller.heard() - caller.microphone.first)
            await asyncio.sleep(ECHO_PAUSE)
    return latencies


async def interview(server: StubServer, caller: Caller, turns: int) -> list[float]:
    """The first `turns` answers of one."""
    async with aclosing(answered(server, caller)) as latencies:
        return [await anext(latencies) for _ in range(turns)]


async def measure(server: StubServer, *, turns: int, sessions: int, loss: float) -> list[Latencies]:
    results = []
    for name, talk in (("bare echo", echoes), ("media server", interview)):
        callers = [Caller(loss / 100, Random(number)) for number in range(sessions)]
        found = await asyncio.gather(*(talk(server, caller, turns) for caller in callers))
        milliseconds = [latency * 1000 for latencies in found for latency in latencies]
        results.append(Latencies(name, sessions, loss, milliseconds))
    return results


async def run(turns: int, sessions: list[int], losses: list[float]) -> list[Latencies]:
    async with stub_server() as server:
        return [
            result
            for loss in losses
            for count in sessions
            for result in await measure(server, turns=turns, sessions=count, loss=loss)
        ]


def main(
    turns: Annotated[int, typer.Option(min=1, help="Turns of each session.")] = 50,
    sessions: Annotated[list[int] | None, typer.Option(min=1, help="Sessions at a time; may be given again.")] = None,
    loss: Annotated[list[float] | None, typer.Option(min=0, max=50, help="Percent of packets to lose; again.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the results here too.")] = None,
) -> None:
    """Measure, print, and write."""
    results = asyncio.run(run(turns, sessions or [1], loss if loss is not None else [0.0, 1.0]))
    table = Table(title="Last speech sample to first audible sample, less the configured silence (ms)")
    for column in ("", "sessions", "loss %", "turns", "p50", "p95"):
        table.add_column(column, justify="right" if column else "left")
    for result in results:
        figures = (
            result.sessions,
            f"{result.loss_percent:g}",
            len(result.turns),
            f"{result.p50:.0f}",
            f"{result.p95:.0f}",
        )
        table.add_row(result.name, *map(str, figures))
    Console().print(table)
    if json_file:
        json_file.write_text(json.dumps([asdict(result) for result in results], indent=2), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
