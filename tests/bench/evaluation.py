"""Answers through the record of work and the embedded judge, beside a bare Celery task that does nothing.

    uv run python tests/bench/evaluation.py --answers 1000

One PostgreSQL, one Redis, and two workers of as many processes as there are cores, of which one has work at a time: in
rounds, bare tasks, jobs that do nothing, and evaluations. Their rows are there before a round, and nobody else rings
for them; it is timed from the first message sent to the last job's end. Processor time is of the worker, PostgreSQL
and Redis, and hardly changes with what else the machine does. Then from the message sent to the job claimed.
"""

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Annotated

import numpy as np
import psutil
import typer
from celery import Celery
from persistence.database import Database, Doorbell, Ring, Signal
from persistence.ids import new_id
from persistence.record import jobs
from persistence.tables import Evaluation, Job, JobState
from processes.process_tree import cpu_seconds
from rich.console import Console
from rich.table import Table
from rows.evaluation_rows import add_answers, add_nothing
from runtime.celery import celery_app, ring
from sqlmodel import col, func, select
from visavis.testing import embedded_postgres, embedded_redis, temporary_home

ROUNDS = 4
PATIENCE = 600.0
"""Seconds for the work of one round."""
BACKLOG = 40
"""Evaluations that wait when a job comes that is to overtake them."""
PAUSE = (0.02, 0.12)
"""Seconds between two jobs of an idle worker, which so come at any moment of what it does anyway."""


class Muffled(Doorbell):
    """Rings for nothing: the bench does, when it measures."""

    def send(self, signals: list[Signal]) -> None: ...


@dataclass
class Throughput:
    """Jobs a second and milliseconds of processor time a job, round by round."""

    name: str
    rounds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def add(self, done: "Done") -> None:
        self.rounds.append(done.count / done.seconds)
        self.processor.append(1000 * done.processor_seconds / done.count)


@dataclass(frozen=True)
class Done:
    count: int
    seconds: float
    processor_seconds: float


@dataclass(frozen=True)
class Delays:
    """Milliseconds from a message sent to its job claimed."""

    name: str
    milliseconds: list[float]


@dataclass(frozen=True)
class Results:
    throughputs: list[Throughput]
    delays: list[Delays]
    judging: float
    """Milliseconds of an evaluation that are the judge's, by the record."""
    processes: int


