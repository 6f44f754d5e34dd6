"""Questions are spoken by the worker when an interview is created, and found by the media server that asks them."""

import re
from pathlib import Path

import httpx
import pytest
from virtual_candidates import interview
from visavis.launcher.ports import Ports

pytestmark = pytest.mark.slow

HITS = re.compile(r'^visavis_speech_cache_total\{outcome="hit"\} (\S+)$', re.MULTILINE)


@pytest.mark.timeout(400)
def test_the_next_question_is_there_before_it_is_asked(platform_url: str, platform_home: Path, tmp_path: Path) -> None:
    before = found_questions(platform_url)
    typed = ("--typed-turn", "1", "--typed-turn", "2")
    interview(platform_url, tmp_path / "record.json", "--questions", "2", *typed)
    assert list((platform_home / "objects" / "speech").rglob("*.flac"))
    assert found_questions(platform_url) > before


def found_questions(url: str) -> float:
    port = httpx.URL(url).port
    assert port
    hits = HITS.search(httpx.get(f"http://localhost:{Ports(port).media}/metrics").text)
    return float(hits[1]) if hits else 0.0
