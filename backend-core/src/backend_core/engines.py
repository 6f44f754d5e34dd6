"""What the platform's engines are, for `/config` and the pages that tell a candidate what to expect."""

import asyncio
from time import monotonic
from typing import Annotated

from contracts.base import Language
from contracts.errors import EngineFailed
from engines.llm import Interviewer
from engines.llm.settings import JudgeSettings
from engines.remote import client_of, held_for
from engines.settings import REMOTE, EngineSettings, Server
from engines.stt.described import described
from engines.tts.voices import UNVERIFIED, voices_of
from fastapi import Depends, Request

from backend_core.operations import EngineOut, EnginesOut

KEPT_S = 20.0
"""How long what a model server said of itself is believed."""
SAY_WHAT_THEY_HOLD = {REMOTE, "http"}
"""Recognisers on servers that can be asked."""


class EngineList:
    """Asks model servers what they hold, at most every `KEPT_S` seconds."""

    def __init__(self, settings: JudgeSettings, interviewer: Interviewer) -> None:
        self._settings = settings
        self._interviewer = interviewer
        self._looking = asyncio.Lock()
        self._known: EnginesOut | None = None
        self._until = 0.0

    async def describe(self) -> EnginesOut:
        async with self._looking:
            if self._known is None or monotonic() >= self._until:
                self._known = await self._look()
                self._until = monotonic() + KEPT_S
            return self._known.model_copy(update={"interviewer": self._asks()})

    async def _look(self) -> EnginesOut:
        stt, tts = self._settings.stt_name, self._settings.tts_name
        if tts == "openai":  # such a server does not say what it speaks
            tts = f"{REMOTE}/{self._settings.tts_model}"
        heard, spoken = await asyncio.gather(
            _remote(self._settings.stt_server, "speech-to-text")
            if stt in SAY_WHAT_THEY_HOLD
            else _here(ear_of(self._settings)),
            _remote(self._settings.tts_server, "text-to-speech")
            if tts == REMOTE
            else _here(EngineOut(name=tts, languages=list(Language))),
        )
        return EnginesOut(
            stt=heard,
            tts=spoken.model_copy(
                update={
                    "voices": self._voices(spoken),
                    "unverified": spoken.name.removeprefix(f"{REMOTE}/") in UNVERIFIED,
                }
            ),
            interviewer=self._asks(),
            judge=EngineOut(name=", ".join(self._settings.judge_names), languages=list(Language)),
            face=EngineOut(name=self._settings.face_name),
        )

    def _asks(self) -> EngineOut:
        """As it is at this moment."""
        asks = self._interviewer
        return EngineOut(name=asks.name, languages=list(Language), degraded=asks.degraded)

    def _voices(self, spoken: EngineOut) -> dict[Language, list[str]]:
        """With the speaker that the settings name as the default."""
        listed = spoken.voices or voices_of(spoken.name)
        if self._settings.tts_server is None or not (speaker := self._settings.tts_speaker):
            return listed
        return {language: [speaker, *(name for name in names if name != speaker)] for language, names in listed.items()}


def ear_of(settings: EngineSettings) -> EngineOut:
    """The recogniser by its settings alone."""
    name, languages = described(settings)
    return EngineOut(name=name, languages=list(languages))


async def get_ear(request: Request) -> EngineOut:
    """The recogniser. Ask for it ahead of a transaction: a model server takes its time to say what it holds."""
    engines: EngineList = request.app.state.engines
    return (await engines.describe()).stt


Ear = Annotated[EngineOut, Depends(get_ear)]


async def _here(engine: EngineOut) -> EngineOut:
    return engine


async def _remote(server: Server | None, task: str) -> EngineOut:
    """No languages where the server does not answer: nothing is heard or spoken then."""
    assert server  # noqa: S101 — the settings refuse a remote engine without one
    async with client_of(server) as http:
        try:
            held = await held_for(http, task)
        except EngineFailed:
            return EngineOut(name=REMOTE, languages=[])
    if held is None:
        return EngineOut(name=REMOTE, languages=list(Language))
    return EngineOut(name=held.name, languages=held.languages or list(Language), voices=held.voices)
