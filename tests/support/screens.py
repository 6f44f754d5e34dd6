"""Pictures of every page, in both languages, both themes and two widths: `make screens`, or of those that it is given.

A candidate goes through a whole interview on a real platform, with the drawn portrait before the camera; each page is
taken on the way. Then those of an organisation that hires, and of the platform's administrator. The pictures go to
`frontend/test-results/pages`; of each page that the README shows, a sheet to `docs/images`.
"""

import re
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np
from axe import ALL_FADED
from browser import Devices, chromium, find_chromium, quiet, write_mjpeg, write_wav
from hiring import PASSWORD, found
from hiring_scene import HiringScene
from journey import LOCALES, Journey
from numpy.typing import NDArray
from playwright.sync_api import Page, expect, sync_playwright
from visavis.candidate.portrait import portrait_frames
from visavis.launcher.home import DemoUser, Home
from visavis.launcher.settings import checkout
from visavis.testing import running_platform, temporary_home

PICTURES = checkout() / "frontend" / "test-results" / "pages"
SHEETS = checkout() / "docs" / "images"
SHEET_HEIGHT = 450
JPEG_QUALITY = 82
WIDTHS = {"desktop": (1440, 900), "phone": (390, 844)}
THEMES = ("light", "dark")
OPEN_PAGES = {
    "landing": "/",
    "sign-in": "/sign-in",
    "sign-up": "/sign-up",
    "forgot-password": "/forgot-password",
    "reset-password": "/reset-password#a-token",
    "components": "/dev/components",
}
ADMINISTRATORS_PAGES = {
    "admin-system": "/admin/system",
    "admin-people": "/admin/people",
    "admin-numbers": "/admin/numbers",
    "admin-audit": "/admin/audit",
    "admin-questions": "/admin/questions",
    "admin-new-question": "/admin/questions/new",
    "admin-variants": "/admin/variants",
    "admin-organisations": "/admin/organisations",
}
RESUME = {
    "en": "Objective: software developer\n\n# Experience\nNurse, Elm Hospital, 2016 - 2023\n\n# Skills\nPython, SQL",
    "ko": "지원 직무: 백엔드 개발자\n\n# 경력\n2016.03 ~ 2023.02 / 한빛병원 / 간호사\n\n# 기술\nPython, SQL",
}
ANSWER = {
    "en": "I measured first, then my team and I moved the slow query to an index. As a result it took 0.3 seconds.",
    "ko": "먼저 측정했고, 그다음 팀원과 함께 느린 쿼리에 인덱스를 추가했습니다. 그 결과 0.3초로 줄었습니다.",
}


def is_wanted(name: str) -> bool:
    return name in sys.argv[1:] or len(sys.argv) == 1


def wanted(pages: dict[str, str]) -> dict[str, str]:
    return {name: path for name, path in pages.items() if is_wanted(name)}


def take(page: Page, name: str, language: str) -> None:
    """The page as it is now, in every theme and width."""
    if not is_wanted(name):
        return
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        for device, (width, height) in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate(ALL_FADED)
            page.screenshot(path=PICTURES / f"{name}-{language}-{theme}-{device}.png")
    page.set_viewport_size({"width": 1440, "height": 900})


def go_through(page: Page, language: str) -> None:
    journey = Journey(page, language)
    for name, path in wanted(OPEN_PAGES).items():
        page.goto(path)
        page.wait_for_load_state("networkidle")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        take(page, name, language)
    journey.sign_up()
    take(page, "home", language)
    page.goto("/settings")
    page.wait_for_load_state("networkidle")
    take(page, "settings", language)
    page.goto("/resumes")
    journey.upload_resume("resume.md", RESUME[language].encode())
    page.get_by_role("link", name=journey.text("resumes:openOf", file="resume.md")).click(timeout=60_000)
    page.wait_for_url("**/resumes/*-*")
    page.wait_for_load_state("networkidle")
    take(page, "resume", language)
    page.goto("/interviews/new")
    page.wait_for_load_state("networkidle")
    take(page, "new-interview", language)
    page.goto("/home")
    journey.new_interview(questions=1, consents=("transcription", "delivery"))
    # In Korean the embedded recogniser leaves nothing for a microphone to do, and the page says so.
    journey.button("check:microphone.open" if language == "en" else "check:microphone.openAnyway").click()
    journey.button("check:camera.open").click()
    page.wait_for_timeout(4_000)
    take(page, "device-check", language)
    journey.enter_room()
    journey.question_is(1, 1)
    page.wait_for_timeout(2_500)
    take(page, "room", language)
    journey.answer_on(lambda: journey.type_answer(ANSWER[language]), until=1)
    journey.report_is_there()
    page.wait_for_load_state("networkidle")
    take(page, "report", language)
    link = journey.share("words", "coaching")
    take(page, "share", language)
    page.goto(link)
    page.wait_for_load_state("networkidle")
    take(page, "shared", language)


