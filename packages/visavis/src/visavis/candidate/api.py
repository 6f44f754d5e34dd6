"""The platform's public HTTP endpoints, as a candidate's browser uses them."""

import asyncio
from collections.abc import AsyncIterator
from http import HTTPStatus
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import urljoin, urlsplit

import httpx
from contracts.base import ConsentPurpose, Id, InterviewMode, Language
from contracts.coaching import DeliveryCoaching
from contracts.delivery import Calibration, Delivery
from contracts.errors import ErrorBody
from contracts.events import Event
from contracts.live import Answer, DeviceId, Offer, Ticket, TicketRequest
from contracts.progress import ReportAsRead
from contracts.questions import AskedQuestion
from contracts.recruiting import InvitationState
from httpx_sse import aconnect_sse
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from visavis.candidate.errors import ApiError, CandidateError, Unreachable
from visavis.candidate.record import EngineInfo, TranscriptLine

REQUEST_TIMEOUT = httpx.Timeout(30.0, connect=5.0)
TRANSCRIPTS = TypeAdapter(list[TranscriptLine])


class _Reply(BaseModel):
    """Only what a candidate needs of a reply; the rest may change."""

    model_config = ConfigDict(extra="ignore")


class IceServerInfo(_Reply):
    urls: str | list[str]
    username: str | None = None
    credential: str | None = None

    @property
    def is_relay(self) -> bool:
        urls = [self.urls] if isinstance(self.urls, str) else self.urls
        return any(url.startswith(("turn:", "turns:")) for url in urls)


class PlatformConfig(_Reply):
    """`GET /config`."""

    engines: dict[str, EngineInfo]
    ice_servers: list[IceServerInfo]

    @property
    def relays(self) -> list[IceServerInfo]:
        """Those that this caller may use: none before it has signed in."""
        return [server for server in self.ice_servers if server.is_relay]

    def hears(self, language: Language) -> bool:
        languages = self.engines["stt"].languages
        return languages is None or language in languages


class Invited(_Reply):
    """`POST /invitations/open`: to what, and in which languages."""

    state: InvitationState
    organisation: str
    title: str
    language: Language
    languages: list[Language]


class Interview(_Reply):
    id: Id
    mode: InterviewMode
    position: str
    language: Language
    question_count: int
    follow_ups: int


class _Started(_Reply):
    question: AskedQuestion


