"""A question, its rubric, and an answer that leaves out all that the rubric looks for, in both languages."""

from contracts.base import Language
from contracts.questions import Criterion, KeyPoint, Localised, Rubric, ScoreArea

KO, EN = Language.KO, Language.EN
QUESTION = {
    EN: "How do you keep a service reliable while you change it?",
    KO: "서비스를 바꾸면서 어떻게 안정을 지키나요?",
}
BANDS = [Localised(ko=f"{band}단계", en=f"Band {band}.") for band in range(5)]
TESTS = Localised(ko="바꾸기 전에는 무엇을 확인하나요?", en="What do you check before a change goes out?")
GOING_WRONG = Localised(ko="잘못되면 어떻게 하나요?", en="And when it goes wrong?")


def _criterion(slug: str, area: ScoreArea, weight: float, *points: KeyPoint) -> Criterion:
    name = Localised(ko=f"{slug} 기준", en=f"The {slug}")
    return Criterion(slug=slug, name=name, area=area, weight=weight, bands=BANDS, key_points=list(points))


def _point(ko: str, en: str, follow_up: Localised | None = None) -> KeyPoint:
    return KeyPoint(name=Localised(ko=ko, en=en), ko=[ko], en=[en], follow_up=follow_up)


RUBRIC = Rubric(
    criteria=[
        _criterion(
            "care", ScoreArea.TECHNICAL, 0.5, _point("테스트", "test", TESTS), _point("롤백", "rollback", GOING_WRONG)
        ),
        _criterion("sight", ScoreArea.TECHNICAL, 0.3, _point("모니터링", "monitor")),
        _criterion("structure", ScoreArea.COMMUNICATION, 0.2, _point("마지막으로", "finally", TESTS)),
    ],
    model_answer=Localised(ko="없음", en="none"),
)
VAGUE = {
    EN: "Well, we are always very careful with the things that we put in front of our customers every day.",
    KO: "저희는 고객에게 보여 드리는 것을 언제나 매우 조심스럽게 다루고 있고 늘 신경을 많이 씁니다.",
}
