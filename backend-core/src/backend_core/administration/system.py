"""The work that is not done, from the record."""

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.administration.schemas import WorkOut

# A job that is tried again keeps what it waited for as its last error, and stays with those that wait.
UNFINISHED = text(
    """
    SELECT name AS task,
           count(*) FILTER (WHERE state = 'queued' AND NOT away) AS queued,
           count(*) FILTER (WHERE state = 'running' AND NOT away) AS running,
           count(*) FILTER (WHERE state <> 'dead' AND away) AS away,
           count(*) FILTER (WHERE state = 'dead') AS dead,
           min(created_at) FILTER (WHERE state <> 'dead') AS oldest
    FROM (
        SELECT name, state, created_at,
               coalesce(last_error ~ '[.](EngineUnavailable|AtCapacity|MailUnavailable)$', false) AS away
        FROM jobs
        WHERE state <> 'done'
    ) AS job
    GROUP BY name
    ORDER BY name
    """
)


async def unfinished(session: AsyncSession) -> list[WorkOut]:
    """A row for each task of which anything is left."""
    rows = (await (await session.connection()).execute(UNFINISHED)).mappings()
    return [WorkOut.model_validate(dict(row)) for row in rows]
