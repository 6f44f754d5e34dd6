"""Where a turn's time goes, from the candidate's last speech sample to the interviewer's first audible one.

    uv run python tests/bench/turn_stages.py --turns 20 --sessions 4

The server tells its own stages (`turn.stages`, also in its metrics as `visavis_turn_stage_seconds`); what a candidate
waits beyond them is the way of the sound, there and back: frames of 20 ms, their codec, the network, the windows of
32 ms in which speech is looked for. The engines are stubs that take no time.
"""

import asyncio
import json
from contextlib import aclosing
from pathlib import Path
from random import Random
from typing import Annotated

import numpy as np
import typer
from calls.caller import PATIENCE, Caller, Sound, Speech
from calls.stubbed import SILENCE, Page, StubServer, answered, stub_server
from contracts.live import StageTimes
from rich.console import Console
from rich.table import Table
from turn_latency import WARM_UP_TURNS

Stages = dict[str, list[float]]
"""Milliseconds of each turn, by stage, in the order in which they come."""


async def stages_of(server: StubServer, caller: Caller, turns: int) -> Stages:
    found: Stages = {}
    page = Page()
    async with aclosing(answered(server, caller, page)) as latencies:
        for turn in range(WARM_UP_TURNS + turns):
            whole = await anext(latencies) * 1000
            told = await asyncio.wait_for(page.stages.get(), PATIENCE)
            if turn < WARM_UP_TURNS:
                continue
            for name, spent in _split(whole, told).items():
                found.setdefault(name, []).append(spent)
    return found


async def measure(*, turns: int, sessions: int, loss: float, sound: Sound) -> Stages:
    """`loss` in percent."""
    async with stub_server(silero=True) as server:
        callers = [Caller(loss / 100, Random(number), sound=sound) for number in range(sessions)]
        found = await asyncio.gather(*(stages_of(server, caller, turns) for caller in callers))
    return {name: [spent for stages in found for spent in stages[name]] for name in found[0]}


def _split(whole: float, told: StageTimes) -> dict[str, float]:
    moments = (told.endpoint_ms, told.recognise_ms, told.question_ms, told.synthesise_ms, told.total_ms)
    endpoint, recognised, question, synthesised, sounded = (moment or 0.0 for moment in moments)
    silence = SILENCE * 1000
    return {
        "the way of the sound, there and back": whole + silence - sounded,
        "the end of the turn, less its silence": endpoint - silence,
        "the final transcript": recognised - endpoint,
        "the request, until the first words": question - recognised,
        "their first audio": synthesised - question,
        "its first sample on the track": sounded - synthesised,
        "all": whole,
    }


def main(
    turns: Annotated[int, typer.Option(min=1, help="Turns of each session.")] = 20,
    sessions: Annotated[int, typer.Option(min=1, help="Sessions at a time.")] = 1,
    loss: Annotated[float, typer.Option(min=0, max=50, help="Percent of packets to lose.")] = 0,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the results here too.")] = None,
) -> None:
    """Measure, print, and write."""

    async def run() -> Stages:
        return await measure(turns=turns, sessions=sessions, loss=loss, sound=await Speech.synthesised())

    stages = asyncio.run(run())
    table = Table(title=f"Stages of a turn, {sessions} at a time, {loss:g} % lost (ms)")
    for column in ("", "p50", "p95"):
        table.add_column(column, justify="right" if column else "left")
    for name, spent in stages.items():
        table.add_row(name, *(f"{np.percentile(spent, share):.0f}" for share in (50, 95)))
    Console().print(table)
    if json_file:
        json_file.write_text(json.dumps(stages, indent=2), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
