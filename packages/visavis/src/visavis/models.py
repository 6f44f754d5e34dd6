"""The engines of this machine: which are configured, and whether what they need is here."""

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engines.settings import REMOTE
from rich.console import Console
from rich.table import Table

from visavis.launcher.settings import user_environment


@dataclass(frozen=True)
class Engine:
    """An engine that this version knows. `files` are inside the package whose wheel carries its model."""

    task: str
    name: str
    about: str
    # The variable that chooses among several engines for the task, and whether this one is chosen without it.
    setting: str | None = None
    default: bool = True
    package: str | None = None
    files: tuple[str, ...] = ()

    def missing(self) -> list[str]:
        """What the engine needs and this machine lacks."""
        if self.package is None:
            return []
        spec = importlib.util.find_spec(self.package)
        if spec is None or spec.origin is None:
            return [f"the Python package {self.package}"]
        directory = Path(spec.origin).parent
        return [str(directory / file) for file in self.files if not (directory / file).exists()]

    def is_chosen(self, environment: Mapping[str, str]) -> bool:
        if self.setting and (value := environment.get(self.setting)):
            return value == self.name
        if self.setting and environment.get("MODEL_SERVER_URL"):
            return self.name == REMOTE
        return self.default


FACE_FILES = (
    "modules/face_landmark/face_landmark_with_attention.tflite",
    "modules/pose_landmark/pose_landmark_full.tflite",
)

ENGINES = (
    Engine("questions", "bank", "the question bank, in its own words"),
    Engine("evaluation", "rubric", "the rubric's criteria, found in the words of the answer; Korean and English"),
    Engine(
        "speech to text",
        "pocketsphinx",
        "English only; enough to prove the path, not to judge anyone",
        setting="STT_ENGINE",
        package="pocketsphinx",
        files=("model/en-us",),
    ),
    Engine(
        "speech to text",
        REMOTE,
        "a model server's, by MODEL_SERVER_URL or STT_URL",
        setting="STT_ENGINE",
        default=False,
    ),
    Engine(
        "end of speech",
        "silero",
        "Silero VAD, 32 ms windows",
        package="silero_vad",
        files=("data/silero_vad.onnx",),
    ),
    Engine(
        "text to speech",
        "espeak",
        "espeak-ng, Korean and English",
        setting="TTS_ENGINE",
        package="espeakng_loader",
        files=("espeak-ng-data",),
    ),
    Engine(
        "text to speech",
        REMOTE,
        "a model server's or another /tts, by MODEL_SERVER_URL or TTS_URL",
        setting="TTS_ENGINE",
        default=False,
    ),
    Engine(
        "text to speech",
        "openai",
        "any /v1/audio/speech, by TTS_URL and TTS_MODEL",
        setting="TTS_ENGINE",
        default=False,
    ),
    Engine("embeddings", "hashing", "character n-grams, Korean and English; finds words, not meaning"),
    Engine("face", "facemesh", "MediaPipe FaceMesh and Pose, practice only", package="mediapipe", files=FACE_FILES),
)


def list_engines() -> None:
    """Print every engine, the configured ones marked."""
    environment = user_environment()
    table = Table("task", "engine", "configured", "what it is", "on this machine")
    for engine in ENGINES:
        missing = engine.missing()
        here = "[red]lacks " + ", ".join(missing) + "[/]" if missing else "[green]yes[/]"
        table.add_row(engine.task, engine.name, "yes" if engine.is_chosen(environment) else "", engine.about, here)
    console = Console()
    console.print(table)
    for setting, name in unknown_choices(environment):
        console.print(f"[red]{setting}={name}: there is no such engine.[/]")


def unknown_choices(environment: Mapping[str, str]) -> list[tuple[str, str]]:
    """Settings that name an engine which this version does not have, with that name."""
    settings = {engine.setting for engine in ENGINES if engine.setting}
    return [
        (setting, environment[setting])
        for setting in sorted(settings)
        if setting in environment and not any(e.setting == setting and e.is_chosen(environment) for e in ENGINES)
    ]
