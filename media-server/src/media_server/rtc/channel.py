"""What the candidate's page is told: the WebSocket's side of a session, which may be lost and come back."""

import asyncio

from contracts.base import Language
from contracts.errors import VisavisError
from contracts.live import (
    Caption,
    LiveError,
    QuestionStarted,
    QuestionWords,
    ServerMessage,
    SessionEnded,
    SoundNotice,
    TurnState,
)
from contracts.sound import ADVICE, SoundTrouble

BACKLOG = 500
"""Messages that wait for a slow page before its socket is given up."""
STATE = (QuestionStarted, TurnState, QuestionWords, Caption, SoundNotice, SessionEnded)
"""In the order in which a page learns of them: what is asked comes before who has the word on it."""


class Inbox:
    """One attached WebSocket's messages; None at the end."""

    def __init__(self) -> None:
        self._messages: asyncio.Queue[ServerMessage | None] = asyncio.Queue()
        self._closed = False

    def put(self, message: ServerMessage) -> None:
        if self._closed:
            return
        if self._messages.qsize() >= BACKLOG:
            self.close()
            return
        self._messages.put_nowait(message)

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._messages.put_nowait(None)

    async def get(self) -> ServerMessage | None:
        return await self._messages.get()


class Channel:
    """Sends to the page that is attached, and tells one that attaches later how things stand now."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._current: dict[type, ServerMessage] = {}
        self._notices: list[LiveError] = []
        self._advised: set[SoundTrouble] = set()
        self._inbox: Inbox | None = None
        self._closed = False
        self._state_told_at = 0.0

    def send(self, message: ServerMessage) -> None:
        if isinstance(message, QuestionStarted):
            self._current.pop(QuestionWords, None)
            self._current.pop(Caption, None)
            self._current.pop(SoundNotice, None)
        if isinstance(message, TurnState):
            self._state_told_at = asyncio.get_running_loop().time()
        if isinstance(message, STATE):
            self._current[type(message)] = message
        if self._inbox:
            self._inbox.put(message)

    def report(self, error: VisavisError, *, fatal: bool = False, lasting: bool = False) -> None:
        """Tell of an error; one that ends the session, or lasts as long, is told to a page that attaches later too."""
        body = error.body(self._language)
        message = LiveError(error=body.error, detail=body.detail, fatal=fatal)
        if fatal or lasting:
            self._notices.append(message)
        self.send(message)

    def advise(self, trouble: SoundTrouble | None) -> None:
        """Tell what is wrong with the candidate's sound now: each thing once, or it would be nagging."""
        if trouble is None or trouble in self._advised:
            if SoundNotice in self._current:
                self.send(SoundNotice(trouble=None))
                self._current.pop(SoundNotice)
            return
        self._advised.add(trouble)
        self.send(SoundNotice(trouble=trouble, detail=ADVICE[trouble][self._language]))

    def attach(self) -> Inbox:
        """The page's messages from here on, the current state first. An earlier page is let go."""
        if self._inbox:
            self._inbox.close()
        self._inbox = inbox = Inbox()
        for notice in self._notices:
            inbox.put(notice)
        for kind in STATE:
            if message := self._current.get(kind):
                inbox.put(self._as_it_is_now(message))
        if self._closed:
            inbox.close()
        return inbox

    def _as_it_is_now(self, message: ServerMessage) -> ServerMessage:
        if not isinstance(message, TurnState):
            return message
        passed = asyncio.get_running_loop().time() - self._state_told_at
        left = {"prep_seconds": message.prep_seconds, "seconds_left": message.seconds_left}
        return message.model_copy(
            update={name: seconds and max(0.0, seconds - passed) for name, seconds in left.items()}
        )

    def detach(self, inbox: Inbox) -> None:
        if self._inbox is inbox:
            self._inbox = None

    def close(self) -> None:
        self._closed = True
        if self._inbox:
            self._inbox.close()
