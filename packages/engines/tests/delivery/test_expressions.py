"""Means of expressions, and weights of the total."""

import pytest
from contracts.base import Unmeasured
from contracts.delivery import DeliverySample, DeliveryWeights
from contracts.expression import Confidence, EmotionShares, ExpressionEstimate, ExpressionSource
from engines.delivery.expressions import mean_expression, overall_expression, turn_expressions
from engines.delivery.scale import question_row
from engines.delivery.settings import DeliverySettings
from engines.delivery.table import behavior_scores, delivery_table
from measured_voice import VOICE
from pydantic import ValidationError
from pydantic_settings import SettingsError

INTERVIEW = "00000000-0000-7000-8000-000000000001"
HAPPY = EmotionShares(happy=1, sad=0, angry=0, fear=0, surprise=0, disgust=0, neutral=0)
NEUTRAL = EmotionShares(happy=0, sad=0, angry=0, fear=0, surprise=0, disgust=0, neutral=1)


def estimate(shares: EmotionShares = HAPPY, confidence: Confidence = Confidence.MODERATE) -> ExpressionEstimate:
    return ExpressionEstimate(shares=shares, source=ExpressionSource.BLENDSHAPES, confidence=confidence)


def answer(estimated: int, *, of: int = 10, face: bool = True) -> list[DeliverySample]:
    """Five frames a second; every tenth of the first `estimated` × 2 s has an expression."""
    return [
        DeliverySample(
            at=index / 5,
            turn=1,
            face_detected=face,
            gaze=1,
            smile=0.3,
            posture=0,
            emotion=1,
            expression=estimate() if index % 10 == 0 and index // 10 < estimated else None,
        )
        for index in range(of * 10)
    ]


def test_a_mean_is_as_confident_as_most_of_what_it_is_of() -> None:
    mean = mean_expression([estimate(), estimate(NEUTRAL, Confidence.LOW), estimate(NEUTRAL)])
    assert mean is not None
    assert (mean.shares.happy, mean.shares.neutral, mean.count) == (0.333, 0.667, 3)
    assert mean.confidence is Confidence.MODERATE
    low = mean_expression([estimate(), estimate(confidence=Confidence.LOW)])
    assert low is not None
    assert low.confidence is Confidence.LOW
    assert mean_expression([]) is None


def test_too_few_estimates_are_unknown_and_not_neutral() -> None:
    enough = turn_expressions(1, answer(6), crops=6)
    assert enough.mean is not None
    assert (enough.expected, enough.measured, enough.reason) == (10, 0.6, None)
    assert enough.mean.shares == HAPPY
    for samples, crops, reason in (
        (answer(5), 10, Unmeasured.MODEL_FAILED),
        (answer(0), 10, Unmeasured.MODEL_FAILED),
        (answer(0), 0, Unmeasured.NOT_ENOUGH_FRAMES),
        (answer(0, face=False), 0, Unmeasured.NOT_DETECTED),
        ([], 0, Unmeasured.NOT_ENOUGH_FRAMES),
    ):
        summary = turn_expressions(1, samples, crops)
        assert (summary.mean, summary.reason) == (None, reason)


def test_the_interview_has_the_reason_that_most_of_its_turns_have() -> None:
    turns = [turn_expressions(1, answer(0), 10), turn_expressions(2, answer(0), 10), turn_expressions(3, [], 0)]
    assert overall_expression(turns, None).reason is Unmeasured.MODEL_FAILED
    assert overall_expression(turns, mean_expression([estimate()] * 11)).mean is None
    assert overall_expression(turns, mean_expression([estimate()] * 12)).measured == 0.6


def test_the_table_is_silent_about_expressions_that_nobody_asked_for() -> None:
    silent = delivery_table(INTERVIEW, None, answer(0), [])
    assert (silent.emotion_summary, silent.expressions) == (None, [])
    scores = behavior_scores([], duration=20, total_questions=1, crops={1: 10})
    failed = delivery_table(INTERVIEW, scores, answer(0), [])
    assert failed.emotion_summary is not None
    assert failed.emotion_summary.reason is Unmeasured.MODEL_FAILED
    (turn,) = delivery_table(INTERVIEW, None, answer(10), [], emotions=mean_expression([estimate()] * 10)).expressions
    assert turn.mean is not None


def test_totals_have_the_weights_that_were_set_and_keep_them() -> None:
    weights = DeliveryWeights(gaze=0, audio=0, posture=1, smile=0, emotion=0)
    row = question_row(1, answer(0), 100, VOICE, weights=weights)
    assert row.total.value == 40
    scores = behavior_scores([row], duration=20, total_questions=1, weights=weights)
    assert scores.averages.total == 40
    table = delivery_table(INTERVIEW, scores, answer(0), [])
    assert table.weights == weights
    assert table.overall is not None
    assert table.overall.total.value == 40
    assert delivery_table(INTERVIEW, None, answer(0), [], weights=weights).questions[0].total.value == 40


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ('{"gaze": 0.3}', r"sum to 1, these to 1\.05"),
        ('{"gaze": 1.3, "audio": -0.3}', r"delivery_weights\.gaze\s+Input should be less than or equal to 1"),
        ('{"eyes": 1}', r"delivery_weights\.eyes\s+Extra inputs are not permitted"),
    ],
)
def test_weights_are_checked_at_the_start(monkeypatch: pytest.MonkeyPatch, value: str, problem: str) -> None:
    monkeypatch.setenv("DELIVERY_WEIGHTS", value)
    with pytest.raises(ValidationError, match=problem):
        DeliverySettings()


def test_weights_are_read_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DELIVERY_WEIGHTS", '{"gaze": 0.5, "audio": 0.5, "posture": 0, "smile": 0, "emotion": 0}')
    assert DeliverySettings().delivery_weights == DeliveryWeights(gaze=0.5, audio=0.5, posture=0, smile=0, emotion=0)
    monkeypatch.setenv("DELIVERY_WEIGHTS", "gaze=1")
    with pytest.raises(SettingsError, match="delivery_weights"):
        DeliverySettings()
