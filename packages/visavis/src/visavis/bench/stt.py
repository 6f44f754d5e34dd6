"""How well and how fast speech is recognised, through the media server's own hearing.

Clips go the way of a call: said in a room, Opus at 48 kHz and back, resampling, voice activity, segments, recogniser.
What is understood depends on chance more than one would think, so that a clip can be heard in several runs: they differ
in nothing but the noise of the room and the moment at which the clip begins.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from contracts.base import Contract, Language
from contracts.errors import EngineFailed, VisavisError
from engines.settings import EngineSettings
from engines.stt import SAMPLE_RATE, Pcm, Recognition, Recognizer
from engines.stt.factory import recognizer_from
from engines.stt.metrics import WINDOW_SECONDS
from engines.vad.silero import SileroVad
from media_server.hearing.answer import Answer, Heard, HearingEvent, HearingFailed
from media_server.hearing.listener import Listener
from media_server.hearing.policy import TurnPolicy

from visavis.bench.clips import NO_SPEECH, Clip, load, read_manifest
from visavis.bench.mistakes import Mistakes, counted_words, mistakes
from visavis.bench.resources import Cost, metered

PACKET = 0.02
"""Seconds of sound that arrive at a time, as in a call."""

PATIENCE = 600.0
"""Seconds that the rest of a clip may take that was fed faster than it was said."""
ONSET = 3 * WINDOW_SECONDS
"""Before speech is noticed, it has gone on so long."""
BEFORE_NOTICED = 11 * WINDOW_SECONDS
"""Of sound that the recogniser gets from before then, and from which words count their times."""


class Latency(Contract):
    """In seconds, of a clip that was fed as fast as it was said.

    `first_partial`: from the first window of speech to the first caption. `words`: for each word, from its end (by the
    engine's own times) to the first caption with as many words. `final`: from the end of the answer to its text.
    """

    first_partial: float | None
    words: list[float]
    final: float


class ClipResult(Contract):
    """One clip in one run. `took` and `duration` in seconds; `failure` names the error where there was one, and nothing
    else is known then. `invented` are the words heard in a clip without speech, which has no `mistakes`.
    """

    file: str
    language: Language
    run: int
    duration: float
    took: float
    reference: str
    heard: str
    text: str
    mistakes: Mistakes | None = None
    invented: int = 0
    latency: Latency | None = None
    failure: str | None = None


class FolderResults(Contract):
    folder: str
    clips: list[ClipResult]
    not_heard: list[str]
    """Clips in a language that the engine does not know."""


class SttResults(Contract):
    """`realtime`: clips were fed as fast as they were said, so that there are latencies and no real-time factor."""

    engine: str
    opus: bool
    realtime: bool
    runs: int
    folders: list[FolderResults]
    cost: Cost


async def measure(
    folders: Sequence[Path], engine: str, *, opus: bool = True, realtime: bool = False, runs: int = 1
) -> SttResults:
    """Let `engine` hear every clip whose language it knows, `runs` times.

    Raises `ManifestError`, `ValueError` for an unknown or unfinished engine, and `VisavisError` where it cannot start.
    """
    listed = [(folder, read_manifest(folder)) for folder in folders]
    recognizer = recognizer_from(EngineSettings(stt_engine=engine))
    try:
        await recognizer.warm_up()
        for language in filter(recognizer.hears, Language):  # some load with their first stream
            with suppress(EngineFailed):  # which every clip tells
                await (await recognizer.open(language)).close()
        async with metered() as meter:
            bench = _Bench(recognizer, opus=opus, realtime=realtime, runs=runs)
            results = [await bench.folder(folder, clips) for folder, clips in listed]
        return SttResults(
            engine=recognizer.name, opus=opus, realtime=realtime, runs=runs, folders=results, cost=meter.cost
        )
    finally:
        await recognizer.close()


class _Bench:
    def __init__(self, recognizer: Recognizer, *, opus: bool, realtime: bool, runs: int) -> None:
        self._recognizer = recognizer
        self._opus = opus
        self._realtime = realtime
        self._runs = runs

    async def folder(self, folder: Path, clips: list[Clip]) -> FolderResults:
        results = [
            await self._clip(folder, clip, language, run)
            for run in range(self._runs)
            for language in filter(self._recognizer.hears, Language)
            for clip in clips
            if clip.is_for(language)
        ]
        heard = {result.file for result in results}
        return FolderResults(
            folder=folder.name, clips=results, not_heard=[clip.file for clip in clips if clip.file not in heard]
        )

    async def _clip(self, folder: Path, clip: Clip, language: Language, run: int) -> ClipResult:
        pcm = await asyncio.to_thread(load, folder / clip.file, opus=self._opus, run=run)
        hearing = _Hearing(self._recognizer, language, realtime=self._realtime)
        started = time.perf_counter()
        failure = None
        recognition = Recognition("")
        try:
            recognition = await hearing.hear(pcm)
        except VisavisError as error:
            failure = type(error).__name__
        took = time.perf_counter() - started
        silent = clip.language == NO_SPEECH
        return ClipResult(
            file=clip.file,
            language=language,
            run=run,
            duration=round(len(pcm) / SAMPLE_RATE, 3),
            took=round(took, 3),
            reference=clip.transcript,
            heard=recognition.said,
            text=recognition.text,
            mistakes=None
            if silent or failure
            else mistakes(clip.transcript, recognition.said, recognition.text, language),
            invented=len(counted_words(recognition.said, language)) if silent else 0,
            latency=hearing.latency(recognition) if self._realtime and not failure else None,
            failure=failure,
        )


class _Hearing:
    """One answer through the media server's hearing; nobody waits for its end, so that pauses do not cut it short."""

    def __init__(self, recognizer: Recognizer, language: Language, *, realtime: bool) -> None:
        self._recognizer = recognizer
        self._language = language
        self._realtime = realtime
        self._policy = TurnPolicy(recognition_deadline=PATIENCE)
        self._began = 0.0
        self._ended = self._finished = 0.0
        self._captions: list[tuple[float, int]] = []
        self._speech_began: float | None = None
        self._failure: VisavisError | None = None

    async def hear(self, pcm: Pcm) -> Recognition:
        """Raises `VisavisError`."""
        stream = await self._recognizer.open(self._language)
        answer = Answer(stream, self._recognizer.name, self._language, policy=self._policy, emit=self._note)
        try:
            listener = Listener(SileroVad(), self._policy)
            listener.answer = answer
            self._began = time.perf_counter()
            for arrives, packet in _packets(pcm):
                if self._realtime:
                    await asyncio.sleep(max(0.0, self._began + arrives - time.perf_counter()))
                listener.hear(packet)
                if self._speech_began is None and answer.last_speech_arrival is not None:
                    self._speech_began = time.perf_counter()
            self._ended = time.perf_counter()
            recognition = await answer.finish()
            self._finished = time.perf_counter()
        finally:
            await answer.close()
        if self._failure:
            raise self._failure
        return recognition

    def latency(self, recognition: Recognition) -> Latency:
        first = next((at for at, words in self._captions if words), None)
        began = self._speech_began
        return Latency(
            first_partial=None if first is None or began is None else round(first - began + ONSET, 3),
            words=[round(lag, 3) for lag in self._lags(recognition)],
            final=round(self._finished - self._ended, 3),
        )

    def _lags(self, recognition: Recognition) -> Iterator[float]:
        if self._speech_began is None:
            return
        origin = self._speech_began - BEFORE_NOTICED
        for number, word in enumerate(recognition.words, start=1):
            with suppress(StopIteration):
                yield next(at for at, words in self._captions if words >= number) - origin - word.end

    def _note(self, event: HearingEvent) -> None:
        if isinstance(event, Heard):
            self._captions.append((time.perf_counter(), len(event.hypothesis.text.split())))
        elif isinstance(event, HearingFailed):
            self._failure = event.error


def _packets(pcm: Pcm) -> Iterator[tuple[float, Pcm]]:
    """Pieces of sound, and the second at which the last sample of each has been said."""
    size = round(PACKET * SAMPLE_RATE)
    for start in range(0, len(pcm), size):
        piece = pcm[start : start + size]
        yield (start + len(piece)) / SAMPLE_RATE, piece
