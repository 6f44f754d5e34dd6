"""What a call costs a server, beside aiortc on its own and pipecat, and how many calls are captioned on time.

    uv run python tests/bench/call_cost.py --seconds 20 --sessions 1 --sessions 4 --sessions 8 [--video]
    uv run python tests/bench/call_cost.py --capacity [--video] [--processes 2]

Processor time (user and system) of the server's process and its children, a minute of one session; memory once the
calls have gone on for so long, pages that the server's processes share counted once. Every candidate gives an answer
of 1 to 1.5 s each four seconds. With video our server follows every face at five frames a second; so do MediaPipe's
models behind the bare receiver, and pipecat is handed as many frames and looks at none.

The capacity is that of this machine with the candidates on it: on time means that, of turns and of captions, 95 in a
hundred come within 500 ms, and that no packet is lost. With several processes, as of MEDIA_PROCESSES, candidates are
led to each in turn.
"""

import asyncio
import json
from collections.abc import Callable
from contextlib import AsyncExitStack, aclosing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from time import monotonic
from typing import Annotated

import numpy as np
import typer
from calls.caller import Caller, Film, Sound, Speech
from calls.contenders import BARE_RECEIVE, BARE_WATCH, OURS, PIPECAT, Contender, Turns, serve_ours
from calls.stubbed import Page, StubServer, answered
from calls.traffic import Traffic
from processes import own_environment
from processes.process_tree import cpu_seconds, resident_bytes
from rich.console import Console
from rich.table import Table

TURN_EVERY = 4.0
"""Seconds."""
ON_TIME = 0.5
"""Seconds."""
CAPACITY_STEP = 4
MIB = 2**20


@dataclass(frozen=True)
class Cost:
    name: str
    sessions: int
    video: bool
    cpu: float
    """Seconds a session-minute."""
    memory_mib: float


@dataclass
class Level:
    """So many sessions at a time; seconds of each turn and of each caption after the first sample of its speech."""

    sessions: int
    turns: list[float] = field(default_factory=list)
    captions: list[float] = field(default_factory=list)
    kept: float = 1.0
    """The share of its packets that the worst call kept."""
    server_cores: float = 0.0
    samples_a_second: float = 0.0
    """Of each face."""

    @property
    def on_time(self) -> bool:
        return bool(self.captions) and max(p95(self.turns), p95(self.captions)) <= ON_TIME and self.kept == 1.0


def p95(seconds: list[float]) -> float:
    return float(np.percentile(seconds, 95)) if seconds else float("nan")


