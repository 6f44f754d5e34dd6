"""What a recording takes on disk, and how far from its word a click in the transcript lands.

    uv run python tests/bench/recording.py

Chromium goes through an interview by the project's own pages and says single words, with quiet between them. Where the
player would go for the words of the transcript is compared with where sound begins in the recording: what the
recogniser and the measured clock are off together. Disk: what object storage holds, by the length of the recordings;
the face is a drawn one under the grain of a camera.
"""

import argparse
import sys
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
from contracts.rights import recordings_of
from numpy.typing import NDArray
from playwright.sync_api import sync_playwright
from rich.console import Console
from visavis.candidate.portrait import portrait_frames
from visavis.testing import running_platform, temporary_home

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from browser import Devices, chromium, find_chromium, quiet, spoken, write_mjpeg, write_wav
from journey import Journey

WORDS = (
    "yesterday",
    "problem",
    "customer",
    "seven",
    "database",
    "meeting",
    "telephone",
    "number",
    "hospital",
    "computer",
)
PAUSE = 0.6
QUESTION = 14.0
"""The interviewer speaks for less."""
RATE = 48_000
"""Of Opus, however it was recorded."""
GRAIN = 6
"""Standard deviation of a pixel's noise, of 255."""

Pcm = NDArray[np.float64]


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    console = Console(soft_wrap=True)
    with temporary_home() as home:
        devices = Devices(microphone=_voice(home / "voice.wav"), camera=_face(home / "face.mjpeg"))
        recording, answer, data, stored = _interview(home / "platform", devices)
    minutes = recording["seconds"] / 60
    console.print(f"recorded {recording['seconds']:.0f} s in {recording['size'] / 2**20:.2f} MiB")
    console.print(f"object storage: {stored / 2**20:.2f} MiB, {stored / 2**20 / minutes:.2f} MiB a minute")
    places = np.array([_place(recording["clock"], word["start"]) for word in answer["words"]])
    errors = np.array([places[np.argmin(np.abs(places - onset))] - onset for onset in _onsets(_sound(data))])
    console.print(f"the clock by its own account: ±{max(mark['error'] for mark in recording['clock']):.3f} s")
    console.print(
        f"{len(errors)} sounds: the nearest word of the transcript begins {np.median(errors):+.3f} s after one begins "
        f"(median), {np.abs(errors).max():.3f} s from one at worst"
    )


def _interview(home: Path, devices: Devices) -> tuple[dict[str, Any], dict[str, Any], bytes, int]:
    """One spoken answer: its recording and its transcript as the API describes them, the file, and bytes stored."""
    home.mkdir(mode=0o711)
    program = find_chromium()
    if program is None:
        sys.exit("no Chromium or Chrome on this machine")
    with (
        running_platform(home) as platform,
        sync_playwright() as playwright,
        chromium(playwright, program, devices) as browser,
    ):
        page = browser.new_context(base_url=platform.url, locale="en-GB").new_page()
        journey = Journey(page, "en")
        journey.sign_up()
        journey.new_interview(questions=2, consents=("transcription", "recording"))
        journey.enter_room()
        recording = _complete(journey)
        [answer] = [one for one in journey.api("/transcripts") if one["turn"] == 1 and one["speaker"] == "User"]
        data = journey.file(f"/recordings/{recording['question_id']}?take={recording['take']}")
        takes = home.glob(f"**/{recordings_of(journey.interview_id)}/*")
        # Their names are in the order of their beginning.
        stored = sum(chunk.stat().st_size for chunk in min(takes).iterdir())
    return recording, answer, data, stored


def _complete(journey: Journey) -> dict[str, Any]:
    """The first question's recording, once all of it has arrived."""
    for _ in range(600):
        recordings = journey.api("/recordings")
        if recordings and recordings[0]["complete"]:
            first: dict[str, Any] = recordings[0]
            return first
        journey.page.wait_for_timeout(500)
    sys.exit("the first answer's recording did not arrive within five minutes")


def _voice(path: Path) -> Path:
    words = [sound for word in WORDS for sound in (spoken(word), quiet(PAUSE))]
    return write_wav(path, quiet(QUESTION), *words, quiet(60))


def _face(path: Path) -> Path:
    random = np.random.default_rng(7)
    frames = (
        np.clip(frame + random.normal(0, GRAIN, frame.shape), 0, 255).astype(np.uint8)
        for frame in portrait_frames(seconds=6, fps=15)
    )
    return write_mjpeg(path, frames, 640, 480)


def _sound(data: bytes) -> Pcm:
    """By the recording's own clock: where it has a gap, it is silent."""
    with av.open(BytesIO(data)) as container:
        frames = container.decode(audio=0)
        pieces = [(round(frame.time * RATE), frame.to_ndarray().mean(axis=0)) for frame in frames]
    sound = np.zeros(max(start + len(piece) for start, piece in pieces))
    for start, piece in pieces:
        sound[start : start + len(piece)] = piece
    return sound


def _onsets(sound: Pcm) -> Iterator[float]:
    """Seconds at which something is heard after at least half of `PAUSE` in which nothing was."""
    window = RATE // 100
    levels = np.sqrt((sound[: len(sound) // window * window].reshape(-1, window) ** 2).mean(axis=1))
    loud = np.flatnonzero(levels > levels.max() / 30) * window / RATE
    yield from loud[:1]
    yield from (after for before, after in pairwise(loud) if after - before > PAUSE / 2)


def _place(clock: list[dict[str, float]], heard: float) -> float:
    """As the player finds it: frontend/src/features/recording/answer-clock.ts."""
    before = [mark for mark in clock if mark["heard"] <= heard]
    mark = before[-1] if before else clock[0]
    return mark["at"] + heard - mark["heard"]


if __name__ == "__main__":
    main()
