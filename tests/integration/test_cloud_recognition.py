"""Korean with a recogniser in the cloud, from question to report: the whole platform, and a service that speaks
Deepgram's protocol to the real SDK.
"""

from pathlib import Path

import httpx
import pytest
from contracts.base import Language
from deepgram_service import KEY, Service, deepgram_service_beside
from platform_under_test import PlatformUnderTest
from tones import Recital
from virtual_candidates import interview
from visavis.testing import temporary_home

pytestmark = pytest.mark.slow

PARTS = ("backend-core", "ai-worker", "media-server")
SAID = (
    "먼저 어디에서 시간이 걸리는지 측정했습니다. 그다음 느린 쿼리에 인덱스를 추가했습니다. "
    "그 결과 4초 걸리던 화면이 0.3초 만에 열렸습니다. 왜냐하면 원인을 하나씩 좁혔기 때문입니다."
)


@pytest.mark.timeout(400)
def test_a_korean_interview_is_heard_by_deepgram_and_judged(tmp_path: Path) -> None:
    with deepgram_service_beside(Recital(SAID)) as service, temporary_home() as home:
        with PlatformUnderTest(home, PARTS, service.settings) as platform:
            engines = httpx.get(f"{platform.api}/config").json()["engines"]
            asked = ("--questions", "1", "--follow-ups", "0", "--language", "ko")
            record = interview(platform.platform.url, tmp_path / "record.json", *asked)
        logs = [path.read_text(errors="replace") for path in home.rglob("*.log")]
    assert (engines["stt"]["name"], engines["stt"]["languages"]) == ("deepgram/nova-3", ["ko", "en"])
    assert_asked_in_korean(service)
    (turn,) = record.turns
    assert turn.question.language is Language.KO
    assert turn.captions.partials > 0
    assert turn.captions.final == SAID
    (answer,) = record.report.answers
    assert answer.text == SAID
    assert answer.recognizer == "deepgram/nova-3"
    assert answer.unreliable_reason is None
    assert answer.evaluation
    assert answer.evaluation.score is not None
    assert record.report.overall.value is not None
    (said,) = (line for line in record.transcripts if line.words)
    assert said.words
    assert len(said.words) == len(SAID.split())
    assert all(earlier.end <= later.start for earlier, later in zip(said.words, said.words[1:], strict=False))
    assert logs
    assert not any(KEY in log for log in logs)


def assert_asked_in_korean(service: Service) -> None:
    assert service.opened
    assert {(asked["language"], asked["model"]) for asked in service.opened} <= {("ko", "nova-3"), ("en", "nova-3")}
    assert max(service.seconds) > 5, "the answer was sent"
