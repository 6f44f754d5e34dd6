"""A network that lets pages through and no media: the interview goes on with recorded answers, to its report."""

from pathlib import Path

import pytest
from browser import Devices, Sound, write_wav
from journey import Journey
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.timeout(600)

UNTIL_BLOCKED = 120_000
"""Milliseconds; two tries of 15 s on a machine with nothing else to do."""


@pytest.fixture(scope="session")
def always_talking(tmp_path_factory: pytest.TempPathFactory, answer: Sound) -> Path:
    """Whenever it is recorded, somebody speaks."""
    path = tmp_path_factory.mktemp("microphone") / "always.wav"
    return write_wav(path, *[answer] * 50)


def test_an_interview_with_recorded_answers(open_page, always_talking: Path, answer_words: set[str]):
    journey = Journey(open_page(Devices(microphone=always_talking, udp=False)), "en")
    page = journey.page
    journey.sign_up()
    journey.new_interview(questions=2, consents=("transcription",))
    journey.enter_room()
    take_the_offer(journey)
    journey.question_is(1, 2)
    with_sound(page)

    # The server is away while the first answer is sent, and the page is reloaded on top of it.
    page.route("**/api/answer/complete", lambda route: route.abort())
    record(journey)
    expect(journey.says("room:voice.notSent")).to_be_visible(timeout=90_000)
    page.unroute("**/api/answer/complete")
    page.reload()
    journey.come_in()
    # The choice holds: nobody waits for the same network once more.
    expect(journey.says("room:voice.found")).to_be_visible(timeout=30_000)
    journey.button("room:typed.send").click()

    journey.question_is(2, 2)
    expect(journey.says("room:voice.heard").first).to_be_visible()
    record(journey)
    journey.report_is_there(within=240_000)
    report = journey.report()
    assert [answer["source"] for answer in report["answers"]] == ["speech", "speech"]
    for answer in report["answers"]:
        assert answer_words & {word.strip(".,?").lower() for word in answer["text"].split()}
    assert pieces_left(page) == 0, "what the server has is not kept in the browser"


def take_the_offer(journey: Journey) -> None:
    offer = journey.button("room:failed.record")
    expect(offer).to_be_visible(timeout=UNTIL_BLOCKED)
    offer.click()


def with_sound(page: Page) -> None:
    """The question plays: its sound comes by plain HTTP."""
    with page.expect_response("**/api/speech/*", timeout=60_000) as sounding:
        page.get_by_role("button", name="Repeat").click(timeout=60_000)
    assert sounding.value.ok
    assert sounding.value.headers["content-type"] == "audio/mpeg"


def record(journey: Journey) -> None:
    """Say twelve seconds of the answer, and send it."""
    start = journey.button("room:voice.record")
    expect(start).to_be_visible(timeout=60_000)
    start.click()
    journey.page.wait_for_timeout(12_000)
    journey.button("room:voice.finish").click()


def pieces_left(page: Page) -> int:
    return page.evaluate(
        """() => new Promise((resolve) => {
            const opening = indexedDB.open("visavis.recordings");
            opening.onsuccess = () => {
                const counting = opening.result.transaction("pieces").objectStore("pieces").count();
                counting.onsuccess = () => resolve(counting.result);
            };
        })"""
    )
