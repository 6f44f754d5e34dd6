"""A recogniser in the cloud that fails within an interview: the candidate is told what to do, and it goes on."""

from collections import deque
from collections.abc import AsyncIterator

import numpy as np
import pytest
import pytest_asyncio
from contracts.base import AnswerSource, Language
from contracts.live import Caption, Done, LiveError, QuestionStarted, SessionEnded, TurnState, TypeInstead
from deepgram_service import KEY, PAGE, Fault, Service, deepgram_service
from engines.stt import live
from engines.tts.espeak import EspeakVoice
from engines.tts.sentences import Sentence
from media_doubles.backend import Backend
from media_doubles.candidate import Candidate
from media_doubles.serving import serving
from media_server.main import create_app
from media_server.settings import MediaSettings
from media_server.speaking.speaker import as_clip
from numpy.typing import NDArray
from pydantic import HttpUrl, SecretStr
from tones import Recital

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

SAID = "저는 삼 년 동안 데이터베이스를 다루었고 팀과 함께 새로운 시스템을 만들었습니다."
AWAY = 50 * [Fault(status=503)]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def service() -> AsyncIterator[Service]:
    async with deepgram_service(Recital(SAID)) as service:
        yield service


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def media(settings: MediaSettings, service: Service) -> AsyncIterator[str]:
    """A media server whose ear is Deepgram's."""
    cloud = {"stt_engine": "deepgram", "deepgram_api_key": SecretStr(KEY), "deepgram_url": HttpUrl(service.url)}
    async with serving(create_app(settings.model_copy(update=cloud))) as url:
        yield f"{url}/media"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def answer() -> NDArray[np.int16]:
    voice = EspeakVoice()
    try:
        return as_clip(await voice.synthesise(SAID, Language.KO), Sentence(SAID, 0, len(SAID))).pcm
    finally:
        await voice.close()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trouble is over sooner than a candidate would have to bear it."""
    monkeypatch.setattr(live, "REPLY_TIMEOUT", 1.0)
    monkeypatch.setattr(live, "PATIENCE", 1.0)


async def listening(candidate: Candidate, turn: int) -> None:
    await candidate.hears(TurnState, lambda m: m.phase == "listening" and m.turn == turn)


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param(2 * [Fault(status=500)], id="answers 500"),
        pytest.param(2 * [Fault(page=True)], id="sends a page"),
        pytest.param([Fault(says=PAGE)], id="talks nonsense"),
        pytest.param(50 * [Fault(silent=True)], id="hangs"),
    ],
)
async def test_the_candidate_is_told_and_types_and_is_heard_again(
    media: str, backend: Backend, service: Service, answer: NDArray[np.int16], faults: list[Fault]
) -> None:
    backend.language = Language.KO
    service.faults = deque(faults)
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        await candidate.attach()
        await listening(candidate, 1)
        candidate.speak(answer)
        error = await candidate.hears(LiveError)
        assert (error.error, error.fatal) == ("EngineFailed", False)
        assert "deepgram/nova-3" in error.detail
        assert "글로 답해 주세요" in error.detail
        service.faults.clear()
        await candidate.microphone.played_out()
        await candidate.say(TypeInstead(text="그럼 글로 답하겠습니다."))
        await candidate.hears(QuestionStarted, lambda m: m.question.turn == 2)
        await listening(candidate, 2)
        candidate.speak(answer)
        await candidate.hears(Caption, lambda m: m.turn == 2 and m.final)
        await candidate.hears(SessionEnded)
    typed, spoken = backend.submissions
    assert (typed.text, typed.source) == ("그럼 글로 답하겠습니다.", AnswerSource.TYPED)
    assert spoken.source is AnswerSource.SPEECH
    assert spoken.recognizer == "deepgram/nova-3"
    assert spoken.unreliable_reason is None
    assert spoken.text
    assert SAID.startswith(spoken.text)


async def test_what_was_understood_before_it_failed_stays(
    media: str, backend: Backend, service: Service, answer: NDArray[np.int16]
) -> None:
    backend.language = Language.KO
    service.faults = deque([Fault(cut_at=2.5), *AWAY])
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        await candidate.attach()
        await listening(candidate, 1)
        candidate.speak(answer)
        understood = await candidate.hears(Caption, lambda m: len(m.text) > 3)
        assert (await candidate.hears(LiveError)).error == "EngineFailed"
        await candidate.microphone.played_out()
        service.faults.clear()
        await candidate.say(Done())
        await candidate.hears(QuestionStarted, lambda m: m.question.turn == 2)
    (submission,) = backend.submissions
    assert submission.text.startswith(understood.text)
    assert SAID.startswith(submission.text)
    assert submission.unreliable_reason == "engine_failed"
