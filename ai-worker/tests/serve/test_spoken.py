"""How long, and how much of, what was spoken is kept."""

from datetime import timedelta

from ai_worker.serve.spoken import SpokenFiles


def test_files_expire() -> None:
    now = 0.0
    files = SpokenFiles(timedelta(seconds=10), 100, clock=lambda: now)
    name = files.put(b"sound", "audio/wav")
    now = 9.9
    assert files.get(name)
    now = 10.0
    assert files.get(name) is None


def test_the_oldest_make_room_for_the_newest() -> None:
    files = SpokenFiles(timedelta(seconds=10), 100, clock=lambda: 0.0)
    names = [files.put(bytes(40), "audio/wav") for _ in range(3)]
    assert [files.get(name) is not None for name in names] == [False, True, True]
    huge = files.put(bytes(1000), "audio/wav")
    assert files.get(huge), "one file always has room"
    again = files.put(bytes(40), "audio/wav")
    assert (files.get(huge), files.get(again) is not None) == (None, True)
