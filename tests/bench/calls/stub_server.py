"""The media server with engines that take no time, which `stubbed.py` starts by `stub_program.py`.

The connection, its order of packets, the resampler, turn taking, the requests to backend-core and the paced track are
the real ones; so is voice activity with `silero` (without it, speech is what is loud), and with `watching` every
interview is one for practice, whose candidate's face is followed where there is a camera.
"""

import asyncio
import json
from collections.abc import AsyncIterator

import numpy as np
from contracts.base import ConsentPurpose, InterviewMode, InterviewStatus, Language
from contracts.live import SessionContext, TicketRedemption
from contracts.questions import AskedQuestion, QuestionCategory
from contracts.trace import Decision
from contracts.turns import Asked, Delta, Prepared, QuestionPreparation, TurnSubmission
from engines.stt import Hypothesis, Pcm, Recognition
from engines.tts import Speech, SpokenWord
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from media_server.main import create_app
from media_server.rtc.ice import PortRange
from media_server.services import Services
from media_server.settings import MediaSettings
from media_server.watching.pool import TrackerPool
from numpy.typing import NDArray
from processes.serving import serving, until_told
from pydantic import BaseModel, HttpUrl, RedisDsn
from runtime.collector import exempt_loaded
from uuid_utils import uuid7

MANY = 10_000
ID_CHARS = 36
QUESTION = "Go on."
PERSONAL = ("Jordan", "Vale", "jordan.vale@example.org", "write to")
ANSWER = f"My name is {PERSONAL[0]} {PERSONAL[1]}, {PERSONAL[3]} {PERSONAL[2]}."
"""A complete sentence: the shortest silence ends it."""
SPEECH_LEVEL = 0.02
"""RMS above which a window counts as speech."""
TONE_SECONDS = 0.3
TONE_LEVEL = 8000
SOUND_RATE = 48_000


class LevelVad:
    """Speech is what is loud."""

    def probability(self, window: NDArray[np.float32]) -> float:
        return float(np.sqrt(np.mean(window**2)) > SPEECH_LEVEL)

    def reset(self) -> None: ...


class InstantStream:
    """Understands `ANSWER` at the first sound."""

    def __init__(self) -> None:
        self._heard = Hypothesis("")

    async def feed(self, pcm: Pcm, *, segment: int, at: float) -> Hypothesis | None:
        if self._heard.text:
            return None
        self._heard = Hypothesis(ANSWER, len(ANSWER))
        return self._heard

    async def end_segment(self) -> Hypothesis:
        return self._heard

    async def finish(self) -> Recognition:
        return Recognition(self._heard.text)

    async def close(self) -> None: ...


class InstantRecognizer:
    name = "instant"

    def hears(self, language: Language) -> bool:
        return True

    async def open(self, language: Language, *, captions: bool = True) -> InstantStream:
        return InstantStream()

    async def warm_up(self) -> None: ...

    async def close(self) -> None: ...


class InstantVoice:
    """Speaks every sentence as the same tone."""

    name = "instant"
    _tone = (TONE_LEVEL * np.sin(np.arange(round(TONE_SECONDS * SOUND_RATE)) * 2 * np.pi * 440 / SOUND_RATE)).astype(
        np.int16
    )

    def speaks(self, language: Language) -> bool:
        return True

    def voices(self, language: Language) -> tuple[str, ...]:
        return ()

    async def synthesise(self, text: str, language: Language, speed: float = 1.0, voice: str | None = None) -> Speech:
        return Speech(self._tone, SOUND_RATE, [SpokenWord(0, len(text), 0.0)])

    async def warm_up(self) -> None: ...

    async def close(self) -> None: ...


class LevelServices(Services):
    def voice_activity(self) -> LevelVad:
        return LevelVad()


def question(turn: int) -> AskedQuestion:
    return AskedQuestion(
        id=str(uuid7()),
        turn=turn,
        number=turn,
        total=MANY,
        text=QUESTION,
        category=QuestionCategory.BEHAVIORAL,
        language=Language.EN,
    )


def core(*, watching: bool) -> FastAPI:
    """A backend-core whose tickets end with the ids of interviews, each of which goes on without an end."""
    app = FastAPI()
    mode = InterviewMode.PRACTICE if watching else InterviewMode.SCREENING
    consents = [ConsentPurpose.TRANSCRIPTION, *([ConsentPurpose.DELIVERY] if watching else [])]

    @app.post("/api/media-sessions")
    async def _redeem(body: TicketRedemption) -> SessionContext:
        return SessionContext(
            purpose="interview",
            interview_id=body.ticket[-ID_CHARS:],
            candidate_id=str(uuid7()),
            mode=mode,
            status=InterviewStatus.LIVE,
            language=Language.EN,
            consents=consents,
            total_questions=MANY,
            question=question(1),
        )

    @app.post("/api/transcripts")
    async def _submit(body: TurnSubmission) -> StreamingResponse:
        asked = Asked(question=question(body.turn + 1))
        return StreamingResponse(_events(Delta(text=QUESTION), asked), media_type="text/event-stream")

    @app.post("/api/transcripts/preparations")
    async def _prepare(body: QuestionPreparation) -> StreamingResponse:
        return StreamingResponse(
            _events(Delta(text=QUESTION), Prepared(chosen=Decision(engine="stub"), seal=body.text)),
            media_type="text/event-stream",
        )

    @app.post("/api/interviews/{interview_id}/delivery-samples", status_code=204)
    @app.patch("/api/interviews/{interview_id}/behavior-scores", status_code=204)
    async def _take_delivery(interview_id: str) -> None: ...

    return app


async def _events(*replies: BaseModel) -> AsyncIterator[str]:
    for reply in replies:
        yield f"event: reply\ndata: {json.dumps(reply.model_dump(mode='json'))}\n\n"


async def main(port: int, core_port: int, *, silero: bool, watching: bool) -> None:
    settings = MediaSettings(
        redis_url=RedisDsn("redis://127.0.0.1:1"),
        backend_url=HttpUrl(f"http://127.0.0.1:{core_port}"),
        media_udp_ports=PortRange(20000, 32000),
    )
    real = Services.from_settings(settings)
    stubs: dict[str, object] = {"recognizer": InstantRecognizer(), "voice": InstantVoice()}
    if not watching:
        stubs["trackers"] = TrackerPool(0)
    services = Services if silero else LevelServices
    app = create_app(settings, services(**{**vars(real), **stubs}))
    exempt_loaded()

    @app.get("/tasks")
    async def _tasks() -> int:
        return len(asyncio.all_tasks())

    async with serving(core(watching=watching), core_port), serving(app, port):
        await until_told()
