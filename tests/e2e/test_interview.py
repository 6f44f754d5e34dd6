"""From sign-up to the report, as a person with a microphone and a camera does it."""

from itertools import cycle
from pathlib import Path

import pypdfium2
import pytest
from axe import assert_accessible_in_both_themes, assert_fits_a_phone
from browser import Devices
from journey import LOCALES, Journey
from layout import assert_no_motion, assert_stands_still, watch_shifts
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.timeout(400)

CHECK_PAGE = "**/assets/interviews._interviewId.check-*.js"

TYPED = {
    "en": (
        "First I measured where the time went. I wrote tests, moved the slow query to an index, and released it to "
        "one customer before all others. As a result the page loads in 300 milliseconds instead of four seconds, and "
        "my team uses the same checklist today because it caught two more mistakes."
    ),
    "ko": (
        "먼저 어디에서 시간이 걸리는지 측정했습니다. 그다음 테스트를 작성하고 느린 쿼리에 인덱스를 추가했으며, "
        "한 고객에게 먼저 배포한 뒤 전체에 배포했습니다. 그 결과 4초 걸리던 화면이 0.3초 만에 열렸고, 팀원들과 함께 "
        "같은 체크리스트를 지금도 쓰고 있습니다. 왜냐하면 그 덕분에 실수를 두 번 더 찾았기 때문입니다."
    ),
}
VAGUE = "네, 저는 몇 분과 함께 그런 일을 진행한 적이 있고 꽤 흥미로웠습니다."


def test_a_spoken_interview(open_page, speaking: Path, face: Path, answer_words: set[str]):
    """What is said appears while it is said and can be put right, the report quotes what was typed in the second answer
    and tells what was put right, and plays what was said in the first from the word that is chosen, the timeline
    following.
    """
    page = open_page(Devices(microphone=speaking, camera=face), reduced_motion="reduce", bypass_csp=True)
    watch_shifts(page)
    journey = Journey(page, "en")
    journey.sign_up()
    journey.new_interview(questions=2, consents=("transcription", "delivery", "expression", "recording"))
    journey.enter_room()
    journey.question_is(1, 2)
    captions = page.get_by_role("log")
    page.wait_for_function(
        "([element, words]) => words.some((word) => element.textContent.toLowerCase().includes(word))",
        arg=[captions.element_handle(), sorted(answer_words)],
        timeout=90_000,
    )
    assert_no_motion(page)
    journey.question_is(2, 2)
    page.get_by_role("button", name=journey.text("common:correction.begin"), exact=True).click()
    heard = page.get_by_role("textbox", name=journey.text("common:correction.label"), exact=True)
    misheard = heard.input_value()
    heard.fill(f"{misheard} Indeed.")
    page.get_by_role("button", name=journey.text("common:correction.save"), exact=True).click()
    expect(page.get_by_text(journey.text("common:correction.corrected"))).to_be_visible()
    journey.answer_on(lambda: journey.type_answer(TYPED["en"]), until=2)
    journey.report_is_there()
    assert_stands_still(page, "/room")
    assert_no_motion(page)
    report = journey.report()
    assert report["answers"][0]["source"] == "speech"
    assert any(word in report["answers"][0]["text"] for word in answer_words)
    assert report["answers"][0]["text"] == f"{misheard} Indeed."
    expect(page.get_by_text(journey.text("common:correction.added", now="Indeed."))).to_be_visible()
    assert_quotes_light_up(journey, report)
    first = journey.text("report:questionNumber", turn=1)
    words = page.get_by_role("group", name=journey.text("report:playback.words", question=first)).get_by_role("button")
    words.nth(2).click()
    expect(words.and_(page.locator("[aria-current]"))).to_have_count(1)
    assert page.locator("video").evaluate("video => video.currentTime") > 0
    mark = page.get_by_role("slider", name=journey.text("coaching:timeline.moment", turn=first))
    expect(mark).not_to_have_attribute("aria-valuenow", "0", timeout=60_000)
    assert_accessible_in_both_themes(page, "the report, with recording and delivery")
    assert_fits_a_phone(page, "the report, with recording and delivery")


