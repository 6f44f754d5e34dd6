"""Voice interviews while many people watch their own event streams, on the whole platform.

    uv run python tests/bench/load.py --streams 1000 --interviews 10

backend-core, the media server, PostgreSQL, Redis, the calls and the streams are the real ones; the engines take no
time, so that a turn is what the platform makes of it. Interviews are held side by side, first alone and then while the
streams are open. Meanwhile facts are recorded, each of one interview whose stream is to tell it, and how late it comes
is counted from its commit. All of it, the candidates and the watchers too, shares this machine.
"""

import asyncio
import json
import resource
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Annotated

import numpy as np
import psutil
import typer
from calls.streaming_stubs import Pace
from contracts.base import InterviewStatus
from contracts.events import InterviewStateChanged
from persistence.record import events
from persistence.tables import Interview
from processes.process_tree import cpu_seconds, resident_bytes
from rich.console import Console
from rows.api_data import SignedIn, practice, signed_in
from rows.http_line import HttpLine
from sqlalchemy import text
from streaming import Measured, Scene, scene

sys.path.append(str(Path(__file__).parents[1] / "support"))
from platform_under_test import PlatformUnderTest

OPENED_AT_ONCE = 20
FACTS_A_SECOND = 10.0
QUIET_SECONDS = 20.0
"""In which nothing happens but that streams are open."""
LATE_SECONDS = 10.0
"""After the last fact, in which those on their way arrive."""


@dataclass
class Watching:
    """Streams, and when each fact was recorded and arrived, by interview and sequence."""

    refused: int = 0
    broken: int = 0
    recorded: dict[tuple[str, int], float] = field(default_factory=dict)
    arrived: dict[tuple[str, int], float] = field(default_factory=dict)

    @property
    def late(self) -> list[float]:
        """Milliseconds from the commit to the watcher, of what arrived."""
        return [(at - self.recorded[fact]) * 1000 for fact, at in self.arrived.items() if fact in self.recorded]


@dataclass(frozen=True)
class Results:
    alone: list[float]
    """Milliseconds of turns."""
    beside: list[float]
    watching: Watching
    streams: int
    kibibytes: float
    """Of backend-core's memory for each stream."""
    quiet_cores: float
    """Of backend-core while the streams are open and nothing happens."""
    connections: int
    """To PostgreSQL that were in a transaction meanwhile, at most, of ten looks."""


async def watch(url: str, who: SignedIn, interview_id: str, into: Watching, opened: asyncio.Semaphore) -> None:
    """Until cancelled."""
    async with opened:
        line = await HttpLine.to(url)
        status, _ = await line.ask(f"/api/interviews/{interview_id}/events", who.token, "text/event-stream")
        if status != 200:
            into.refused += 1
            return
        said = await line.chunk()
    try:
        while said:
            for row in said.splitlines():
                if row.startswith(b"id: "):
                    into.arrived[interview_id, int(row[4:])] = time.perf_counter()
            said = await line.chunk()
        into.broken += 1
    except asyncio.IncompleteReadError:
        into.broken += 1
    finally:
        line.close()


async def record_facts(platform: PlatformUnderTest, interviews: Sequence[str], into: Watching) -> None:
    """Until cancelled."""
    chance = Random(0)

    def record(interview_id: str) -> tuple[str, int]:
        with platform.database.transaction() as session:
            payload = InterviewStateChanged(status=InterviewStatus.SCHEDULED)
            events.append(session, interview_id, payload)
            return interview_id, session.get_one(Interview, interview_id, populate_existing=True).event_sequence

    while True:
        fact = await asyncio.to_thread(record, chance.choice(interviews))
        into.recorded[fact] = time.perf_counter()
        await asyncio.sleep(chance.expovariate(FACTS_A_SECOND))


