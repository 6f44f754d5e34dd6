"""The small commands: the doctor's findings, the engines, an administrator's account."""

import secrets
from email.headerregistry import Address
from pathlib import Path

import hub
import pytest
from contracts.base import Language
from engines.settings import REMOTE
from engines.stt.factory import RECOGNIZERS
from language_model import LanguageModelServer
from persistence.ids import new_id
from runtime.mail import Email
from runtime.mail.folder import FolderOutbox
from typer.testing import CliRunner
from visavis import doctor
from visavis.launcher.frontend import is_new_enough
from visavis.launcher.home import Home
from visavis.launcher.settings import LauncherSettings
from visavis.main import app
from visavis.models import ENGINES, Engine, unknown_choices
from visavis.testing import free_first_port


def test_the_doctor_finds_this_machine_well(tmp_path: Path) -> None:
    findings = list(doctor.examine(LauncherSettings(home=tmp_path, port=free_first_port())))
    assert [finding for finding in findings if finding.verdict == "fail"] == []
    subjects = [finding.subject for finding in findings]
    assert subjects[:6] == ["Python", "disk", "ports", "PostgreSQL", "pgvector", "Redis"]


def test_the_doctor_names_an_engine_that_does_not_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STT_ENGINE", "parrot")
    findings = list(doctor.examine(LauncherSettings(home=tmp_path, port=free_first_port())))
    (failure,) = (finding for finding in findings if finding.verdict == "fail")
    assert failure.subject == "STT_ENGINE"
    assert failure.text.startswith("there is no engine 'parrot'; there is pocketsphinx, whisper, ")
    assert set(RECOGNIZERS) <= set(failure.text.rstrip(".").replace(",", "").split())


def engines_found(tmp_path: Path) -> dict[str, doctor.Finding]:
    findings = doctor.examine(LauncherSettings(home=tmp_path, port=free_first_port()))
    return {finding.subject: finding for finding in findings}


def test_the_doctor_asks_the_language_models_server_what_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LanguageModelServer(lambda messages: "", models=("solar",)) as server:
        monkeypatch.setenv("LLM_URL", server.url)
        monkeypatch.setenv("LLM_MODEL", "solar")
        found = engines_found(tmp_path)
        assert {"questions (remote)", "evaluation (remote)"} <= found.keys()
        assert not {"questions (bank)", "evaluation (rubric)"} & found.keys()
        assert found[f"language model solar at {server.url}"].verdict == "ok"
        monkeypatch.setenv("JUDGE_MODEL", "parrot")
        other = engines_found(tmp_path)[f"language model parrot at {server.url}"]
        assert (other.verdict, other.text) == ("warn", "is called otherwise there, or is not there: solar.")
    away = engines_found(tmp_path)[f"language model solar at {server.url}"]
    assert away.verdict == "warn", "the platform runs without it"
    assert "(ConnectError)" in away.text


def test_the_doctor_names_settings_that_contradict_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_URL", "http://models:8000/v1")
    finding = engines_found(tmp_path)["settings"]
    assert finding.verdict == "fail"
    assert "LLM_MODEL" in finding.text


def test_an_engine_says_what_it_lacks() -> None:
    absent = Engine("task", "none", "about", packages=("silero_vad", "not_here"), install="make it")
    assert absent.missing({}) == ["the Python package not_here (`make it`)"]
    [path] = Engine("task", "none", "about", packages=("silero_vad",), files=("data/gone.onnx",)).missing({})
    assert path.endswith("silero_vad/data/gone.onnx (`uv sync --reinstall`)")
    keyed = Engine("task", "none", "about", needed_settings=("DEEPGRAM_API_KEY",))
    assert keyed.missing({}) == ["the setting DEEPGRAM_API_KEY"]
    assert keyed.missing({"DEEPGRAM_API_KEY": "key"}) == []


def test_a_local_engine_says_which_model_to_fetch(tmp_path: Path) -> None:
    whisper = Engine("task", "whisper", "about", model_settings=("WHISPER_MODEL_SIZE",), model="large-v3-turbo")
    environment = {"MODELS_DIR": str(tmp_path), "WHISPER_MODEL_SIZE": "small"}
    assert whisper.missing({"MODELS_DIR": str(tmp_path)}) == [
        "the model whisper-large-v3-turbo (`visavis models download whisper-large-v3-turbo`)"
    ]
    assert whisper.missing(environment) == ["the model whisper-small (`visavis models download whisper-small`)"]

    (tmp_path / "whisper-small").mkdir()
    assert whisper.missing(environment) == []


