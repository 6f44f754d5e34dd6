"""The delivery table from the record."""

from contracts.base import Unmeasured
from contracts.delivery import BehaviorScores, DeliveryMeasure, DeliverySample, SpokenAnswer
from engines.delivery.scale import question_row
from engines.delivery.table import behavior_scores, delivery_table
from measured_voice import VOICE

INTERVIEW = "00000000-0000-7000-8000-000000000001"


def samples(turn: int, count: int = 50) -> list[DeliverySample]:
    return [
        DeliverySample(
            at=100.0 * turn + index / 5, turn=turn, face_detected=True, gaze=1, smile=0.3, posture=1, emotion=1
        )
        for index in range(count)
    ]


def test_reported_rows_come_back_as_they_are() -> None:
    rows = [question_row(1, samples(1), 55, VOICE), question_row(2, [], 40, None, unseen=Unmeasured.NO_CAMERA)]
    scores = behavior_scores(rows, duration=60, total_questions=3)
    stored = BehaviorScores.model_validate_json(scores.model_dump_json())
    table = delivery_table(INTERVIEW, stored, samples(1), [SpokenAnswer(turn=1, metrics=VOICE)])
    assert table.questions == rows
    assert table.overall is not None
    assert table.overall.total.value == scores.averages.total
    assert [question.q_idx for question in scores.questions] == [1, 2]
    assert scores.questions[0].gaze == 100
    assert table.duration == 60


def test_a_turn_that_was_never_reported_is_made_from_its_samples_and_voice() -> None:
    table = delivery_table(INTERVIEW, None, samples(1), [SpokenAnswer(turn=1, metrics=VOICE)])
    assert table.voices == [SpokenAnswer(turn=1, metrics=VOICE)]
    (row,) = table.questions
    assert (row.frames_expected, row.frames_analysed) == (50, 50)
    assert (row.gaze.value, row.audio.value) == (100, 100)


def test_a_turn_that_went_on_over_a_new_connection_expects_the_frames_of_both() -> None:
    before = samples(1)
    after = [sample.model_copy(update={"at": sample.at - 95.0}) for sample in samples(1, 25)]
    (row,) = delivery_table(INTERVIEW, None, [*before, *after], []).questions
    assert (row.frames_expected, row.frames_analysed) == (74, 75)
    assert row.gaze.value == 100


def test_a_body_without_rows_keeps_its_values_and_takes_the_shares_of_the_record() -> None:
    body = {
        "averages": {"gaze": 80, "audio": None, "smile": 60, "posture": 70, "emotion": 90, "total": 75},
        "interview_duration_sec": 60,
        "total_questions": 1,
        "questions": [{"q_idx": 1, "gaze": 80, "audio": None, "smile": 60, "posture": 70, "emotion": 90, "total": 75}],
    }
    table = delivery_table(INTERVIEW, BehaviorScores.model_validate(body), samples(1), [])
    (row,) = table.questions
    assert row.gaze == DeliveryMeasure(value=80, measured=1)
    assert row.audio == DeliveryMeasure(value=None, measured=0, reason=Unmeasured.NOT_ENOUGH_SAID)
    assert row.total.value == 75


def test_an_interview_nobody_watched_says_so() -> None:
    table = delivery_table(INTERVIEW, None, [], [])
    assert (table.overall, table.questions, table.reason) == (None, [], Unmeasured.NO_EVIDENCE)
