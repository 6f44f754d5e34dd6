"""How many frames a second are looked at, on frames that come fifteen times a second; no clock involved."""

from random import Random

from media_server.watching.pace import RATES, Pace


def watch(pace: Pace, seconds: float, *, start: float = 0.0, misses: bool = False, fps: int = 15) -> int:
    """Frames at a camera's rate; the number that were due. With `misses`, half of those are overtaken."""
    due = 0
    for frame in range(round(seconds * fps)):
        if pace.take(start + frame / fps):
            due += 1
            if misses and due % 2:
                pace.miss()
    return due


def test_five_frames_a_second_are_due_whatever_the_camera_gives() -> None:
    assert watch(Pace(), 60, fps=30) == 300
    assert watch(Pace(), 60, fps=15) == 300
    assert watch(Pace(), 60, fps=1) == 60, "of a slow camera, all"


def test_ten_frames_a_second_are_enough_however_uneven_they_come() -> None:
    pace, chance = Pace(), Random(1)
    assert sum(pace.take(frame / 10 + chance.uniform(0, 0.09)) for frame in range(600)) == 300
    assert not pace.skipped


def test_under_load_the_rate_falls_to_two_and_then_it_is_said() -> None:
    pace = Pace()
    watch(pace, 5, misses=True)
    assert 2 < pace.rate < 5
    assert not pace.behind
    watch(pace, 30, start=5, misses=True)
    assert pace.rate == RATES[-1] == 2
    assert pace.behind


def test_the_rate_comes_back_when_nothing_is_missed() -> None:
    pace = Pace()
    watch(pace, 30, misses=True)
    watch(pace, 120, start=30)
    assert pace.rate == RATES[0]
    assert not pace.behind


def test_a_single_miss_changes_nothing() -> None:
    pace = Pace()
    for second in range(10):
        watch(pace, 1, start=second)
        if second == 4:
            pace.miss()
    assert pace.rate == RATES[0]


def test_a_slow_camera_is_expected_to_give_what_it_has_and_one_that_was_away_everything() -> None:
    slow = Pace()
    watch(slow, 30, fps=1)
    assert 9 <= slow.expected(10, 20) <= 11
    away = Pace()
    watch(away, 10)
    watch(away, 10, start=16)
    assert away.expected(10, 16) == 30
    assert away.expected(0, 26) == 130


def test_what_was_due_follows_the_rate() -> None:
    pace = Pace(rate=2, changes=[(0.0, 5), (10.0, 3), (20.0, 2)])
    assert pace.expected(0, 10) == 50
    assert pace.expected(5, 15) == 25 + 15
    assert pace.expected(0, 30) == 50 + 30 + 20
    assert pace.expected(25, 30) == 10
    assert Pace().expected(2, 4) == 10
