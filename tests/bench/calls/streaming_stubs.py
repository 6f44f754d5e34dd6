"""Engines behind their real protocols that take the time they are told, for `streaming.py`.

A language model that streams OpenAI's chat completions token by token, a voice at `/tts` and at `/v1/audio/speech`. The
pace is set at `/pace`.
"""

import asyncio
import io
import json
import re
import sys
import wave
from collections.abc import AsyncIterator

import numpy as np
from fastapi import FastAPI, Response
from fastapi.responses import StreamingResponse
from processes.serving import serving, until_told
from pydantic import BaseModel

TOKEN = re.compile(r"\s?\w{1,6}|[^\w]{1,3}")
"""What a tokenizer makes of English, more or less."""
FIRST_SENTENCE = "Point {turn} is clear, I can follow that."
"""What begins as a question that was asked already is held back until it is another."""
SECOND_SENTENCE = " Which part of it took you the longest in week {turn}?"
RATE = 24_000
VOICE_SECONDS = 0.5


class Pace(BaseModel):
    """Seconds: to the first token, of each after it, and of each sentence spoken."""

    first_token: float = 0.0
    token: float = 0.0
    sentence: float = 0.0


class ChatRequest(BaseModel):
    messages: list[dict[str, str]]


class Spoken(BaseModel):
    audio_url: str = "/sound.wav"


app = FastAPI()
pace = Pace()
asked = 0


def tokens_of(text: str) -> list[str]:
    return TOKEN.findall(text)


def reply_of(label: str, question: str) -> str:
    return json.dumps({"about": label, "question": question})


def tokens_to_first_sentence() -> int:
    """Until the model has written the sentence that can be spoken first."""
    reply = reply_of("p1", FIRST_SENTENCE.format(turn=1))
    return len(tokens_of(reply.removesuffix('"}')))


def _sound() -> bytes:
    samples = 8000 * np.sin(np.arange(round(VOICE_SECONDS * RATE)) * 2 * np.pi * 440 / RATE)
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.astype("<i2").tobytes())
    return file.getvalue()


SOUND = _sound()


@app.post("/pace")
async def set_pace(wanted: Pace) -> None:
    global pace  # noqa: PLW0603 — of the whole server
    pace = wanted


@app.post("/v1/chat/completions")
async def complete(request: ChatRequest) -> StreamingResponse:
    global asked  # noqa: PLW0603 — as above
    asked += 1
    found = re.search(r"^- (\w+): (?!go on)", request.messages[0]["content"], re.MULTILINE)
    question = (FIRST_SENTENCE + SECOND_SENTENCE).format(turn=asked)
    reply = reply_of(found[1] if found else "none", question if found else "")
    return StreamingResponse(_written(tokens_of(reply), pace), media_type="text/event-stream")


async def _written(tokens: list[str], at: Pace) -> AsyncIterator[str]:
    """Each token at its time, and not so much after the one before."""
    loop = asyncio.get_running_loop()
    due = loop.time() + at.first_token
    for token in tokens:
        await asyncio.sleep(due - loop.time())
        due += at.token
        yield _event([{"index": 0, "delta": {"role": "assistant", "content": token}, "finish_reason": None}])
    yield _event([{"index": 0, "delta": {}, "finish_reason": "stop"}])
    yield "data: [DONE]\n\n"


def _event(choices: list[dict[str, object]]) -> str:
    head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "stub", "choices": choices}
    return f"data: {json.dumps(head)}\n\n"


@app.post("/tts")
async def speak() -> Spoken:
    await asyncio.sleep(pace.sentence)
    return Spoken()


@app.get("/sound.wav")
async def sound() -> Response:
    return Response(SOUND, media_type="audio/wav")


@app.post("/v1/audio/speech")
async def speech() -> Response:
    await asyncio.sleep(pace.sentence)
    return Response(SOUND, media_type="audio/wav")


async def main(port: int) -> None:
    async with serving(app, port):
        await until_told()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