@dataclass(frozen=True)
class Workers:
    """The platform's worker and the bare one, on the same Redis."""

    database: Database
    platform: Celery
    bare: Celery
    bare_done: Path
    log: Path

    def run(self, rings: Sequence[Ring]) -> Done:
        return self._timed(len(rings), lambda: self._ring(rings), lambda: self._has_ended(rings))

    def run_bare(self, count: int) -> Done:
        until = self._bare_tasks() + count

        def send() -> None:
            for _ in range(count):
                self.bare.send_task("bare.nothing", kwargs={"job_id": new_id()}, queue="bare", expires=3600)

        return self._timed(count, send, lambda: self._bare_tasks() == until)

    def claimed_idle(self, rings: Sequence[Ring]) -> list[float]:
        """Milliseconds to each claim; one job at a time."""
        chance, sent = Random(0), list[datetime]()
        for one in rings:
            time.sleep(chance.uniform(*PAUSE))
            sent.append(datetime.now(UTC))
            self._ring([one])
            self._wait(lambda one=one: self._has_ended([one]))  # type: ignore[misc]  # cannot infer a lambda's default
        return self._to_claims(rings, sent)

    def claimed_busy(self, rings: Sequence[Ring]) -> list[float]:
        """The same while every process of the worker has something to do, and more waits."""
        sent = []
        for one in rings:
            backlog = add_answers(self.database, BACKLOG)
            self._ring(backlog)
            self._wait(lambda backlog=backlog: self._has_ended(backlog[:4]))  # type: ignore[misc]  # as above
            sent.append(datetime.now(UTC))
            self._ring([one])
            self._wait(lambda one=one, backlog=backlog: self._has_ended([one, *backlog]))  # type: ignore[misc]
        return self._to_claims(rings, sent)

    def _ring(self, rings: Sequence[Ring]) -> None:
        for one in rings:
            ring(self.platform, one.name, one.job_id, one.priority)

    def _timed(self, count: int, send: Callable[[], None], ended: Callable[[], bool]) -> Done:
        begun, worked = time.monotonic(), self._processor_seconds()
        send()
        self._wait(ended)
        return Done(count, time.monotonic() - begun, self._processor_seconds() - worked)

    def _processor_seconds(self) -> float:
        """Of all that this process has started."""
        return sum(cpu_seconds(process) for process in psutil.Process().children())

    def _wait(self, ended: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not ended():
            if time.monotonic() > deadline:
                raise TimeoutError(self.log.read_text(errors="replace")[-4000:])
            time.sleep(0.02)

    def _has_ended(self, rings: Sequence[Ring]) -> bool:
        theirs = col(Job.id).in_([one.job_id for one in rings])
        with self.database.transaction() as session:
            return session.exec(select(Job.id).where(theirs, Job.state != JobState.DONE).limit(1)).first() is None

    def _bare_tasks(self) -> int:
        return self.bare_done.stat().st_size

    def _to_claims(self, rings: Sequence[Ring], sent: Sequence[datetime]) -> list[float]:
        """A claim makes its job due at the end of the lease; in so short a time nothing else does."""
        with self.database.transaction() as session:
            claims = [session.get_one(Job, one.job_id).due_at - jobs.LEASE for one in rings]
        return [(claim - at).total_seconds() * 1000 for claim, at in zip(claims, sent, strict=True)]


@contextmanager
def workers(processes: int) -> Iterator[Workers]:
    """Warm: each process has judged answers in both languages."""
    with temporary_home() as home, embedded_postgres(home, durable=True) as postgres, embedded_redis(home) as redis:
        environment = os.environ | {
            "DATABASE_URL": postgres,
            "REDIS_URL": redis,
            "SERVICE_TOKEN": secrets.token_urlsafe(48),
            "STORAGE_KEY": secrets.token_urlsafe(48),
            "BARE_DONE": str(home / "bare-done"),
            "RECONCILE_EVERY": "PT1H",
        }
        subprocess.run([sys.executable, "-m", "persistence.migrate"], check=True, env=environment)
        (home / "bare-done").touch()
        database = Database(postgres, Muffled(redis), pool_size=2, statement_timeout=timedelta(seconds=60))
        log = home / "worker.log"
        with (
            celery_app(redis) as platform,
            Celery("bare", broker=redis) as bare,
            _worker("rows.evaluation_worker", "gpu_queue,cpu_queue", processes, environment, log),
            _worker("rows.bare_worker", "bare", processes, environment, home / "bare.log"),
        ):
            found = Workers(database, platform, bare, home / "bare-done", log)
            found.run_bare(50 * processes)
            found.run(add_nothing(database, 10 * processes))
            found.run(add_answers(database, 40 * processes))
            yield found
        database.close()


@contextmanager
def _worker(module: str, queues: str, processes: int, environment: dict[str, str], log: Path) -> Iterator[None]:
    options = ["-Q", queues, "-n", f"{module}@localhost", "--concurrency", str(processes), "--loglevel", "INFO"]
    celery = [sys.executable, "-m", "celery", "-A", f"{module}:app", "worker", *options]
    with log.open("wb") as said:
        worker = subprocess.Popen(
            [*celery, "--without-gossip", "--without-mingle"],
            cwd=Path(__file__).parent,
            env=environment,
            stdout=said,
            stderr=said,
        )
        try:
            yield
        finally:
            worker.terminate()
            worker.wait(60)


def measure(*, answers: int, single: int, processes: int) -> Results:
    bare, nothing, evaluations = (
        Throughput(name) for name in ("bare Celery task", "job that does nothing", "evaluation")
    )
    with workers(processes) as at_work:
        database = at_work.database
        for _ in range(ROUNDS):
            count = max(answers // ROUNDS, 1)
            bare.add(at_work.run_bare(count))
            nothing.add(at_work.run(add_nothing(database, count)))
            evaluations.add(at_work.run(add_answers(database, count)))
        with database.transaction() as session:
            judging = float(session.exec(select(func.avg(Evaluation.seconds))).one() or 0) * 1000
        delays = [
            Delays("idle worker, a job that does nothing", at_work.claimed_idle(add_nothing(database, single))),
            Delays("idle worker, an evaluation", at_work.claimed_idle(add_answers(database, single))),
            Delays(
                "busy worker, a job that overtakes evaluations",
                at_work.claimed_busy(add_nothing(database, max(single // 4, 1))),
            ),
        ]
    return Results([bare, nothing, evaluations], delays, judging, processes)


def main(
    answers: Annotated[int, typer.Option(min=ROUNDS, help="Of each kind, over all rounds.")] = 1000,
    single: Annotated[int, typer.Option(min=1, help="Jobs that are sent one at a time.")] = 100,
    processes: Annotated[int, typer.Option(min=1, help="Of each worker.")] = os.cpu_count() or 1,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the results here too.")] = None,
) -> None:
    """Measure, print, and write."""
    results = measure(answers=answers, single=single, processes=processes)
    print_results(results)
    if json_file:
        json_file.write_text(json.dumps(asdict(results), indent=2), encoding="utf-8")


def print_results(results: Results) -> None:
    table = Table(title=f"Medians of {ROUNDS} rounds, workers of {results.processes} processes")
    for column in ("", "a second", "of the bare task's", "processor time of one (ms)"):
        table.add_column(column, justify="right" if column else "left")
    bare = np.median(results.throughputs[0].rounds)
    for one in results.throughputs:
        rate = np.median(one.rounds)
        table.add_row(one.name, f"{rate:.0f}", f"{rate / bare:.2f}", f"{np.median(one.processor):.1f}")
    Console().print(table)
    Console().print(f"The judge alone takes {results.judging:.1f} ms of an evaluation, by the record.")
    table = Table(title="From the message sent to the job claimed (ms)")
    for column in ("", "jobs", "p50", "p95"):
        table.add_column(column, justify="right" if column else "left")
    for delays in results.delays:
        p50, p95 = np.percentile(delays.milliseconds, [50, 95])
        table.add_row(delays.name, str(len(delays.milliseconds)), f"{p50:.1f}", f"{p95:.1f}")
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
