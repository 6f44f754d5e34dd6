"""`POST /media/offer` and `WebSocket /media/ws/{session_id}`."""

import asyncio
from typing import Annotated

import structlog
from contracts.base import Language
from contracts.errors import InvalidInput, NotAllowed, NotFound, PayloadTooLarge, TicketInvalid, VisavisError
from contracts.live import MAX_SDP_BYTES, Answer, Authenticate, ClientMessage, LiveError, Offer
from fastapi import APIRouter, Depends, Request, WebSocket, WebSocketDisconnect, status
from pydantic import TypeAdapter, ValidationError
from runtime.http import ERROR_RESPONSES, request_language
from runtime.requests import limited_body
from starlette.requests import HTTPConnection

from media_server.rtc.channel import Inbox
from media_server.rtc.offer import check_offer
from media_server.rtc.registry import Sessions
from media_server.rtc.session import InterviewSession
from media_server.services import Services

log = structlog.get_logger(__name__)

MAX_BODY_BYTES = 2 * MAX_SDP_BYTES
"""JSON's escapes make an SDP longer on the wire than it is."""
MAX_MESSAGE_BYTES = 128 * 1024
MESSAGE: TypeAdapter[ClientMessage] = TypeAdapter(ClientMessage)

router = APIRouter(prefix="/media", tags=["media"])


def services_of(connection: HTTPConnection) -> Services:
    services: Services = connection.app.state.services
    return services


def sessions_of(connection: HTTPConnection) -> Sessions:
    sessions: Sessions = connection.app.state.sessions
    return sessions


ServicesDep = Annotated[Services, Depends(services_of)]
SessionsDep = Annotated[Sessions, Depends(sessions_of)]


async def limited_offer(request: Request) -> Offer:
    """The offer, read no further than it may be long."""
    body = b"".join([piece async for piece in limited_body(request, MAX_BODY_BYTES, "64 KiB")])
    try:
        offer = Offer.model_validate_json(body)
    except ValidationError as error:
        raise _invalid(error, "body") from None
    if len(offer.sdp.encode(errors="replace")) > MAX_SDP_BYTES:
        raise PayloadTooLarge(limit="64 KiB")
    return offer


@router.post(
    "/offer",
    responses=ERROR_RESPONSES,
    openapi_extra={
        "requestBody": {"required": True, "content": {"application/json": {"schema": Offer.model_json_schema()}}}
    },
)
async def connect(
    request: Request,
    offer: Annotated[Offer, Depends(limited_offer)],
    services: ServicesDep,
    sessions: SessionsDep,
) -> Answer:
    """Open a peer connection for the interview that the ticket stands for.

    The ticket is used up once the offer could be read and a place is free, even if negotiating fails then. A
    connection of the same interview that has gone quiet is replaced, and any other one where the offer takes over; the
    interview goes on at its open question.
    """
    check_offer(offer.sdp)
    sessions.check_capacity()
    context = await services.core.redeem(offer.ticket, "offer", request_language(request))
    session, sdp = await sessions.open(context, offer.sdp, takes_over=offer.takes_over)
    return Answer(sdp=sdp, session_id=session.id)


@router.websocket("/ws/{session_id}")
async def talk(socket: WebSocket, session_id: str, services: ServicesDep, sessions: SessionsDep) -> None:
    """The session's messages. The first one is `authenticate`; a socket that was lost connects anew with a new ticket
    and is told how things stand."""
    await socket.accept()
    try:
        session = await _authenticate(socket, session_id, services, sessions)
    except WebSocketDisconnect:
        return
    except VisavisError as error:
        await _refuse(socket, error)
        return
    inbox = session.channel.attach()
    sending = asyncio.create_task(_send(socket, inbox), name=f"socket-{session_id}")
    try:
        await _receive(socket, session)
    except WebSocketDisconnect:
        pass
    finally:
        session.channel.detach(inbox)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)


async def _authenticate(socket: WebSocket, session_id: str, services: Services, sessions: Sessions) -> InterviewSession:
    origin = socket.headers.get("origin")
    if origin and services.settings.origins and origin not in services.settings.origins:
        raise NotAllowed
    try:
        async with asyncio.timeout(services.settings.authenticate_deadline.total_seconds()):
            message = await _next_message(socket)
    except TimeoutError:
        raise TicketInvalid from None
    if not isinstance(message, Authenticate):
        raise TicketInvalid
    session = sessions.get(session_id)
    context = await services.core.redeem(message.ticket, "socket", session.context.language)
    if context.interview_id != session.context.interview_id:
        raise TicketInvalid
    return session


async def _refuse(socket: WebSocket, error: VisavisError) -> None:
    body = error.body(_language(socket))
    await socket.send_text(LiveError(error=body.error, detail=body.detail, fatal=True).model_dump_json())
    code = status.WS_1008_POLICY_VIOLATION if not isinstance(error, NotFound) else 4404
    await socket.close(code, reason=body.error)


async def _receive(socket: WebSocket, session: InterviewSession) -> None:
    """What cannot be understood is answered with an error, and the connection stays."""
    while True:
        try:
            session.conversation.receive(await _next_message(socket))
        except VisavisError as error:
            session.channel.report(error)


async def _send(socket: WebSocket, inbox: Inbox) -> None:
    while message := await inbox.get():
        await socket.send_text(message.model_dump_json())
    await socket.close(status.WS_1000_NORMAL_CLOSURE)


async def _next_message(socket: WebSocket) -> ClientMessage:
    """Raises `WebSocketDisconnect`, `PayloadTooLarge` or `InvalidInput`."""
    frame = await socket.receive()
    if frame["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(frame.get("code", status.WS_1005_NO_STATUS_RCVD))
    text = frame.get("text")
    if not isinstance(text, str):
        raise InvalidInput(fields={"message": "text, not bytes"})
    if len(text.encode(errors="replace")) > MAX_MESSAGE_BYTES:
        raise PayloadTooLarge(limit="128 KiB")
    try:
        return MESSAGE.validate_json(text)
    except ValidationError as error:
        raise InvalidInput(
            fields={".".join(map(str, e["loc"])) or "message": e["msg"] for e in error.errors()}
        ) from None


def _invalid(error: ValidationError, whole: str) -> InvalidInput:
    """What is wrong where; `whole` names the thing itself."""
    return InvalidInput(fields={".".join(map(str, e["loc"])) or whole: e["msg"] for e in error.errors()})


def _language(socket: WebSocket) -> Language:
    # A WebSocket's handshake carries the same headers as a request.
    return request_language(Request({**socket.scope, "type": "http", "method": "GET"}))
