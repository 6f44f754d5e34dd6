"""Two media servers and two backends: candidates spread over them, and finish when one media server is killed."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field

import av
import numpy as np
import pytest
from contracts.base import Language, Speaker
from contracts.media_servers import REPORT_PREFIX, SERVERS_KEY, MediaServerReport
from contracts.tasks import ANALYZE_ANSWER
from engines.tts.espeak import EspeakVoice
from platform_under_test import PlatformUnderTest, eventually
from redis import Redis
from relay import Relay, find_coturn
from visavis.candidate.face import Film
from visavis.candidate.record import InterviewRecord
from visavis.candidate.run import OWN_VOICES, InterviewOptions, run_interview
from visavis.candidate.voice import Clip, synthesised_clip

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

ANSWER = [
    "I measured the slow request and found a query without an index.",
    "I added the index and watched the database for a week.",
    "After that the report was twice as fast.",
]
PARTS = ("backend-core", "backend-core-2", "media-server", "media-server-2", "ai-worker")


@pytest.fixture
def relay() -> Iterator[Relay | None]:
    """None where the machine has no coturn: tests/integration/test_relay.py says so."""
    with Relay() if find_coturn() else nullcontext() as relay:
        yield relay


@pytest.fixture
def platform(tmp_path_factory: pytest.TempPathFactory, relay: Relay | None) -> Iterator[PlatformUnderTest]:
    settings = {"LOG_FORMAT": "json"} | (relay.settings if relay else {})
    with PlatformUnderTest(tmp_path_factory.mktemp("platform"), PARTS, settings) as platform:
        yield platform


@dataclass
class Candidate:
    """A virtual candidate of two questions: it types the first answer and speaks the second."""

    url: str
    relay: bool = False
    speaking: asyncio.Event = field(default_factory=asyncio.Event)

    async def interview(self, answer: Clip) -> InterviewRecord:
        options = InterviewOptions(
            self.url,
            grey_film(),
            questions=2,
            follow_ups=0,
            typed_turns=frozenset({1}),
            clips=[answer],
            relay=self.relay,
        )
        return await run_interview(options, self._note)

    def _note(self, step: str) -> None:
        if step.startswith("question 2 of"):
            self.speaking.set()


def request_ids(platform: PlatformUnderTest, part: str, event: str, **others: str) -> set[str]:
    """Of the lines of this part's log that tell of the event."""
    lines = [json.loads(line) for line in platform.log(part).splitlines() if line.startswith("{")]
    return {line["request_id"] for line in lines if line.items() >= {"event": event, **others}.items()}


def grey_film() -> Film:
    """Faces are not what this is about."""
    picture = np.full((120, 160, 3), 128, np.uint8)
    return Film("grey", [av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")], 2.0)


async def until_speaking(candidate: Candidate, interview: "asyncio.Task[InterviewRecord]") -> None:
    """An interview that ends before fails the test there and then, with what ended it."""
    speaking = asyncio.create_task(candidate.speaking.wait())
    await asyncio.wait({speaking, interview}, return_when=asyncio.FIRST_COMPLETED)
    if not speaking.done():
        speaking.cancel()
        raise AssertionError(f"ended before it spoke: {interview.result()}")


def reports(platform: PlatformUnderTest) -> dict[str, MediaServerReport]:
    """What the media servers say of themselves, by address."""
    with Redis.from_url(platform.platform.redis.url) as redis:
        ids: set[bytes] = redis.smembers(SERVERS_KEY)
        found = [redis.get(REPORT_PREFIX + server_id.decode()) for server_id in ids]
    said = [MediaServerReport.model_validate_json(report) for report in found if report]
    return {report.url: report for report in said}


async def test_candidates_of_a_killed_media_server_go_on_at_the_other(
    platform: PlatformUnderTest, relay: Relay | None
) -> None:
    """All of them through a relay, where there is one: nothing but web pages gets out of their network otherwise."""
    candidates = [Candidate(url, relay is not None) for url in (platform.platform.url, platform.beside.url)]
    voice = EspeakVoice(OWN_VOICES)
    answer = await synthesised_clip(voice, ANSWER, Language.EN)
    await voice.close()
    interviews = [asyncio.create_task(candidate.interview(answer)) for candidate in candidates]
    for candidate, interview in zip(candidates, interviews, strict=True):
        await until_speaking(candidate, interview)

    def spread() -> list[str]:
        """The interview of the server that is killed, once each server has reported one."""
        now = reports(platform)
        taken = [len(report.interviews) for report in now.values()]
        return now[platform.platform.media_url].interviews if taken == [1, 1] else []

    (affected,) = await asyncio.to_thread(eventually, spread)
    await asyncio.to_thread(platform.kill, "media-server")

    records = {record.interview_id: record for record in await asyncio.gather(*interviews)}
    for record in records.values():
        answers = [line for line in record.transcripts if line.speaker is Speaker.USER]
        assert [(line.turn, line.source) for line in answers] == [(1, "typed"), (2, "speech")]
        assert answers[1].text
        assert [answer.turn for answer in record.report.answers] == [1, 2]
    assert records[affected].reconnections
    assert set(reports(platform)) == {platform.beside.media_url}
    calls = request_ids(platform, "media-server", "connected") | request_ids(platform, "media-server-2", "connected")
    judged = request_ids(platform, "ai-worker", "job ended", task=ANALYZE_ANSWER.name)
    assert judged, "one id leads from a call to the worker"
    assert judged <= calls
    if relay:
        assert relay.log.count("ALLOCATE processed, success") >= len(candidates) + 1
