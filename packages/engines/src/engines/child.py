"""The child's side of `engines.process`: `python -m engines.child`.

Standard input and output carry pickles, each behind its length. A request is `(function, args, kwargs)`: the first
makes the engine, the others take it as their first argument. Each is answered with `(True, result)` or `(False, where
it failed)`. End of input ends the process.
"""

import os
import pickle
import signal
import struct
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

HEADER = struct.Struct("!Q")


def main() -> None:
    # Ctrl-C reaches the whole terminal; the server decides when its engines end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = _pipes()
    engine: object = None
    for number, (function, args, kwargs) in enumerate(_received(requests)):
        try:
            if number == 0:
                engine, result = function(*args, **kwargs), None
            else:
                result = function(engine, *args, **kwargs)
            answer = pickle.dumps((True, result), protocol=pickle.HIGHEST_PROTOCOL)
        except Exception as error:
            answer = pickle.dumps((False, _where(error)))
        answers.write(HEADER.pack(len(answer)) + answer)
        answers.flush()


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take standard output for ourselves: what a native library prints there goes to standard error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return sys.stdin.buffer, answers


def _received(pipe: BinaryIO) -> Iterator[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]]:
    """Requests as the caller wrote them; their types are checked where `EngineProcess.call` is called."""
    while len(header := pipe.read(HEADER.size)) == HEADER.size:
        (length,) = HEADER.unpack(header)
        yield pickle.loads(pipe.read(length))  # noqa: S301 — written by the process that started this one


def _where(error: Exception) -> str:
    """The error's type and place, and not its message, which could hold what a candidate said."""
    frames = traceback.extract_tb(error.__traceback__)
    file, line, function, _ = frames[-1]
    return f"{type(error).__name__} in {function}, line {line} of {os.path.basename(file)}"


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:  # the server is gone, and with it the one who would read a complaint
        os._exit(0)
