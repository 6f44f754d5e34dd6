"""The engines of this machine: which are configured, and whether what they need is here; and the models for some."""

import importlib.util
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from contracts.errors import ModelMissing
from engines.download import DownloadSettings, download
from engines.installed import is_installed
from engines.llm.settings import InterviewerSettings, JudgeSettings
from engines.models import KNOWN_MODELS, model_path
from engines.settings import REMOTE
from pydantic import ValidationError
from rich.console import Console
from rich.table import Column, Table

from visavis.launcher.settings import load_settings, models_folder, user_environment

GB = 1e9

Choice = Callable[[Mapping[str, str]], bool]


def _asks(environment: Mapping[str, str]) -> bool:
    """Whether a language model asks on about answers. Raises `ValidationError`, as all that read settings."""
    settings = InterviewerSettings.of(environment)
    return settings.interviewer_server() is not None or bool(settings.llm_variants)


def _judges(engine: str) -> Choice:
    return lambda environment: any(name.split("/")[0] == engine for name in JudgeSettings.of(environment).judge_names)


@dataclass(frozen=True)
class Engine:
    """An engine that this version knows. `files` are inside the first package, whose wheel carries its model."""

    task: str
    name: str
    about: str
    # The variable that chooses among several engines for the task, and whether this one is chosen without it.
    setting: str | None = None
    default: bool = True
    packages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    # The variables that name the model of a local engine, and the model without them.
    model_settings: tuple[str, ...] = ()
    model: str | None = None
    # Where nothing chooses by name: the variables that must be set, and those that must not be.
    chosen_with: tuple[str, ...] = ()
    chosen_without: tuple[str, ...] = ()
    # Where the settings themselves know.
    chosen_by: Choice | None = None
    # The variables that it cannot do without.
    needed_settings: tuple[str, ...] = ()
    # What installs its packages.
    install: str = "uv sync --reinstall"

    def missing(self, environment: Mapping[str, str]) -> list[str]:
        """What the engine needs and this machine lacks, each with what to do about it."""
        lacking = [package for package in self.packages if not is_installed(package)]
        if lacking:
            return [f"the Python package {package} (`{self.install}`)" for package in lacking]
        unset = [f"the setting {setting}" for setting in self.needed_settings if setting not in environment]
        return [*unset, *self._missing_files(), *self._missing_model(environment)]

    def _missing_files(self) -> Iterator[str]:
        for file in self.files:
            spec = importlib.util.find_spec(self.packages[0])
            if spec and spec.origin and not (path := Path(spec.origin).parent / file).exists():
                yield f"{path} (`{self.install}`)"

    def _missing_model(self, environment: Mapping[str, str]) -> Iterator[str]:
        named = (environment[setting] for setting in self.model_settings if setting in environment)
        if not (model := next(named, self.model)):
            return
        if self.name == "whisper" and not Path(model).exists():
            model = f"whisper-{model}"
        try:
            model_path(_folder(environment), model, engine=self.name)
        except ModelMissing:
            yield f"the model {model} (`visavis models download {model}`)"

    def is_chosen(self, environment: Mapping[str, str]) -> bool:
        """Raises `ValidationError` where the settings contradict each other."""
        if self.chosen_by:
            return self.chosen_by(environment)
        if self.chosen_with or self.chosen_without:
            return environment.keys() >= set(self.chosen_with) and not environment.keys() & set(self.chosen_without)
        if self.setting and (value := environment.get(self.setting)):
            return value == self.name
        if self.setting and environment.get("MODEL_SERVER_URL"):
            return self.name == REMOTE
        return self.default


FACE_FILES = (
    "modules/face_landmark/face_landmark_with_attention.tflite",
    "modules/pose_landmark/pose_landmark_full.tflite",
)

INSTALL_LOCAL = "make models-environment"

