"""Real time, without waiting for it."""

from visavis.candidate.pacing import MAX_LAG, Pacer


class Clock:
    """Time that passes only while somebody sleeps, or is told to."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now += seconds


async def test_ticks_come_at_the_interval_from_the_first_one_on() -> None:
    clock = Clock()
    pacer = Pacer(0.02, clock, clock.sleep)
    for _ in range(4):
        assert await pacer.tick() == 0
    assert clock.slept == [0.02, 0.02, 0.02]


async def test_a_short_delay_is_made_up_for() -> None:
    clock = Clock()
    pacer = Pacer(0.02, clock, clock.sleep)
    await pacer.tick()
    clock.now += 0.05
    await pacer.tick()
    await pacer.tick()
    assert clock.slept == [], "two ticks were due already"
    await pacer.tick()
    assert clock.slept == [0.01], "the fourth is due 60 ms after the first"


async def test_a_long_delay_is_dropped_instead_of_sent_in_a_burst() -> None:
    clock = Clock()
    pacer = Pacer(0.02, clock, clock.sleep)
    await pacer.tick()
    clock.now += 2 * MAX_LAG
    dropped = await pacer.tick()
    assert dropped == 49
    assert await pacer.tick() == 0
    assert sum(clock.slept) <= 0.02
