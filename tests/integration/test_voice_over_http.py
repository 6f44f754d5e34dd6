"""Voice over HTTP on a whole platform: real uploads, real recognition, the same record as a call's."""

import re
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import av
import httpx
import numpy as np
import pytest
import recordings
from browser import SAMPLE_RATE, Sound
from engines.audio import encode
from persistence.interviews.delivery import DeliveryVoice
from persistence.tables import Transcript
from platform_under_test import PlatformUnderTest, eventually
from sqlalchemy import text
from sqlmodel import select
from visavis.testing import temporary_home

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

SECOND = SAMPLE_RATE


@pytest.fixture(scope="module")
def platform() -> Iterator[PlatformUnderTest]:
    with temporary_home() as home, PlatformUnderTest(home, ("backend-core", "ai-worker", "media-server")) as platform:
        yield platform


@pytest.fixture(scope="module")
def recorded(answer: Sound) -> bytes:
    """An answer as Chromium records it."""
    return recordings.webm(answer, SAMPLE_RATE)


class Caller:
    """A signed-in candidate who has nothing but HTTP."""

    def __init__(self, api: str, *consents: str) -> None:
        self.http = httpx.Client(base_url=api, timeout=120)
        self.email = f"{secrets.token_hex(6)}@example.org"
        account = {"email": self.email, "username": secrets.token_hex(6), "password": secrets.token_urlsafe(16)}
        self.id = self.http.post("/register", json={**account, "full_name": "Kim"}).json()["id"]
        form = {"username": self.email, "password": account["password"]}
        token = self.http.post("/token", data=form).json()["access_token"]
        self.http.headers["Authorization"] = f"Bearer {token}"
        for purpose in consents:
            self.http.post("/users/me/consents", json={"purpose": purpose, "granted": True}).raise_for_status()

    def start(self, **more: object) -> httpx.Response:
        return self.http.post("/session/start", json={"user_id": self.id, "mode": "voice", **more})

    def answer(self, session_id: str, question: dict[str, Any], sound: bytes, **changes: str) -> httpx.Response:
        form = {"session_id": session_id, "question_id": question["id"], "turn_type": question["type"], **changes}
        return self.http.post("/answer/complete", data=form, files={"audio_file": ("answer.webm", sound, "audio/webm")})


@pytest.fixture
def caller(platform: PlatformUnderTest) -> Iterator[Caller]:
    caller = Caller(platform.api, "transcription", "delivery")
    yield caller
    caller.http.close()


@pytest.fixture
def open_turn(caller: Caller) -> tuple[str, dict[str, Any]]:
    """A session of the caller's and its open question."""
    started = caller.start().raise_for_status().json()
    return started["session_id"], started["question"]


def test_an_interview_from_start_to_report(platform, caller, recorded, answer_words):
    started = caller.start().raise_for_status().json()
    assert set(started) == {"session_id", "question"}
    assert set(started["question"]) == {"id", "text", "audio_url", "type"}
    assert started["question"]["type"] == "main"
    assert caller.start().json()["question"]["id"] == started["question"]["id"], "starting again goes on with it"
    session_id, question = started["session_id"], started["question"]
    total = caller.http.get(f"/interviews/{session_id}").json()["question_count"]
    for turn in range(1, total + 1):
        sound = httpx.get(f"{platform.platform.url}{question['audio_url']}").raise_for_status()
        assert seconds_of(sound.content) > 1, "the question plays without a header"
        reply = caller.answer(session_id, question, recorded).raise_for_status().json()
        assert answer_words & words_of(reply["answer_text"])
        assert set(reply["metrics"]) == {"duration_sec", "wpm", "filler_count"}
        assert reply["metrics"]["duration_sec"] > 3
        assert reply["metrics"]["wpm"] > 40
        if turn < total:
            assert set(reply) == {"answer_text", "metrics", "next_question"}
            question = reply["next_question"]
    assert reply["next_question"] is None
    closing = httpx.get(f"{platform.platform.url}{reply['closing']['audio_url']}").raise_for_status()
    assert seconds_of(closing.content) > 1
    report = eventually(lambda: _report(caller, session_id), within=120)
    assert [answer["source"] for answer in report["answers"]] == ["speech"] * total
    assert report["answers"][0]["unreliable_reason"] == "embedded_recognizer"
    with platform.database.transaction() as session:
        voices = session.exec(select(DeliveryVoice.metrics).where(DeliveryVoice.interview_id == session_id)).all()
    assert len(voices) == total, "the measures of a call, kept as those of a call"
    assert voices[0]["words_per_minute"] > 40


