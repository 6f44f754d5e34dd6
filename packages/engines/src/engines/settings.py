"""Which engines run, with which models and where, read from the environment. Services inherit what they use of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Self

from pydantic import AliasChoices, BeforeValidator, Field, HttpUrl, SecretStr, model_validator
from runtime.settings import Settings, StrongSecret
from runtime.storage.settings import StorageSettings

GEMINI_URL = "https://generativelanguage.googleapis.com/v1beta/openai"
"""Where Gemini speaks OpenAI's protocol."""
REMOTE = "remote"
FACE_LANDMARKER = "face_landmarker.task"
REMOTE_EARS = {REMOTE, "http", "openai"}
REMOTE_VOICES = {REMOTE, "openai"}


def _device(value: object) -> object:
    """USE_GPU says yes or no where a device has a name."""
    return {"true": "cuda", "1": "cuda", "false": "cpu", "0": "cpu"}.get(str(value).lower(), value)


Device = Annotated[str, BeforeValidator(_device), Field(pattern=r"^(auto|cpu|cuda(:\d+)?)$")]


class LocalModelSettings(Settings):
    """A model is a name that `visavis models` knows, or a path. Names are looked for in `models_dir`."""

    # Where `visavis models download` puts models; the local platform's is `models` in VISAVIS_HOME.
    models_dir: Path = Path("models")

    # Whisper, of any size that OpenAI has published, or the folder of a converted or fine-tuned one.
    whisper_model_size: str = Field(
        "large-v3-turbo", validation_alias=AliasChoices("WHISPER_MODEL_SIZE", "WHISPER_LOCAL_MODEL")
    )
    # "auto", "cpu", "cuda" or "cuda:1"; true and false (USE_GPU) mean cuda and cpu.
    whisper_device: Device = Field(
        "auto", validation_alias=AliasChoices("WHISPER_DEVICE", "WHISPER_LOCAL_DEVICE", "USE_GPU")
    )

    # The voice of TTS_ENGINE=supertonic.
    supertonic_model: str = "supertonic-2"

    # A language model in llama.cpp's format.
    llm_gguf: str | None = None
    # Tokens of prompt and answer together; more takes more memory. 0 is what the model was trained with.
    llm_context: Annotated[int, Field(ge=0)] = 8192
    # Layers on the GPU, -1 for all; without one they stay on the processor.
    llm_gpu_layers: Annotated[int, Field(ge=-1)] = -1

    # A sentence-transformers model; none means hashed character n-grams.
    embedding_model: str | None = None
    # As WHISPER_DEVICE.
    embedding_device: Device = "auto"

    # MediaPipe's `face_landmarker.task`; without a path, that of `models_dir` if it is there. Without the file faces
    # are followed by the models in MediaPipe's wheel.
    face_model: Path | None = None

    @property
    def face_landmarker(self) -> Path | None:
        """The file that this machine follows faces with; None for the bundled models."""
        present = self.models_dir / FACE_LANDMARKER
        return self.face_model or (present if present.is_file() else None)

    @property
    def face_name(self) -> str:
        return "facemesh" if self.face_landmarker is None else "face_landmarker"


@dataclass(frozen=True)
class Server:
    """Another machine's engine: its address, without a slash at the end, and the bearer token to show it."""

    url: str
    token: str | None = field(default=None, repr=False)


