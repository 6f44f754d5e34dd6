"""A pipecat voice agent over SmallWebRTC with engines that take no time. Runs in pipecat's own environment.

    python pipecat_server.py PORT SILENCE_SECONDS VIDEO(0|1)

transport.input → STT → user aggregator (Silero VAD) → LLM → TTS → transport.output → assistant aggregator, as pipecat's
own examples put them together. What is set differs from its defaults where waiting is concerned, in its favour: a turn
is over when its VAD has found so much silence (default: 0.2 s, and then a model of turns or 0.6 s more), and the
recogniser says at once that its words are final. With video, frames of the camera are handed on five times a second,
as often as the media server looks at them.
"""

import asyncio
import sys
from collections.abc import AsyncGenerator
from dataclasses import fields
from typing import Any

import numpy as np
from fastapi import FastAPI, Request
from loguru import logger
from pipecat.audio.vad.silero import SileroVADAnalyzer
from pipecat.audio.vad.vad_analyzer import VADParams
from pipecat.frames.frames import (
    Frame,
    LLMContextFrame,
    LLMFullResponseEndFrame,
    LLMFullResponseStartFrame,
    LLMTextFrame,
    TranscriptionFrame,
    TTSAudioRawFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineWorker
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.aggregators.llm_response_universal import LLMContextAggregatorPair, LLMUserAggregatorParams
from pipecat.processors.frame_processor import FrameDirection
from pipecat.services.llm_service import LLMService
from pipecat.services.settings import LLMSettings, STTSettings, TTSSettings
from pipecat.services.stt_service import STTService
from pipecat.services.tts_service import TTSService
from pipecat.transports.base_transport import TransportParams, VideoInSourceParams
from pipecat.transports.smallwebrtc.connection import SmallWebRTCConnection
from pipecat.transports.smallwebrtc.transport import SmallWebRTCTransport
from pipecat.turns.user_stop import SpeechTimeoutUserTurnStopStrategy
from pipecat.turns.user_turn_strategies import UserTurnStrategies
from pipecat.utils.time import time_now_iso8601
from pipecat.workers.runner import WorkerRunner
from processes.serving import serving, until_told

ANSWER = "My name is Jordan Vale."
QUESTION = "Go on."
TONE_SECONDS = 0.3
TONE_LEVEL = 8000
ANALYSED_FPS = 5


class InstantRecognizer(STTService):
    """Has understood everything as soon as the VAD finds that speech has stopped."""

    def __init__(self) -> None:
        super().__init__(ttfs_p99_latency=0.0, settings=STTSettings(model=None, language=None))

    async def run_stt(self, audio: bytes) -> AsyncGenerator[Frame | None, None]:
        yield None

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        if isinstance(frame, VADUserStoppedSpeakingFrame):
            await self.push_frame(TranscriptionFrame(ANSWER, "", time_now_iso8601(), finalized=True))


class InstantModel(LLMService):
    """Answers every context with the same sentence."""

    def __init__(self) -> None:
        names = {setting.name for setting in fields(LLMSettings)} - {"extra"}
        super().__init__(settings=LLMSettings(**dict.fromkeys(names)))

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        if not isinstance(frame, LLMContextFrame):
            await self.push_frame(frame, direction)
            return
        await self.push_frame(LLMFullResponseStartFrame())
        await self.push_frame(LLMTextFrame(QUESTION))
        await self.push_frame(LLMFullResponseEndFrame())


class InstantVoice(TTSService):
    """Speaks every sentence as the same tone."""

    def __init__(self) -> None:
        super().__init__(
            push_start_frame=True, push_stop_frames=True, settings=TTSSettings(model=None, voice=None, language=None)
        )

    async def run_tts(self, text: str, context_id: str) -> AsyncGenerator[Frame | None, None]:
        samples = np.arange(round(TONE_SECONDS * self.sample_rate))
        tone = (TONE_LEVEL * np.sin(samples * 2 * np.pi * 440 / self.sample_rate)).astype(np.int16)
        yield TTSAudioRawFrame(tone.tobytes(), self.sample_rate, 1, context_id=context_id)


async def converse(connection: SmallWebRTCConnection, silence: float, *, video: bool) -> None:
    sources = {"camera": VideoInSourceParams(framerate=ANALYSED_FPS)} if video else {}
    transport = SmallWebRTCTransport(
        connection,
        TransportParams(
            audio_in_enabled=True, audio_out_enabled=True, video_in_enabled=video, video_in_sources=sources
        ),
    )
    aggregators = LLMContextAggregatorPair(
        LLMContext(),
        user_params=LLMUserAggregatorParams(
            vad_analyzer=SileroVADAnalyzer(params=VADParams(stop_secs=silence)),
            user_turn_strategies=UserTurnStrategies(stop=[SpeechTimeoutUserTurnStopStrategy(user_speech_timeout=0.0)]),
        ),
    )
    pipeline = Pipeline(
        [
            transport.input(),
            InstantRecognizer(),
            aggregators.user(),
            InstantModel(),
            InstantVoice(),
            transport.output(),
            aggregators.assistant(),
        ]
    )
    worker = PipelineWorker(pipeline, idle_timeout_secs=None)

    @transport.event_handler("on_client_disconnected")
    async def _hang_up(*_: Any) -> None:
        await worker.cancel()

    runner = WorkerRunner(handle_sigint=False)
    await runner.add_workers(worker)
    await runner.run()


def application(silence: float, *, video: bool) -> FastAPI:
    app = FastAPI()
    conversations: set[asyncio.Task[None]] = set()

    @app.post("/offer")
    async def _answer(request: Request) -> dict[str, str]:
        offer = await request.json()
        connection = SmallWebRTCConnection(ice_servers=[])
        await connection.initialize(sdp=offer["sdp"], type=offer["type"])
        task = asyncio.create_task(converse(connection, silence, video=video))
        conversations.add(task)
        task.add_done_callback(conversations.discard)
        answer = connection.get_answer()
        return {"sdp": answer["sdp"], "type": answer["type"]}

    return app


async def main(port: int, silence: float, *, video: bool) -> None:
    logger.remove()
    logger.add(sys.stderr, level="ERROR")
    async with serving(application(silence, video=video), port):
        await until_told()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]), video=sys.argv[3] == "1"))
