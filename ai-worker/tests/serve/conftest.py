"""Sound to send, and a client that shows the token."""

from collections.abc import Iterator

import httpx
import pytest
from model_server import ModelServer

SENTENCE = "What can you do for your country?"
"""PocketSphinx understands it in espeak's voice."""


@pytest.fixture
def http(model_server: ModelServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=model_server.url, headers=model_server.headers, timeout=60) as client:
        yield client


@pytest.fixture(scope="session")
def spoken(model_server: ModelServer) -> bytes:
    """`SENTENCE` as a WAV file, spoken by the server itself."""
    body = {"model": "espeak", "input": SENTENCE, "voice": "any", "response_format": "wav"}
    response = httpx.post(f"{model_server.url}/v1/audio/speech", json=body, headers=model_server.headers, timeout=60)
    return response.raise_for_status().content
