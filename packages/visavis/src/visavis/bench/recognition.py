"""How well speech is recognised: word error rate and speed, through the media server's own hearing.

Clips go the way of a call: Opus at 48 kHz and back, resampling, voice activity, segments, recogniser.
"""

import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import av
import numpy as np
from contracts.base import Contract, Language
from engines.settings import EngineSettings
from engines.stt import Pcm, Recognition, Recognizer
from engines.stt.factory import recognizer_from
from engines.vad.silero import SileroVad
from media_server.hearing.answer import Answer
from media_server.hearing.listener import Listener
from media_server.hearing.policy import TurnPolicy
from media_server.hearing.resample import Resampler
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from rich.table import Table

from visavis.candidate.accuracy import word_errors, words_of

OPUS_BIT_RATE = 96_000
"""Of aiortc's encoder, which the virtual candidate speaks through."""
FRAME_SAMPLES = 960
PATIENCE = 3600.0
"""Seconds for one clip, however slow the engine."""

Clips = Sequence[tuple[Path, str]]
"""Sound files and what is said in them; the empty text for those without speech."""


class ManifestError(Exception):
    """The folder cannot be measured; the text says why."""


class ManifestEntry(BaseModel):
    """One clip of MANIFEST.json; it says more about each than is needed here."""

    model_config = ConfigDict(extra="ignore")

    file: str
    language: str
    transcript: str


class ClipResult(Contract):
    """`errors` are word edits; of a clip without speech, the words that were invented. Times in seconds."""

    file: str
    reference: str
    heard: str
    words: int
    errors: int
    duration: float
    took: float


class RecognitionResults(Contract):
    engine: str
    clips: list[ClipResult]
    not_heard: list[str]
    """Clips in a language that the engine does not know."""

    @property
    def word_error_rate(self) -> float | None:
        """Over all clips with speech, by words; None where there is none."""
        spoken = [clip for clip in self.clips if clip.words]
        return sum(clip.errors for clip in spoken) / sum(clip.words for clip in spoken) if spoken else None

    @property
    def invented(self) -> int:
        """Words heard in clips without speech."""
        return sum(clip.errors for clip in self.clips if not clip.words)

    @property
    def real_time_factor(self) -> float:
        """Seconds of work for a second of sound."""
        return sum(clip.took for clip in self.clips) / max(sum(clip.duration for clip in self.clips), 1e-9)


async def measure_folder(folder: Path, engine: str, *, opus: bool = True) -> RecognitionResults:
    """Measure every clip of the folder's MANIFEST.json that `engine` can hear.

    Raises `ManifestError`, and `ValueError` for an unknown engine.
    """
    entries = _manifest(folder)
    recognizer = recognizer_from(EngineSettings(stt_engine=engine))
    try:
        results: list[ClipResult] = []
        for language in filter(recognizer.hears, Language):
            # What holds no speech is in no language, and must stay empty in every one.
            clips = [(folder / entry.file, entry.transcript) for entry in entries if entry.language in {language, "-"}]
            results += await measure_recognition(recognizer, clips, language, opus=opus)
    finally:
        await recognizer.close()
    heard = {result.file for result in results}
    not_heard = [entry.file for entry in entries if entry.file not in heard]
    return RecognitionResults(engine=engine, clips=results, not_heard=not_heard)


async def measure_recognition(
    recognizer: Recognizer, clips: Clips, language: Language, *, opus: bool = True
) -> list[ClipResult]:
    """Let `recognizer` hear each clip, faster than real time. Raises `ManifestError` where one cannot be read."""
    await recognizer.warm_up()
    results = []
    for path, reference in clips:
        pcm = load(path, opus=opus)
        started = time.perf_counter()
        recognition = await hear(recognizer, pcm, language)
        expected = words_of(reference)
        results.append(
            ClipResult(
                file=path.name,
                reference=reference,
                heard=recognition.text,
                words=len(expected),
                errors=word_errors(expected, words_of(recognition.text)),
                duration=len(pcm) / 16_000,
                took=time.perf_counter() - started,
            )
        )
    return results


async def hear(recognizer: Recognizer, pcm: Pcm, language: Language) -> Recognition:
    """One answer through the media server's hearing; nobody waits for its end, so that pauses do not cut it short."""
    policy = TurnPolicy(recognition_deadline=PATIENCE)
    stream = await recognizer.open(language)
    answer = Answer(stream, recognizer.name, language, policy=policy, emit=lambda _event: None)
    try:
        listener = Listener(SileroVad(), policy)
        listener.answer = answer
        listener.hear(pcm)
        return await answer.finish()
    finally:
        await answer.close()


def load(path: Path, *, opus: bool) -> Pcm:
    """A sound file as the media server would hear it: 16 kHz mono, shape (samples,). Raises `ManifestError`."""
    try:
        frames = list(_frames(path))
        if opus:
            frames = list(_through_opus(frames))
    except (OSError, ValueError, IndexError) as error:  # PyAV's errors are these too
        raise ManifestError(f"{path}: this is not a sound file that can be read") from error
    resampler = Resampler()
    return np.concatenate([np.zeros(0, np.float32), *(resampler.feed(frame) for frame in frames)])


def table(results: RecognitionResults) -> Table:
    """For the terminal."""
    rate = results.word_error_rate
    summary = "no speech" if rate is None else f"word error rate {rate:.2f}"
    table = Table(
        title=f"{results.engine}: {summary}, {results.invented} words invented, "
        f"real-time factor {results.real_time_factor:.2f}",
        caption=f"not heard: {', '.join(results.not_heard)}" if results.not_heard else None,
    )
    for column in ("clip", "seconds", "words", "errors", "heard"):
        table.add_column(column, justify="left" if column in {"clip", "heard"} else "right")
    for clip in results.clips:
        table.add_row(clip.file, f"{clip.duration:.1f}", str(clip.words), str(clip.errors), clip.heard)
    return table


def _manifest(folder: Path) -> list[ManifestEntry]:
    try:
        return TypeAdapter(list[ManifestEntry]).validate_json((folder / "MANIFEST.json").read_bytes())
    except OSError as error:
        raise ManifestError(f"{folder} holds no MANIFEST.json; it lists the clips and what is said in them") from error
    except ValidationError as error:
        raise ManifestError(f"{folder}/MANIFEST.json: each clip needs file, language and transcript") from error


def _frames(path: Path) -> Iterator[av.AudioFrame]:
    with av.open(path) as container:
        yield from container.decode(audio=0)


def _through_opus(frames: Iterable[av.AudioFrame]) -> Iterator[av.AudioFrame]:
    resampler = av.AudioResampler(format="s16", layout="stereo", rate=48_000, frame_size=FRAME_SAMPLES)
    with tempfile.NamedTemporaryFile(suffix=".ogg") as file:
        with av.open(file.name, "w", format="ogg") as container:
            stream = container.add_stream("libopus", rate=48_000, layout="stereo")
            stream.bit_rate = OPUS_BIT_RATE
            stream.options = {"application": "voip"}
            for frame in [*frames, None]:
                for piece in resampler.resample(frame):
                    piece.pts = None
                    container.mux(stream.encode(piece))
            container.mux(stream.encode(None))
        yield from _frames(Path(file.name))
