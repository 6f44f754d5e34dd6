"""From a candidate's last speech sample to the interviewer's first audible one, with engines that take their time.

    uv run python tests/bench/streaming.py --interviews 4

backend-core, the media server, PostgreSQL, Redis and the call are the real ones. The language model and the voice are
servers of their own that speak the real protocols (`streaming_stubs`) and are paced: 200 ms to the first token, 40
tokens a second, 150 ms a sentence. Recognition and voice activity take no time. The same is measured with engines that
take none either, in turn with the others. Answers with a pause that looks like the end show what preparation does in
vain.
"""

import asyncio
import json
import re
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Annotated

import httpx
import numpy as np
import typer
from calls.caller import PATIENCE, Caller, tone
from calls.streaming_stubs import FIRST_SENTENCE, Pace, tokens_to_first_sentence
from calls.stubbed import DEFAULTS, SAID_SECONDS, SILENCE
from contracts.base import ConsentPurpose, Language
from contracts.live import Authenticate
from media_server.hearing.policy import TurnPolicy
from media_server.speaking.track import SAMPLE_RATE, Clip
from processes.running import running
from rich.console import Console
from rich.table import Table
from visavis.candidate.api import Platform
from visavis.testing import free_port, temporary_home
from websockets.asyncio.client import ClientConnection, connect

sys.path.append(str(Path(__file__).parents[1] / "support"))
from platform_under_test import PlatformUnderTest

PACED = Pace(first_token=0.2, token=1 / 40, sentence=0.15)
BREATH_SECONDS = 0.5
"""Of silence within an answer: long enough for a preparation to begin, and too short for an end."""
QUESTIONS, FOLLOW_UPS = 3, 2
PREPARATIONS = re.compile(r'^visavis_question_preparations_total\{outcome="(\w+)"\} ([\d.]+)$', re.MULTILINE)
PASSWORD = "a-password-of-the-bench-1"


@dataclass
class Measured:
    """One way to hold interviews; milliseconds of the turns whose next question the language model wrote."""

    name: str
    pace: Pace
    prepares: bool
    pauses: bool = False
    turns: list[float] = field(default_factory=list)
    preparations: Counter[str] = field(default_factory=Counter)
    """By what became of them."""

    @property
    def p50(self) -> float:
        return float(np.percentile(self.turns, 50))

    @property
    def p95(self) -> float:
        return float(np.percentile(self.turns, 95))


def unavoidable(zero: float) -> float:
    """Milliseconds: to the first sentence that the model has written, its sound, and what there is without engines."""
    written = PACED.first_token + (tokens_to_first_sentence() - 1) * PACED.token
    return zero + (written + PACED.sentence) * 1000


@dataclass(frozen=True)
class Scene:
    """The platform, the engines, and media servers by whether they prepare questions."""

    platform: PlatformUnderTest
    api: str
    engines: str
    media: dict[bool, str]

    async def interview(self, measured: Measured, chance: Random, questions: int = QUESTIONS) -> None:
        """Hold one, with turns that go into `measured`."""
        server = self.media[measured.prepares]
        async with httpx.AsyncClient() as http:
            (await http.post(f"{self.engines}/pace", json=measured.pace.model_dump())).raise_for_status()
            before = _preparations((await http.get(f"{server}/metrics")).text)
            await self._turns(server, measured, chance, questions)
            measured.preparations += _preparations((await http.get(f"{server}/metrics")).text) - before

    async def _turns(self, server: str, measured: Measured, chance: Random, questions: int) -> None:
        async with Platform(self.api, Language.EN) as platform:
            email = f"bench-{chance.getrandbits(64):x}@example.org"
            await platform.register(email, PASSWORD)
            await platform.sign_in(email, PASSWORD)
            await platform.consent(ConsentPurpose.TRANSCRIPTION)
            interview = await platform.create_interview("backend", Language.EN, questions, FOLLOW_UPS)
            await platform.start(interview.id)
            caller = Caller(0.0, chance)
            offer = await platform.ticket(interview.id, "offer")
            async with caller.connected(f"{server}/media/offer", offer.ticket) as session_id:
                door = await platform.ticket(interview.id, "socket")
                async with connect(f"{server.replace('http', 'ws', 1)}/media/ws/{session_id}") as socket:
                    await socket.send(Authenticate(ticket=door.ticket).model_dump_json())
                    await self._talk(socket, caller, measured)

    async def _talk(self, socket: ClientConnection, caller: Caller, measured: Measured) -> None:
        question = await _listening(socket)
        while True:
            _say(caller, breath=measured.pauses)
            heard = await caller.heard()
            latency = heard - caller.microphone.last - SILENCE
            question = await _listening(socket)
            if question is None:
                return
            if str(question["text"]).startswith(FIRST_SENTENCE.partition(" ")[0]):
                measured.turns.append(latency * 1000)


