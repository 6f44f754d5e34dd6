"""Real headless Chromium with a microphone and a camera that play files."""

import asyncio
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path

import av
import numpy as np
from contracts.base import Language
from engines.tts.espeak import EspeakVoice
from engines.tts.sentences import Sentence
from media_server.speaking.speaker import as_clip
from numpy.typing import NDArray
from playwright.sync_api import Browser, Playwright

SAMPLE_RATE = 48_000
FRAMES_PER_SECOND = 15
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ALWAYS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

Sound = NDArray[np.int16]


@dataclass(frozen=True)
class Devices:
    """What stands before the browser. `permit` answers its question for permission; None asks nobody and denies.

    Without `udp` the browser sits behind a firewall that lets web pages through and no media.
    """

    microphone: Path | None = None
    camera: Path | None = None
    permit: bool = True
    udp: bool = True

    @property
    def flags(self) -> list[str]:
        flags = ["--use-fake-device-for-media-stream" + ("" if self.camera else "=device-count=0")]
        if self.permit:
            flags.append("--use-fake-ui-for-media-stream")
        if self.microphone:
            flags.append(f"--use-file-for-fake-audio-capture={self.microphone}%noloop")
        if self.camera:
            flags.append(f"--use-file-for-fake-video-capture={self.camera}")
        if not self.udp:
            flags.append("--webrtc-ip-handling-policy=disable_non_proxied_udp")
            flags.append("--force-webrtc-ip-handling-policy=disable_non_proxied_udp")
        return flags


def find_chromium() -> str | None:
    """The machine's own Chromium or Chrome."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


@contextmanager
def chromium(playwright: Playwright, program: str, devices: Devices) -> Iterator[Browser]:
    # Chromium's sandbox needs user namespaces that containers, where tests run as root, do not give.
    browser = playwright.chromium.launch(
        executable_path=program, args=[*ALWAYS, *devices.flags], chromium_sandbox=False
    )
    try:
        yield browser
    finally:
        browser.close()


def recording(path: Path) -> Sound:
    """A sound file, mono, at the microphone's rate."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    with av.open(str(path)) as container:
        decoded = [out for frame in container.decode(audio=0) for out in resampler.resample(frame)]
    return np.concatenate([frame.to_ndarray()[0] for frame in [*decoded, *resampler.resample(None)]])


def spoken(text: str) -> Sound:
    """English by the project's own voice."""
    with ThreadPoolExecutor(1) as thread:  # Playwright keeps an event loop running in this one
        return thread.submit(asyncio.run, _synthesised(text)).result()


async def _synthesised(text: str) -> Sound:
    voice = EspeakVoice()
    try:
        return as_clip(await voice.synthesise(text, Language.EN), Sentence(text, 0, len(text))).pcm
    finally:
        await voice.close()


def quiet(seconds: float) -> Sound:
    """A quiet room: never digital silence."""
    return np.random.default_rng(7).integers(-20, 20, int(seconds * SAMPLE_RATE), dtype=np.int16)


def write_wav(path: Path, *pieces: Sound) -> Path:
    """What the fake microphone says, once, from the moment that a page opens it."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=SAMPLE_RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.concatenate(pieces)[None], format="s16", layout="mono")
        frame.sample_rate, frame.time_base, frame.pts = SAMPLE_RATE, Fraction(1, SAMPLE_RATE), 0
        for packet in chain(stream.encode(frame), stream.encode(None)):
            container.mux(packet)
    return path


def write_mjpeg(path: Path, pictures: Iterable[NDArray[np.uint8]], width: int, height: int) -> Path:
    """What the fake camera shows, over and over; `pictures` are RGB, shape (height, width, 3)."""
    with av.open(str(path), "w", format="mjpeg") as container:
        stream = container.add_stream("mjpeg", rate=FRAMES_PER_SECOND)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuvj420p"
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FRAMES_PER_SECOND)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
