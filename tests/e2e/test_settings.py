"""What a candidate sets is what the interviewer does: from the settings page into the room, and changed there. Then
they take what is held on them along, and erase it.
"""

import json
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from browser import Devices, quiet, write_wav
from journey import PASSWORD, Journey
from playwright.sync_api import Page, WebSocket, expect

pytestmark = pytest.mark.timeout(400)

KEEP_OUTPUTS = """
  window.outputs = [];
  window.Audio = class extends Audio {
    constructor() {
      super();
      window.outputs.push(this);
      this.addEventListener("pause", () => { this.heard = [this.currentTime, this.volume]; });
    }
  };
"""
"""What plays is in no document: the page's own audio elements are kept for the test to look at."""


def tokens_of(page: Page) -> set[str]:
    """Those that requests show from now on."""
    shown: set[str] = set()
    page.on("request", lambda request: shown.update(request.headers.get("authorization", "").split(" ")[1:]))
    return shown


def kept_by(page: Page) -> str:
    """All that outlives the page or is written down by others: storage, cookies that scripts can read, addresses."""
    return str(
        page.evaluate(
            """() => JSON.stringify([
              {...localStorage}, {...sessionStorage}, document.cookie, location.href, document.referrer,
              performance.getEntriesByType("resource").map((entry) => entry.name),
            ])"""
        )
    )


def test_preferences_reach_the_room_and_an_account_leaves_with_its_data(open_page, tmp_path: Path):
    page = open_page(Devices(microphone=write_wav(tmp_path / "quiet.wav", quiet(180))))
    page.add_init_script(KEEP_OUTPUTS)
    said, heard = messages_of(page)
    shown = tokens_of(page)
    journey = Journey(page, "en")
    journey.sign_up()

    page.get_by_role("button", name=re.compile("Kim Minseo")).click()
    page.get_by_role("menuitem", name=journey.text("common:nav.settings")).click()
    page.wait_for_url("**/settings")
    page.get_by_role("radio", name="60 sec").check()
    set_slider(journey, "settings:speed.label", "ArrowRight", "1.05×")
    set_slider(journey, "settings:volume.label", "ArrowLeft", "95 %")
    expect(journey.says("settings:saved")).to_be_visible()
    journey.button("settings:listen.start").click()
    sample = page.wait_for_function("() => window.outputs.find((output) => output.heard)?.heard", timeout=60_000)
    seconds, volume = sample.json_value()
    assert (seconds > 1, volume) == (True, 0.95)
    expect(journey.button("settings:listen.start")).to_be_visible()

    page.get_by_role("link", name=journey.text("common:nav.home")).click()
    journey.new_interview(questions=1, consents=("transcription",))
    journey.enter_room()
    journey.question_is(1, 1)
    expect(journey.says("room:hint.preparing")).to_be_visible(timeout=60_000)
    left = page.get_by_role("region", name=journey.text("room:preparation.label")).get_by_role("timer")
    expect(left).to_have_text(re.compile(r"^(1:00|0:[45]\d)$"))
    assert max(message["prep_seconds"] or 0 for message in heard if message["type"] == "turn.state") > 30
    journey.button("room:preparation.start").click()
    expect(journey.says("room:hint.listening")).to_be_visible()
    assert lit_in_order(heard)
    assert shown
    assert not [token for token in shown if token in kept_by(page)]

    moment = journey.button("room:control.moment")
    moment.click()
    expect(moment).to_have_attribute("aria-pressed", "true")

    journey.button("room:soundMenu.open").click()
    set_slider(journey, "settings:volume.label", "ArrowLeft", "90 %")
    set_slider(journey, "settings:speed.label", "ArrowRight", "1.10×")
    assert page.evaluate("() => window.outputs.some((output) => output.srcObject && output.volume === 0.9)")
    wanted = [message for message in said if message["type"] == "voice"]
    assert [(message["speed"], message["voice"]) for message in (wanted[0], wanted[-1])] == [(1.05, None), (1.1, None)]
    page.keyboard.press("Escape")
    journey.answer_on(lambda: journey.type_answer("I measured it and fixed it with my team."), until=1)
    journey.report_is_there()

    page.goto("/settings")
    expect(slider(journey, "settings:speed.label")).to_have_attribute("aria-valuetext", "1.10×")
    expect(slider(journey, "settings:volume.label")).to_have_attribute("aria-valuetext", "90 %")
    assert "I measured it and fixed it with my team." in exported_transcripts(journey)
    erase_account(journey)


def exported_transcripts(journey: Journey) -> str:
    """From the archive of the one who is signed in, who has held one interview."""
    journey.button("rights:export.open").click()
    journey.field("auth:field.password").fill(PASSWORD)
    with journey.page.expect_download() as download:
        journey.button("rights:export.confirm").click()
    expect(journey.says("rights:export.begun")).to_be_visible()
    with ZipFile(download.value.path()) as archive:
        assert "README.md" in archive.namelist()
        (transcripts,) = [name for name in archive.namelist() if name.endswith("/transcripts.json")]
        return archive.read(transcripts).decode()


def erase_account(journey: Journey) -> None:
    page = journey.page
    page.get_by_role("link", name=journey.text("rights:account.toPage")).click()
    page.wait_for_url("**/settings/erase")
    journey.field("rights:account.form.email").fill(journey.email)
    journey.field("auth:field.password").fill(PASSWORD)
    journey.button("rights:account.form.confirm").click()
    expect(journey.says("landing:erased.title")).to_be_visible()
    page.goto("/home")
    page.wait_for_url("**/sign-in*")


def messages_of(page: Page) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What the page says to the media server, and what it hears, as it goes on."""
    said: list[dict[str, Any]] = []
    heard: list[dict[str, Any]] = []

    def follow(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: said.append(json.loads(frame)))
        socket.on("framereceived", lambda frame: heard.append(json.loads(frame)))

    page.on("websocket", follow)
    return said, heard


def lit_in_order(heard: list[dict[str, Any]]) -> bool:
    """Each word of the question was told when it sounded, and the last one too."""
    question = next(message["question"] for message in heard if message["type"] == "question.started")
    spoken = [message["spoken"] for message in heard if message["type"] == "question.words"]
    return len(set(spoken)) > 3 and spoken == sorted(spoken) and spoken[-1] == len(question["text"])


def slider(journey: Journey, key: str) -> Any:
    return journey.page.get_by_role("slider", name=journey.text(key))


def set_slider(journey: Journey, key: str, press: str, value: str) -> None:
    slider(journey, key).press(press)
    expect(slider(journey, key)).to_have_attribute("aria-valuetext", value)
