"""Every page in both languages: no serious finding of axe, nothing wider than a phone, a landing page that is light."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from browser import Devices
from journey import LOCALES, Journey
from playwright.sync_api import Page, Response
from visavis.launcher.settings import checkout

pytestmark = pytest.mark.timeout(400)

AXE = checkout() / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RESUME = b"Objective: software developer\n\nExperience\nStaff Nurse, Elmfield Hospital, 2016 - 2023\n\nSkills\nPython"
LANDING_BUDGET = 200_000
"""Bytes of JavaScript, compressed."""


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_finding(open_page, speaking: Path, face: Path, language: str, scheme: str):
    # Halfway through a fade, every contrast is low: without motion there is nothing to wait for.
    options = {"color_scheme": scheme, "reduced_motion": "reduce", "bypass_csp": True}
    page = open_page(Devices(microphone=speaking, camera=face), locale=LOCALES[language], **options)
    journey = Journey(page, language)
    for path in ("/", "/sign-in", "/sign-up", "/forgot-password", "/reset-password#a-token"):
        page.goto(path)
        assert_fine(page, path)
    journey.sign_up()
    assert_fine(page, "/home")
    page.goto("/settings")
    assert_fine(page, "/settings")
    page.goto("/resumes")
    assert_fine(page, "/resumes")
    journey.upload_resume("cv.txt", RESUME)
    page.get_by_role("link", name=journey.text("resumes:openOf", file="cv.txt")).click(timeout=60_000)
    page.wait_for_url("**/resumes/*-*")
    assert_fine(page, "/resumes/…")
    journey.button("resumes:section.editOf", section="Skills").click()
    assert_fine(page, "/resumes/…, with a section's form")
    page.goto("/interviews/new")
    assert_fine(page, "/interviews/new")
    page.goto("/home")
    journey.new_interview(questions=1, consents=("transcription", "delivery"), interview_language="en")
    assert_fine(page, "/check")
    journey.enter_room()
    journey.question_is(1, 1)
    assert_fine(page, "/room")
    journey.button("room:soundMenu.open").click()
    assert_fine(page, "/room, with the sound menu")
    page.keyboard.press("Escape")
    journey.answer_on(lambda: journey.type_answer("I measured it and fixed it with my team."), until=1)
    journey.report_is_there()
    assert_fine(page, "/report")


def test_the_landing_page_is_light_and_brings_no_room(open_page):
    page = open_page(Devices())
    scripts: list[Response] = []
    page.on("response", lambda response: scripts.append(response) if response.url.endswith(".js") else None)
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert sum(len(gzip.compress(script.body())) for script in scripts) <= LANDING_BUDGET
    assert not [script.url for script in scripts if "RTCPeerConnection" in script.text()]


def assert_fine(page: Page, where: str) -> None:
    page.wait_for_load_state("networkidle")
    page.add_script_tag(path=AXE)
    # A menu's focus guards hand the focus on and never keep it, which axe cannot know.
    checked = "{ exclude: [['[data-base-ui-focus-guard]']] }"
    found: dict[str, Any] = page.evaluate(f"axe.run({checked}, {{ resultTypes: ['violations'] }})")
    serious = [
        (finding["id"], [(node["html"], node["failureSummary"]) for node in finding["nodes"]])
        for finding in found["violations"]
        if finding["impact"] in {"serious", "critical"}
    ]
    assert not serious, (where, serious)
    viewport = page.viewport_size
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, f"{where} is wider than a phone"
    assert viewport
    page.set_viewport_size(viewport)