@asynccontextmanager
async def open_streams(at_work: Scene, count: int, into: Watching) -> AsyncIterator[None]:
    """Entered once each has told its beginning, or was refused."""
    platform, key = at_work.platform, at_work.platform.platform.secrets.secret_key
    with platform.database.transaction() as session:
        people = [signed_in(session, key) for _ in range(count)]
        interviews = [practice(session, one.user_id) for one in people]
    opened = asyncio.Semaphore(OPENED_AT_ONCE)
    tasks = [
        asyncio.create_task(watch(at_work.api, who, interview_id, into, opened))
        for who, interview_id in zip(people, interviews, strict=True)
    ]
    await asyncio.sleep(0)
    async with asyncio.timeout(300):
        for _ in range(OPENED_AT_ONCE):
            await opened.acquire()
    facts = asyncio.create_task(record_facts(platform, interviews, into))
    try:
        yield
        if facts.done():
            facts.result()
        facts.cancel()
        await asyncio.sleep(min(LATE_SECONDS, 2 + count / 100))
    finally:
        for task in (facts, *tasks):
            task.cancel()
        await asyncio.gather(facts, *tasks, return_exceptions=True)


async def hold(at_work: Scene, interviews: int, name: str) -> list[float]:
    """Milliseconds of their turns."""
    way = Measured(name, Pace(), prepares=True)
    await asyncio.gather(*(at_work.interview(way, Random(f"{name} {number}")) for number in range(interviews)))
    return way.turns


async def measure(streams: int, interviews: int, quiet_seconds: float = QUIET_SECONDS) -> Results:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # a file a stream, here and in what is started here
    async with scene(True) as at_work:
        core = next(one for one in psutil.Process().children() if "backend_core.main:app" in one.cmdline())
        alone = await hold(at_work, interviews, "alone")
        watching, held = Watching(), resident_bytes(core)
        async with open_streams(at_work, streams, watching):
            kibibytes = (resident_bytes(core) - held) / 1024 / streams
            worked, busy = cpu_seconds(core), 0
            for _ in range(10):
                await asyncio.sleep(quiet_seconds / 10)
                busy = max(busy, _in_transactions(at_work.platform))
            cores = (cpu_seconds(core) - worked) / quiet_seconds
            beside = await hold(at_work, interviews, "beside")
        return Results(alone, beside, watching, streams, kibibytes, cores, busy)


def _in_transactions(platform: PlatformUnderTest) -> int:
    with platform.database.transaction() as session:
        others = "SELECT count(*) FROM pg_stat_activity WHERE state LIKE '%transaction%' AND pid <> pg_backend_pid()"
        return int(session.execute(text(others)).scalar_one())


def main(
    streams: Annotated[int, typer.Option(min=1, help="Of as many people.")] = 1000,
    interviews: Annotated[int, typer.Option(min=1, help="At once.")] = 10,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the results here too.")] = None,
) -> None:
    """Measure, print, and write."""
    results = asyncio.run(measure(streams, interviews))
    print_results(results)
    if json_file:
        made = asdict(results) | {"watching": {"late": results.watching.late, "refused": results.watching.refused}}
        json_file.write_text(json.dumps(made), encoding="utf-8")


def print_results(results: Results) -> None:
    say = Console(soft_wrap=True).print
    for name, turns in (("alone", results.alone), ("beside the streams", results.beside)):
        p50, p95 = np.percentile(turns, [50, 95])
        say(f"turns {name}: {len(turns)}, p50 {p50:.0f} ms, p95 {p95:.0f} ms")
    watching = results.watching
    say(f"streams: {results.streams}, {watching.refused} refused, {watching.broken} broken off")
    missing = len(watching.recorded.keys() - watching.arrived.keys())
    p50, p95 = np.percentile(watching.late, [50, 95])
    say(f"facts: {len(watching.recorded)}, {missing} not told; {p50:.0f} ms late, p95 {p95:.0f} ms")
    say(
        f"backend-core: {results.kibibytes:.0f} KiB a stream; {results.quiet_cores:.2f} cores while nothing happens, "
        f"{results.connections} connections in a transaction at most"
    )


if __name__ == "__main__":
    typer.run(main)
