"""From a candidate's last speech sample to the interviewer's first audible one, beside a bare aiortc echo and pipecat.

    uv run python tests/bench/turn_latency.py --turns 20 --sessions 1 --sessions 4 --loss 0 --loss 1 [--video]

The engines are stubs that take no time (`stub_server`, `pipecat_server`), so that what is left, less the silence
that ends a turn, is the servers' own: the way of the sound, voice activity (Silero in both), turn taking, the paced
track. The echo's figure is from a first sample of sound to the first one that comes back. The candidates are one
process, this one, and hear without a jitter buffer in all; packets are lost on the way to the server.
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
from calls.caller import Caller, Film, Sound, Speech
from calls.contenders import BARE_ECHO, OURS, PIPECAT, Contender, NoAnswer
from processes import own_environment
from processes.running import Server
from rich.console import Console
from rich.table import Table

WARM_UP_TURNS = 1
"""Of every call, not counted: models load, and the first packets find their way."""


@dataclass
class Latencies:
    """Milliseconds, of all turns of all sessions."""

    name: str
    sessions: int
    loss_percent: float
    video: bool
    turns: list[float] = field(default_factory=list)
    """None of a contender that stopped answering one of them."""

    def percentile(self, share: float) -> str:
        return f"{np.percentile(self.turns, share):.0f}" if self.turns else "–"


async def call(contender: Contender, server: Server, caller: Caller, turns: int) -> list[float]:
    """The milliseconds of the first `turns` that count."""
    async with aclosing(contender.turns(server, caller)) as latencies:
        return [await anext(latencies) * 1000 for _ in range(WARM_UP_TURNS + turns)][WARM_UP_TURNS:]


async def measure(
    contender: Contender, *, turns: int, sessions: int, loss: float, sound: Sound, film: Film | None = None
) -> Latencies:
    """`loss` in percent."""
    result = Latencies(contender.name, sessions, loss, film is not None)
    async with contender.serve(film is not None) as server:
        callers = [Caller(loss / 100, Random(number), sound=sound, film=film) for number in range(sessions)]
        try:
            async with asyncio.TaskGroup() as calls:
                found = [calls.create_task(call(contender, server, caller, turns)) for caller in callers]
        except* NoAnswer:
            pass
        else:
            result.turns = [turn for turns in found for turn in turns.result()]
    figures = f"{result.percentile(50)}/{result.percentile(95)}"
    Console(stderr=True).print(f"{result.name}, {sessions} at a time, {loss:g} % lost: {figures}")
    return result


async def run(
    contenders: list[Contender], turns: int, sessions: list[int], losses: list[float], *, video: bool
) -> list[Latencies]:
    """Side by side: one contender after the other in each of the conditions."""
    sound, film = await Speech.synthesised(), Film.of_portrait() if video else None
    return [
        await measure(contender, turns=turns, sessions=count, loss=loss, sound=sound, film=film)
        for loss in losses
        for count in sessions
        for contender in contenders
    ]


def main(
    turns: Annotated[int, typer.Option(min=1, help="Turns of each session.")] = 20,
    sessions: Annotated[list[int] | None, typer.Option(min=1, help="Sessions at a time; may be given again.")] = None,
    loss: Annotated[list[float] | None, typer.Option(min=0, max=50, help="Percent of packets to lose; again.")] = None,
    video: Annotated[bool, typer.Option("--video", help="Cameras are on: 640×480, 15 pictures a second.")] = False,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the results here too.")] = None,
) -> None:
    """Measure, print, and write."""
    console, contenders = Console(), [BARE_ECHO, PIPECAT, OURS]
    try:
        own_environment.PIPECAT.python()
    except own_environment.NoEnvironment as reason:
        console.print(f"Without pipecat: {reason}")
        contenders.remove(PIPECAT)
    losses = loss if loss is not None else [0.0, 1.0]
    results = asyncio.run(run(contenders, turns, sessions or [1], losses, video=video))
    pictures = "640×480 video at 15 a second" if video else "audio only"
    table = Table(title=f"Last speech sample to first audible sample, less the silence between (ms), {pictures}")
    for column in ("", "sessions", "loss %", "turns", "p50", "p95"):
        table.add_column(column, justify="right" if column else "left")
    for result in results:
        figures = (
            result.sessions,
            f"{result.loss_percent:g}",
            len(result.turns),
            result.percentile(50),
            result.percentile(95),
        )
        table.add_row(result.name, *map(str, figures))
    console.print(table)
    if json_file:
        json_file.write_text(json.dumps([asdict(result) for result in results], indent=2), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
