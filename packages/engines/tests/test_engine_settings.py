"""Which engine runs where, by settings alone."""

import secrets

import pytest
from engines.settings import GEMINI_URL, EngineSettings, PlatformEngineSettings, Server
from pydantic import ValidationError

TOKEN = secrets.token_hex(32)


def settings(monkeypatch: pytest.MonkeyPatch, **environment: str) -> PlatformEngineSettings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return PlatformEngineSettings()


def test_nothing_set_means_embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = settings(monkeypatch, STT_ENGINE="", MODEL_SERVER_URL="", TTS_URL="")
    assert (chosen.stt_name, chosen.tts_name) == ("pocketsphinx", "espeak")
    assert chosen.stt_server is chosen.tts_server is chosen.llm_server is chosen.embedding_server is None


def test_one_address_moves_speech_to_the_model_server(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = settings(monkeypatch, MODEL_SERVER_URL="http://models:8002/", SERVICE_TOKEN=TOKEN)
    assert (chosen.stt_name, chosen.tts_name) == ("remote", "remote")
    assert chosen.stt_server == chosen.tts_server == Server("http://models:8002", TOKEN)
    assert TOKEN not in repr(chosen.stt_server)
    elsewhere = settings(monkeypatch, MODEL_SERVER_TOKEN="its own")
    assert elsewhere.stt_server == Server("http://models:8002", "its own")
    here = settings(monkeypatch, STT_ENGINE="pocketsphinx")
    assert (here.stt_name, here.tts_name) == ("pocketsphinx", "remote")


def test_an_address_of_its_own_is_not_shown_the_platforms_token(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = settings(
        monkeypatch, MODEL_SERVER_URL="http://models:8002", SERVICE_TOKEN=TOKEN, MELO_TTS_BASE_URL="http://melo:9000"
    )
    assert chosen.tts_server == Server("http://melo:9000")
    assert chosen.stt_server == Server("http://models:8002", TOKEN)


def test_the_gpu_host_has_a_switch_and_three_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = {"A6000_STT_URL": "http://a:1", "A6000_TTS_URL": "http://a:2", "A6000_LLM_URL": "http://a:3/v1"}
    off = settings(monkeypatch, **addresses)
    assert (off.stt_name, off.llm_server) == ("pocketsphinx", None)
    on = settings(monkeypatch, USE_A6000_MODELS="true", LLM_MODEL="llama")
    assert (on.stt_server, on.tts_server, on.llm_server) == tuple(map(Server, addresses.values()))


def test_gemini_fills_the_language_models_address(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = settings(monkeypatch, GEMINI_API_KEY="key", LLM_MODEL="gemini")
    assert chosen.llm_server == Server(GEMINI_URL, "key")


@pytest.mark.parametrize(
    ("environment", "problem"),
    [
        ({"STT_ENGINE": "remote"}, "STT_ENGINE=remote needs MODEL_SERVER_URL or STT_URL"),
        ({"TTS_ENGINE": "openai"}, "TTS_ENGINE=openai needs MODEL_SERVER_URL or TTS_URL"),
        ({"TTS_ENGINE": "openai", "TTS_URL": "http://a/v1"}, "needs TTS_MODEL"),
        ({"STT_ENGINE": "pocketsphinx", "STT_URL": "http://a"}, "STT_ENGINE=pocketsphinx has no use for STT_URL"),
        ({"STT_ENGINE": "openai", "STT_URL": "http://a/v1"}, "STT_ENGINE=openai needs STT_MODEL"),
        ({"STT_ENGINE": "http"}, "STT_ENGINE=http needs MODEL_SERVER_URL or STT_URL"),
        ({"STT_ENGINE": "deepgram"}, "STT_ENGINE=deepgram needs DEEPGRAM_API_KEY"),
        ({"STT_ENGINE": "google"}, "STT_ENGINE=google needs GOOGLE_SPEECH_PROJECT"),
        ({"USE_A6000_MODELS": "true"}, "USE_A6000_MODELS needs an address"),
        (
            {"USE_A6000_MODELS": "1", "A6000_STT_URL": "http://a", "MODEL_SERVER_URL": "http://b"},
            "USE_A6000_MODELS and MODEL_SERVER_URL",
        ),
        ({"GEMINI_API_KEY": "key", "LLM_URL": "http://a/v1", "LLM_MODEL": "m"}, "GEMINI_API_KEY fills LLM_URL"),
        ({"LLM_URL": "http://a/v1"}, "needs LLM_MODEL"),
        ({"LLM_URL": "http://a/v1", "LLM_MODEL": "m", "LLM_GGUF": "m.gguf"}, "LLM_GGUF runs a language model here"),
        ({"EMBEDDING_URL": "http://a/v1"}, "EMBEDDING_URL needs EMBEDDING_MODEL"),
    ],
)
def test_contradictions_are_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], problem: str
) -> None:
    with pytest.raises(ValidationError, match=problem) as refused:
        settings(monkeypatch, SERVICE_TOKEN=TOKEN, **environment)
    assert TOKEN not in str(refused.value)


def test_a_model_server_leaves_speech_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODEL_SERVER_URL", "http://models:8002")
    assert EngineSettings().stt_name == "pocketsphinx"
