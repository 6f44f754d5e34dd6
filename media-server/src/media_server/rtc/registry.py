"""The sessions of this server: how many there may be, and which belongs to which interview."""

import asyncio

import structlog
from contracts.base import Id
from contracts.errors import AtCapacity, NotFound, PeerAlreadyConnected, TakenOver
from contracts.live import SessionContext
from prometheus_client import Gauge
from uuid_utils import uuid7

from media_server.hearing.answer import Unfinished
from media_server.rtc.session import InterviewSession
from media_server.services import Services
from media_server.tasks import cancelled

log = structlog.get_logger(__name__)

MOST_UNFINISHED = 200
"""Broken-off answers kept for candidates who may come back."""
SESSIONS = Gauge("visavis_media_sessions", "Open peer connections")


class Sessions:
    """Opens, finds and closes sessions; owns the task of each."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._sessions: dict[Id, InterviewSession] = {}
        self._runs: dict[Id, asyncio.Task[None]] = {}
        self._opening = asyncio.Lock()
        self._unfinished: dict[Id, Unfinished] = {}

    def __len__(self) -> int:
        return len(self._sessions)

    @property
    def interviews(self) -> list[Id]:
        """Those with an open session."""
        return [session.context.interview_id for session in self._sessions.values()]

    def get(self, session_id: str) -> InterviewSession:
        """Raises `NotFound`."""
        if session := self._sessions.get(session_id):
            return session
        raise NotFound

    def check_capacity(self) -> None:
        """Raises `AtCapacity`. Asked before a ticket is used up; `open` asks again."""
        quiet = self._services.settings.quiet_after.total_seconds()
        if len(self) >= self._services.settings.max_sessions and all(
            session.quiet_for < quiet for session in self._sessions.values()
        ):
            raise AtCapacity(retry_after=30)

    async def open(
        self, context: SessionContext, sdp: str, *, takes_over: bool = False
    ) -> tuple[InterviewSession, str]:
        """A running session and its SDP answer.

        Raises `PeerAlreadyConnected` while the interview has a peer that is alive, unless this one `takes_over`; one
        that went quiet is replaced.
        """
        async with self._opening:
            await self._make_way(context.interview_id, takes_over=takes_over)
            if len(self) >= self._services.settings.max_sessions:
                raise AtCapacity(retry_after=30)
            unfinished = self._unfinished.pop(context.interview_id, None)
            session = InterviewSession(str(uuid7()), context, self._services, unfinished)
            self._sessions[session.id] = session
            SESSIONS.set(len(self))
        try:
            answer = await session.answer(sdp)
        except BaseException:
            self._forget(session)
            raise
        run = asyncio.create_task(session.run(), name=f"session-{session.id}")
        self._runs[session.id] = run
        run.add_done_callback(lambda task: self._ended(session, task))
        return session, answer

    async def close(self) -> None:
        """Hang up on everyone."""
        await cancelled(list(self._runs.values()))

    async def hang_up(self, interview_id: str) -> None:
        """End an interview's session and keep nothing of what was being said."""
        for session in list(self._sessions.values()):
            if session.context.interview_id == interview_id and (run := self._runs.get(session.id)):
                log.info("hung up", session_id=session.id)
                await cancelled([run])
                self._ended(session, run)
        self._unfinished.pop(interview_id, None)

    async def _make_way(self, interview_id: str, *, takes_over: bool) -> None:
        quiet = self._services.settings.quiet_after.total_seconds()
        for session in list(self._sessions.values()):
            if session.context.interview_id != interview_id:
                continue
            run = self._runs.get(session.id)
            if run is None or not (takes_over or session.closing or session.quiet_for >= quiet):
                raise PeerAlreadyConnected
            if not session.closing:
                session.channel.report(TakenOver(), fatal=True)
            await cancelled([run])
            self._ended(session, run)

    def _ended(self, session: InterviewSession, run: asyncio.Task[None]) -> None:
        if self._sessions.get(session.id) is None:
            return
        self._forget(session)
        if unfinished := session.unfinished:
            self._keep(session.context.interview_id, unfinished)
        if not run.cancelled() and (error := run.exception()):
            log.error("session failed", session_id=session.id, exc_info=error)

    def _keep(self, interview_id: Id, unfinished: Unfinished) -> None:
        """For the candidate who comes back; the oldest goes where nobody does."""
        self._unfinished[interview_id] = unfinished
        while len(self._unfinished) > MOST_UNFINISHED:
            self._unfinished.pop(next(iter(self._unfinished)))

    def _forget(self, session: InterviewSession) -> None:
        self._sessions.pop(session.id, None)
        self._runs.pop(session.id, None)
        SESSIONS.set(len(self))