def test_a_model_that_is_named_chooses_its_engine() -> None:
    embedders = [engine for engine in ENGINES if engine.task == "embeddings"]
    assert [engine.name for engine in embedders if engine.is_chosen({})] == ["hashing"]
    named = {"EMBEDDING_MODEL": "kure-v1"}
    assert [engine.name for engine in embedders if engine.is_chosen(named)] == ["sentence-transformers"]
    elsewhere = {**named, "EMBEDDING_URL": "http://models:8002/v1"}
    assert [engine.name for engine in embedders if engine.is_chosen(elsewhere)] == [REMOTE]


def test_models_are_listed_and_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISAVIS_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("HF_TOKEN", "hf_for_tests")
    listed = CliRunner().invoke(app, ["models"])
    assert listed.exit_code == 0
    assert "whisper-large-v3-turbo" in listed.output
    assert "supertonic-2 (unverified)" in listed.output
    assert f"puts a model into {tmp_path / 'models'}" in listed.output

    with hub.serving({"nlpai-lab/KURE-v1": {"config.json": b"{}"}}) as served:
        monkeypatch.setenv("HF_ENDPOINT", served.url)
        fetched = CliRunner().invoke(app, ["models", "download", "kure-v1"])
        refused = CliRunner().invoke(app, ["models", "download", "parrot"])
    assert (fetched.exit_code, (tmp_path / "models" / "kure-v1" / "config.json").read_bytes()) == (0, b"{}")
    assert (refused.exit_code, "there is no model 'parrot'" in refused.output) == (1, True)
    assert CliRunner().invoke(app, ["models", "download"]).exit_code == 0


def test_every_default_engine_is_configured_and_here() -> None:
    assert [engine for engine in ENGINES if engine.is_chosen({})] == [engine for engine in ENGINES if engine.default]
    assert not any(engine.missing({}) for engine in ENGINES if engine.default)
    elsewhere = {"MODEL_SERVER_URL": "http://models:8002", "TTS_ENGINE": "espeak"}
    speech = [e.name for e in ENGINES if e.setting and e.is_chosen(elsewhere)]
    assert speech == ["remote", "espeak"]
    assert unknown_choices({"TTS_ENGINE": "espeak"}) == []


def test_an_administrator_needs_a_platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISAVIS_HOME", str(tmp_path))
    monkeypatch.setenv("VISAVIS_PORT", str(free_first_port()))
    monkeypatch.setenv("VISAVIS_ADMIN_PASSWORD", "a long enough passphrase")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    create = ["admin", "create", "--email", "a@example.org", "--full-name", "A"]
    result = CliRunner().invoke(app, create)
    assert result.exit_code == 1
    assert "The local platform does not run" in result.output


def test_a_database_that_is_away_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISAVIS_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql://visavis:hushhush@127.0.0.1:9/visavis")
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:9")
    for name in ("STORAGE_KEY", "SERVICE_TOKEN"):
        monkeypatch.setenv(name, secrets.token_hex(32))
    result = CliRunner().invoke(app, ["backup", str(tmp_path)])
    assert result.exit_code == 1
    assert "The database does not answer right now" in result.output
    assert "hushhush" not in result.output


def test_letters_that_nobody_gets_are_shown_with_their_links_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISAVIS_HOME", str(tmp_path))
    assert "No letters yet" in CliRunner().invoke(app, ["mailbox"]).output
    outbox = FolderOutbox(Home.create(tmp_path).mailbox, Address("Visavis", "visavis", "localhost"))
    link = f"http://localhost:8000/reset-password#{'t' * 120}"
    for subject in ("[bold]first", "second", "third"):
        outbox.send(Email(new_id(), "minseo@example.org", subject, link, "<p></p>", Language.EN))
    shown = CliRunner().invoke(app, ["mailbox", "--count", "2"]).output
    assert "first" not in shown
    assert shown.index("second") < shown.index("third"), "the newest is the last"
    assert shown.count(link) == 2
    assert "[bold]first" in CliRunner().invoke(app, ["mailbox"]).output


@pytest.mark.parametrize(
    ("version", "enough"),
    [
        ("18.20.0", False),
        ("20.18.3", False),
        ("20.19.0", True),
        ("21.7.3", False),
        ("22.11.0", False),
        ("24.1.0", True),
    ],
)
def test_which_node_builds_the_front_end(version: str, enough: bool) -> None:
    assert is_new_enough(version) is enough
