"""Numbers of the business, and what candidates say of an interview."""

from datetime import UTC, datetime, timedelta

import pytest
from backend_core.administration.numbers import read
from backend_core.administration.schemas import ModeNumbers, NumbersListing
from contracts.base import InterviewMode, InterviewStatus, Language
from persistence.database import AsyncDatabase, Doorbell
from persistence.interviews.feedback import Feedback
from persistence.tables import Interview

# Long before anything that other tests write. Midnight of this Monday is Sunday evening in New York.
MONDAY = datetime(2025, 3, 3, tzinfo=UTC)
NOW = MONDAY + timedelta(days=9)
COMPLETED, LIVE, CANCELLED = InterviewStatus.COMPLETED, InterviewStatus.LIVE, InterviewStatus.CANCELLED


@pytest.fixture
async def database(settings):
    database = AsyncDatabase(
        str(settings.database_url),
        Doorbell(str(settings.redis_url)),
        pool_size=1,
        statement_timeout=settings.database_statement_timeout,
    )
    yield database
    await database.close()


@pytest.fixture
def held(core, person):
    """Interviews that began so many hours after MONDAY, and are gone with their candidate afterwards."""
    made = []

    def hold(hours, status=COMPLETED, minutes=20, score=None, rating=None):
        began = MONDAY + timedelta(hours=hours)
        interview = Interview(
            candidate_id=person.id,
            position="backend",
            mode=InterviewMode.PRACTICE,
            status=status,
            language=Language.KO,
            question_count=1,
            start_time=began,
            end_time=None if status is LIVE else began + timedelta(minutes=minutes),
            overall_score=score,
        )
        made.append(interview)
        with core.database.transaction() as session:
            session.add(interview)
            session.flush()
            if rating is not None:
                session.add(Feedback(interview_id=interview.id, rating=rating))

    yield hold
    with core.database.transaction() as session:
        for interview in made:
            session.delete(session.get_one(Interview, interview.id))


async def practice(database, timezone="UTC") -> ModeNumbers:
    async with database.transaction() as session:
        numbers = await read(session, NumbersListing(weeks=3, timezone=timezone), NOW)
    (found,) = (mode for mode in numbers.modes if mode.mode is InterviewMode.PRACTICE)
    return found


async def test_weeks_are_counted_from_monday_by_the_clock_that_is_asked_for(database, held):
    for hours in (-1, 2, 7 * 24 + 1):
        held(hours)
    held(3, CANCELLED)
    weeks = [(week.started, week.completed) for week in (await practice(database)).weeks]
    assert weeks == [(1, 1), (2, 1), (1, 1)]
    weeks = [(week.started, week.completed) for week in (await practice(database, "America/New_York")).weeks]
    assert weeks == [(3, 2), (1, 1), (0, 0)]


async def test_means_say_how_many_they_rest_on(database, held):
    for number in range(5):
        held(number, minutes=10 * (number + 1), score=50 + number, rating=1 + number)
    held(6, CANCELLED)
    held(7, LIVE)
    held(9 * 24 - 2, LIVE)  # may yet be completed
    numbers = await practice(database)
    assert (numbers.completed.value, numbers.completed.n) == (pytest.approx(5 / 7), 7)
    assert (numbers.length.value, numbers.length.n) == (pytest.approx(30), 5)
    assert (numbers.score.value, numbers.score.n) == (pytest.approx(52), 5)
    assert (numbers.satisfaction.value, numbers.satisfaction.n) == (pytest.approx(3), 5)
    assert numbers.ratings == [1, 1, 1, 1, 1]


async def test_a_mean_that_would_be_somebodys_own_is_not_told(database, held):
    for number in range(4):
        held(number, score=50, rating=5)
    numbers = await practice(database)
    for figure in (numbers.score, numbers.satisfaction):
        assert (figure.value, figure.n, figure.reason) == (None, 4, "too_few")
    assert numbers.ratings is None


async def test_no_number_stands_for_nothing(database):
    numbers = await practice(database)
    for figure in (numbers.completed, numbers.length, numbers.score, numbers.satisfaction):
        assert (figure.value, figure.n, figure.reason) == (None, 0, "none_yet")
    assert [week.started for week in numbers.weeks] == [0, 0, 0]


@pytest.mark.parametrize("asked", [{"timezone": "Moon/Tycho"}, {"weeks": 0}, {"weeks": 54}])
def test_numbers_of_no_time_are_refused(cast, asked):
    assert cast["admin"].get("/admin/numbers", params=asked).status_code == 422


def test_numbers_are_by_mode(cast):
    answer = cast["admin"].get("/admin/numbers", params={"timezone": "Asia/Seoul"}).json()
    assert [(mode["mode"], len(mode["weeks"])) for mode in answer["modes"]] == [("practice", 12), ("screening", 12)]


def test_a_candidate_rates_an_interview_after_its_end_and_may_change_their_mind(person):
    interview_id, _ = person.live_interview()
    feedback = f"/interviews/{interview_id}/feedback"
    early = person.post(feedback, {"rating": 4})
    assert (early.status_code, early.json()["error"]) == (409, "InterviewNotEnded")
    person.post(f"/interviews/{interview_id}/complete").raise_for_status()
    assert person.get(feedback).json() == {"rating": None}
    for rating in (4, 2):
        assert person.post(feedback, {"rating": rating}).json() == {"rating": rating}
    assert person.get(feedback).json() == {"rating": 2}
    for wrong in ({"rating": 0}, {"rating": 6}, {"rating": "good"}, {}):
        assert person.post(feedback, wrong).status_code == 422
    assert person.get(feedback).json() == {"rating": 2}
