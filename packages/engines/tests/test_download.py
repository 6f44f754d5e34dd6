"""Models fetched by the hub's own client from a hub on this machine, by way of what breaks."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import hub as hubs
import pytest
from engines import download as downloads
from engines.download import DownloadError, DownloadSettings, download
from engines.models import KNOWN_MODELS, known_model, model_path

WEIGHTS = random.Random(0).randbytes(300_000)
TURBO, BGE = "openai/whisper-large-v3-turbo", "BAAI/bge-m3"
FILES = {
    TURBO: {
        "config.json": b'{"model_type": "whisper"}',
        "model.safetensors": WEIGHTS,
        "model.fp32.safetensors": bytes(2000),
        "README.md": b"# Whisper",
    },
    BGE: {"pytorch_model.bin": WEIGHTS, "1_Pooling/config.json": b"{}", "onnx/model.onnx": bytes(2000)},
    "someone/both": {"pytorch_model.bin": bytes(2000), "model.safetensors": WEIGHTS},
    "someone/nothing": {"README.md": b"soon"},
}


@pytest.fixture
def hub() -> Iterator[hubs.Hub]:
    with hubs.serving(FILES) as hub:
        yield hub


@pytest.fixture
def settings(hub: hubs.Hub, tmp_path: Path) -> DownloadSettings:
    return DownloadSettings.of({"MODELS_DIR": str(tmp_path), "HF_ENDPOINT": hub.url, "HF_TOKEN": "hf_for_tests"})


def files_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_model_comes_whole_with_what_it_needs_and_nothing_else(
    settings: DownloadSettings, hub: hubs.Hub, tmp_path: Path
) -> None:
    [turbo, bge] = download(["whisper-large-v3-turbo", BGE], settings)

    assert turbo == model_path(tmp_path, "whisper-large-v3-turbo", engine="whisper")
    assert files_in(turbo) == {"config.json", "model.safetensors"}
    assert (turbo / "model.safetensors").read_bytes() == WEIGHTS
    assert files_in(bge) == {"pytorch_model.bin", "1_Pooling/config.json"}
    assert hub.tokens == {"Bearer hf_for_tests"}


def test_what_is_here_is_not_fetched_again(settings: DownloadSettings, hub: hubs.Hub) -> None:
    download(["bge-m3"], settings)
    fetched = len(hub.ranges)

    download(["bge-m3"], settings)

    assert len(hub.ranges) == fetched


def test_weights_come_in_one_format(settings: DownloadSettings) -> None:
    [folder] = download(["someone/both"], settings)

    assert files_in(folder) == {"model.safetensors"}


def test_a_line_that_breaks_is_taken_up_again(
    settings: DownloadSettings, hub: hubs.Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.DOWNLOAD_CHUNK_SIZE", 10_000)
    hub.breaks_after = 100_000

    [folder] = download(["someone/both"], settings)

    assert (folder / "model.safetensors").read_bytes() == WEIGHTS
    assert hub.ranges == [None, "bytes=100000-"]


def test_what_was_broken_off_goes_on_in_another_process(
    settings: DownloadSettings, hub: hubs.Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.DOWNLOAD_CHUNK_SIZE", 10_000)
    hub.breaks_after, hub.stays_down = 100_000, True
    with pytest.raises(DownloadError, match="goes on from there"):
        download(["someone/both"], settings)
    assert not (tmp_path / "someone" / "both").exists()
    kept = sum(path.stat().st_size for path in tmp_path.rglob("*.part"))
    assert kept == 100_000

    hub.down = False
    fetch = [sys.executable, "-m", "engines.download", "someone/both"]
    environment = {**os.environ, "MODELS_DIR": str(tmp_path), "HF_ENDPOINT": hub.url}
    run = subprocess.run(fetch, env=environment, capture_output=True, text=True, check=False)

    assert (run.returncode, run.stdout) == (0, f"{tmp_path / 'someone' / 'both'} is whole\n")
    assert hub.ranges[-1] == "bytes=100000-"
    assert (tmp_path / "someone" / "both" / "model.safetensors").read_bytes() == WEIGHTS


@pytest.mark.parametrize("name", ["someone/both", "whisper-large-v3-turbo"])
def test_what_does_not_match_its_checksum_is_thrown_away(
    settings: DownloadSettings, hub: hubs.Hub, tmp_path: Path, name: str
) -> None:
    hub.garbles = True

    with pytest.raises(DownloadError, match="did not arrive as it is on the hub"):
        download([name], settings)

    assert list(tmp_path.rglob("*.part")) == []
    assert not (tmp_path / name).exists()
    hub.garbles = False
    [folder] = download([name], settings)
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS


def test_a_licence_that_is_not_accepted_says_where_to(settings: DownloadSettings, hub: hubs.Hub) -> None:
    hub.gated = True

    with pytest.raises(DownloadError, match=r"wants its licence accepted: do so on .*HF_TOKEN"):
        download(["llama-3.1-8b"], settings)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("whisper-huge", "there is no model 'whisper-huge'. Known are whisper-large-v3-turbo"),
        ("someone/missing", "has no someone/missing at main"),
        ("someone/nothing", "has no .*safetensors"),
    ],
)
def test_what_is_not_there_is_named(settings: DownloadSettings, name: str, problem: str) -> None:
    with pytest.raises(DownloadError, match=problem):
        download([name], settings)


def test_a_hub_that_is_away_breaks_nothing(hub: hubs.Hub, tmp_path: Path) -> None:
    away = DownloadSettings.of({"MODELS_DIR": str(tmp_path), "HF_ENDPOINT": "http://127.0.0.1:9"})

    with pytest.raises(DownloadError, match="goes on from there"):
        download(["bge-m3"], away)


def test_a_disk_that_is_too_small_is_not_filled(
    settings: DownloadSettings, hub: hubs.Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = downloads.shutil._ntuple_diskusage(10, 9, 1)
    monkeypatch.setattr("engines.download.shutil.disk_usage", lambda _path: usage)

    with pytest.raises(DownloadError, match="set MODELS_DIR to a folder on a larger disk"):
        download(["bge-m3"], settings)

    assert hub.ranges == []


def test_the_settings_name_what_is_wished(tmp_path: Path) -> None:
    (tmp_path / "own.gguf").touch()
    wished = {"STT_ENGINE": "whisper", "WHISPER_LOCAL_MODEL": "small", "EMBEDDING_MODEL": "kure-v1"}

    assert DownloadSettings.of(wished).named_models == ["whisper-small", "kure-v1"]
    assert DownloadSettings.of({**wished, "EMBEDDING_URL": "http://elsewhere"}).named_models == ["whisper-small"]
    assert DownloadSettings.of({"LLM_GGUF": str(tmp_path / "own.gguf")}).named_models == []
    assert DownloadSettings.of({"TTS_ENGINE": "supertonic"}).named_models == ["supertonic-2"]
    assert DownloadSettings.of({"LLM_GGUF": "solar-10.7b"}).named_models == ["solar-10.7b"]
    assert DownloadSettings.of({"LLM_GGUF": "llama-3.1-8b", "JUDGE_GGUF": "solar-10.7b"}).named_models == [
        "llama-3.1-8b",
        "solar-10.7b",
    ]
    assert DownloadSettings.of({"HUGGINGFACE_API_KEY": "hf"}).hf_token is not None


def test_known_models_are_found_by_every_name() -> None:
    assert len({model.name for model in KNOWN_MODELS}) == len(KNOWN_MODELS)
    for model in KNOWN_MODELS:
        assert known_model(model.name) is known_model(model.repository) is model
    assert known_model("KURE-v1") is known_model("nlpai-lab/KURE-v1")
    assert known_model("someone/whisper") is None