class Platform:
    """A signed-in candidate's view of the platform. Every method raises `ApiError` or `CandidateError`."""

    def __init__(self, url: str, language: Language) -> None:
        self.url = url.rstrip("/")
        self._http = httpx.AsyncClient(
            base_url=f"{self.url}/api", timeout=REQUEST_TIMEOUT, headers={"Accept-Language": language.value}
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def config(self) -> PlatformConfig:
        return PlatformConfig.model_validate((await self._send("GET", "/config")).json())

    async def register(self, email: str, password: str) -> None:
        name = email.partition("@")[0]
        body = {"email": email, "username": name, "password": password, "full_name": "Virtual Candidate"}
        await self._send("POST", "/register", json=body)

    async def sign_in(self, email: str, password: str) -> None:
        reply = await self._send("POST", "/token", data={"username": email, "password": password})
        self._hold_token(reply)

    async def sign_out(self) -> None:
        await self._send("POST", "/logout")

    async def consent(self, purpose: ConsentPurpose) -> None:
        await self._send("POST", "/users/me/consents", json={"purpose": purpose.value, "granted": True})

    async def create_interview(
        self, position: str, language: Language, question_count: int, follow_ups: int
    ) -> Interview:
        body = {
            "mode": InterviewMode.PRACTICE.value,
            "position": position,
            "language": language.value,
            "question_count": question_count,
            "follow_ups": follow_ups,
        }
        return Interview.model_validate((await self._send("POST", "/interviews", json=body)).json())

    async def open_invitation(self, token: str) -> Invited:
        """Nobody need be signed in: the token is the credential."""
        return Invited.model_validate((await self._send("POST", "/invitations/open", json={"token": token})).json())

    async def accept_invitation(self, token: str, language: Language) -> Interview:
        """The interview on the posting, the same one however often it is accepted; answers may be transcribed."""
        body = {"token": token, "language": language.value, "transcription": True}
        return Interview.model_validate((await self._send("POST", "/invitations/accept", json=body)).json())

    async def start(self, interview_id: Id) -> AskedQuestion:
        """The first question, or the open one of an interview that is live."""
        return _Started.model_validate((await self._send("POST", f"/interviews/{interview_id}/start")).json()).question

    async def complete(self, interview_id: Id) -> None:
        await self._send("POST", f"/interviews/{interview_id}/complete")

    async def keep_calibration(self, device_id: DeviceId, calibration: Calibration) -> None:
        await self._send("PUT", f"/users/me/calibrations/{device_id}", json=calibration.model_dump())

    async def ticket(
        self, interview_id: Id, purpose: Literal["offer", "check", "socket"], device_id: DeviceId | None = None
    ) -> Ticket:
        """A ticket, whose `media_url` is an absolute address. `device_id` is the camera whose calibration counts."""
        request = TicketRequest(purpose=purpose, device_id=device_id).model_dump()
        reply = await self._send("POST", f"/interviews/{interview_id}/ticket", json=request)
        ticket = Ticket.model_validate(reply.json())
        return ticket.model_copy(update={"media_url": urljoin(f"{self.url}/", ticket.media_url)})

    async def offer(self, ticket: Ticket, sdp: str) -> Answer:
        """Post an SDP offer to the media server that `ticket` is for."""
        offer = Offer(sdp=sdp, type="offer", ticket=ticket.ticket)
        reply = await self._send("POST", f"{ticket.media_url}/offer", json=offer.model_dump())
        return Answer.model_validate(reply.json())

    async def transcripts(self, interview_id: Id) -> list[TranscriptLine]:
        return TRANSCRIPTS.validate_python((await self._send("GET", f"/interviews/{interview_id}/transcripts")).json())

    async def delivery(self, interview_id: Id) -> Delivery | None:
        """None where nothing was measured at all."""
        reply = await self._send_or_missing(f"/interviews/{interview_id}/delivery")
        return None if reply is None else Delivery.model_validate(reply.json())

    async def coaching(self, interview_id: Id) -> DeliveryCoaching | None:
        """None where nothing was measured at all."""
        reply = await self._send_or_missing(f"/interviews/{interview_id}/delivery/coaching")
        return None if reply is None else DeliveryCoaching.model_validate(reply.json())

    async def report(self, interview_id: Id) -> ReportAsRead | None:
        """None while it is not ready."""
        reply = await self._send_or_missing(f"/interviews/{interview_id}/report")
        return None if reply is None else ReportAsRead.model_validate(reply.json())

    async def events(self, interview_id: Id) -> AsyncIterator[Event | None]:
        """Durable events as they come, from the first one; None for the opening snapshot and what is no event."""
        path = f"/interviews/{interview_id}/events"
        timeout = httpx.Timeout(5.0, read=None)
        try:
            async with aconnect_sse(self._http, "GET", path, timeout=timeout) as source:
                source.response.raise_for_status()
                async for received in source.aiter_sse():
                    try:
                        yield Event.model_validate_json(received.data)
                    except ValidationError:
                        yield None
        except httpx.HTTPError as error:
            raise CandidateError(f"The event stream broke ({type(error).__name__}).") from error

    async def _send_or_missing(self, path: str) -> httpx.Response | None:
        try:
            return await self._send("GET", path)
        except ApiError as error:
            if error.status == HTTPStatus.NOT_FOUND:
                return None
            raise

    async def _send(self, method: str, path: str, **body: Any) -> httpx.Response:  # httpx's own keyword arguments
        reply = await self._request(method, path, **body)
        signed_in = "Authorization" in self._http.headers
        if reply.status_code == HTTPStatus.UNAUTHORIZED and signed_in and path not in {"/token", "/logout"}:
            # Access tokens are short-lived; the refresh cookie is in the client.
            refreshed = await self._request("POST", "/token/refresh")
            if refreshed.is_success:
                self._hold_token(refreshed)
                reply = await self._request(method, path, **body)
        if not reply.is_success:
            raise ApiError(reply.status_code, _error_body(reply))
        return reply

    async def _request(self, method: str, path: str, **body: Any) -> httpx.Response:
        try:
            return await self._http.request(method, path, **body)
        except httpx.HTTPError as error:
            server = urlsplit(urljoin(self.url, path))
            raise Unreachable(
                f"{server.scheme}://{server.netloc} does not answer ({type(error).__name__}). "
                "Start the platform with `make up`, or give its address with --url."
            ) from error

    def _hold_token(self, reply: httpx.Response) -> None:
        self._http.headers["Authorization"] = f"Bearer {reply.json()['access_token']}"


def _error_body(reply: httpx.Response) -> ErrorBody:
    try:
        return ErrorBody.model_validate_json(reply.content)
    except ValidationError:
        return ErrorBody(error=f"HTTP {reply.status_code}", detail=f"{reply.request.method} {reply.request.url.path}")


async def wait_for_report(platform: Platform, interview_id: Id, deadline: float) -> ReportAsRead:
    """Wait until the report is there: told by the event stream, and asking every few seconds should that break.

    Raises `CandidateError` after `deadline` seconds.
    """
    ready = asyncio.Event()

    async def follow_events() -> None:
        try:
            async for event in platform.events(interview_id):
                if event is not None and event.payload.kind == "report.ready":
                    ready.set()
        except CandidateError:
            return  # asking goes on without the stream

    listener = asyncio.create_task(follow_events())
    try:
        async with asyncio.timeout(deadline):
            while (report := await platform.report(interview_id)) is None:
                try:
                    await asyncio.wait_for(ready.wait(), 3.0)
                except TimeoutError:
                    continue
            return report
    except TimeoutError:
        raise CandidateError(
            f"The report of interview {interview_id} was not ready after {deadline:.0f} s. "
            "The worker may be down: look at its log, then open the report later."
        ) from None
    finally:
        listener.cancel()
        await asyncio.gather(listener, return_exceptions=True)
