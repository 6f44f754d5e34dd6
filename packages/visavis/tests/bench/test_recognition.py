import asyncio
import json
import wave
from pathlib import Path

import numpy as np
import pytest
from contracts.base import Language
from engines.tts import Speech
from engines.tts.espeak import EspeakVoice
from typer.testing import CliRunner
from visavis.bench import app


def test_a_folder_is_measured_clip_by_clip(tmp_path: Path) -> None:
    speech = asyncio.run(_spoken("What can you do for your country?"))
    _write(tmp_path / "speech.wav", speech.pcm, speech.sample_rate)
    _write(tmp_path / "silence.wav", np.zeros(32_000, np.int16), 16_000)
    _manifest(
        tmp_path,
        ("speech.wav", "en", "What can you do for your country?"),
        ("silence.wav", "-", ""),
        ("korean.wav", "ko", "안녕하세요"),
    )

    result = CliRunner().invoke(app, ["recognition", "--speech", str(tmp_path), "--json", str(tmp_path / "out.json")])

    assert result.exit_code == 0, result.output
    results = json.loads((tmp_path / "out.json").read_text())
    by_file = {clip["file"]: clip for clip in results["clips"]}
    assert by_file["speech.wav"]["words"] == 7
    assert by_file["speech.wav"]["errors"] <= 4
    assert by_file["silence.wav"]["heard"] == ""
    assert results["not_heard"] == ["korean.wav"]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ([], "MANIFEST.json"),
        (["--engine", "nobody"], "pocketsphinx"),
    ],
)
def test_what_cannot_be_measured_is_said(tmp_path: Path, options: list[str], complaint: str) -> None:
    if options:
        _manifest(tmp_path)

    result = CliRunner().invoke(app, ["recognition", "--speech", str(tmp_path), *options])

    assert result.exit_code == 2
    assert complaint in result.output


def test_a_file_that_is_no_sound_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.wav").write_text("not a sound")
    _manifest(tmp_path, ("notes.wav", "en", "hello"))

    result = CliRunner().invoke(app, ["recognition", "--speech", str(tmp_path)])

    assert result.exit_code == 2
    assert "notes.wav" in result.output


async def _spoken(text: str) -> Speech:
    voice = EspeakVoice()
    try:
        return await voice.synthesise(text, Language.EN)
    finally:
        await voice.close()


def _manifest(folder: Path, *entries: tuple[str, str, str]) -> None:
    rows = [{"file": file, "language": language, "transcript": said} for file, language, said in entries]
    (folder / "MANIFEST.json").write_text(json.dumps(rows))


def _write(path: Path, pcm: np.ndarray, rate: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm.tobytes())