def take_all(page: Page, language: str, pages: dict[str, str]) -> None:
    for name, path in wanted(pages).items():
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        # The live list streams: the network is never idle there.
        page.wait_for_timeout(1_500)
        take(page, name, language)


def go_through_hiring(page: Page, language: str, scene: HiringScene, accounts: dict[str, DemoUser]) -> None:
    """As the invited person, a candidate, the recruiter and the administrator, each signed out again."""
    take_all(page, language, {"invitation": scene.invitation})
    for email, password, pages in (
        (scene.candidate, PASSWORD, {"explanation": f"/interviews/{scene.interview}/explanation"}),
        (accounts["recruiter"].email, accounts["recruiter"].password, scene.pages),
        (accounts["admin"].email, accounts["admin"].password, ADMINISTRATORS_PAGES),
    ):
        sign_in(page, language, email, password)
        take_all(page, language, pages)
        page.context.clear_cookies()


def sign_in(page: Page, language: str, email: str, password: str) -> None:
    journey = Journey(page, language)
    page.goto("/sign-in")
    journey.field("auth:field.email").fill(email)
    journey.field("auth:field.password").fill(password)
    journey.button("auth:signIn.submit").click()
    expect(page).not_to_have_url(re.compile("/sign-in"))


def main() -> None:
    program = find_chromium()
    if program is None:
        sys.exit("There is no Chromium or Chrome on this machine: apt-get install chromium")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as directory, temporary_home() as home, running_platform(home) as platform:
        camera = write_mjpeg(Path(directory) / "camera.mjpeg", portrait_frames(seconds=6, fps=15), 640, 480)
        microphone = write_wav(Path(directory) / "microphone.wav", quiet(120))
        accounts = {user.role: user for user in Home(home).demo_users()}
        organisation = found(f"{platform.url}/api", accounts["admin"], accounts["recruiter"])
        with sync_playwright() as playwright:
            for language, locale in LOCALES.items():
                with chromium(playwright, program, Devices(microphone, camera)) as browser:
                    context = browser.new_context(base_url=platform.url, locale=locale)
                    go_through(context.new_page(), language)
                    scene = HiringScene.make(platform.url, accounts["recruiter"], organisation, language)
                    context = browser.new_context(base_url=platform.url, locale=locale)
                    go_through_hiring(context.new_page(), language, scene, accounts)
    shown = re.findall(r"docs/images/([\w-]+)\.jpg", (checkout() / "README.md").read_text())
    for name in filter(is_wanted, shown):
        write_sheet(name)


def write_sheet(name: str) -> None:
    """A page's pictures side by side: a row a theme; in it both languages, each on a desktop and on a phone."""
    rows = [
        np.hstack(
            [_scaled(PICTURES / f"{name}-{language}-{theme}-{device}.png") for language in LOCALES for device in WIDTHS]
        )
        for theme in THEMES
    ]
    cv2.imwrite(str(SHEETS / f"{name}.jpg"), np.vstack(rows), [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])


def _scaled(picture: Path) -> NDArray[np.uint8]:
    image = cv2.imread(str(picture))
    width = round(image.shape[1] * SHEET_HEIGHT / image.shape[0])
    scaled: NDArray[np.uint8] = cv2.resize(image, (width, SHEET_HEIGHT), interpolation=cv2.INTER_AREA)
    return scaled


if __name__ == "__main__":
    main()
