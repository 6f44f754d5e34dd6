"""A local platform that every test may use, and real Chromium with a microphone and a camera that play files.

What Chromium opens is `platform_url`, which tests that want another platform say for themselves.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from browser import Devices, Sound, chromium, find_chromium, quiet, recording, spoken, write_mjpeg, write_wav
from playwright.sync_api import Page, Playwright, sync_playwright
from visavis.candidate.portrait import portrait_frames
from visavis.testing import prepared_home, running_platform

DATA = os.environ.get("VISAVIS_TEST_DATA")
SAID = "I worked on the database with my team, and then we measured the time and made it twice as fast."

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def platform_home() -> Iterator[Path]:
    with prepared_home() as home:
        yield home


@pytest.fixture(scope="session")
def platform_url(platform_home: Path) -> Iterator[str]:
    """Everybody's platform, as `make up` starts it, with the embedded engines."""
    with running_platform(platform_home) as platform:
        yield platform.url


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def answer() -> Sound:
    """A person who speaks, where there is a recording of one; else the project's own voice."""
    if DATA:
        return recording(Path(DATA) / "speech" / "en_jfk.flac")
    return spoken(SAID)


@pytest.fixture(scope="session")
def answer_words() -> set[str]:
    """Words of `answer` that an embedded recogniser can be expected to understand one of."""
    return {"country", "ask", "fellow", "americans"} if DATA else {"database", "team", "time", "twice", "fast"}


@pytest.fixture(scope="session")
def face(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's drawn portrait, as a camera shows it."""
    path = tmp_path_factory.mktemp("camera") / "portrait.mjpeg"
    return write_mjpeg(path, portrait_frames(seconds=6, fps=15), 640, 480)


@pytest.fixture(scope="session")
def speaking(tmp_path_factory: pytest.TempPathFactory, answer: Sound) -> Path:
    """Silence while a question is asked, an answer, and silence again; enough for three questions."""
    path = tmp_path_factory.mktemp("microphone") / "answers.wav"
    return write_wav(path, quiet(12), answer, quiet(20), answer, quiet(20), answer, quiet(60))


@pytest.fixture
def open_page(playwright: Playwright, platform_url: str) -> Iterator[OpenPage]:
    """Opens a page of a browser with these devices, in this language, and closes it after the test."""
    program = find_chromium()
    assert program
    with ExitStack() as stack:

        def open_page(devices: Devices, locale: str = "en-GB", **options: object) -> Page:
            browser = stack.enter_context(chromium(playwright, program, devices))
            context = browser.new_context(base_url=platform_url, locale=locale, **options)
            context.set_default_timeout(30_000)
            return context.new_page()

        yield open_page
