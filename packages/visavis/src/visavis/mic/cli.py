"""What `visavis mic` prints: the words as they are certain, or at the end everything as JSON."""

import asyncio
import signal
from pathlib import Path

from contracts.base import Language
from contracts.speech import Word

from visavis.mic.listening import HeardSound, Listening
from visavis.mic.sources import Source

STDOUT = Path("-")


def listen(url: str, token: str | None, language: Language | None, *, source: Source, json: Path | None) -> HeardSound:
    """Hear the source, a microphone until Ctrl-C. Raises `SourceError`, `VisavisError`."""
    is_quiet = json == STDOUT
    listening = Listening(url, token, language, _ignore if is_quiet else _print)
    heard = asyncio.run(_until_interrupted(listening, source))
    record = heard.model_dump_json(indent=2)
    print(record if is_quiet else "")
    if json and not is_quiet:
        json.write_text(record + "\n", encoding="utf-8")
    return heard


async def _until_interrupted(listening: Listening, source: Source) -> HeardSound:
    """The first Ctrl-C ends the sound, and what has been said is still heard; a second one ends the program."""
    loop = asyncio.get_running_loop()

    def stop() -> None:
        loop.remove_signal_handler(signal.SIGINT)
        source.stop()

    loop.add_signal_handler(signal.SIGINT, stop)
    return await listening.hear(source)


def _print(words: list[Word]) -> None:
    if words:
        print(*(word.text for word in words), end=" ", flush=True)


def _ignore(words: list[Word]) -> None:
    """Everything is printed at the end."""
