"""What is said on the timelines, and how a call begins."""

import pytest
from contracts.base import Language
from contracts.preferences import Accommodations
from media_server.hearing.policy import TurnPolicy

from media_doubles.timeline import Call

EN, KO = Language.EN, Language.KO
in_both_languages = pytest.mark.parametrize("language", [EN, KO])
COMPLETE = {EN: "I led the migration.", KO: "제가 서비스 이전을 이끌었습니다"}
UNCLEAR = {EN: "i led the migration", KO: "제가 이끈 큰 프로젝트"}
INCOMPLETE = {EN: "I led the migration because", KO: "제가 서비스 이전을 이끌었는데"}
MORE = {EN: "It took us one year.", KO: "일 년이 걸렸습니다"}
WAIT = {EN: "Sorry, one more time please.", KO: "죄송하지만 다시 말씀해 주세요"}

UNPREPARED = TurnPolicy(prepare_after=None)
ASKED = [(0.0, "question 1"), (0.0, "speaking"), (0.16, "sound"), (1.94, "listening"), (1.96, "silence")]


def call(language: Language = EN, policy: TurnPolicy = UNPREPARED, **wishes: object) -> Call:
    return Call(language, policy, Accommodations.model_validate(wishes))


def since_asked(done: Call, until: float = 30) -> list[tuple[float, str]]:
    """What happened after the first question had been asked as usual."""
    log = done.run(until)
    assert log[: len(ASKED)] == ASKED
    return log[len(ASKED) :]