def _say(caller: Caller, *, breath: bool) -> None:
    seconds = caller.chance.uniform(*SAID_SECONDS)
    caller.say(seconds)
    if breath:
        caller.microphone.play(Clip(np.zeros(round(BREATH_SECONDS * SAMPLE_RATE), np.int16)))
        caller.microphone.play(Clip(tone(seconds, caller.chance)))


async def _listening(socket: ClientConnection) -> dict[str, object] | None:
    """The question that waits for an answer; None once the interview has ended."""
    question: dict[str, object] | None = None
    async with asyncio.timeout(PATIENCE):
        async for text in socket:
            message = json.loads(text)
            if message["type"] == "question.started":
                question = message["question"]
            if message["type"] == "turn.state" and message["phase"] == "listening":
                return question
            if message["type"] == "turn.state" and message["phase"] == "ended":
                return None
    return None


def _preparations(metrics: str) -> Counter[str]:
    return Counter({outcome: int(float(count)) for outcome, count in PREPARATIONS.findall(metrics)})


@asynccontextmanager
async def scene(*prepares: bool) -> AsyncIterator[Scene]:
    """With a media server of each kind."""
    async with AsyncExitStack() as stack:
        engines = free_port()
        await stack.enter_async_context(running("calls.streaming_stubs", engines))
        language_model = {"LLM_URL": f"{_url(engines)}/v1", "LLM_MODEL": "stub", "LOG_LEVEL": "ERROR"}
        home = stack.enter_context(temporary_home())
        whole = stack.enter_context(PlatformUnderTest(home, ("backend-core",), language_model))
        platform = whole.platform
        shared = {
            "BACKEND_URL": platform.url,
            "REDIS_URL": platform.redis.url,
            "SERVICE_TOKEN": platform.secrets.service_token,
            "TTS_URL": _url(engines),
            "MEDIA_UDP_PORTS": "20000-32000",
            **DEFAULTS,
        }
        media = {kind: free_port() for kind in prepares}
        for kind, port in media.items():
            policy = TurnPolicy() if kind else TurnPolicy(prepare_after=None)
            environment = shared | {"TURN_POLICY": policy.model_dump_json()}
            await stack.enter_async_context(running("calls.streaming_server", port, environment=environment))
        yield Scene(whole, platform.url, _url(engines), {kind: _url(port) for kind, port in media.items()})


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}"


async def run(interviews: int) -> list[Measured]:
    """In turn, so that whatever else the machine does falls on all alike."""
    ways = [
        Measured("engines that take no time", Pace(), prepares=False),
        Measured("paced engines", PACED, prepares=False),
        Measured("paced engines, prepared", PACED, prepares=True),
        Measured("paced engines, prepared, answers with a pause", PACED, prepares=True, pauses=True),
    ]
    async with scene(True, False) as at_work:
        for number in range(interviews):
            for way in ways:
                await at_work.interview(way, Random(f"{number} {way.name}"))
    return ways


def main(
    interviews: Annotated[int, typer.Option(min=1, help="Interviews of each kind, six measured turns each.")] = 4,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the results here too.")] = None,
) -> None:
    """Measure, print, and write."""
    ways = asyncio.run(run(interviews))
    print_results(ways)
    if json_file:
        made = [{"name": way.name, "turns": way.turns, "preparations": way.preparations} for way in ways]
        json_file.write_text(json.dumps(made, indent=2), encoding="utf-8")


def print_results(ways: list[Measured]) -> None:
    sum_ = unavoidable(ways[0].p50)
    table = Table(title=f"Last speech sample to first audible sample, less the silence (ms); the sum is {sum_:.0f}")
    for column in ("", "turns", "p50", "p95", "p50 of the sum", "used", "in vain"):
        table.add_column(column, justify="right" if column else "left")
    for way in ways:
        used = way.preparations["used"]
        table.add_row(
            way.name,
            str(len(way.turns)),
            f"{way.p50:.0f}",
            f"{way.p95:.0f}",
            f"{way.p50 / sum_:.2f}",
            str(used),
            str(way.preparations.total() - used),
        )
    Console().print(table)
    saved = ways[1].p50 - ways[2].p50
    window = (SILENCE - (TurnPolicy().prepare_after or SILENCE)) * 1000
    could = min(window, sum_ - ways[0].p50)
    Console().print(f"Preparation saves {saved:.0f} ms of the {could:.0f} ms that it could.")


if __name__ == "__main__":
    typer.run(main)