def test_the_same_answer_sent_twice_gives_the_same_next_question(platform, caller, open_turn, recorded):
    session_id, question = open_turn
    with ThreadPoolExecutor(2) as threads:
        both = [reply.result() for reply in [threads.submit(caller.answer, *open_turn, recorded) for _ in range(2)]]
    later = caller.answer(session_id, question, recorded)
    replies = [reply.raise_for_status().json() for reply in [*both, later]]
    assert len({reply["next_question"]["id"] for reply in replies}) == 1
    assert len({reply["answer_text"] for reply in replies}) == 1
    assert len({str(reply["metrics"]) for reply in replies}) == 1
    with platform.database.transaction() as session:
        said = select(Transcript.text).where(Transcript.interview_id == session_id, Transcript.speaker == "User")
        assert len(session.exec(said).all()) == 1


def test_a_media_server_killed_while_it_hears_loses_nothing(platform, caller, open_turn, answer):
    session_id, question = open_turn
    # Longer than what the tests before it sent: that is remembered, and answered at once.
    recorded = recordings.webm(np.tile(answer, 3), SAMPLE_RATE)
    with ThreadPoolExecutor(1) as thread:
        sent = thread.submit(caller.answer, session_id, question, recorded)
        eventually(sent.running)
        time.sleep(1)
        platform.kill("media-server")
        refused = sent.result()
    platform.start("media-server")
    if refused.is_success:
        pytest.fail("the answer was heard before the server died: nothing was tried")
    assert refused.json()["error"] == "Unavailable"
    assert caller.start().json()["question"]["id"] == question["id"], "the turn is still open"
    assert caller.answer(session_id, question, recorded).raise_for_status().json()["next_question"]


def test_an_answer_that_is_heard_for_long_holds_no_transaction(platform, caller, open_turn, answer):
    recorded = recordings.webm(np.tile(answer, 4), SAMPLE_RATE)
    with ThreadPoolExecutor(1) as thread:
        sent = thread.submit(caller.answer, *open_turn, recorded)
        while not sent.done():
            with platform.database.transaction() as session:
                idle = "SELECT max(now() - state_change) FROM pg_stat_activity WHERE state = 'idle in transaction'"
                longest = session.exec(text(idle)).scalar_one()
            assert longest is None or longest.total_seconds() < 5
            time.sleep(0.2)
    sent.result().raise_for_status()


def test_each_recording_that_cannot_be_an_answer_says_why_and_leaves_the_turn_open(caller, open_turn, recorded):
    session_id, question = open_turn
    wav = bytearray(encode(np.zeros(SECOND, np.int16), SAMPLE_RATE, "wav"))
    unknown_codec = wav.index(b"fmt ") + 8
    wav[unknown_codec : unknown_codec + 2] = b"\x99\x55"
    quiet = np.random.default_rng(3).normal(0, 20, 3 * SECOND).astype(np.int16)
    half_an_hour = np.zeros(31 * 60 * 8_000, np.int16)
    cases = {
        "EmptyRecording": b"",
        "UnreadableAudio": b"this is no sound at all" * 50,
        "RecordingCut": recorded[: len(recorded) // 2],
        "CodecUnsupported": bytes(wav),
        "NothingHeard": recordings.webm(quiet, SAMPLE_RATE),
        "AudioTooLong": encode(half_an_hour, 8_000, "flac"),
        "PayloadTooLarge": bytes(25_000_001),
    }
    refused = {name: caller.answer(session_id, question, sound) for name, sound in cases.items()}
    assert {name: reply.json()["error"] for name, reply in refused.items()} == {name: name for name in cases}
    assert len({reply.json()["detail"] for reply in refused.values()}) == len(cases)
    assert caller.answer(session_id, question, recordings.silent_video()).json()["error"] == "UnreadableAudio"
    assert caller.start().json()["question"]["id"] == question["id"]


@pytest.mark.parametrize("container", [recordings.mp4, recordings.ogg])
def test_what_other_browsers_record_is_heard_too(caller, open_turn, answer, answer_words, container):
    reply = caller.answer(*open_turn, container(answer, SAMPLE_RATE)).raise_for_status().json()
    assert answer_words & words_of(reply["answer_text"])


def test_speech_is_heard_and_spoken_for_the_platforms_own_services_only(platform):
    media = f"http://127.0.0.1:{platform.platform.ports.media}"
    for path in ("/speech/recognise?language=en", "/speech/synthesise"):
        assert httpx.post(f"{media}{path}").json()["error"] == "NotSignedIn"
        answer = httpx.post(f"{media}{path}", headers={"Authorization": "Bearer something else"})
        assert answer.json()["error"] == "ServiceOnly"


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower()))


def seconds_of(sound: bytes) -> float:
    with av.open(BytesIO(sound)) as container:
        return sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0))


def _report(caller: Caller, interview_id: str) -> dict[str, Any] | None:
    response = caller.http.get(f"/interviews/{interview_id}/report")
    return response.json() if response.is_success else None