class Calls:
    """Candidates who talk on until they are told to stop."""

    def __init__(self) -> None:
        self._talking: list[asyncio.Task[None]] = []

    async def begin(self, turns: list[Turns]) -> None:
        """Returns when each has had its first turn. Raises what ended one."""
        first = [asyncio.Event() for _ in turns]
        began = monotonic()
        for number, (call, event) in enumerate(zip(turns, first, strict=True)):
            due = began + TURN_EVERY * number / len(turns)
            self._talking.append(asyncio.create_task(_talk(call, due, event)))
        waiting = asyncio.gather(*(event.wait() for event in first))
        await asyncio.wait([waiting, *self._talking], return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            waiting.cancel()
        self.check()

    def check(self) -> None:
        """Raises what ended a call."""
        for task in self._talking:
            if task.done():
                task.result()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until it is true. Raises what ended a call."""
        while not condition():
            await asyncio.sleep(0.1)
            self.check()

    async def end(self) -> None:
        for task in self._talking:
            task.cancel()
        await asyncio.gather(*self._talking, return_exceptions=True)


async def _talk(turns: Turns, due: float, first: asyncio.Event) -> None:
    await asyncio.sleep(due - monotonic())
    async with aclosing(turns):
        async for _ in turns:
            first.set()
            due = max(due + TURN_EVERY, monotonic())
            await asyncio.sleep(due - monotonic())


async def measure(
    contender: Contender, *, sessions: int, seconds: float, sound: Sound, film: Film | None = None
) -> Cost:
    calls = Calls()
    async with contender.serve(film is not None) as server:
        callers = [Caller(0.0, Random(number), sound=sound, film=film) for number in range(sessions)]
        try:
            await calls.begin([contender.turns(server, caller) for caller in callers])
            began, before = monotonic(), cpu_seconds(server.process)
            await asyncio.sleep(seconds)
            spent, minutes = cpu_seconds(server.process) - before, (monotonic() - began) / 60
            memory = resident_bytes(server.process) / MIB
            calls.check()
        finally:
            await calls.end()
    cost = Cost(contender.name, sessions, film is not None, spent / minutes / sessions, memory)
    Console(stderr=True).print(cost)
    return cost


async def costs(contenders: list[Contender], sessions: list[int], seconds: float, *, video: bool) -> list[Cost]:
    sound, film = await Speech.synthesised(), Film.of_portrait() if video else None
    return [
        await measure(contender, sessions=count, seconds=seconds, sound=sound, film=film)
        for count in sessions
        for contender in contenders
    ]


@dataclass
class Captioned:
    """A call to our server, and what of it was on time."""

    server: StubServer
    caller: Caller
    page: Page = field(default_factory=Page)
    turns: list[float] = field(default_factory=list)
    captions: list[float] = field(default_factory=list)

    async def talk(self) -> Turns:
        async with aclosing(answered(self.server, self.caller, self.page)) as latencies:
            async for latency in latencies:
                spoke = self.caller.microphone.first
                self.turns.append(latency)
                self.captions += [at - spoke for at in self.page.captioned if at >= spoke][:1]
                self.page.captioned.clear()
                yield latency


async def capacity(seconds: float, *, most: int, video: bool, processes: int = 1) -> list[Level]:
    """Four sessions more at a time, until they are not served on time any longer, or are as many as `most`."""
    sound, film = await Speech.synthesised(), Film.of_portrait() if video else None
    levels: list[Level] = []
    calls, everybody = Calls(), list[Captioned]()

    def everybody_is_seen() -> bool:
        return all(call.page.samples for call in everybody)

    async with AsyncExitStack() as stack:
        servers = [await stack.enter_async_context(serve_ours(video)) for _ in range(processes)]
        try:
            while len(everybody) < most and (not levels or levels[-1].on_time):
                more = [
                    Captioned(servers[number % processes], Caller(0.0, Random(number), sound=sound, film=film))
                    for number in range(len(everybody), min(len(everybody) + CAPACITY_STEP, most))
                ]
                everybody.extend(more)
                await calls.begin([call.talk() for call in more])
                if video:  # a session's models load with its first picture
                    await calls.until(everybody_is_seen)
                levels.append(await _level(servers, calls, everybody, seconds))
                Console(stderr=True).print(f"{len(everybody)} sessions: {levels[-1].on_time}")
        finally:
            await calls.end()
    return levels


async def _level(servers: list[StubServer], calls: Calls, everybody: list[Captioned], seconds: float) -> Level:
    """Over so many seconds, or until everybody has had a turn."""
    turns, captions = [len(call.turns) for call in everybody], [len(call.captions) for call in everybody]
    traffic = [await Traffic.of(call.caller.peer) for call in everybody]
    samples, cpu, began = sum(call.page.samples for call in everybody), _cpu(servers), monotonic()
    await asyncio.sleep(seconds)
    await calls.until(lambda: all(len(call.turns) > had for call, had in zip(everybody, turns, strict=True)))
    passed = monotonic() - began
    kept = [
        (await Traffic.of(call.caller.peer)).kept_since(before) for call, before in zip(everybody, traffic, strict=True)
    ]
    return Level(
        sessions=len(everybody),
        turns=[turn for call, had in zip(everybody, turns, strict=True) for turn in call.turns[had:]],
        captions=[caption for call, had in zip(everybody, captions, strict=True) for caption in call.captions[had:]],
        kept=min(kept),
        server_cores=(_cpu(servers) - cpu) / passed,
        samples_a_second=(sum(call.page.samples for call in everybody) - samples) / passed / len(everybody),
    )


def _cpu(servers: list[StubServer]) -> float:
    return sum(cpu_seconds(server.process) for server in servers)


def show_costs(console: Console, results: list[Cost]) -> None:
    table = Table(title="Server: CPU seconds a session-minute, memory of all sessions")
    for column in ("", "video", "sessions", "CPU s", "MiB"):
        table.add_column(column, justify="right" if column else "left")
    for cost in results:
        video = "640×480" if cost.video else "none"
        table.add_row(cost.name, video, str(cost.sessions), f"{cost.cpu:.1f}", f"{cost.memory_mib:.0f}")
    console.print(table)


def show_levels(console: Console, levels: list[Level]) -> None:
    table = Table(title="How many sessions are served on time")
    for column in ("sessions", "turns p95 (ms)", "captions p95 (ms)", "packets kept", "servers' cores", "samples/s"):
        table.add_column(column, justify="right")
    for level in levels:
        latencies = (p95(level.turns) * 1000, p95(level.captions) * 1000)
        figures = (f"{level.kept:.2%}", f"{level.server_cores:.2f}", f"{level.samples_a_second:.1f}")
        table.add_row(str(level.sessions), *(f"{latency:.0f}" for latency in latencies), *figures)
    console.print(table)
    most = max((level.sessions for level in levels if level.on_time), default=0)
    console.print(f"On time: {most} sessions, of {levels[-1].sessions} tried")


def main(  # noqa: PLR0917 - a command's options
    seconds: Annotated[float, typer.Option(min=1, help="How long each is measured.")] = 20,
    sessions: Annotated[list[int] | None, typer.Option(min=1, help="Sessions at a time; may be given again.")] = None,
    video: Annotated[bool, typer.Option("--video", help="Cameras are on: 640×480, 15 pictures a second.")] = False,
    find_capacity: Annotated[bool, typer.Option("--capacity", help="Find how many are served on time.")] = False,
    most: Annotated[int, typer.Option(min=1, help="Sessions that are tried at most.")] = 64,
    processes: Annotated[int, typer.Option(min=1, help="Of our server, where the capacity is sought.")] = 1,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the results here too.")] = None,
) -> None:
    """Measure, print, and write."""
    console = Console()
    results: list[Cost] | list[Level]
    if find_capacity:
        results = asyncio.run(capacity(seconds, most=most, video=video, processes=processes))
        show_levels(console, results)
    else:
        contenders = [BARE_RECEIVE, *([BARE_WATCH] if video else []), PIPECAT, OURS]
        try:
            own_environment.PIPECAT.python()
        except own_environment.NoEnvironment as reason:
            console.print(f"Without pipecat: {reason}")
            contenders.remove(PIPECAT)
        results = asyncio.run(costs(contenders, sessions or [1], seconds, video=video))
        show_costs(console, results)
    if json_file:
        json_file.write_text(json.dumps([asdict(result) for result in results], indent=2), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
