"""`visavis say`: a text to a sound file, and clear words where that cannot be."""

from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from engines.audio import decode
from model_server import ModelServer
from tiny_supertonic import tiny_supertonic
from typer.testing import CliRunner
from visavis.main import app

QUESTION = "안녕하세요. 자기소개를 부탁드립니다."


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISAVIS_HOME", str(tmp_path / "home"))
    for name in ("TTS_ENGINE", "TTS_URL", "MODEL_SERVER_URL"):
        monkeypatch.delenv(name, raising=False)


def say(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["say", *map(str, arguments)])


def seconds(file: Path) -> float:
    pcm = decode(file.read_bytes(), 16_000, max_seconds=60)
    assert np.abs(pcm).max() > 1000
    return len(pcm) / 16_000


@pytest.mark.parametrize("name", ["q.wav", "q.mp3", "q.ogg", "Q.FLAC"])
def test_a_question_is_spoken_into_a_file(tmp_path: Path, name: str) -> None:
    said = say(QUESTION, "--language", "ko", "--output", tmp_path / name)
    assert said.exit_code == 0, said.output
    assert "spoken by espeak, standard." in said.output
    assert 2 < seconds(tmp_path / name) < 8


def test_voice_and_speed_are_heard(tmp_path: Path) -> None:
    for name, options in {"slow": ("--speed", "0.7"), "fast": ("--speed", "1.5", "--voice", "f2")}.items():
        assert say("Tell me about yourself.", "-o", tmp_path / f"{name}.wav", *options).exit_code == 0
    assert seconds(tmp_path / "slow.wav") > 1.5 * seconds(tmp_path / "fast.wav")


@pytest.mark.parametrize(
    ("text", "options", "complaint"),
    [
        ("…", ("-o", "q.wav"), "nothing can be spoken"),
        ("Hello.", ("-o", "q.txt"), "has to end with"),
        ("Hello.", ("-o", "nowhere/q.wav"), "There is no folder nowhere"),
        ("Hello.", ("-o", "q.wav", "--language", "fr"), "There is no language 'fr'"),
        ("Hello.", ("-o", "q.wav", "--voice", "nobody"), "Voices to choose from: standard, m1"),
        ("Hello.", ("-o", "q.wav", "--speed", "9"), "from 0.5 to 2.5"),
        ("Hello.", ("-o", "q.wav", "--engine", "parrot"), "TTS_ENGINE is one of espeak, openai, remote, supertonic"),
        ("Hello.", ("-o", "q.wav", "--engine", "remote"), "needs MODEL_SERVER_URL or TTS_URL"),
        ("Hello.", ("-o", "q.wav", "--engine", "supertonic"), "visavis models download supertonic-2"),
    ],
)
def test_what_cannot_be_said_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, options: tuple[str, ...], complaint: str
) -> None:
    monkeypatch.chdir(tmp_path)
    said = say(text, *options)
    assert said.exit_code == 1
    assert complaint in " ".join(said.output.split())
    assert not list(tmp_path.glob("q.*"))


def test_a_model_server_speaks_where_the_settings_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model_server: ModelServer
) -> None:
    monkeypatch.setenv("MODEL_SERVER_URL", model_server.url)
    monkeypatch.setenv("SERVICE_TOKEN", model_server.token)
    said = say(QUESTION, "-o", tmp_path / "q.wav")
    assert "spoken by remote/espeak, standard." in said.output, said.output


def test_a_local_model_speaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny_supertonic(tmp_path / "home" / "models" / "supertonic-2", {"F1": 0.5})
    said = say(QUESTION, "-o", tmp_path / "q.wav", "--engine", "supertonic")
    assert "spoken by supertonic, F1." in said.output, said.output
    assert seconds(tmp_path / "q.wav") > 1