class EngineSettings(LocalModelSettings):
    """Engines by name, and the servers of those that run elsewhere. An address is the server's base, before any path.

    Without a name, an engine whose server is known is `remote`, and any other the embedded one.
    """

    # Speech to text: pocketsphinx, whisper, deepgram, google, remote (`/stt/stream` of a model server), http (`/stt` of
    # a server without a stream), openai (`/v1/audio/transcriptions`; its STT_URL ends with the /v1).
    stt_engine: str | None = None
    # Processes of an embedded recogniser; each of PocketSphinx's hears three candidates.
    stt_processes: Annotated[int, Field(ge=1)] = 2
    stt_url: HttpUrl | None = None
    stt_api_key: SecretStr | None = None
    # For openai: the model's name there. It has to give words with times (verbose_json).
    stt_model: str | None = None

    # Deepgram; another address for its EU endpoint (https://api.eu.deepgram.com) or one of your own.
    deepgram_api_key: SecretStr | None = None
    deepgram_model: str = "nova-3"
    deepgram_url: HttpUrl = HttpUrl("https://api.deepgram.com")

    # Google Cloud Speech; credentials are Google's own GOOGLE_APPLICATION_CREDENTIALS, or the machine's.
    google_speech_project: str | None = None
    google_speech_location: str = "global"
    google_speech_model: str = "long"
    # Instead of Google's own address: a server without TLS, which is shown no credentials.
    google_speech_url: HttpUrl | None = None

    # Text to speech: espeak, supertonic, remote (`/tts`), openai (`/v1/audio/speech`; its TTS_URL ends with the /v1).
    tts_engine: str | None = None
    tts_url: HttpUrl | None = Field(None, validation_alias=AliasChoices("TTS_URL", "MELO_TTS_BASE_URL"))
    tts_api_key: SecretStr | None = None
    # The server's name of a speaker, and for openai of a model.
    tts_speaker: str | None = None
    tts_model: str | None = None

    # Embeddings and language models of any server that speaks OpenAI's protocol; these addresses end with its /v1.
    embedding_url: HttpUrl | None = None
    embedding_api_key: SecretStr | None = None
    llm_url: HttpUrl | None = None
    llm_model: str | None = None
    llm_api_key: SecretStr | None = None
    # Fills LLM_URL and LLM_API_KEY with Gemini's.
    gemini_api_key: SecretStr | None = None

    # A GPU host with a server for each; the switch alone turns them on and off.
    use_a6000_models: bool = False
    a6000_stt_url: HttpUrl | None = None
    a6000_tts_url: HttpUrl | None = None
    a6000_llm_url: HttpUrl | None = None

    @property
    def stt_name(self) -> str:
        return self.stt_engine or (REMOTE if self.stt_server else "pocketsphinx")

    @property
    def tts_name(self) -> str:
        return self.tts_engine or (REMOTE if self.tts_server else "espeak")

    @property
    def stt_server(self) -> Server | None:
        server = self._server(self.stt_url, self.stt_api_key, self.a6000_stt_url)
        return server or self._model_server("/v1" if self.stt_engine == "openai" else "")

    @property
    def deepgram_server(self) -> Server:
        key = self.deepgram_api_key
        return Server(str(self.deepgram_url).rstrip("/"), key.get_secret_value() if key else None)

    @property
    def tts_server(self) -> Server | None:
        server = self._server(self.tts_url, self.tts_api_key, self.a6000_tts_url)
        return server or self._model_server("/v1" if self.tts_engine == "openai" else "")

    @property
    def llm_server(self) -> Server | None:
        if self.gemini_api_key:
            return Server(GEMINI_URL, self.gemini_api_key.get_secret_value())
        return self._server(self.llm_url, self.llm_api_key, self.a6000_llm_url)

    @property
    def embedding_server(self) -> Server | None:
        return self._server(self.embedding_url, self.embedding_api_key, None)

    @model_validator(mode="after")
    def _refuse_contradictions(self) -> Self:
        if problem := next(self._contradictions(), None):
            raise ValueError(problem)
        return self

    def _contradictions(self) -> Iterator[str]:
        yield from self._contradictions_of_speech()
        if self.use_a6000_models and not (self.a6000_stt_url or self.a6000_tts_url or self.a6000_llm_url):
            yield "USE_A6000_MODELS needs an address: A6000_STT_URL, A6000_TTS_URL or A6000_LLM_URL"
        if self.gemini_api_key and self.llm_url:
            yield "GEMINI_API_KEY fills LLM_URL: set one of them"
        if self.llm_gguf and self.llm_server:
            yield "LLM_GGUF runs a language model here, and LLM_URL elsewhere: set one of them"
        if self.llm_server and not self.llm_model:
            yield "a language model elsewhere needs LLM_MODEL, its name there"
        if self.embedding_url and not self.embedding_model:
            yield "EMBEDDING_URL needs EMBEDDING_MODEL, the model's name there"

    def _contradictions_of_speech(self) -> Iterator[str]:
        for task, engine, url, server, remote in (
            ("STT", self.stt_engine, self.stt_url, self.stt_server, REMOTE_EARS),
            ("TTS", self.tts_engine, self.tts_url, self.tts_server, REMOTE_VOICES),
        ):
            if engine in remote and not server:
                yield f"{task}_ENGINE={engine} needs MODEL_SERVER_URL or {task}_URL"
            if engine and engine not in remote and url:
                yield f"{task}_ENGINE={engine} has no use for {task}_URL, which is for {', '.join(sorted(remote))}"
        if self.stt_engine == "openai" and not self.stt_model:
            yield "STT_ENGINE=openai needs STT_MODEL, the model's name there"
        if self.stt_engine == "deepgram" and not self.deepgram_api_key:
            yield "STT_ENGINE=deepgram needs DEEPGRAM_API_KEY"
        if self.stt_engine == "google" and not self.google_speech_project:
            yield "STT_ENGINE=google needs GOOGLE_SPEECH_PROJECT, the project's id"
        if self.tts_engine == "openai" and not self.tts_model:
            yield "TTS_ENGINE=openai needs TTS_MODEL, the model's name there"

    def _server(self, url: HttpUrl | None, key: SecretStr | None, a6000: HttpUrl | None) -> Server | None:
        address = url or (a6000 if self.use_a6000_models else None)
        return Server(str(address).rstrip("/"), key.get_secret_value() if key else None) if address else None

    def _model_server(self, path: str = "") -> Server | None:
        """Where speech is left to one; a model server itself leaves it to nobody."""
        return None


class SpeechCacheSettings(StorageSettings):
    """Of the services that speak, or speak ahead."""

    # Room in the object storage for questions that were spoken ahead of their interview; 0: none are.
    speech_cache_mebibytes: Annotated[int, Field(ge=0)] = 256
    # How long one is kept.
    speech_cache_lifetime: timedelta = timedelta(days=30)


class PlatformEngineSettings(EngineSettings):
    """Of the services that can leave speech to a model server."""

    # The one switch: where speech is heard and spoken unless another setting says so.
    model_server_url: HttpUrl | None = None
    # What it is shown, where its SERVICE_TOKEN is not this platform's.
    model_server_token: SecretStr | None = None
    service_token: StrongSecret | None = None

    @property
    def model_server(self) -> Server | None:
        return self._model_server()

    def _model_server(self, path: str = "") -> Server | None:
        if self.model_server_url is None:
            return None
        token = self.model_server_token or self.service_token
        return Server(str(self.model_server_url).rstrip("/") + path, token.get_secret_value() if token else None)

    def _contradictions(self) -> Iterator[str]:
        yield from super()._contradictions()
        if self.use_a6000_models and self.model_server_url:
            yield "USE_A6000_MODELS and MODEL_SERVER_URL both say where models run: set one of them"
