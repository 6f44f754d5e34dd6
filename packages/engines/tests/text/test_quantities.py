"""Numbers that contradict each other, and those that only seem to."""

import pytest
from engines.text.folding import Span, fold
from engines.text.quantities import contradicted, quantities


def contradict(stated: str, said: str) -> bool:
    one, other = (fold(text).text for text in (stated, said))
    return contradicted(quantities(one, Span(0, len(one))), quantities(other, Span(0, len(other))))


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("It keeps three replicas.", "There are two replicas of it."),
        ("The limit is 100 ms.", "It has to answer within 250ms."),
        ("An IPv4 address has 32 bits.", "it has sixty four bits"),
        ("Roughly 80% of the reads.", "about thirty percent of them"),
        ("복제본을 세 개 둡니다.", "복제본 두 개를 둡니다"),
        ("두 주 동안 측정했습니다.", "I measured for five weeks."),
        ("응답의 80%는 빨라야 합니다.", "응답의 이십 퍼센트 정도입니다"),
    ],
)
def test_another_number_of_the_same_contradicts(stated: str, said: str) -> None:
    assert contradict(stated, said)


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("It keeps three replicas.", "3 replicas"),
        ("It keeps three replicas.", "We had two teams and three replicas, later four replicas."),
        ("It keeps three replicas.", "It keeps replicas."),
        ("It keeps one replica.", "Two replicas."),
        ("Twenty one days.", "21 days"),
        ("복제본을 세 개 둡니다.", "복제본 3개를 두 팀이 관리합니다"),
        ("이 일은 십분 활용합니다.", "다섯 분이 하셨습니다"),
        ("Version 3.11 of it", "Python 3.12 is newer"),
    ],
)
def test_the_same_number_or_another_thing_does_not(stated: str, said: str) -> None:
    assert not contradict(stated, said)