def test_a_typed_interview_by_keyboard_alone(open_page):
    """Without microphone, camera or consent: every page is operated with Tab, Space and Enter."""
    journey = Journey(open_page(Devices(permit=False), locale=LOCALES["ko"]), "ko")
    page = journey.page
    journey.sign_up()
    page.context.clear_cookies()
    page.goto("/sign-in")
    journey.fill_by_keyboard("auth:field.email", journey.email)
    journey.fill_by_keyboard("auth:field.password", "a long enough passphrase")
    page.keyboard.press("Enter")
    page.wait_for_url("**/home")
    journey.press_by_keyboard("home:newInterview")
    page.wait_for_url("**/interviews/new")
    journey.press_by_keyboard("newInterview:submit")
    page.wait_for_url("**/check")
    journey.press_by_keyboard("check:enter.actionTyped", "check:enter.action")
    page.wait_for_url("**/room")
    journey.come_in(by_keyboard=True)
    answers = cycle([VAGUE, TYPED["ko"]])

    answered = journey.answer_on(lambda: journey.type_by_keyboard(next(answers)), until=3)
    assert [number for number, follow_up in answered if not follow_up] == [1, 2, 3]
    assert answered[1] == (1, True), "what was vague is asked about"
    journey.report_is_there()
    report = journey.report()
    assert report["language"] == "ko"
    assert report["overall"]["value"] is not None
    assert_quotes_light_up(journey, report)
    with page.expect_download(timeout=90_000) as download:
        journey.press_by_keyboard("report:pdf.download")
    document = pypdfium2.PdfDocument(download.value.path())
    said = " ".join(" ".join(sheet.get_textpage().get_text_bounded() for sheet in document).split())
    assert TYPED["ko"] in said
    assert journey.text("report:nextSteps") in said
    reader = open_page(Devices(permit=False), locale=LOCALES["ko"])
    assert_a_link_shows_the_words_until_it_is_stopped(journey, reader, TYPED["ko"])
    journey.press_by_keyboard("report:remake.menu")
    # The keys after Enter are the menu's once its first entry has the focus.
    choices = page.get_by_role("menuitem")
    expect(choices.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(choices.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    journey.press_by_keyboard("report:remake.anew.action")
    expect(journey.says("report:judgedTimes", times=2)).to_be_visible(timeout=90_000)
    assert journey.report()["overall"] == report["overall"]
    journey.press_by_keyboard("rights:explanation.link")
    page.wait_for_url("**/explanation")
    journey.press_by_keyboard("rights:erase.open")
    journey.press_by_keyboard("rights:erase.confirm")
    page.wait_for_url("**/home")
    expect(journey.says("home:erased.practice")).to_be_visible()


def test_korean_without_an_ear_is_said_and_typed(open_page):
    """The embedded recogniser knows no Korean: the room says so, and the interview is carried by what is typed, in the
    one of two tabs that has it, over a slow line, in a window as narrow as a phone.
    """
    page = open_page(Devices(), locale=LOCALES["ko"], viewport={"width": 390, "height": 844})
    journey = Journey(page, "ko")
    watch_shifts(page)
    journey.sign_up()
    slow_down(page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(CHECK_PAGE, hold)
    journey.new_interview(questions=1, consents=("transcription",), interview_language="ko")
    expect(journey.says("common:loading")).to_be_visible()
    for route in held:
        route.continue_()
    page.unroute(CHECK_PAGE)
    journey.enter_room()
    journey.question_is(1, 1)
    expect(journey.says("room:deaf.LanguageUnsupported.title")).to_be_visible(timeout=60_000)
    expect(journey.says("room:deaf.LanguageUnsupported.detail")).to_be_visible()
    assert_stands_still(page, "/room")
    journey.page = page.context.new_page()
    slow_down(journey.page)
    journey.page.goto(page.url)
    journey.come_in()
    expect(journey.says("room:otherWindow.title")).to_be_visible(timeout=60_000)
    journey.button("room:otherWindow.takeOver").click()
    waiting = Journey(page, "ko")
    expect(waiting.says("room:failed.takenOver.title")).to_be_visible(timeout=60_000)
    expect(waiting.button("room:otherWindow.takeOver")).to_be_visible()
    expect(journey.says("room:deaf.LanguageUnsupported.title")).to_be_visible(timeout=60_000)
    journey.answer_on(lambda: journey.type_answer(TYPED["ko"]), until=1)
    journey.report_is_there()
    (answer,) = journey.report()["answers"]
    assert answer["source"] == "typed"
    assert answer["text"] == TYPED["ko"]
    assert answer["evaluation"]["score"] is not None


def slow_down(page: Page) -> None:
    """400 kbit/s either way, and 300 ms until anything comes back."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    conditions = {"offline": False, "latency": 300, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    line.send("Network.emulateNetworkConditions", conditions)


def assert_a_link_shows_the_words_until_it_is_stopped(journey: Journey, reader: Page, words: str) -> None:
    """Made by keyboard, and read by somebody without an account in a browser of their own."""
    journey.press_by_keyboard("sharing:open")
    journey.tab_to(journey.field("sharing:part.words"))
    journey.page.keyboard.press("Space")
    journey.fill_by_keyboard("sharing:name", "Minseo")
    journey.press_by_keyboard("sharing:make")
    link = journey.field("sharing:link").input_value()
    reader.goto(link)
    title = reader.get_by_role("heading", level=1)
    expect(title).to_have_text(journey.text("sharing:page.titleOf", name="Minseo"))
    shown = reader.locator("main").inner_text()
    assert words in shown
    assert journey.text("sharing:page.never") in shown
    for left_out in ("report:delivery.title", "report:nextSteps", "report:earlier.title", "report:modelAnswer"):
        assert journey.text(left_out) not in shown
    assert "#" not in reader.url, "the token stands in no address once the page is there"
    journey.tab_to(journey.page.get_by_role("dialog").get_by_text(journey.text("sharing:stop"), exact=True))
    journey.page.keyboard.press("Enter")
    expect(journey.page.get_by_text(journey.text("sharing:state.revoked"), exact=True)).to_be_visible()
    reader.reload()
    expect(title).to_have_text(journey.text("sharing:page.none"))
    journey.page.keyboard.press("Escape")


def assert_quotes_light_up(journey: Journey, report: dict) -> None:
    """Focusing a quote marks exactly its words in the transcript."""
    quotes = [
        span["quote"]
        for answer in report["answers"]
        for criterion in (answer["evaluation"] or {"criteria": []})["criteria"]
        for span in criterion["evidence"]
    ]
    assert quotes
    quote = journey.page.get_by_role("button", name=quotes[0]).first
    quote.focus()
    lit = journey.page.locator("mark[data-lit]")
    expect(lit.first).to_have_text(quotes[0])