ENGINES = (
    Engine(
        "questions", "bank", "the question bank, in its own words", chosen_by=lambda environment: not _asks(environment)
    ),
    Engine(
        "questions",
        REMOTE,
        "the bank's, and follow-ups of a language model on any server that speaks OpenAI's protocol, by LLM_URL and "
        "LLM_MODEL",
        default=False,
        chosen_by=_asks,
    ),
    Engine(
        "evaluation",
        "rubric",
        "the rubric's criteria, found in the words of the answer; Korean and English",
        chosen_by=_judges("rubric"),
    ),
    Engine(
        "evaluation",
        REMOTE,
        "a language model on any server that speaks OpenAI's protocol, by JUDGE_URL and JUDGE_MODEL, or LLM_*",
        default=False,
        chosen_by=_judges(REMOTE),
    ),
    Engine(
        "evaluation",
        "llama.cpp",
        "a language model in a GGUF file, by JUDGE_GGUF, or LLM_GGUF",
        default=False,
        packages=("llama_cpp", "jsonschema"),
        install=INSTALL_LOCAL,
        model_settings=("JUDGE_GGUF", "LLM_GGUF"),
        chosen_by=_judges("llama.cpp"),
    ),
    Engine(
        "speech to text",
        "pocketsphinx",
        "English only; enough to prove the path, not to judge anyone",
        setting="STT_ENGINE",
        packages=("pocketsphinx",),
        files=("model/en-us",),
    ),
    Engine(
        "speech to text",
        "whisper",
        "Korean and English; on a GPU, for it is slow on a processor",
        setting="STT_ENGINE",
        default=False,
        packages=("torch", "transformers"),
        install=INSTALL_LOCAL,
        model_settings=("WHISPER_MODEL_SIZE", "WHISPER_LOCAL_MODEL"),
        model="large-v3-turbo",
    ),
    Engine(
        "speech to text",
        REMOTE,
        "a model server's, by MODEL_SERVER_URL or STT_URL",
        setting="STT_ENGINE",
        default=False,
    ),
    Engine(
        "speech to text",
        "http",
        "a server's /stt, a segment of speech at a time, by STT_URL",
        setting="STT_ENGINE",
        default=False,
    ),
    Engine(
        "speech to text",
        "openai",
        "any /v1/audio/transcriptions with verbose_json, by STT_URL and STT_MODEL",
        setting="STT_ENGINE",
        default=False,
    ),
    Engine(
        "speech to text",
        "deepgram",
        "Deepgram's Nova, Korean and English, by DEEPGRAM_API_KEY",
        setting="STT_ENGINE",
        default=False,
        packages=("deepgram",),
        needed_settings=("DEEPGRAM_API_KEY",),
    ),
    Engine(
        "speech to text",
        "google",
        "Google Cloud Speech, Korean and English, by GOOGLE_SPEECH_PROJECT",
        setting="STT_ENGINE",
        default=False,
        packages=("google.cloud.speech_v2",),
        install="uv sync --inexact --extra google",
        needed_settings=("GOOGLE_SPEECH_PROJECT",),
    ),
    Engine(
        "end of speech",
        "silero",
        "Silero VAD, 32 ms windows",
        packages=("silero_vad",),
        files=("data/silero_vad_16k_op15.onnx",),
    ),
    Engine(
        "text to speech",
        "espeak",
        "espeak-ng, Korean and English",
        setting="TTS_ENGINE",
        packages=("espeakng_loader",),
        files=("espeak-ng-data",),
    ),
    Engine(
        "text to speech",
        "supertonic",
        "Supertonic 2, Korean and English, on a processor; unverified: nobody has listened to it here yet",
        setting="TTS_ENGINE",
        default=False,
        packages=("supertonic",),
        model_settings=("SUPERTONIC_MODEL",),
        model="supertonic-2",
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
    Engine(
        "embeddings",
        "hashing",
        "character n-grams, Korean and English; finds words, not meaning",
        chosen_without=("EMBEDDING_MODEL", "EMBEDDING_URL"),
    ),
    Engine(
        "embeddings",
        REMOTE,
        "any /v1/embeddings, by EMBEDDING_URL and EMBEDDING_MODEL; in the model server",
        default=False,
        chosen_with=("EMBEDDING_MODEL", "EMBEDDING_URL"),
    ),
    Engine(
        "embeddings",
        "sentence-transformers",
        "a model that finds meaning, by EMBEDDING_MODEL; in the model server",
        default=False,
        packages=("torch", "sentence_transformers"),
        install=INSTALL_LOCAL,
        model_settings=("EMBEDDING_MODEL",),
        chosen_with=("EMBEDDING_MODEL",),
        chosen_without=("EMBEDDING_URL",),
    ),
    Engine(
        "text",
        "llama.cpp",
        "a language model in a GGUF file, by LLM_GGUF; in the model server",
        default=False,
        packages=("llama_cpp", "jsonschema"),
        install=INSTALL_LOCAL,
        model_settings=("LLM_GGUF",),
        chosen_with=("LLM_GGUF",),
    ),
    Engine("face", "facemesh", "MediaPipe FaceMesh and Pose, practice only", packages=("mediapipe",), files=FACE_FILES),
)


def list_engines() -> None:
    """Print every engine, the configured ones marked."""
    environment = user_environment()
    table = Table("task", Column("engine", no_wrap=True), "configured", "what it is", "on this machine")
    refused = refusal(environment)
    for engine in ENGINES:
        missing = engine.missing(environment)
        here = "[red]lacks " + ", ".join(missing) + "[/]" if missing else "[green]yes[/]"
        table.add_row(
            engine.task, engine.name, "yes" if not refused and engine.is_chosen(environment) else "", engine.about, here
        )
    console = Console()
    console.print(table)
    if refused:
        console.print(f"[red]These settings stop the services:[/] {refused}")
        return
    for setting, name in unknown_choices(environment):
        console.print(f"[red]{setting}={name}: there is no such engine.[/]")


def refusal(environment: Mapping[str, str]) -> str | None:
    """Why services would not start with these engines' settings; None where they would."""
    try:
        InterviewerSettings.of(environment)
        JudgeSettings.of(environment)
    except ValidationError as error:
        problem = error.errors(include_input=False)[0]
        return ": ".join([*(str(part).upper() for part in problem["loc"]), problem["msg"]])
    return None


def unknown_choices(environment: Mapping[str, str]) -> list[tuple[str, str]]:
    """Settings that name an engine which this version does not have, with that name."""
    settings = {engine.setting for engine in ENGINES if engine.setting}
    return [
        (setting, environment[setting])
        for setting in sorted(settings)
        if setting in environment and not any(e.setting == setting and e.is_chosen(environment) for e in ENGINES)
    ]


def list_models() -> None:
    """Print the local models that can be fetched, and which of them are here."""
    folder = _folder(user_environment())
    table = Table(Column("model", no_wrap=True), "task", "download", "memory", "licence", "here")
    for model in KNOWN_MODELS:
        here = "[green]yes[/]" if (folder / model.name).exists() else ""
        sizes = f"{model.size / GB:.1f} GB", f"{model.memory / GB:.1f} GB"
        name = f"{model.name} (unverified)" if model.unverified else model.name
        table.add_row(name, model.task, *sizes, model.licence, here)
    console = Console()
    console.print(table)
    console.print(
        f"Sizes are computed, not measured. `visavis models download NAME` puts a model into {folder}. To use it: "
        "STT_ENGINE=whisper with WHISPER_MODEL_SIZE, TTS_ENGINE=supertonic, LLM_GGUF=NAME, JUDGE_GGUF=NAME, "
        "EMBEDDING_MODEL=NAME.",
        soft_wrap=True,
    )


def download_models(names: list[str]) -> list[Path]:
    """Fetch the named models, or those that the user's settings name. Raises `DownloadError`, `ValidationError`."""
    environment = user_environment()
    settings = DownloadSettings.of(environment | {"MODELS_DIR": str(_folder(environment))})
    return download(names or settings.named_models, settings)


def _folder(environment: Mapping[str, str]) -> Path:
    return models_folder(environment, load_settings().home_path)
