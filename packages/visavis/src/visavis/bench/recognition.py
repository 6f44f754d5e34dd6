"""How well speech is recognised: word error rate and speed, through the media server's own hearing.

Clips go the way of a call: said in a room, Opus at 48 kHz and back, resampling, voice activity, segments, recogniser.
What is understood depends on chance more than one would think, so that a clip can be heard in several runs: they
differ in nothing but the noise of the room and the moment at which the clip begins.
"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean

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
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from rich.table import Table

from visavis.candidate.accuracy import word_errors, words_of
from visavis.candidate.errors import CandidateInputError
from visavis.candidate.voice import FRAME_SAMPLES, NOISE_RMS, SAMPLE_RATE, load_clip

OPUS_BIT_RATE = 96_000
"""Of aiortc's encoder, which the virtual candidate speaks through."""
PATIENCE = 3600.0
"""Seconds for one clip, however slow the engine."""
ROOM = (0.5, 1.0)
"""Seconds of the room before a clip, at least and at most; `ROOM_AFTER` come after it."""
ROOM_AFTER = 1.0

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
    """One clip in one run.

    `errors` are word edits; of a clip without speech, the words that were invented. Times in seconds.
    """

    file: str
    run: int
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
    def runs(self) -> int:
        return len({clip.run for clip in self.clips})

    @property
    def invented(self) -> int:
        """Words heard in clips without speech."""
        return sum(clip.errors for clip in self.clips if not clip.words)

    @property
    def real_time_factor(self) -> float:
        """Seconds of work for a second of sound."""
        return sum(clip.took for clip in self.clips) / max(sum(clip.duration for clip in self.clips), 1e-9)


async def measure_folder(folder: Path, engine: str, *, opus: bool = True, runs: int = 1) -> RecognitionResults:
    """Measure every clip of the folder's MANIFEST.json that `engine` can hear, in `runs` that differ by chance.

    Raises `ManifestError`, and `ValueError` for an unknown engine.
    """
    entries = _manifest(folder)
    recognizer = recognizer_from(EngineSettings(stt_engine=engine))
    try:
        results: list[ClipResult] = []
        for language in filter(recognizer.hears, Language):
            # What holds no speech is in no language, and must stay empty in every one.
            clips = [(folder / entry.file, entry.transcript) for entry in entries if entry.language in {language, "-"}]
            for run in range(runs):
                results += await measure_recognition(recognizer, clips, language, opus=opus, run=run)
    finally:
        await recognizer.close()
    heard = {result.file for result in results}
    not_heard = [entry.file for entry in entries if entry.file not in heard]
    return RecognitionResults(engine=engine, clips=results, not_heard=not_heard)


async def measure_recognition(
    recognizer: Recognizer, clips: Clips, language: Language, *, opus: bool = True, run: int = 0
) -> list[ClipResult]:
    """Let `recognizer` hear each clip, faster than real time; another `run` is another noise of the room.

    Raises `ManifestError` where a clip cannot be read.
    """
    await recognizer.warm_up()
    results = []
    for path, reference in clips:
        pcm = load(path, opus=opus, run=run)
        started = time.perf_counter()
        recognition = await hear(recognizer, pcm, language)
        expected = words_of(reference)
        results.append(
            ClipResult(
                file=path.name,
                run=run,
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


def load(path: Path, *, opus: bool, run: int = 0) -> Pcm:
    """A sound file as the media server would hear it: 16 kHz mono, shape (samples,). Raises `ManifestError`."""
    try:
        clip = load_clip(path)
    except CandidateInputError as error:
        raise ManifestError(str(error)) from error
    frame = av.AudioFrame.from_ndarray(_in_a_room(clip.pcm, run)[np.newaxis], format="s16", layout="mono")
    frame.sample_rate = SAMPLE_RATE
    resampler = Resampler()
    return np.concatenate([resampler.feed(piece) for piece in (_through_opus(frame) if opus else [frame])])


def table(results: RecognitionResults) -> Table:
    """For the terminal: a clip's errors are the mean of its runs; what was heard is from the worst."""
    rate = results.word_error_rate
    summary = "no speech" if rate is None else f"word error rate {rate:.2f}"
    table = Table(
        title=f"{results.engine}, runs: {results.runs}; {summary}, {results.invented} words invented, "
        f"real-time factor {results.real_time_factor:.2f}",
        caption=f"not heard: {', '.join(results.not_heard)}" if results.not_heard else None,
    )
    for column in ("clip", "seconds", "words", "errors", "worst", "heard"):
        table.add_column(column, justify="left" if column in {"clip", "heard"} else "right")
    for file in dict.fromkeys(clip.file for clip in results.clips):
        runs = [clip for clip in results.clips if clip.file == file]
        worst = max(runs, key=lambda clip: clip.errors)
        errors = mean(clip.errors for clip in runs)
        table.add_row(file, f"{worst.duration:.1f}", str(worst.words), f"{errors:.1f}", str(worst.errors), worst.heard)
    return table


def _manifest(folder: Path) -> list[ManifestEntry]:
    try:
        return TypeAdapter(list[ManifestEntry]).validate_json((folder / "MANIFEST.json").read_bytes())
    except OSError as error:
        raise ManifestError(f"{folder} holds no MANIFEST.json; it lists the clips and what is said in them") from error
    except ValidationError as error:
        raise ManifestError(f"{folder}/MANIFEST.json: each clip needs file, language and transcript") from error


def _in_a_room(said: NDArray[np.int16], run: int) -> NDArray[np.int16]:
    """16 bits at 48 kHz, with the room before, behind and after what is said."""
    chance = np.random.default_rng(run)
    before = round(chance.uniform(*ROOM) * SAMPLE_RATE)
    sound = np.pad(said.astype(np.float64), (before, round(ROOM_AFTER * SAMPLE_RATE)))
    return np.clip(sound + chance.normal(0.0, NOISE_RMS, len(sound)), -32768, 32767).astype(np.int16)


def _through_opus(frame: av.AudioFrame) -> Iterator[av.AudioFrame]:
    resampler = av.AudioResampler(format="s16", layout="stereo", rate=SAMPLE_RATE, frame_size=FRAME_SAMPLES)
    with tempfile.NamedTemporaryFile(suffix=".ogg") as file:
        with av.open(file.name, "w", format="ogg") as container:
            stream = container.add_stream("libopus", rate=SAMPLE_RATE, layout="stereo")
            stream.bit_rate = OPUS_BIT_RATE
            stream.options = {"application": "voip"}
            for piece in [*resampler.resample(frame), *resampler.resample(None)]:
                piece.pts = None
                container.mux(stream.encode(piece))
            container.mux(stream.encode(None))
        with av.open(file.name) as container:
            yield from container.decode(audio=0)
