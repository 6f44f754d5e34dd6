"""Lists of the API beside a bare FastAPI endpoint that answers with as much from the same database.

    uv run python tests/bench/api.py --requests 400 --rows 50

Three endpoints a list, asked in turn: the bare one, one that checks the access token and its session beside, and ours,
which checks as well what the caller may see, keeps a log and counts. All are served by uvicorn as the platform starts
it, with as many connections to PostgreSQL. Processor time is the server's own, without PostgreSQL's.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Annotated
from urllib.error import URLError
from urllib.request import urlopen

import numpy as np
import psutil
import typer
from processes.process_tree import cpu_seconds
from rich.console import Console
from rich.table import Table
from rows.api_data import Asked, lists, served_core
from rows.http_line import HttpLine
from visavis.launcher.process import Process
from visavis.testing import free_port

sys.path.append(str(Path(__file__).parents[1] / "support"))
from platform_under_test import PlatformUnderTest

ROUNDS = 4
WARM_UP = 20
"""Requests of each endpoint on each connection, that nobody times: statements are prepared, caches are filled."""
HERE = Path(__file__).parent


@dataclass
class Contender:
    """Milliseconds of its requests, and of processor time of one, round by round; bytes of an answer."""

    name: str
    bytes: int = 0
    latencies: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return float(np.percentile(self.latencies, 50))

    @property
    def p95(self) -> float:
        return float(np.percentile(self.latencies, 95))


@dataclass(frozen=True)
class Server:
    url: str
    process: psutil.Process

    async def ask(self, into: Contender, path: str, token: str, requests: int, connections: int) -> None:
        """`requests` on each of the connections at once."""
        lines = [await HttpLine.to(self.url) for _ in range(connections)]
        try:
            into.bytes = len(await lines[0].get(path, token))
            worked = cpu_seconds(self.process)
            for took in await asyncio.gather(*(_timed(line, path, token, requests) for line in lines)):
                into.latencies += took
            into.processor.append((cpu_seconds(self.process) - worked) * 1000 / (requests * connections))
        finally:
            for line in lines:
                line.close()


async def _timed(line: HttpLine, path: str, token: str, requests: int) -> list[float]:
    took = []
    for _ in range(requests):
        began = time.perf_counter()
        await line.get(path, token)
        took.append((time.perf_counter() - began) * 1000)
    return took


@dataclass(frozen=True)
class Result:
    list: str
    contenders: Sequence[Contender]


@contextmanager
def servers() -> Iterator[tuple[PlatformUnderTest, Server, Server]]:
    """The platform, its backend-core and the bare application."""
    with ExitStack() as stack:
        platform = stack.enter_context(served_core())
        core, port = platform.platform.services()[0], free_port()
        changed = {"backend_core.main:app": "rows.bare_api:app", str(platform.platform.ports.backend): str(port)}
        bare = Process(
            replace(
                core,
                name="bare",
                argv=tuple(changed.get(word, word) for word in core.argv),
                env={**core.env, "PYTHONPATH": str(HERE)},
                log=platform.platform.home.log("bare"),
                ready=lambda: _answers(f"http://127.0.0.1:{port}/openapi.json"),
            )
        )
        stack.callback(bare.stop)
        bare.wait_ready()
        ours = next(one for one in psutil.Process().children() if "backend_core.main:app" in one.cmdline())
        yield (
            platform,
            Server(platform.platform.url, ours),
            Server(f"http://127.0.0.1:{port}", psutil.Process(bare.pid)),
        )


def _answers(url: str) -> bool:
    try:
        with closing(urlopen(url)):
            return True
    except (URLError, OSError):
        return False


async def measure(requests: int, rows: int, connections: int, only: Sequence[str] = ()) -> list[Result]:
    """`requests` of every endpoint, in rounds."""
    with servers() as (platform, ours, bare):
        asked = [one for one in lists(platform, rows) if not only or one.name in only]
        beside = Beside(ours, bare, rows, connections)
        for one in asked:
            await beside.measure(one, 1, WARM_UP)
        a_round = max(1, requests // (ROUNDS * connections))
        return [await beside.measure(one, ROUNDS, a_round) for one in asked]


@dataclass(frozen=True)
class Beside:
    """Both servers, and how they are asked."""

    ours: Server
    bare: Server
    rows: int
    connections: int

    async def measure(self, asked: Asked, rounds: int, requests: int) -> Result:
        """`requests` a round, on each connection."""
        query = f"{asked.name}?limit={self.rows}" + (f"&of={asked.of}" if asked.of else "")
        ways = [
            (self.bare, Contender("bare"), f"/bare/{query}"),
            (self.bare, Contender("bare, token checked"), f"/checked/{query}"),
            (self.ours, Contender("ours"), f"/api{asked.path}"),
        ]
        for _ in range(rounds):
            for server, contender, path in ways:
                await server.ask(contender, path, asked.who.token, requests, self.connections)
        return Result(asked.name, [contender for _, contender, _ in ways])


def main(
    requests: Annotated[int, typer.Option(min=1, help="Of each endpoint.")] = 800,
    rows: Annotated[int, typer.Option(min=1, max=50, help="Of a page.")] = 50,
    connections: Annotated[int, typer.Option(min=1, help="Open at once.")] = 4,
    only: Annotated[list[str] | None, typer.Option(help="These lists.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the results here too.")] = None,
) -> None:
    """Measure, print, and write."""
    results = asyncio.run(measure(requests, rows, connections, only or ()))
    print_results(results, rows, connections)
    if json_file:
        json_file.write_text(json.dumps([asdict(result) for result in results]), encoding="utf-8")


def print_results(results: Sequence[Result], rows: int, connections: int) -> None:
    table = Table(title=f"Pages of {rows} rows over {connections} connections (ms)")
    for column in (
        "",
        "",
        "KiB",
        "p50 (ms)",
        "p95 (ms)",
        "p95 of the bare one's",
        "processor time (ms)",
        "of the bare one's",
    ):
        table.add_column(column, justify="right" if column else "left")
    for result in results:
        bare = result.contenders[0]
        for one in result.contenders:
            spent, least = float(np.median(one.processor)), float(np.median(bare.processor))
            table.add_row(
                result.list if one is bare else "",
                one.name,
                f"{one.bytes / 1024:.1f}",
                f"{one.p50:.1f}",
                f"{one.p95:.1f}",
                f"{one.p95 / bare.p95:.2f}",
                f"{spent:.2f}",
                f"{spent / least:.2f}",
            )
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
