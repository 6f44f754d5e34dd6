"""Numbers of the business: how many interviews, how long, how well, how liked. By mode, never by person."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from contracts.base import InterviewMode
from sqlalchemy import RowMapping, text
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.administration.schemas import Figure, ModeNumbers, NumbersListing, NumbersOut, Unshown, Week

FEWEST = 5
"""A mean score or rating of fewer would tell how one person did."""

WEEKS = text(
    """
    SELECT mode, width_bucket(start_time, CAST(:begins AS timestamptz[])) AS week,
           count(*) AS started, count(*) FILTER (WHERE status = 'completed') AS completed
    FROM interviews
    WHERE start_time >= :since AND start_time < :now
    GROUP BY 1, 2
    """
)
# Who leaves an interview open for a day has not completed it.
FIGURES = text(
    """
    SELECT mode,
           avg(completed::int) FILTER (WHERE over) AS completed, count(*) FILTER (WHERE over) AS completed_n,
           avg(extract(epoch FROM end_time - start_time) / 60) FILTER (WHERE completed) AS length,
           count(*) FILTER (WHERE completed) AS length_n,
           avg(overall_score) FILTER (WHERE completed) AS score,
           count(overall_score) FILTER (WHERE completed) AS score_n,
           avg(rating) AS satisfaction, count(rating) AS satisfaction_n,
           array_agg(rating) FILTER (WHERE rating IS NOT NULL) AS ratings
    FROM (
        SELECT id, mode, start_time, end_time, overall_score, status = 'completed' AS completed,
               status IN ('completed', 'cancelled') OR start_time < CAST(:now AS timestamptz) - interval '1 day' AS over
        FROM interviews
        WHERE start_time >= :since AND start_time < :now
    ) AS interview
    LEFT JOIN feedback ON feedback.interview_id = interview.id
    GROUP BY mode
    """
)


async def read(session: AsyncSession, asked: NumbersListing, now: datetime) -> NumbersOut:
    begins = _mondays(now.astimezone(ZoneInfo(asked.timezone)), asked.weeks)
    connection = await session.connection()
    span = {"since": begins[0], "now": now}
    weeks = (await connection.execute(WEEKS, {**span, "begins": begins})).mappings().all()
    figures = (await connection.execute(FIGURES, span)).mappings().all()
    return NumbersOut(
        modes=[
            _of_mode(
                mode,
                begins,
                {row["week"]: row for row in weeks if row["mode"] == mode},
                next((row for row in figures if row["mode"] == mode), None),
            )
            for mode in InterviewMode
        ]
    )


def _mondays(now: datetime, weeks: int) -> list[datetime]:
    """When each of the last `weeks` began; by the calendar, because a week with a clock change has other hours."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    this_week = today - timedelta(days=today.weekday())
    return [this_week - timedelta(weeks=ago) for ago in reversed(range(weeks))]


def _of_mode(
    mode: InterviewMode, begins: list[datetime], weeks: dict[int, RowMapping], figures: RowMapping | None
) -> ModeNumbers:
    satisfaction = _figure(figures, "satisfaction", fewest=FEWEST)
    ratings = figures["ratings"] if figures and satisfaction.value is not None else None
    return ModeNumbers(
        mode=mode,
        weeks=[
            Week(
                begins=begin,
                started=weeks[number]["started"] if number in weeks else 0,
                completed=weeks[number]["completed"] if number in weeks else 0,
            )
            for number, begin in enumerate(begins, start=1)
        ],
        completed=_figure(figures, "completed"),
        length=_figure(figures, "length"),
        score=_figure(figures, "score", fewest=FEWEST),
        satisfaction=satisfaction,
        ratings=ratings and [ratings.count(rating) for rating in range(1, 6)],
    )


def _figure(figures: RowMapping | None, name: str, fewest: int = 1) -> Figure:
    n: int = figures[f"{name}_n"] if figures else 0
    if n == 0:
        return Figure(value=None, n=0, reason=Unshown.NONE_YET)
    if n < fewest:
        return Figure(value=None, n=n, reason=Unshown.TOO_FEW)
    assert figures is not None  # noqa: S101 - there is something that was counted
    return Figure(value=float(figures[name]), n=n, reason=None)
