"""The switch to a model server: by settings alone, the same interview is heard and spoken there."""

from pathlib import Path

import httpx
import pytest
from model_server import ModelServer
from platform_under_test import PlatformUnderTest
from virtual_candidates import interview
from visavis.testing import temporary_home

pytestmark = pytest.mark.slow

PARTS = ("backend-core", "ai-worker", "media-server")


@pytest.mark.timeout(400)
def test_an_interview_is_heard_and_spoken_by_the_model_server(model_server: ModelServer, tmp_path: Path) -> None:
    settings = {
        "STT_ENGINE": "remote",
        "TTS_ENGINE": "remote",
        "MODEL_SERVER_URL": model_server.url,
        "MODEL_SERVER_TOKEN": model_server.token,
    }
    with temporary_home() as home, PlatformUnderTest(home, PARTS, settings) as platform:
        engines = httpx.get(f"{platform.api}/config").json()["engines"]
        record = interview(platform.platform.url, tmp_path / "record.json", "--questions", "1")
    assert (engines["stt"]["name"], engines["stt"]["languages"]) == ("remote/pocketsphinx", ["en"])
    assert engines["tts"]["name"] == "remote/espeak"
    (turn,) = record.turns
    assert turn.heard.seconds > 1, "the question was spoken"
    assert turn.captions.partials > 0
    assert turn.captions.final
    (answer,) = record.report.answers
    assert answer.recognizer == "remote/pocketsphinx"
    assert answer.text == turn.captions.final
    assert answer.unreliable_reason == "embedded_recognizer"
