"""What goes wrong on the candidate's side: each has its own words, and nothing that was said is lost."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from browser import Devices
from journey import LOCALES, Journey
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.timeout(400)

ANSWERED = re.compile(r"\w+ \w+ \w+")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_blocked_microphone_says_how_to_unblock_it(open_page, language: str):
    journey = Journey(open_page(Devices(permit=False), locale=LOCALES[language]), language)
    journey.sign_up()
    journey.new_interview(questions=1, consents=("transcription",), interview_language="en")
    journey.button("check:microphone.open").click()
    device = journey.text("devices:name.microphone")
    refused = [journey.says(f"devices:failure.{reason}.title", device=device) for reason in ("denied", "blocked")]
    expect(refused[0].or_(refused[1]).first).to_be_visible()


def test_without_a_camera_the_interview_goes_on(open_page, speaking: Path):
    journey = Journey(open_page(Devices(microphone=speaking, camera=None)), "en")
    journey.sign_up()
    journey.new_interview(questions=1, consents=("transcription", "delivery"))
    journey.button("check:camera.open").click()
    expect(journey.says("devices:failure.missing.title", device=journey.text("devices:name.camera"))).to_be_visible()
    journey.enter_room()
    journey.question_is(1, 1)
    words = journey.page.get_by_role("log")
    expect(words).to_have_text(ANSWERED, timeout=90_000)
    journey.report_is_there()


def test_two_reloads_and_a_cut_line_lose_nothing_that_was_said(open_page, talking: Path, face: Path):
    journey = Journey(open_page(Devices(microphone=talking, camera=face)), "en")
    page = journey.page
    journey.sign_up()
    journey.new_interview(questions=1, consents=("transcription",))
    journey.enter_room()
    said: list[str] = []
    for _ in range(2):
        said.append(heard_so_far(page, beyond=said))
        page.reload()
        journey.come_in()
        await_kept(page, said[-1])
    said.append(heard_so_far(page, beyond=said))
    with cut_line():
        page.wait_for_timeout(10_000)
    said.append(heard_so_far(page, beyond=said))
    await_kept(page, said[0])
    journey.button("room:control.done").click()
    journey.report_is_there(within=180_000)
    text = journey.report()["answers"][0]["text"]
    assert all(is_kept(words, text) for words in said)
    assert len(text.split()) >= 0.75 * max(len(words.split()) for words in said)


@contextmanager
def cut_line() -> Iterator[None]:
    """Stops the browser's network process: nothing leaves and nothing arrives, and no socket is closed."""
    frozen = [process for process in psutil.Process().children(recursive=True) if _is_network_process(process)]
    assert frozen, "Chromium's network process was not found"
    for process in frozen:
        process.suspend()
    try:
        yield
    finally:
        for process in frozen:
            process.resume()


def _is_network_process(process: psutil.Process) -> bool:
    try:
        return any("network.mojom.NetworkService" in argument for argument in process.cmdline())
    except psutil.Error:
        return False


def heard_so_far(page: Page, *, beyond: list[str]) -> str:
    """The caption, once it holds four words more than what was said before."""
    wanted = max((len(words.split()) for words in beyond), default=0) + 4
    page.wait_for_function(
        "(count) => (document.querySelector('[role=log]')?.textContent ?? '').trim().split(/\\s+/).length >= count",
        arg=wanted,
        timeout=90_000,
    )
    return page.get_by_role("log").inner_text().strip()


def await_kept(page: Page, said: str) -> None:
    """Wait until the caption holds what was said before."""
    caption = page.get_by_role("log")
    for _ in range(120):
        if is_kept(said, caption.inner_text()):
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"of {said!r} too little is in {caption.inner_text()!r}")


def is_kept(said: str, text: str) -> bool:
    """Words are weighed again with those that follow, and written for people in the end: most of them stay."""
    words, later = ({word.strip(".,").lower() for word in line.split()} for line in (said, text))
    return len(words & later) >= len(words) / 2
