"""What the front end holds of the platform's is today's; `make client` makes its client anew."""

import filecmp
import json
import subprocess
from pathlib import Path

import pytest
from backend_core.openapi import describe_api
from persistence.people.consents import CONSENT_VERSION
from visavis.launcher.settings import checkout

FRONTEND = checkout() / "frontend"
GENERATOR = FRONTEND / "node_modules" / ".bin" / "openapi-ts"


def test_the_description_beside_the_front_end_is_todays():
    assert json.loads((FRONTEND / "openapi.json").read_text(encoding="utf-8")) == describe_api()


def test_the_consent_texts_are_those_that_the_platform_takes_consent_to():
    decisions = (FRONTEND / "src" / "features" / "consent" / "decisions.ts").read_text(encoding="utf-8")
    assert f'TEXT_VERSION = "{CONSENT_VERSION}"' in decisions


def test_the_client_is_made_from_that_description(tmp_path: Path):
    if not GENERATOR.exists():
        pytest.skip("the front end's packages are not installed: make lint installs them")
    subprocess.run([GENERATOR, "-o", tmp_path], cwd=FRONTEND, check=True, capture_output=True)
    made = {file.relative_to(tmp_path) for file in tmp_path.rglob("*.ts")}
    committed = FRONTEND / "src" / "client"
    assert made == {file.relative_to(committed) for file in committed.rglob("*.ts")}
    _, changed, unreadable = filecmp.cmpfiles(tmp_path, committed, map(str, made), shallow=False)
    assert not changed + unreadable
