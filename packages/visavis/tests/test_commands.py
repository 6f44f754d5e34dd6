"""The small commands: the doctor's findings, the engines, an administrator's account."""

from pathlib import Path

import pytest
from typer.testing import CliRunner
from visavis import doctor
from visavis.launcher.frontend import is_new_enough
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
    assert [(f.subject, f.text) for f in findings if f.verdict == "fail"] == [
        ("STT_ENGINE", "there is no engine 'parrot'; there is pocketsphinx, remote.")
    ]


def test_an_engine_says_what_it_lacks() -> None:
    assert Engine("task", "none", "about", package="not_here").missing() == ["the Python package not_here"]
    [path] = Engine("task", "none", "about", package="silero_vad", files=("data/gone.onnx",)).missing()
    assert path.endswith("silero_vad/data/gone.onnx")


def test_every_default_engine_is_configured_and_here() -> None:
    assert [engine for engine in ENGINES if engine.is_chosen({})] == [engine for engine in ENGINES if engine.default]
    assert not any(engine.missing() for engine in ENGINES if engine.default)
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
