"""The next question, whatever happens to the line while it is asked."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from contracts.base import AnswerSource, InterviewStatus, Language
from contracts.errors import ErrorBody, InterviewOver, Unavailable
from contracts.questions import AskedQuestion, QuestionCategory
from contracts.turns import Asked, Delta, Ended, TurnReply, TurnSubmission
from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse, StreamingResponse
from media_doubles.serving import serving
from media_server.core_client import CoreClient, Restarted
from uuid_utils import uuid7

SUBMISSION = TurnSubmission(
    interview_id=str(uuid7()), turn=1, question_id=str(uuid7()), text="x", source=AnswerSource.TYPED
)


def asked(text: str) -> Asked:
    return Asked(
        question=AskedQuestion(
            id=str(uuid7()),
            turn=2,
            number=2,
            total=3,
            text=text,
            category=QuestionCategory.TECHNICAL,
            language=Language.EN,
        )
    )


async def submitted(*attempts: list[TurnReply] | Response, patience: float = 5.0) -> list[TurnReply | Restarted]:
    """What a client yields when each request in turn is answered so; a stream without an end breaks off."""
    waiting = list(attempts)
    app = FastAPI()

    async def stream(replies: list[TurnReply]) -> AsyncIterator[str]:
        for reply in replies:
            yield f"event: {reply.type}\ndata: {json.dumps(reply.model_dump(mode='json'), ensure_ascii=False)}\n\n"
        if not replies or isinstance(replies[-1], Delta):
            raise ConnectionError("broken off")

    @app.post("/api/transcripts")
    async def transcripts() -> Response:
        attempt = waiting.pop(0)
        return attempt if isinstance(attempt, Response) else StreamingResponse(stream(attempt))

    async with serving(app) as url:
        client = CoreClient(url, "token", timedelta(seconds=patience))
        try:
            return [reply async for reply in client.submit(SUBMISSION, Language.EN)]
        finally:
            await client.close()


def spoken(replies: list[TurnReply | Restarted]) -> str:
    """What somebody says who speaks each piece as it comes, and starts over when told."""
    text = ""
    for reply in replies:
        if isinstance(reply, Delta):
            text += reply.text
        elif isinstance(reply, Restarted):
            text = ""
    return text


async def test_pieces_then_the_question() -> None:
    question = asked("How? Why?")
    assert await submitted([Delta(text="How? "), Delta(text="Why?"), question]) == [
        Delta(text="How? "),
        Delta(text="Why?"),
        question,
    ]


async def test_after_a_break_the_same_words_are_not_said_twice() -> None:
    question = asked("How did it go?")
    replies = await submitted(
        [Delta(text="How did ")],
        [Delta(text="How "), Delta(text="did it "), Delta(text="go?"), question],
    )
    assert spoken(replies) == "How did it go?"
    assert Restarted() not in replies
    assert replies[-1] == question


async def test_after_a_break_other_words_start_anew() -> None:
    replies = await submitted(
        [Delta(text="How did ")], [Delta(text="Tell me "), Delta(text="more."), asked("Tell me more.")]
    )
    assert replies[1] == Restarted()
    assert spoken(replies) == "Tell me more."


async def test_a_replayed_turn_that_comes_without_pieces_is_spoken_whole() -> None:
    assert spoken(await submitted([Delta(text="How ")], [asked("How did it go?")])) == "How did it go?"
    assert spoken(await submitted([asked("How did it go?")])) == "How did it go?"


async def test_separators_that_json_leaves_as_they_are_do_not_break_a_line() -> None:
    assert spoken(await submitted([asked("One\u2028two\x85three")])) == "One\u2028two\x85three"


async def test_a_server_that_fails_is_asked_again() -> None:
    end = Ended(status=InterviewStatus.COMPLETED, closing="Bye.")
    unavailable = JSONResponse(Unavailable().body(Language.EN).model_dump(), 503)
    assert await submitted(unavailable, Response("<html>", 502), [end]) == [end]


async def test_what_is_refused_is_not_asked_again() -> None:
    refusal = ErrorBody(error="InterviewOver", detail="in its own words")
    with pytest.raises(InterviewOver) as caught:
        await submitted(JSONResponse(refusal.model_dump(), 409))
    assert caught.value.body(Language.KO) == refusal


async def test_patience_ends() -> None:
    with pytest.raises(Unavailable):
        await submitted(*[Response(status_code=500)] * 10, patience=0.3)
