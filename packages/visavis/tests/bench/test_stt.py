import asyncio
import json
import wave
from pathlib import Path

import numpy as np
import pytest
from contracts.base import Language
from contracts.errors import EngineFailed
from engines.stt.factory import RECOGNIZERS
from engines.stt.pocketsphinx import PocketSphinxRecognizer, PocketSphinxStream
from engines.tts import Speech
from engines.tts.espeak import EspeakVoice
from typer.testing import CliRunner, Result
from visavis.bench import app
from visavis.bench.stt import SttResults
from visavis.bench.stt_report import measures

SAID = "What can you do for your country?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two clips that the embedded engine can hear, one of them without speech, and one that it cannot."""
    speech = asyncio.run(_spoken(SAID))
    _write(tmp_path / "speech.wav", speech.pcm, speech.sample_rate)
    _write(tmp_path / "korean.wav", speech.pcm, speech.sample_rate)
    _write(tmp_path / "silence.wav", np.zeros(32_000, np.int16), 16_000)
    _manifest(tmp_path, ("speech.wav", "en", SAID), ("silence.wav", "-", ""), ("korean.wav", "ko", "안녕하세요"))
    return tmp_path


def test_two_folders_are_measured_side_by_side_and_written_down(folder: Path) -> None:
    out = folder / "results" / "out.json"

    ran = bench("--data", folder, "--data", folder, "--runs", 2, "--json", out)

    assert ran.exit_code == 0, ran.output
    results = SttResults.model_validate_json(out.read_text())
    assert [(f.folder, f.not_heard) for f in results.folders] == [(folder.name, ["korean.wav"])] * 2
    clips = results.folders[0].clips
    assert [(clip.file, clip.run) for clip in clips] == [
        ("speech.wav", 0),
        ("silence.wav", 0),
        ("speech.wav", 1),
        ("silence.wav", 1),
    ]
    spoken, silent = clips[:2]
    assert spoken.mistakes
    assert spoken.mistakes.words == 7
    assert spoken.mistakes.word_errors <= 4
    assert spoken.text.endswith(".")
    assert spoken.latency is None
    assert (silent.heard, silent.invented, silent.mistakes) == ("", 0, None)
    assert results.cost.engine_cpu_seconds > 0
    assert results.cost.engine_memory_mib > 0
    document = out.with_suffix(".md").read_text()
    assert "| word error rate |" in document
    assert document.count("| speech.wav |") == 2


def test_latencies_are_measured_where_clips_are_fed_as_fast_as_they_were_said(folder: Path) -> None:
    out = folder / "out.json"

    ran = bench("--data", folder, "--realtime", "--json", out)

    assert ran.exit_code == 0, ran.output
    (spoken, silent) = SttResults.model_validate_json(out.read_text()).folders[0].clips
    assert spoken.took >= spoken.duration
    assert spoken.latency
    assert spoken.latency.first_partial is not None
    assert len(spoken.latency.words) == len(spoken.heard.split())
    assert silent.latency
    assert (silent.latency.first_partial, silent.latency.words) == (None, [])


def test_an_engine_that_fails_is_counted_and_the_rest_goes_on(folder: Path) -> None:
    class Deaf(PocketSphinxRecognizer):
        async def open(self, language: Language, *, captions: bool = True) -> PocketSphinxStream:
            raise EngineFailed(engine=self.name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(RECOGNIZERS, "pocketsphinx", lambda settings: Deaf())
        ran = bench("--data", folder, "--json", folder / "out.json")

    assert ran.exit_code == 0, ran.output
    results = SttResults.model_validate_json((folder / "out.json").read_text())
    assert [clip.failure for clip in results.folders[0].clips] == ["EngineFailed", "EngineFailed"]
    assert dict(measures(results, results.folders[0].clips))["failures"] == "2 (EngineFailed)"
    assert dict(measures(results, results.folders[0].clips))["word error rate"] == "–"


@pytest.mark.parametrize(
    ("manifest", "complaint"),
    [
        (None, "holds no MANIFEST.json"),
        ("[]", "lists no clip"),
        ("not json", "Invalid JSON"),
        ('{"file": "speech.wav"}', "valid array"),
        ('[{"file": "speech.wav", "language": "en"}]', "0.transcript: Field required"),
        ('[{"file": "lost.wav", "language": "en", "transcript": "hello"}]', "lost.wav, which is not there"),
        ('[{"file": "speech.wav", "language": "fr", "transcript": "bonjour"}]', "“fr”"),
        ('[{"file": "speech.wav", "language": "en", "transcript": ""}]', "“-” and none"),
        ('[{"file": "MANIFEST.json", "language": "en", "transcript": "hello"}]', "no sound in this file"),
    ],
)
def test_what_cannot_be_measured_is_said(folder: Path, manifest: str | None, complaint: str) -> None:
    if manifest is None:
        (folder / "MANIFEST.json").unlink()
    else:
        (folder / "MANIFEST.json").write_text(manifest)

    ran = bench("--data", folder)

    assert ran.exit_code == 2
    assert complaint in " ".join(ran.output.split())


@pytest.mark.parametrize(("engine", "complaint"), [("nobody", "pocketsphinx"), ("remote", "STT_URL")])
def test_an_engine_that_is_not_there_is_said(folder: Path, engine: str, complaint: str) -> None:
    ran = bench("--data", folder, "--engine", engine)

    assert ran.exit_code == 2
    assert complaint in ran.output


def bench(*options: object) -> Result:
    return CliRunner().invoke(app, ["stt", *map(str, options)])


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
