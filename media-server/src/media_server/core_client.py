"""backend-core, as the media server needs it: whose ticket this is, and what is asked next."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, Protocol, TypeVar

import httpx
import structlog
from contracts.base import Contract, Language
from contracts.delivery import BehaviorScores, DeliverySamples
from contracts.errors import ErrorBody, Unavailable, VisavisError
from contracts.live import SessionContext, TicketRedemption
from contracts.turns import (
    Asked,
    Delta,
    Ended,
    PreparationReply,
    PreparedQuestion,
    QuestionPreparation,
    TurnReply,
    TurnSubmission,
)
from pydantic import TypeAdapter
from runtime import correlation
from runtime.responses import raise_for_error

log = structlog.get_logger(__name__)

REPLY: TypeAdapter[TurnReply] = TypeAdapter(TurnReply)
PREPARATION_REPLY: TypeAdapter[PreparationReply] = TypeAdapter(PreparationReply)
ReplyT = TypeVar("ReplyT")
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 3.0
TIMEOUT = httpx.Timeout(connect=3, read=60, write=10, pool=5)


@dataclass(frozen=True)
class Restarted:
    """The question begins anew with other words: what was said of it so far is void."""


class Ahead(Protocol):
    """A question that is being made ahead of its turn."""

    sealed: PreparedQuestion | None
    """Once it is whole; never where making it failed."""

    def pieces(self) -> AsyncIterator[str]:
        """All of its pieces, as they come. Ends when it is whole or has failed."""
        ...


class CoreClient:
    """One connection pool with the service's credentials. Errors are those of `contracts.errors`.

    `patience` is how long a request is repeated while backend-core cannot be reached or says 5xx; all requests here can
    be repeated without harm.
    """

    def __init__(
        self,
        base_url: str,
        service_token: str,
        patience: timedelta,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._patience = patience.total_seconds()
        self._http = httpx.AsyncClient(
            base_url=f"{base_url.rstrip('/')}/api/",
            headers={"Authorization": f"Bearer {service_token}"},
            timeout=TIMEOUT,
            transport=transport,
            event_hooks={"request": [correlation.pass_on]},
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def ready(self) -> None:
        """Raises when backend-core does not answer."""
        (await self._http.get("healthz", timeout=3)).raise_for_status()

    async def redeem(self, ticket: str, purpose: Literal["offer", "socket"], language: Language) -> SessionContext:
        """Whose ticket it is; it opens nothing a second time. Raises `TicketInvalid`, `ConsentMissing` …

        Never repeated: the first try may have used the ticket up.
        """
        body = TicketRedemption(ticket=ticket, purpose=purpose).model_dump(mode="json")
        try:
            response = await self._http.post("media-sessions", json=body, headers={"Accept-Language": language})
        except httpx.TransportError as error:
            raise Unavailable from error
        raise_for_error(response)
        return SessionContext.model_validate_json(response.content)

    async def send_samples(self, interview_id: str, samples: DeliverySamples) -> None:
        await self._send("POST", f"interviews/{interview_id}/delivery-samples", samples.model_dump(mode="json"))

    async def send_scores(self, interview_id: str, scores: BehaviorScores) -> None:
        await self._send("PATCH", f"interviews/{interview_id}/behavior-scores", scores.model_dump(mode="json"))

    async def prepare(self, answer: QuestionPreparation, language: Language) -> AsyncGenerator[PreparationReply]:
        """The next question's pieces and its seal, made from an answer that is not handed in. Tried once.

        Closing the iterator cancels. Raises `VisavisError` and `httpx.TransportError`.
        """
        async with aclosing(self._stream("transcripts/preparations", answer, language, PREPARATION_REPLY)) as replies:
            async for reply in replies:
                yield reply

    async def submit(
        self, submission: TurnSubmission, language: Language, ahead: Ahead | None = None
    ) -> AsyncGenerator[TurnReply | Restarted]:
        """Hand in an answer and receive the next question while it is made, or has been made `ahead`.

        The pieces yielded before `Asked` are its whole text, whatever happened on the way: a lost connection asks for
        the same turn again, which changes nothing on the record. The answer is on the record before the first reply.
        Closing the iterator cancels.
        """
        said = ""
        if ahead:
            if ahead.sealed is None:
                unasked = submission.model_copy(update={"next_question": "in_preparation"})
                await self._send("POST", "transcripts", unasked.model_dump(mode="json"))
                async for made in ahead.pieces():
                    said += made
                    yield Delta(text=made)
            submission = submission.model_copy(update={"next_question": ahead.sealed})
        async with aclosing(self._ask_next(submission, language, said)) as replies:
            async for reply in replies:
                yield reply

    async def _ask_next(
        self, submission: TurnSubmission, language: Language, said: str
    ) -> AsyncGenerator[TurnReply | Restarted]:
        """Goes on behind what was `said` of the question already."""
        pauses = _Pauses(self._patience)
        while True:
            try:
                attempt = ""
                async with aclosing(self._stream("transcripts", submission, language, REPLY)) as replies:
                    async for reply in replies:
                        match reply:
                            case Delta(text=text):
                                attempt += text
                                if said.startswith(attempt):
                                    continue
                            case Asked(question=question):
                                attempt = question.text
                            case Ended():
                                yield reply
                                return
                        for piece in _continue(said, attempt):
                            yield piece
                        said = attempt
                        if isinstance(reply, Asked):
                            yield reply
                            return
                raise httpx.RemoteProtocolError("the stream ended before the question was asked")
            except (httpx.TransportError, Unavailable) as error:
                await pauses.wait(error, turn=submission.turn)

    async def _stream(
        self, path: str, body: Contract, language: Language, replies: TypeAdapter[ReplyT]
    ) -> AsyncGenerator[ReplyT]:
        headers = {"Accept": "text/event-stream", "Accept-Language": language}
        json = body.model_dump(mode="json")
        async with self._http.stream("POST", path, json=json, headers=headers) as response:
            if response.is_error:
                await response.aread()
            raise_for_error(response)
            async for event, data in _server_sent_events(response):
                if event == "error":
                    raise VisavisError.from_body(ErrorBody.model_validate_json(data))
                yield replies.validate_json(data)

    async def _send(self, method: str, path: str, body: object) -> None:
        pauses = _Pauses(self._patience)
        while True:
            try:
                raise_for_error(await self._http.request(method, path, json=body))
                return
            except (httpx.TransportError, Unavailable) as error:
                await pauses.wait(error)


class _Pauses:
    """Growing pauses between tries, until patience runs out."""

    def __init__(self, patience: float) -> None:
        self._pause = FIRST_PAUSE
        self._deadline = asyncio.get_running_loop().time() + patience

    async def wait(self, error: Exception, **context: object) -> None:
        """Pause before the next try, or raise `Unavailable` when there is none."""
        if asyncio.get_running_loop().time() + self._pause > self._deadline:
            raise error if isinstance(error, VisavisError) else Unavailable() from error
        log.warning("backend-core does not answer, asking again", error=type(error).__name__, **context)
        await asyncio.sleep(self._pause)
        self._pause = min(self._pause * 2, LONGEST_PAUSE)


def _continue(said: str, text: str) -> list[Delta | Restarted]:
    """What takes a listener who heard `said` to `text`."""
    if text == said:
        return []
    if text.startswith(said):
        return [Delta(text=text[len(said) :])]
    return [Restarted(), Delta(text=text)]


async def _server_sent_events(response: httpx.Response) -> AsyncIterator[tuple[str, str]]:
    """Pairs of event name and data, after the event stream format of the HTML standard."""
    event, data = "message", list[str]()
    async for line in _lines(response):
        if not line:
            if data:
                yield event, "\n".join(data)
            event, data = "message", []
            continue
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            event = value
        elif field == "data":
            data.append(value)


async def _lines(response: httpx.Response) -> AsyncIterator[str]:
    """httpx's own lines also end at U+2028 and its kin, which JSON may hold as they are."""
    rest = ""
    async for text in response.aiter_text():
        *lines, rest = (rest + text).split("\n")
        for line in lines:
            yield line.removesuffix("\r")
