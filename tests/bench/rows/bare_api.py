"""What FastAPI and psycopg do on their own: the rows of one SELECT, as JSON. `/checked` lets in whom a token does.

DATABASE_URL=… SECRET_KEY=… uvicorn bare_api:app
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from backend_core.auth.tokens import read_access_token
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import OAuth2PasswordBearer
from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

LISTS = {
    "interviews": """
        SELECT id, job_posting_id, position, mode, status, language, scenario, difficulty, question_count, follow_ups,
               retry_of, retry_number, scheduled_time, start_time, end_time, created_at, overall_score
        FROM interviews WHERE candidate_id = %(of)s ORDER BY id DESC LIMIT %(limit)s""",
    "postings": """
        SELECT posting.*, company.name AS company, count(interview.id) AS interviews
        FROM job_postings AS posting JOIN companies AS company ON company.id = posting.company_id
        LEFT JOIN interviews AS interview ON interview.job_posting_id = posting.id
        WHERE posting.organisation_id = %(of)s GROUP BY posting.id, company.name ORDER BY posting.id DESC
        LIMIT %(limit)s""",
    "companies": """
        SELECT id, organisation_id, name, about, ideal_candidate, created_at, updated_at
        FROM companies WHERE organisation_id = %(of)s ORDER BY name, id LIMIT %(limit)s""",
    "candidates": """
        SELECT interview.id AS interview_id, person.full_name, person.email, posting.id AS job_posting_id,
               posting.title, interview.status, interview.language, interview.plan_version, start_time, end_time,
               report.technical_score, report.communication_score, report.cultural_fit_score, overall_score,
               decision.outcome, decision.created_at AS decided_at
        FROM interviews AS interview JOIN users AS person ON person.id = interview.candidate_id
        JOIN job_postings AS posting ON posting.id = interview.job_posting_id
        LEFT JOIN evaluation_reports AS report ON report.interview_id = interview.id
        LEFT JOIN decisions AS decision ON decision.interview_id = interview.id
        WHERE posting.organisation_id = %(of)s ORDER BY end_time DESC, interview.id DESC LIMIT %(limit)s""",
    "questions": """
        SELECT id, slug, language, content, category, difficulty, position, scenario, rubric_json, version, is_own,
               is_active, count(*) OVER () AS total
        FROM questions ORDER BY slug, language LIMIT %(limit)s""",
    "users": """
        SELECT id, email, full_name, role, created_at, deactivated_at,
               EXISTS (SELECT FROM second_factors WHERE user_id = users.id) AS second_factor
        FROM users ORDER BY id DESC LIMIT %(limit)s""",
    "audit": """
        SELECT entry.*, actor.full_name FROM audit_log AS entry LEFT JOIN users AS actor ON actor.id = entry.actor_id
        ORDER BY entry.id DESC LIMIT %(limit)s""",
}
"""By what the platform's own endpoint is called: about the same of each row."""
LET_IN = """
    SELECT EXISTS (SELECT FROM refresh_sessions WHERE family = %(session)s AND revoked_at IS NULL)
    FROM users WHERE id = %(user)s AND deactivated_at IS NULL"""

pool: AsyncConnectionPool[AsyncConnection[DictRow]] = AsyncConnectionPool(
    os.environ["DATABASE_URL"].replace("+psycopg", ""),
    min_size=10,
    max_size=10,
    kwargs={"row_factory": dict_row},
    open=False,
)


@asynccontextmanager
async def opened(_: FastAPI) -> AsyncIterator[None]:
    async with pool:
        yield


app = FastAPI(lifespan=opened)


@app.get("/bare/{name}")
async def bare(name: str, limit: int, of: str | None = None) -> list[dict[str, object]]:
    async with pool.connection() as connection:
        return await _rows(connection, name, limit, of)


@app.get("/checked/{name}")
async def checked(
    name: str, limit: int, token: Annotated[str, Depends(OAuth2PasswordBearer("token"))], of: str | None = None
) -> list[dict[str, object]]:
    access = read_access_token(token, os.environ["SECRET_KEY"])
    async with pool.connection() as connection:
        asked = {"session": access.session_id, "user": access.user_id}
        found = await (await connection.execute(LET_IN, asked)).fetchone()
        if found is None or not found["exists"]:
            raise HTTPException(401)
        return await _rows(connection, name, limit, of)


async def _rows(connection: AsyncConnection[DictRow], name: str, limit: int, of: str | None) -> list[dict[str, object]]:
    return await (await connection.execute(LISTS[name].encode(), {"limit": limit, "of": of})).fetchall()
