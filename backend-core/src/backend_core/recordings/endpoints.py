"""`/interviews/{id}/recordings`: for the candidate alone."""

import re
from http import HTTPStatus
from typing import Annotated, Any

from contracts.base import Id
from contracts.errors import EmptyRecording, RecordingNotOffered, RecordingTypeUnsupported
from fastapi import Depends, Header, Request, Response
from fastapi.responses import StreamingResponse
from limits import RateLimitItemPerMinute
from runtime.requests import limited_body

from backend_core.auth.rate_limits import RateLimiter
from backend_core.auth.tokens import PLAYBACK_LIFETIME, make_playback_token, read_playback_token
from backend_core.dependencies import (
    Candidate,
    CandidateId,
    CurrentAccess,
    DatabaseDep,
    SessionDep,
    Settings,
    get_user,
    user_of,
    user_scheme,
)
from backend_core.interviews.access import own_interview
from backend_core.recordings import service
from backend_core.recordings.schemas import MAX_CHUNK_BYTES, ChunkNumber, FinishedRecording, RecordingOut, Take
from backend_core.recordings.service import Place
from backend_core.routing import AreaRouter

router = AreaRouter(tags=["what was said"])

CHUNKS = RateLimitItemPerMinute(240)
"""An account's: one every five seconds is usual; whoever comes back after a break sends many at once."""
COOKIE = "visavis_playback"
_KINDS = re.compile(r"((?:audio|video)/(?:webm|mp4|ogg))(?:\s*;.*)?")
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_CHUNK_BODY = {
    "requestBody": {
        "required": True,
        "content": {"video/webm": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_WHOLE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"video/webm": {"schema": {"type": "string", "format": "binary"}}}},
    206: {},
    416: {},
}


@router.put(
    "/interviews/{interview_id}/recordings/{question_id}/{chunk}",
    status_code=HTTPStatus.NO_CONTENT,
    openapi_extra=_CHUNK_BODY,
)
async def keep_recording_chunk(
    request: Request,
    interview_id: Id,
    question_id: Id,
    chunk: ChunkNumber,
    *,
    candidate_id: CandidateId,
    database: DatabaseDep,
    settings: Settings,
    take: Take = 0,
) -> Response:
    """Keep the next piece of what the browser records (practice, with consent): at most 2 MiB, in any order.

    The body's type is the recording's: WebM, MP4 or Ogg. The same piece again changes nothing.
    """
    limiter: RateLimiter = request.app.state.rate_limiter
    await limiter.count("recording", f"account:{candidate_id}", limit=CHUNKS)
    if not settings.recordings_are_kept:
        raise RecordingNotOffered
    kind = _KINDS.fullmatch(request.headers.get("content-type", ""))
    if kind is None:
        raise RecordingTypeUnsupported
    data = b"".join([piece async for piece in limited_body(request, MAX_CHUNK_BYTES, "2 MiB")])
    if not data:
        raise EmptyRecording
    await service.keep_chunk(
        database,
        settings.private_store(),
        candidate_id,
        Place(interview_id, question_id, take),
        number=chunk,
        media_type=kind[1],
        data=data,
        max_bytes=settings.recording_mebibytes * 2**20,
    )
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.post("/interviews/{interview_id}/recordings/{question_id}/finish")
async def finish_recording(
    interview_id: Id,
    question_id: Id,
    finished: FinishedRecording,
    *,
    candidate: Candidate,
    session: SessionDep,
    take: Take = 0,
) -> RecordingOut:
    """Say that a recording is complete, how long it is, and where its words are. Again, it changes nothing."""
    return await service.finish(session, candidate.id, Place(interview_id, question_id, take), finished)


@router.get("/interviews/{interview_id}/recordings")
async def list_recordings(interview_id: Id, candidate: Candidate, session: SessionDep) -> list[RecordingOut]:
    """What was recorded of an interview, by turn."""
    return await service.list_own(session, interview_id, candidate.id)


@router.post("/interviews/{interview_id}/recordings/playback", status_code=HTTPStatus.NO_CONTENT)
async def open_playback(
    interview_id: Id, candidate: Candidate, access: CurrentAccess, session: SessionDep, settings: Settings
) -> Response:
    """Let this browser play the interview's recordings for a quarter of an hour: a player sends no access token."""
    await own_interview(session, interview_id, candidate.id)
    response = Response(status_code=HTTPStatus.NO_CONTENT)
    response.set_cookie(
        COOKIE,
        make_playback_token(access, interview_id, settings.secret_key.get_secret_value()),
        max_age=int(PLAYBACK_LIFETIME.total_seconds()),
        path=f"/api/interviews/{interview_id}/recordings",
        secure=not settings.demo_mode,
        httponly=True,
        samesite="strict",
    )
    return response


async def get_viewer_id(
    request: Request,
    interview_id: Id,
    *,
    settings: Settings,
    database: DatabaseDep,
    token: Annotated[str | None, Depends(user_scheme)],
) -> str:
    """By access token, or by the cookie of `open_playback`. Raises `NotSignedIn`, `SessionExpired`, `LinkExpired`."""
    cookie = request.cookies.get(COOKIE)
    async with database.transaction() as session:
        if token is None and cookie is not None:
            access = read_playback_token(cookie, interview_id, settings.secret_key.get_secret_value())
            return (await user_of(session, access)).id
        return (await get_user(settings, session, token)).id


@router.get("/interviews/{interview_id}/recordings/{question_id}", responses=_WHOLE, response_class=StreamingResponse)
async def play_recording(
    interview_id: Id,
    question_id: Id,
    viewer_id: Annotated[str, Depends(get_viewer_id)],
    database: DatabaseDep,
    settings: Settings,
    *,
    take: Take = 0,
    wanted: Annotated[str | None, Header(alias="range")] = None,
) -> Response:
    """What was recorded of one question, whole or the wanted range of bytes."""
    async with database.transaction() as session:
        found = await service.playable(session, viewer_id, Place(interview_id, question_id, take))
    part = _range(wanted, found.size)
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "private, no-store"}
    if part is None:
        headers["Content-Range"] = f"bytes */{found.size}"
        return Response(status_code=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    start, end = part
    if (start, end) != (0, found.size) or wanted is not None:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{found.size}"
    return StreamingResponse(
        service.read(settings.private_store(), found, start, end),
        status_code=HTTPStatus.PARTIAL_CONTENT if "Content-Range" in headers else HTTPStatus.OK,
        media_type=found.recording.media_type,
        headers={**headers, "Content-Length": str(end - start)},
    )


def _range(wanted: str | None, size: int) -> tuple[int, int] | None:
    """First byte and the one after the last; the whole for what is no single range, None for one outside of it."""
    match = _RANGE.fullmatch(wanted or "")
    if match is None or match[0] == "bytes=-":
        return 0, size
    if not match[1]:
        length = int(match[2])
        return (max(0, size - length), size) if length else None
    first, last = int(match[1]), min(int(match[2] or size), size - 1)
    return (first, last + 1) if first <= last else None
