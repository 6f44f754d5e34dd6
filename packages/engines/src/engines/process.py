"""An engine in a process of its own.

Native libraries that may crash, are not thread-safe or carry a stricter licence run there, behind two pipes. The child
(`engines.child`) ends when its input does, so a server that is killed leaves none behind; and the server reads the end
of the child's output, so a child that dies is noticed at once.
"""

import asyncio
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Concatenate, Generic, ParamSpec, TypeVar

import structlog
from contracts.errors import EngineFailed

from engines.child import HEADER

log = structlog.get_logger(__name__)

EngineT = TypeVar("EngineT")
ResultT = TypeVar("ResultT")
P = ParamSpec("P")
_Request = tuple[Callable[..., object], tuple[object, ...], dict[str, object]]

CLOSE_TIMEOUT = 2.0
"""Seconds a child has to leave on its own; it does when its input ends, unless it is in the middle of something."""


class EngineProcess(Generic[EngineT]):
    """Makes an engine in a child process and calls its methods there, one after the other.

    `factory(*args)` makes the engine; it, its arguments and everything that passes through `call` must be picklable,
    functions by their importable name. The child starts with the first call, and again with the first call after it
    died; what the engine knew is lost then. Belongs to one event loop.
    """

    def __init__(self, name: str, factory: Callable[..., EngineT], *args: object, timeout: float = 60.0) -> None:
        """`name` is what `EngineFailed` says; a call that takes longer than `timeout` seconds ends the child."""
        self._name = name
        self._recipe: _Request = (factory, args, {})
        self._timeout = timeout
        self._starting = asyncio.Lock()
        self._child: _Child | None = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """Of the running child; None while there is none."""
        return self._child.pid if self._child and self._child.alive else None

    async def start(self) -> None:
        """Start the child before the first call does. Raises `EngineFailed` where the engine cannot be made."""
        await self._running()

    async def call(
        self, method: Callable[Concatenate[EngineT, P], ResultT], *args: P.args, **kwargs: P.kwargs
    ) -> ResultT:
        """`method(engine, *args, **kwargs)` in the child. Raises `EngineFailed` when that raises or the child dies."""
        child = await self._running()
        result: ResultT = await self._answer(child, (method, args, kwargs))  # type: ignore[assignment]  # crossed a pipe
        return result

    async def close(self) -> None:
        """End the child; when this returns there is none. Calls in flight fail. Safe to call twice."""
        self._closed = True
        async with self._starting:
            if self._child:
                await self._child.end()

    async def _running(self) -> "_Child":
        async with self._starting:
            if self._closed:
                raise EngineFailed(engine=self._name)
            if self._child is None or not self._child.alive:
                self._child = await _Child.start(self._name)
                await self._make_engine(self._child)
            return self._child

    async def _make_engine(self, child: "_Child") -> None:
        try:
            await self._answer(child, self._recipe)
        except BaseException:  # cancelled too: nobody would know that the child has no engine
            child.kill()
            raise

    async def _answer(self, child: "_Child", request: _Request) -> object:
        try:
            async with asyncio.timeout(self._timeout):
                return await child.ask(request)
        except TimeoutError as error:
            log.error("an engine hangs", engine=self._name, pid=child.pid)
            child.kill()
            raise EngineFailed(engine=self._name) from error


class _Child:
    """One run of the child. It answers in the order it was asked, which matches answers to questions."""

    def __init__(self, name: str, process: Process) -> None:
        self._name = name
        self._process = process
        self._waiting: deque[asyncio.Future[object]] = deque()
        self.alive = True
        self._reader = asyncio.create_task(self._read(), name=f"{name}-answers")

    @classmethod
    async def start(cls, name: str) -> "_Child":
        try:
            # -P: the folder that the server happens to be started in is no place to import engines from.
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", "engines.child", stdin=PIPE, stdout=PIPE
            )
        except OSError as error:
            raise EngineFailed(engine=name) from error
        return cls(name, process)

    @property
    def pid(self) -> int:
        return self._process.pid

    async def ask(self, request: _Request) -> object:
        if not self.alive or self._process.stdin is None:
            raise EngineFailed(engine=self._name)
        message = pickle.dumps(request, protocol=pickle.HIGHEST_PROTOCOL)
        answer: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        self._waiting.append(answer)
        self._process.stdin.write(HEADER.pack(len(message)) + message)
        with suppress(ConnectionError):  # it has just died; the reader fails what waits
            await self._process.stdin.drain()
        return await answer

    def kill(self) -> None:
        self.alive = False
        with suppress(ProcessLookupError):
            self._process.kill()

    async def end(self) -> None:
        self.alive = False
        if self._process.stdin:
            self._process.stdin.close()
        _, busy = await asyncio.wait([self._reader], timeout=CLOSE_TIMEOUT)
        if busy:
            self.kill()
            await asyncio.wait([self._reader])

    async def _read(self) -> None:
        """Hand on answers until the child has ended, whatever ended it; then fail what still waits."""
        output = self._process.stdout
        assert output is not None  # noqa: S101 — it was asked for
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                (length,) = HEADER.unpack(await output.readexactly(HEADER.size))
                self._hand_on(await output.readexactly(length))
        if self.alive:
            log.warning("an engine's process has ended", engine=self._name, pid=self.pid)
        self.kill()
        for answer in self._waiting:
            if not answer.done():
                answer.set_exception(EngineFailed(engine=self._name))
        self._waiting.clear()
        await self._process.wait()

    def _hand_on(self, message: bytes) -> None:
        succeeded, result = pickle.loads(message)  # noqa: S301 — written by our own child on a pipe only it holds
        answer = self._waiting.popleft()
        if answer.done():  # nobody waits for it any more
            return
        if succeeded:
            answer.set_result(result)
        else:
            log.error("an engine failed", engine=self._name, error=result)
            answer.set_exception(EngineFailed(engine=self._name))
