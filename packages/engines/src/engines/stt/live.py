"""Streaming recognition by a service elsewhere, whose connections break or are meant to be short.

What was said is kept until the service has understood it for good, and a new connection is sent it again from the last
word that is final: no word goes with a connection, and none comes twice.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Protocol

import numpy as np
import structlog
from contracts.errors import AtCapacity, EngineFailed
from contracts.speech import Word

from engines.stt import SAMPLE_RATE, Hypothesis, Pcm, Recognition
from engines.stt.segments import quietest
from engines.stt.tape import Tape

log = structlog.get_logger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 4.0
"""Seconds between tries to connect again; each pause is twice the last."""
PATIENCE = 20.0
"""Seconds without a result in which broken connections are made again; then the engine has failed."""
MAX_BREAKS = 10
"""Connections that may break in a row without making one more word final."""
REPLY_TIMEOUT = 8.0
"""Seconds in which the service must say something of speech that is over."""
QUIET = 1.5
"""Seconds after which a flush that has nothing to bring need not be answered any more."""
MAX_UNBROKEN = 30.0
"""Seconds of speech that may wait to become final: so much sound is kept. Longer speech is flushed before its end."""
CUT_WITHIN = 4.0
"""Seconds before that among which the quietest moment is taken, so that no word is cut in two."""
OVERLAP = 1.0
"""Seconds of sound without words, at the most, that a new connection is sent once more."""
NEARLY = 0.1
"""Seconds that a service may leave out at the end of what it calls final."""
CLOSE_TIMEOUT = 3.0
"""Seconds that services get to say goodbye when the recogniser itself is closed."""
CHUNK = 0.25
"""Seconds of sound in one message."""


class Broken(Exception):
    """The connection is gone; another may hold."""


@dataclass(frozen=True)
class Heard:
    """What a connection understood; times count from the first sample that it was sent.

    A final one speaks for the sound up to `end` seconds, which later ones leave alone; any other is replaced by the
    next. `flushed` answers `Connection.flush`.
    """

    words: Sequence[Word]
    end: float
    final: bool
    flushed: bool = False


class Connection(Protocol):
    """Takes sound as the tape gives it. Everything raises `Broken`, and `EngineFailed` where no other would hold."""

    def heard(self) -> AsyncIterator[Heard]:
        """All that the service says. It ends once everything sent is final, after `flush` or `end`."""
        ...

    async def send(self, sound: bytes) -> None: ...

    async def flush(self) -> None:
        """Make final what was sent. A connection may do so by ending, and is spent then."""
        ...

    async def end(self) -> None:
        """There is no more sound: what was sent becomes final, and `heard` ends."""
        ...

    @property
    def spent(self) -> bool:
        """Whether it takes no more sound."""
        ...

    async def close(self) -> None: ...


Connect = Callable[[], Awaitable[Connection]]
"""Raises `Broken`, `AtCapacity`, `EngineFailed`."""


class Farewells:
    """Connections that nobody needs any more. To close one takes a round trip, which no turn waits for."""

    def __init__(self) -> None:
        self._closing: set[asyncio.Task[None]] = set()

    def close(self, connection: Connection, reader: "asyncio.Task[None]") -> None:
        reader.cancel()
        task = asyncio.create_task(self._close(connection, reader), name="close-recognition")
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def wait(self) -> None:
        """Until they are closed, or have had the time for it."""
        for patience in (CLOSE_TIMEOUT, None):
            if self._closing:
                await asyncio.wait(self._closing, timeout=patience)
            for task in self._closing:
                task.cancel()

    async def _close(self, connection: Connection, reader: "asyncio.Task[None]") -> None:
        await asyncio.wait([reader])
        await connection.close()


class _Line:
    """A connection, and what of the tape it was told and has answered."""

    def __init__(self, connection: Connection, begin: int, final: int) -> None:
        self.connection = connection
        self.begin = begin
        """The position on the tape of the first sample that it was sent."""
        self.sent = begin
        self.repeats_until = final
        """What lies before this was final already: words in it come a second time."""
        self.heard = begin
        """The position up to which it has said anything at all."""
        self.flushed = False
        self.ended = False
        self.failure: Exception | None = None

    def position(self, seconds: float) -> int:
        return min(self.sent, self.begin + round(seconds * SAMPLE_RATE))


class LiveStream:
    """One answer, over as many connections as it takes."""

    def __init__(self, engine: str, connect: Connect, farewells: Farewells) -> None:
        self._engine = engine
        self._connect = connect
        self._farewells = farewells
        self._tape = Tape()
        self._segment: int | None = None
        self._words: list[Word] = []
        self._open: list[Word] = []
        self._final = 0
        """The position on the tape up to which everything is understood for good."""
        self._resend = 0
        """The position from which a new connection would be sent it."""
        self._unsure = False
        """The last flush was not answered."""
        self._line: _Line | None = None
        self._reader: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._breaks = 0
        self._broken_since: float | None = None
        self._text = ""

    async def connect(self) -> None:
        """Have a connection before the first sound. Raises `AtCapacity`, `EngineFailed`."""
        try:
            await self._new_line()
        except Broken as error:
            raise EngineFailed(engine=self._engine) from error

    async def feed(self, pcm: Pcm, *, segment: int, at: float) -> Hypothesis | None:
        if self._segment not in {None, segment}:
            await self.end_segment()
        self._segment = segment
        self._tape.add(pcm, at)
        while self._tape.end > self._latest_cut:
            await self._over_a_line(partial(self._flush, until=self._best_cut()))
        await self._over_a_line(partial(self._send, until=min(self._tape.end, self._earliest_cut)))
        hypothesis = self._hypothesis()
        changed = hypothesis.text != self._text
        self._text = hypothesis.text
        return hypothesis if changed else None

    async def end_segment(self) -> Hypothesis:
        if self._segment is not None:
            await self._over_a_line(partial(self._flush, until=self._tape.end))
            self._segment = None
        hypothesis = self._hypothesis()
        self._text = hypothesis.text
        return hypothesis

    async def finish(self) -> Recognition:
        await self.end_segment()
        if self._unsure:
            await self._over_a_line(self._end)
        await self.close()
        return Recognition(self._hypothesis().text, list(self._words))

    async def close(self) -> None:
        self._drop_line()

    async def _over_a_line(self, act: Callable[[_Line], Awaitable[None]]) -> None:
        """`act` on a connection that holds; a new one begins behind what is final."""
        pause = FIRST_PAUSE
        while True:
            try:
                return await act(await self._holding_line())
            except (Broken, AtCapacity):
                self._drop_line()
            self._count_break()
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _holding_line(self) -> _Line:
        if self._line and (self._line.ended or self._line.connection.spent):
            self._drop_line()
        if self._line and self._line.failure:
            raise self._line.failure
        return self._line or await self._new_line()

    async def _new_line(self) -> _Line:
        line = _Line(await self._connect(), self._resend, self._final)
        self._line = line
        self._reader = asyncio.create_task(self._read(line), name="recognition")
        return line

    def _drop_line(self) -> None:
        if self._line and self._reader:
            self._farewells.close(self._line.connection, self._reader)
        self._line = self._reader = None

    def _count_break(self) -> None:
        now = monotonic()
        self._breaks += 1
        self._broken_since = self._broken_since or now
        if self._breaks > MAX_BREAKS or now - self._broken_since > PATIENCE:
            log.error("the recogniser's connection does not hold", engine=self._engine, breaks=self._breaks)
            raise EngineFailed(engine=self._engine)
        log.info("a broken recognition goes on", engine=self._engine, breaks=self._breaks)

    async def _send(self, line: _Line, until: int) -> None:
        while line.sent < until:
            if line.failure:
                raise line.failure
            begin = line.sent
            line.sent = min(until, begin + round(CHUNK * SAMPLE_RATE))
            await line.connection.send(self._tape.between(begin, line.sent))

    async def _flush(self, line: _Line, until: int) -> None:
        """Have the sound up to `until` understood for good."""
        await self._send(line, until)
        if self._is_final(until):
            return
        line.flushed = False
        await line.connection.flush()
        answered = await self._wait(line, lambda: line.flushed or line.ended or self._is_final(until), until)
        self._unsure = not answered
        self._settle(until)

    async def _end(self, line: _Line) -> None:
        await self._send(line, self._tape.end)
        await line.connection.end()
        await self._wait(line, lambda: line.ended, None)

    async def _wait(self, line: _Line, answered: Callable[[], bool], until: int | None) -> bool:
        """Whether the answer came. None need come where all sound before `until` was heard to hold no more words."""
        while not answered():
            if line.failure:
                raise line.failure
            nothing_left = until is not None and not self._open and line.heard >= until - SAMPLE_RATE
            self._news.clear()
            try:
                async with asyncio.timeout(QUIET if nothing_left else REPLY_TIMEOUT):
                    await self._news.wait()
            except TimeoutError:
                if nothing_left:
                    return False
                log.warning("the recogniser's service does not answer", engine=self._engine)
                raise Broken from None
        return True

    async def _read(self, line: _Line) -> None:
        try:
            async for heard in line.connection.heard():
                self._take(line, heard)
            line.ended = True
            self._open = []
            self._settle(line.sent)
        except (Broken, EngineFailed) as failure:
            line.failure = failure
        finally:
            self._news.set()

    def _take(self, line: _Line, heard: Heard) -> None:
        words = [self._placed(line, word) for word in heard.words if self._is_new(line, word)]
        end = line.position(heard.end)
        line.heard = max(line.heard, end)
        line.flushed |= heard.flushed
        self._broken_since = None
        if heard.final:
            self._words += words
            self._open = []
            self._settle(end, *(min(end, line.position(word.end)) for word in heard.words[-1:]))
        else:
            self._open = words
        self._news.set()

    def _settle(self, final: int, last_word: int = 0) -> None:
        """Everything up to `final` is understood for good, the last word of it ending at `last_word`."""
        if final > self._final:
            self._final = final
            self._breaks = 0
        self._resend = max(self._resend, last_word, self._final - round(OVERLAP * SAMPLE_RATE))
        self._tape.forget(self._resend)

    def _is_final(self, until: int) -> bool:
        return self._final >= until - round(NEARLY * SAMPLE_RATE)

    @property
    def _latest_cut(self) -> int:
        return self._final + round(MAX_UNBROKEN * SAMPLE_RATE)

    @property
    def _earliest_cut(self) -> int:
        return self._latest_cut - round(CUT_WITHIN * SAMPLE_RATE)

    def _best_cut(self) -> int:
        """Where nobody speaks, among what has not been sent yet."""
        choice = self._tape.between(self._earliest_cut, self._latest_cut)
        return self._earliest_cut + quietest(np.frombuffer(choice, "<i2"))

    @staticmethod
    def _is_new(line: _Line, word: Word) -> bool:
        return line.position(word.end) > line.repeats_until or line.begin == line.repeats_until

    def _placed(self, line: _Line, word: Word) -> Word:
        begin = line.position(word.start)
        end = max(begin, line.position(word.end) - 1)
        times = {"start": round(self._tape.time_of(begin), 2), "end": round(self._tape.time_of(end), 2)}
        return word.model_copy(update=times)

    def _hypothesis(self) -> Hypothesis:
        final = " ".join(word.text for word in self._words)
        text = " ".join(word.text for word in [*self._words, *self._open])
        return Hypothesis(text, len(final), tuple(self._words))
