"""Questions are spoken by the worker when an interview is created, and found by the media server that asks them."""

import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from visavis.launcher.ports import Ports
from visavis.testing import running_platform, temporary_home

pytestmark = pytest.mark.slow

HITS = re.compile(r'^visavis_speech_cache_total\{outcome="hit"\} (\S+)$', re.MULTILINE)


@pytest.mark.timeout(400)
def test_the_next_question_is_there_before_it_is_asked(tmp_path: Path) -> None:
    with temporary_home() as home, running_platform(home) as platform:
        interview = [sys.executable, "-m", "visavis", "candidate", "--url", platform.url, "--questions", "2"]
        typed = ["--typed-turn", "1", "--typed-turn", "2", "--json", str(tmp_path / "record.json")]
        ran = subprocess.run([*interview, *typed], capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr

        assert list((home / "objects" / "speech").rglob("*.flac"))
        metrics = httpx.get(f"http://localhost:{Ports(platform.port).media}/metrics").text
        found = HITS.search(metrics)
        assert found
        assert float(found[1]) >= 1
