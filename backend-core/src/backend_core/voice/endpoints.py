"""`POST /session/start`, `POST /answer/complete`, and the questions' sound."""

import re
from http import HTTPStatus
from typing import Annotated, Any

from contracts.errors import NotAllowed
from fastapi import Depends, Header, Request, Response
from runtime.http import request_language, stated_language

from backend_core.auth.tokens import read_speech_token
from backend_core.dependencies import CandidateId, Settings
from backend_core.engines import Ear
from backend_core.routing import AreaRouter
from backend_core.voice.schemas import (
    AnswerTaken,
    LastAnswerTaken,
    SampleWanted,
    VoiceSession,
    VoiceSessionStart,
)
from backend_core.voice.service import VoiceOverHttp
from backend_core.voice.uploads import BODY, recorded_answer

router = AreaRouter(tags=["voice over HTTP"])
SOUND: dict[int | str, dict[str, Any]] = {
    200: {"content": {"audio/mpeg": {"schema": {"type": "string", "format": "binary"}}}}
}
_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


async def get_voice(request: Request) -> VoiceOverHttp:
    voice: VoiceOverHttp = request.app.state.voice
    return voice


Voice = Annotated[VoiceOverHttp, Depends(get_voice)]


@router.post("/session/start")
async def start_voice_session(
    request: Request, ear: Ear, wanted: VoiceSessionStart, candidate_id: CandidateId, voice: Voice
) -> VoiceSession:
    """Start a practice interview, or go on with the one that is live, over plain requests."""
    if wanted.user_id != candidate_id:
        raise NotAllowed
    return await voice.start(candidate_id, wanted, stated_language(request), ear)


@router.post("/answer/complete", openapi_extra=BODY)
async def complete_answer(request: Request, candidate_id: CandidateId, voice: Voice) -> AnswerTaken | LastAnswerTaken:
    """A recorded answer in (at most 25 MB and 30 minutes), the next question out. Sent again, it changes nothing."""
    return await voice.take(candidate_id, await recorded_answer(request), request_language(request))


@router.post("/speech-samples", response_class=Response, responses=SOUND)
async def hear_sample(request: Request, wanted: SampleWanted, _: CandidateId, voice: Voice) -> Response:
    """A sentence as the interviewer would say it, to try preferences out before they are kept."""
    sound, media_type = await voice.sample(wanted, request_language(request))
    return Response(sound, media_type=media_type, headers={"Cache-Control": "no-store"})


@router.get("/speech/{token}", response_class=Response, responses=SOUND)
async def read_speech(
    request: Request,
    token: str,
    settings: Settings,
    voice: Voice,
    range_wanted: Annotated[str | None, Header(alias="range")] = None,
) -> Response:
    """What the interviewer says, for an `<audio>` element; the link itself is the permission."""
    interview_id, turn = read_speech_token(token, settings.secret_key.get_secret_value())
    sound, media_type = await voice.sound(interview_id, turn, request_language(request))
    return _part(sound, media_type, range_wanted)


def _part(sound: bytes, media_type: str, wanted: str | None) -> Response:
    """The wanted range of bytes: Safari plays nothing from a server that gives the whole alone."""
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "private, no-store"}
    match = _RANGE.fullmatch(wanted or "")
    if match is None:
        return Response(sound, media_type=media_type, headers=headers)
    first, last = int(match[1]), min(int(match[2] or len(sound)), len(sound) - 1)
    if first > last:
        headers["Content-Range"] = f"bytes */{len(sound)}"
        return Response(status_code=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    headers["Content-Range"] = f"bytes {first}-{last}/{len(sound)}"
    return Response(sound[first : last + 1], HTTPStatus.PARTIAL_CONTENT, headers, media_type)
