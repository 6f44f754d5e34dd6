"""What goes wrong on the candidate's side: each has its own words, and nothing that was said is lost."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import psutil
import pytest
from browser import SAMPLE_RATE, Devices, Sound
from deepgram_service import deepgram_service_beside
from journey import LOCALES, Journey
from marked_clips import MarkedClips
from media_server.hearing.resample import Resampler
from playwright.sync_api import Page, expect
from visavis.testing import prepared_home, running_platform

pytestmark = pytest.mark.timeout(400)

ANSWERED = re.compile(r"\w+ \w+ \w+")
CLIP = "said"
TAKEN = """() => {
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = (wanted) =>
    wanted.video ? Promise.reject(new DOMException("Could not start video source", "NotReadableError")) : open(wanted);
}"""
"""What Chromium throws for a camera that another program holds, which its camera for tests never does."""
FOLLOWING = "I measured it and fixed it with my team."


@pytest.fixture(scope="module")
def ear(answer: Sound) -> MarkedClips:
    frame = av.AudioFrame.from_ndarray(answer[np.newaxis], format="s16", layout="mono")
    frame.sample_rate = SAMPLE_RATE
    return MarkedClips({CLIP: (Resampler().feed(frame) * 32767).astype(np.int16)})


@pytest.fixture(scope="module")
def platform_url(ear: MarkedClips) -> Iterator[str]:
    """With an ear that hears in a sound what is in it, and nothing else, so that every word can be followed."""
    with (
        deepgram_service_beside(ear) as service,
        prepared_home() as home,
        running_platform(home, service.settings) as platform,
    ):
        yield platform.url


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_blocked_microphone_says_how_to_unblock_it(open_page, language: str):
    journey = Journey(open_page(Devices(permit=False), locale=LOCALES[language]), language)
    journey.sign_up()
    journey.new_interview(questions=1, consents=("transcription",), interview_language="en")
    journey.button("check:microphone.open").click()
    device = journey.text("devices:name.microphone")
    refused = [journey.says(f"devices:failure.{reason}.title", device=device) for reason in ("denied", "blocked")]
    expect(refused[0].or_(refused[1]).first).to_be_visible()


def test_without_a_camera_or_with_one_that_is_taken_the_interview_goes_on(open_page, speaking: Path):
    journey = Journey(open_page(Devices(microphone=speaking, camera=None)), "en")
    journey.sign_up()
    journey.new_interview(questions=1, consents=("transcription", "delivery"))
    journey.button("check:camera.open").click()
    camera = journey.text("devices:name.camera")
    expect(journey.says("devices:failure.missing.title", device=camera)).to_be_visible()
    # It is plugged in, and in a call of another program.
    journey.page.evaluate(TAKEN)
    journey.button("common:error.retry").click()
    expect(journey.says("devices:failure.busy.title", device=camera)).to_be_visible()
    journey.enter_room()
    journey.question_is(1, 1)
    expect(journey.says("devices:failure.busy.detail", device=camera)).to_be_visible(timeout=30_000)
    expect(journey.says("room:without.camera")).to_be_visible()
    words = journey.page.get_by_role("log")
    expect(words).to_have_text(ANSWERED, timeout=90_000)
    journey.button("room:control.done").click()
    type_what_follows(journey)
    journey.report_is_there()
    assert journey.report()["answers"][0]["source"] == "speech"


def test_by_keyboard_alone_two_reloads_and_a_cut_line_lose_nothing(
    open_page, talking: Path, face: Path, ear: MarkedClips
):
    """A whole interview, from the landing page to how it was: nothing that was said is lost, and nothing pointed at."""
    journey = Journey(open_page(Devices(microphone=talking, camera=face)), "en")
    page = journey.page
    pointed: list[str] = []

    def note(element: str) -> None:
        pointed.append(element)

    page.expose_function("noteAsPointedAt", note)
    page.add_init_script("addEventListener('pointerdown', ({ target }) => noteAsPointedAt(target.outerHTML), true)")
    journey.sign_up_by_keyboard()
    journey.press_by_keyboard("home:newInterview")
    page.wait_for_url("**/interviews/new")
    journey.choose_by_keyboard(page.get_by_role("radio", name=re.compile(r"^1\b")))
    journey.tab_to(journey.field("consent:transcription.agree"))
    page.keyboard.press("Space")
    journey.press_by_keyboard("newInterview:submit")
    page.wait_for_url("**/check")
    journey.press_by_keyboard("check:microphone.open")
    journey.press_by_keyboard("check:enter.action", "check:enter.continue")
    page.wait_for_url("**/room")
    journey.come_in(by_keyboard=True)
    heard: list[str] = []
    for _ in range(2):
        heard = heard_so_far(page, beyond=heard)
        page.reload()
        journey.come_in(by_keyboard=True)
    heard = heard_so_far(page, beyond=heard)
    with cut_line():
        page.wait_for_timeout(10_000)
    heard = heard_so_far(page, beyond=heard)
    journey.press_by_keyboard("room:control.done")
    journey.answer_on(lambda: journey.type_by_keyboard(FOLLOWING), until=1, after=1)
    journey.report_is_there(within=180_000)
    journey.choose_by_keyboard(page.get_by_role("radio", name=journey.text("report:feedback.scale.4"), exact=True))
    expect(journey.says("report:feedback.saved")).to_be_visible()
    assert journey.api("/feedback")["rating"] == 4
    assert not pointed
    answer = marks(journey.report()["answers"][0]["text"])
    assert answer[: len(heard)] == heard
    # The microphone's file begins anew with every page. Beyond that, no more is missing than sounded in ten seconds.
    clip = ear.words[CLIP]
    skipped = [
        (clip.index(word) - clip.index(earlier) - 1) % len(clip)
        for earlier, word in pairwise(answer)
        if word != clip[0]
    ]
    assert sum(skipped) <= len(clip)


def type_what_follows(journey: Journey) -> None:
    """Answers the follow-ups to the first answer, which was spoken."""
    journey.answer_on(lambda: journey.type_answer(FOLLOWING), until=1, after=1)


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


def heard_so_far(page: Page, *, beyond: list[str]) -> list[str]:
    """What the caption holds, once it holds all that it held `beyond` this, in its order, and four words more."""
    caption = page.get_by_role("log")
    expect(caption).to_have_text(re.compile(r"\W+".join([*beyond, *4 * [r"\w+"]]), re.IGNORECASE), timeout=90_000)
    heard = marks(caption.inner_text())
    assert heard[: len(beyond)] == beyond
    return heard


def marks(text: str) -> list[str]:
    """The words of a caption, or of an answer, which is written for people."""
    return re.findall(r"\w+", text.lower())
