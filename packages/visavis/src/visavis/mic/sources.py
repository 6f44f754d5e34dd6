"""Where sound comes from: 16 kHz mono, int16, in pieces of any length."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

import numpy as np
from contracts.base import Language
from contracts.errors import VisavisError
from engines.audio import Pcm16, decode
from engines.stt import SAMPLE_RATE

PIECE = 0.1
"""Seconds that come at a time."""
MAX_FILE_SECONDS = 4 * 3600.0


class SourceError(Exception):
    """There is no sound to be had; the text says what to do."""


class Source(Protocol):
    def __aiter__(self) -> AsyncIterator[Pcm16]: ...

    def stop(self) -> None:
        """End the sound; what has come so far is still given."""


class FileSource:
    """A sound file, as fast as it is taken."""

    def __init__(self, path: Path) -> None:
        """Raises `SourceError`."""
        try:
            self._pcm = decode(path.read_bytes(), SAMPLE_RATE, max_seconds=MAX_FILE_SECONDS)
        except OSError as error:
            raise SourceError(f"{path} cannot be read: {error.strerror}.") from error
        except VisavisError as error:
            raise SourceError(f"{path}: {error.body(Language.EN).detail}") from error
        self._stopped = False

    async def __aiter__(self) -> AsyncIterator[Pcm16]:
        step = round(PIECE * SAMPLE_RATE)
        for start in range(0, len(self._pcm), step):
            if self._stopped:
                return
            yield self._pcm[start : start + step]

    def stop(self) -> None:
        self._stopped = True


class Microphone:
    """The system's microphone, or the one that `device` names."""

    def __init__(self, device: str | None = None) -> None:
        self._device = int(device) if device and device.isdecimal() else device
        self._pieces: asyncio.Queue[Pcm16 | None] = asyncio.Queue()

    async def __aiter__(self) -> AsyncIterator[Pcm16]:
        """Raises `SourceError`."""
        try:
            import sounddevice  # noqa: PLC0415 - an extra
        except ModuleNotFoundError as error:
            raise SourceError(
                "Microphones need the extra `microphone`: uv sync --extra microphone. A sound file (--file) needs none."
            ) from error
        except OSError as error:
            raise SourceError(
                "The system's PortAudio library is missing: apt-get install libportaudio2 (macOS and Windows have it)."
            ) from error
        loop = asyncio.get_running_loop()

        def take(data: bytes, *_: object) -> None:
            loop.call_soon_threadsafe(self._pieces.put_nowait, np.frombuffer(bytes(data), np.int16))

        try:
            stream = sounddevice.RawInputStream(
                samplerate=SAMPLE_RATE,
                channels=1,
                dtype="int16",
                blocksize=round(PIECE * SAMPLE_RATE),
                device=self._device,
                callback=take,
            )
        except (sounddevice.PortAudioError, ValueError) as error:
            raise SourceError(f"No microphone could be opened ({error}). Plug one in, or give its --device.") from error
        with stream:
            print("Listening; Ctrl-C ends.", file=sys.stderr)
            while (piece := await self._pieces.get()) is not None:
                yield piece

    def stop(self) -> None:
        self._pieces.put_nowait(None)
