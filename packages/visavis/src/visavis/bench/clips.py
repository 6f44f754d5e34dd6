"""Clips whose words are known: a folder with a MANIFEST.json, and their sound as the media server would hear it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from contracts.base import Language
from engines.stt import Pcm
from media_server.hearing.resample import Resampler
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from visavis.candidate.errors import CandidateInputError
from visavis.candidate.voice import FRAME_SAMPLES, NOISE_RMS, SAMPLE_RATE, load_clip

OPUS_BIT_RATE = 96_000
"""Of aiortc's encoder, which the virtual candidate speaks through."""
ROOM = (0.5, 1.0)
"""Seconds of the room before a clip, at least and at most; `ROOM_AFTER` come after it."""
ROOM_AFTER = 1.0
NO_SPEECH = "-"


class ManifestError(Exception):
    """The folder cannot be measured; the text says why."""


class Clip(BaseModel):
    """One entry of MANIFEST.json; it may say more about the clip than is needed here.

    `language` is "-" and `transcript` empty for a clip without speech.
    """

    model_config = ConfigDict(extra="ignore")

    file: str
    language: str
    transcript: str

    def is_for(self, language: Language) -> bool:
        """What holds no speech is in no language, and must stay empty in every one."""
        return self.language in {language, NO_SPEECH}


def read_manifest(folder: Path) -> list[Clip]:
    """The clips of `folder`, at least one, whose files are there. Raises `ManifestError`."""
    manifest = folder / "MANIFEST.json"
    try:
        clips = TypeAdapter(list[Clip]).validate_json(manifest.read_bytes())
    except OSError as error:
        raise ManifestError(f"{folder} holds no MANIFEST.json; it lists the clips and what is said in them") from error
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(map(str, problem["loc"]))
        raise ManifestError(
            f"{manifest}: {where + ': ' if where else ''}{problem['msg']}. "
            'It is a list of clips: [{"file": "a.wav", "language": "en", "transcript": "…"}, …]'
        ) from error
    if not clips:
        raise ManifestError(f"{manifest} lists no clip; there is nothing to measure")
    for clip in clips:
        _check(clip, folder, manifest)
    return clips


def load(path: Path, *, opus: bool, run: int) -> Pcm:
    """A clip as the media server would hear it: 16 kHz mono, shape (samples,).

    It is said in a room whose noise, and the moment at which it begins, depend on `run` alone. Raises `ManifestError`.
    """
    try:
        clip = load_clip(path)
    except CandidateInputError as error:
        raise ManifestError(str(error)) from error
    frame = av.AudioFrame.from_ndarray(_in_a_room(clip.pcm, run)[np.newaxis], format="s16", layout="mono")
    frame.sample_rate = SAMPLE_RATE
    resampler = Resampler()
    return np.concatenate([resampler.feed(piece) for piece in (_through_opus(frame) if opus else [frame])])


def _check(clip: Clip, folder: Path, manifest: Path) -> None:
    if not (folder / clip.file).is_file():
        raise ManifestError(f"{manifest} lists {clip.file}, which is not there")
    if clip.language not in {*Language, NO_SPEECH}:
        raise ManifestError(f"{manifest}: {clip.file}: language is one of ko, en, - and not “{clip.language}”")
    if (clip.language == NO_SPEECH) != (not clip.transcript.strip()):
        raise ManifestError(f"{manifest}: {clip.file}: a clip has a language and a transcript, or “-” and none")


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
