"""The media server with a recogniser that takes no time, and whatever voice settings name; started by `streaming.py`.

An answer grows by a sentence with each stretch of speech in it.
"""

import asyncio
import sys

from calls.stub_server import InstantRecognizer, InstantStream, LevelServices
from contracts.base import Language
from engines.stt import Hypothesis, Pcm, Recognition
from media_server.main import create_app
from media_server.settings import MediaSettings
from media_server.watching.pool import TrackerPool
from processes.serving import serving, until_told
from runtime.collector import exempt_loaded

SENTENCES = (
    "First I looked at which of our reports were slow in the morning.",
    "Then I talked to the people who read them.",
    "In the end we moved two of them to the night.",
)


class GrowingStream(InstantStream):
    def __init__(self) -> None:
        super().__init__()
        self._segments: set[int] = set()

    async def feed(self, pcm: Pcm, *, segment: int, at: float) -> Hypothesis | None:
        if segment in self._segments:
            return None
        self._segments.add(segment)
        text = " ".join(SENTENCES[: len(self._segments)])
        self._heard = Hypothesis(text, len(text))
        return self._heard

    async def finish(self) -> Recognition:
        return Recognition(self._heard.text)


class GrowingRecognizer(InstantRecognizer):
    async def open(self, language: Language, *, captions: bool = True) -> GrowingStream:
        return GrowingStream()


async def main(port: int) -> None:
    settings = MediaSettings()
    real = LevelServices.from_settings(settings)
    stubs = {"recognizer": GrowingRecognizer(), "trackers": TrackerPool(0)}
    app = create_app(settings, LevelServices(**{**vars(real), **stubs}))
    exempt_loaded()
    async with serving(app, port):
        await until_told()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
