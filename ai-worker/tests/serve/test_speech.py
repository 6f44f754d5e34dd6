"""The platform's own endpoints of the model server: sound in, words out, and the other way."""

import httpx
import numpy as np
import pytest
from engines.audio import decode, encode
from engines.stt import SAMPLE_RATE
from model_server import ModelServer

PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n"
NOISE = np.random.default_rng(3).normal(0, 300, SAMPLE_RATE).astype(np.int16)


def test_stt_says_what_was_said_and_who_heard_it(http: httpx.Client, spoken: bytes) -> None:
    response = http.post("/stt", files={"file": ("answer.wav", spoken)}, data={"language": "en"}).raise_for_status()
    heard = response.json()
    assert set(heard) == {"text", "words", "language"}
    assert len({"what", "can", "you", "do", "for", "your", "country"} & set(heard["text"].split())) >= 4
    readable = heard["text"].lower().rstrip(".")
    assert [word["text"] for word in heard["words"]] == readable.split(), "the words are as they were recognised"
    assert all(word["start"] < word["end"] for word in heard["words"])
    assert response.headers["X-Engine"] == "pocketsphinx"
    assert response.headers["X-Unreliable"] == "embedded_recognizer"


@pytest.mark.parametrize("encoding", ["opus", "mp3", "flac"])
def test_any_container_is_read(http: httpx.Client, spoken: bytes, encoding: str) -> None:
    file = encode(decode(spoken, SAMPLE_RATE, max_seconds=30), SAMPLE_RATE, encoding)
    heard = http.post("/transcribe", files={"file": ("answer", file)}).raise_for_status().json()
    assert heard["language"] == "en", "the one language that the embedded ear hears"
    assert heard["duration"] == pytest.approx(2, abs=1)
    assert len(heard["text"].split()) >= 4
    assert heard["unreliable_reason"] == "embedded_recognizer"


def test_a_chunk_of_bare_samples_is_heard(http: httpx.Client, spoken: bytes) -> None:
    pcm = decode(spoken, SAMPLE_RATE, max_seconds=30)
    raw = {"Content-Type": "application/octet-stream"}
    heard = http.post("/transcribe-chunk", content=pcm.tobytes(), headers=raw).raise_for_status().json()
    assert len(heard["text"].split()) >= 4
    too_long = http.post("/transcribe-chunk", content=bytes(2 * SAMPLE_RATE * 31), headers=raw)
    assert (too_long.status_code, too_long.json()["error"]) == (413, "AudioTooLong")


def test_detect_tells_speech_from_noise(http: httpx.Client, spoken: bytes) -> None:
    speech = http.post("/detect", files={"file": ("chunk.wav", spoken)}).json()
    assert speech["speech"]
    assert speech["probability"] > 0.9
    noise = http.post("/detect", content=NOISE.tobytes(), headers={"Content-Type": "audio/pcm"}).json()
    assert not noise["speech"]
    assert noise["probability"] < 0.5


@pytest.mark.parametrize(
    "file", [b"", b"these are notes, and no sound", PLAYLIST, b"ffconcat version 1.0\nfile /etc/hostname\n"]
)
def test_what_is_not_sound_is_refused(http: httpx.Client, file: bytes) -> None:
    response = http.post("/stt", files={"file": ("a.wav", file)}, data={"language": "en"})
    assert (response.status_code, response.json()["error"]) == (415, "UnreadableAudio")


def test_a_language_that_the_engine_does_not_know_is_an_error_with_its_name(http: httpx.Client, spoken: bytes) -> None:
    response = http.post("/stt", files={"file": ("a.wav", spoken)}, data={"language": "ko"})
    assert (response.status_code, response.json()["error"]) == (503, "LanguageUnsupported")
    assert "pocketsphinx" in response.json()["detail"]
    assert http.post("/stt", files={"file": ("a.wav", spoken)}, data={"language": "xx"}).status_code == 422
    assert http.post("/stt", data={"language": "en"}).status_code == 422


def test_an_upload_is_not_read_past_its_limit(http: httpx.Client) -> None:
    response = http.post("/stt", files={"file": ("a.wav", bytes(101 * 2**20))})
    assert (response.status_code, response.json()["error"]) == (413, "PayloadTooLarge")


@pytest.mark.parametrize(
    ("text", "language"), [("안녕하세요. 자기소개를 부탁드립니다.", "ko"), ("Tell me about yourself.", "en")]
)
def test_tts_leaves_a_file_to_fetch(http: httpx.Client, text: str, language: str) -> None:
    response = http.post("/tts", json={"text": text, "speaker": "KR", "speed": 1.2}).raise_for_status()
    url = response.json()["audio_url"]
    file = httpx.get(url, timeout=10).raise_for_status()  # its name is the key
    assert file.headers["Content-Type"] == "audio/wav"
    # What is spoken differs from time to time, but not by its length.
    same = http.post("/tts", json={"text": text, "speed": 1.2, "language": language}).json()["audio_url"]
    assert len(httpx.get(same, timeout=10).content) == pytest.approx(len(file.content), rel=0.02)
    assert httpx.get(url + "x", timeout=10).status_code == 404


@pytest.mark.parametrize(("speaker", "spoke"), [("f2", "f2"), ("KR", "standard"), (0, "standard"), (None, "standard")])
def test_tts_says_who_spoke(http: httpx.Client, speaker: str | int | None, spoke: str) -> None:
    response = http.post("/tts", json={"text": "Hello.", "speaker": speaker}).raise_for_status()
    assert response.headers["X-Voice"] == spoke


@pytest.mark.parametrize(
    "wanted", [{}, {"text": ""}, {"text": "…"}, {"text": "Hello", "speed": 9}, {"text": "x" * 5000}]
)
def test_what_cannot_be_spoken_is_refused(http: httpx.Client, wanted: dict[str, object]) -> None:
    response = http.post("/tts", json=wanted)
    assert (response.status_code, response.json()["error"]) == (422, "InvalidInput")
    assert response.json()["fields"]


def test_generate_asks_about_the_last_statement_and_says_who_wrote_it(http: httpx.Client) -> None:
    prompt = "지원자: 저는 결제 서비스를 카프카로 옮겨서 지연 시간을 절반으로 줄였습니다.\n질문을 하나 만들어 주세요."
    response = http.post("/generate", json={"prompt": prompt, "max_tokens": 64}).raise_for_status()
    assert "결제 서비스" in response.json()["text"]
    assert response.headers["X-Engine"] == "template"
    short = http.post("/generate", json={"prompt": prompt, "max_tokens": 2}).json()["text"]
    assert response.json()["text"].startswith(short)
    assert len(short.split()) == 2


def test_only_who_shows_the_token_is_served(model_server: ModelServer) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": model_server.token}):
        response = httpx.post(f"{model_server.url}/generate", json={"prompt": "hello"}, headers=headers)
        assert (response.status_code, response.json()["error"]) == (401, "NotSignedIn")
    assert httpx.get(f"{model_server.url}/healthz").json() == {"status": "ok"}
    assert "visavis_http_requests" in httpx.get(f"{model_server.url}/metrics").text
    assert httpx.get(f"{model_server.url}/readyz").status_code == 200
