"""What a model server refuses: settings that would send it to itself, and strangers where it has no token."""

import httpx
import pytest
from ai_worker.serve.app import create_app
from ai_worker.serve.settings import ServeSettings
from pydantic import ValidationError


@pytest.mark.parametrize("engine", ["STT_ENGINE", "TTS_ENGINE"])
def test_a_model_server_does_not_leave_speech_to_a_model_server(monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    monkeypatch.setenv("MODEL_SERVER_URL", "http://127.0.0.1:8002")
    assert (ServeSettings().stt_name, ServeSettings().tts_name) == ("pocketsphinx", "espeak")
    monkeypatch.setenv(engine, "remote")
    with pytest.raises(ValidationError, match="a model server runs its engines itself"):
        ServeSettings()
    monkeypatch.setenv(engine.replace("ENGINE", "URL"), "http://other:8002")
    ServeSettings()


@pytest.mark.parametrize(
    ("caller", "status"), [("127.0.0.1", 200), ("::1", 200), ("203.0.113.5", 403), ("somewhere", 403)]
)
async def test_without_a_token_only_this_machine_is_answered(caller: str, status: int) -> None:
    app = create_app(ServeSettings(log_format="console", log_level="WARNING"))
    transport = httpx.ASGITransport(app=app, client=(caller, 50_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://models") as http:
        response = await http.get("/v1/models", headers={"Accept-Language": "en"})
        assert response.status_code == status
        if status == 403:
            assert response.json()["error"]["code"] == "LocalOnly"
            assert "SERVICE_TOKEN" in response.json()["error"]["message"]
