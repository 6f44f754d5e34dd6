"""Every page in both languages: no serious finding of axe, nothing wider than a phone, a landing page that is light."""

import gzip
from pathlib import Path

import pytest
from axe import assert_accessible_in_both_themes, assert_fits_a_phone
from browser import Devices
from journey import LOCALES, Journey
from playwright.sync_api import Page, Response, expect

pytestmark = pytest.mark.timeout(500)

RESUME = b"Objective: software developer\n\nExperience\nStaff Nurse, Elmfield Hospital, 2016 - 2023\n\nSkills\nPython"
LANDING_BUDGET = 200_000
"""Bytes of JavaScript, compressed."""


@pytest.mark.parametrize("language", ["ko", "en"])
def test_no_page_has_a_serious_finding(open_page, speaking: Path, face: Path, language: str):
    # Halfway through a fade, every contrast is low: without motion there is nothing to wait for.
    options = {"reduced_motion": "reduce", "bypass_csp": True}
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
    link = journey.share("words", "coaching")
    assert_fine(page, "/report, with a link to it")
    page.goto(link)
    expect(journey.says("sharing:page.never")).to_be_visible()
    assert_fine(page, "/shared")


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
    assert_accessible_in_both_themes(page, where)
    assert_fits_a_phone(page, where)
