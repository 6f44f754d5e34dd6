"""`visavis mic` against a real model server."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from contracts.base import Language
from engines.audio import Pcm16, decode, encode
from engines.stt import SAMPLE_RATE
from engines.tts.espeak import EspeakVoice
from model_server import ModelServer
from visavis.mic.listening import chunked
from visavis.mic.sources import FileSource

SAID = "What can you do for your country? I worked with my team. We measured the time, and then we made it better."


@pytest.fixture
async def speech(tmp_path: Path) -> Path:
    voice = EspeakVoice()
    try:
        spoken = await voice.synthesise(SAID, Language.EN)
    finally:
        await voice.close()
    return written(tmp_path / "speech.wav", spoken.pcm, spoken.sample_rate)


def written(path: Path, pcm: Pcm16, sample_rate: int = SAMPLE_RATE) -> Path:
    path.write_bytes(encode(pcm, sample_rate, "wav"))
    return path


def mic(server: ModelServer, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "visavis", "mic", "--url", server.url, *map(str, arguments)]
    environment = {**os.environ, "SERVICE_TOKEN": server.token}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=280, check=False)


async def test_chunks_cover_all_of_the_sound_and_overlap(tmp_path: Path) -> None:
    pcm = np.arange(SAMPLE_RATE * 8 + 123).astype(np.int16)
    chunks = [part async for part in chunked(FileSource(written(tmp_path / "ramp.wav", pcm)))]
    assert [start for start, _ in chunks] == [0, 2, 4, 6]
    assert [len(part) / SAMPLE_RATE for _, part in chunks][:3] == [3, 3, 3]
    assert np.array_equal(chunks[-1][1], pcm[6 * SAMPLE_RATE :])


def test_a_file_is_heard_without_doubled_words(model_server: ModelServer, speech: Path, tmp_path: Path) -> None:
    record = tmp_path / "heard.json"
    ran = mic(model_server, "--file", speech, "--language", "en", "--json", record)
    assert ran.returncode == 0, ran.stderr
    heard = json.loads(record.read_text())
    assert ran.stdout.split() == heard["text"].split(), "what was printed while it grew is what was heard"
    assert heard["engine"] == "pocketsphinx"
    assert heard["chunks"] == heard["chunks_with_speech"] > 2
    words = [word["text"] for word in heard["words"]]
    assert {"country", "team", "time"} & set(words)
    assert len(words) <= len(re.findall(r"\w+", SAID)) + 3
    starts = [word["start"] for word in heard["words"]]
    assert starts == sorted(starts)


@pytest.mark.slow
@pytest.mark.parametrize("clip", ["en_jfk.flac", "en_LJ001-0002.wav"])
def test_real_speech_is_heard_about_as_well_as_in_one_piece(
    model_server: ModelServer, test_data: Path, tmp_path: Path, clip: str
) -> None:
    file = test_data / "speech" / clip
    ran = mic(model_server, "--file", file, "--language", "en", "--json", "-")
    heard = json.loads(ran.stdout)
    seconds = len(decode(file.read_bytes(), SAMPLE_RATE, max_seconds=60)) / SAMPLE_RATE
    assert heard["seconds"] == pytest.approx(seconds, abs=0.01)
    # People say two to four words a second; twice as many would be doubled ones.
    assert 1 < len(heard["words"]) / seconds < 4
    ends = [word["end"] for word in heard["words"]]
    assert all(word["start"] >= end - 0.1 for end, word in zip(ends, heard["words"][1:], strict=False))


def test_silence_is_looked_at_and_not_transcribed(model_server: ModelServer, tmp_path: Path) -> None:
    silence = written(tmp_path / "silence.wav", np.zeros(5 * SAMPLE_RATE, np.int16))
    heard = json.loads(mic(model_server, "--file", silence, "--json", "-").stdout)
    assert (heard["text"], heard["chunks"], heard["chunks_with_speech"]) == ("", 2, 0)


def test_what_is_missing_is_said(model_server: ModelServer, tmp_path: Path) -> None:
    no_file = mic(model_server, "--file", tmp_path / "none.wav")
    assert (no_file.returncode, "cannot be read" in no_file.stderr) == (1, True)
    no_sound = mic(model_server, "--file", __file__)
    assert (no_sound.returncode, "cannot be read as sound" in no_sound.stderr) == (1, True)
    no_microphone = mic(model_server)
    assert no_microphone.returncode == 1
    assert re.search("extra `microphone`|PortAudio|No microphone", no_microphone.stderr)
    assert "Traceback" not in no_file.stderr + no_sound.stderr + no_microphone.stderr


def test_ctrl_c_ends_the_sound_and_still_says_what_was_heard(
    model_server: ModelServer, speech: Path, tmp_path: Path
) -> None:
    once = decode(speech.read_bytes(), SAMPLE_RATE, max_seconds=60)
    long = written(tmp_path / "long.wav", np.tile(once, 40))
    command = [sys.executable, "-m", "visavis", "mic", "--url", model_server.url, "--file", str(long)]
    environment = {**os.environ, "SERVICE_TOKEN": model_server.token}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        first = running.stdout.read(10)
        running.send_signal(signal.SIGINT)
        rest, errors = running.communicate(timeout=120)
    assert running.returncode == 0
    assert len((first + rest).split()) < 40 * len(SAID.split()) / 2
    assert b"Traceback" not in errors
