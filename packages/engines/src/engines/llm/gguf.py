"""A language model in llama.cpp's format, in this process: one model, one thread, one text at a time."""

import asyncio
import codecs
import json
import threading
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from contracts.errors import AtCapacity, EngineFailed, PromptTooLong, VisavisError

from engines.installed import require
from engines.llm import JsonSchema, Message, TextPiece, Usage
from engines.llm.grammar import grammar_of
from engines.models import model_path

if TYPE_CHECKING:
    from engines.llm.llama import Llama

log = structlog.get_logger(__name__)

NAME = "llama.cpp"
MAX_WAITING = 8
"""Texts asked for at a time, the one being written included."""


@dataclass(frozen=True, eq=False)
class _Order:
    """One text to write, for the model's thread; `hand_on` and `cancelled` may be used from any."""

    messages: Sequence[Message]
    max_tokens: int
    temperature: float
    schema: JsonSchema | None
    grammar: str | None
    hand_on: Callable[[TextPiece | Exception], None]
    cancelled: threading.Event


class GgufGenerator:
    """Texts wait for each other. A text that nobody reads any more is given up at its next token."""

    name = NAME

    def __init__(self, model: str, models_dir: Path, *, context: int = 8192, gpu_layers: int = -1) -> None:
        """`model` is a name that `visavis models` knows, or a file. Raises `EngineNotInstalled`."""
        require("llama_cpp", "jsonschema", engine=NAME)
        self.model = Path(model).name.removesuffix(".gguf")
        self._source = model
        self._models_dir = models_dir
        self._context = context
        self._gpu_layers = gpu_layers
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=NAME)
        self._llama: Llama | None = None
        self._orders: set[_Order] = set()
        self._closed = False

    async def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        temperature: float = 0.0,
        schema: JsonSchema | None = None,
    ) -> AsyncGenerator[TextPiece, None]:
        """As the interface says; also raises `ModelMissing`."""
        if self._closed:
            raise EngineFailed(engine=NAME)
        if len(self._orders) >= MAX_WAITING:
            raise AtCapacity
        loop, pieces = asyncio.get_running_loop(), asyncio.Queue[TextPiece | Exception]()

        def hand_on(piece: TextPiece | Exception) -> None:
            loop.call_soon_threadsafe(pieces.put_nowait, piece)

        order = _Order(
            messages=messages,
            max_tokens=max_tokens,
            temperature=temperature,
            schema=schema,
            grammar=None if schema is None else grammar_of(schema),
            hand_on=hand_on,
            cancelled=threading.Event(),
        )
        self._orders.add(order)
        writing = loop.run_in_executor(self._thread, self._write, order)
        try:
            while True:
                piece = await pieces.get()
                if isinstance(piece, Exception):
                    raise piece
                yield piece
                if piece.finish_reason:
                    return
        finally:
            order.cancelled.set()
            self._orders.discard(order)
            await asyncio.wait([writing])

    async def warm_up(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._loaded)

    async def close(self) -> None:
        """Give up what is being written and free the model. Safe to call twice."""
        self._closed = True
        for order in self._orders:
            order.cancelled.set()
        await asyncio.to_thread(self._thread.shutdown)
        if self._llama:
            self._llama.close()
            self._llama = None

    def _write(self, order: _Order) -> None:
        """In the model's thread: hand on pieces, or what went wrong."""
        try:
            for piece in self._pieces(order):
                order.hand_on(piece)
            if order.cancelled.is_set():  # by `close`: whoever gave up themselves does not read this
                order.hand_on(EngineFailed(engine=NAME))
        except VisavisError as error:
            order.hand_on(error)
        except Exception as error:  # whatever a native library and its wrapper raise: whoever waits must hear of it
            log.error("the language model failed", engine=NAME, error=type(error).__name__)
            failure = EngineFailed(engine=NAME)
            failure.__cause__ = error
            order.hand_on(failure)

    def _pieces(self, order: _Order) -> Iterator[TextPiece]:
        if order.cancelled.is_set():
            return
        llama = self._loaded()
        prompt = llama.prompt(order.messages)
        most = min(order.max_tokens, llama.context - len(prompt))
        if most < 1:
            raise PromptTooLong(tokens=str(len(prompt)), limit=str(llama.context - 1))
        decoder, text, count, ended = codecs.getincrementaldecoder("utf-8")("replace"), "", 0, False
        read, cached = llama.evaluated, None
        for token in llama.tokens(prompt, order.temperature, order.grammar):
            if order.cancelled.is_set():
                return
            if cached is None:
                cached = len(prompt) - (llama.evaluated - read)
            ended = token is None
            if token is None:
                break
            count += 1
            text += (piece := decoder.decode(token))
            yield TextPiece(piece)
            if count == most:
                break
        if ended and order.schema is not None:
            _check(text, order.schema)
        usage = Usage(len(prompt), count, cached or 0)
        yield TextPiece(decoder.decode(b"", final=True), "stop" if ended else "length", usage)

    def _loaded(self) -> "Llama":
        """In the model's thread, as everything that touches the model."""
        if self._llama is None:
            from engines.llm.llama import Llama  # noqa: PLC0415 - loads the native library

            file = model_path(self._models_dir, self._source, engine=NAME)
            try:
                self._llama = Llama(file, self._context, self._gpu_layers)
            except (ValueError, RuntimeError, OSError) as error:
                log.error("the language model cannot be loaded", engine=NAME, reason=str(error))
                raise EngineFailed(engine=NAME) from error
        return self._llama


def _check(text: str, schema: JsonSchema) -> None:
    """The grammar lets nothing else through; a model's word is checked all the same. Raises `EngineFailed`."""
    import jsonschema  # noqa: PLC0415 - comes with the extra

    try:
        jsonschema.validate(json.loads(text), schema)
    except (json.JSONDecodeError, jsonschema.ValidationError) as error:
        log.error("what the language model wrote does not fit its schema", engine=NAME, error=type(error).__name__)
        raise EngineFailed(engine=NAME) from error
