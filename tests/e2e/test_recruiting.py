"""A posting from its making to a decision, as a recruiter and a candidate meet each other through the pages."""

import secrets

import pytest
from axe import PHONE, assert_accessible_in_both_themes, assert_fits_a_phone
from browser import Devices
from hiring import accept, found, register, type_answers
from hiring_journey import HiringJourney
from journey import LOCALES, Journey
from playwright.sync_api import expect
from visavis.launcher.home import DemoUser

pytestmark = pytest.mark.timeout(400)

ANSWER = {
    "en": "I measured first, then I moved the slow query to an index. As a result it took 0.3 seconds instead of four.",
    "ko": "먼저 측정했고, 그다음 느린 쿼리에 인덱스를 추가했습니다. 그 결과 4초 걸리던 화면이 0.3초 만에 열렸습니다.",
}
OWNERS_PAGES = (
    "/recruiting/postings",
    "/recruiting/postings/new",
    "/recruiting/candidates",
    "/recruiting/objections",
    "/recruiting/bias-audit",
    "/recruiting/company",
    "/recruiting/organisation",
    "/recruiting/organisation/integrations",
)


@pytest.fixture(scope="module")
def owner(platform_url: str, accounts: dict[str, DemoUser]) -> DemoUser:
    """Of an organisation that an administrator has founded."""
    found(f"{platform_url}/api", accounts["admin"], accounts["recruiter"])
    return accounts["recruiter"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_from_a_posting_to_a_decision(open_page, platform_url: str, owner: DemoUser, language: str):
    """The recruiter has a phone, and the candidate a keyboard."""
    phone = {"viewport": PHONE, "reduced_motion": "reduce", "bypass_csp": True}
    hiring = HiringJourney(open_page(Devices(permit=False), locale=LOCALES[language], **phone), language)
    hiring.sign_in(owner)
    hiring.add_company(f"Hanbit {language}")
    posting = hiring.make_posting(f"Backend {language}", questions=2)
    assert_fine(hiring, "the posting")
    link = hiring.make_link(posting)
    assert_fine(hiring, "the invitations, with a link")
    other = somebody_else_types(platform_url, hiring.make_link(posting), language)

    candidate = Journey(open_page(Devices(permit=False), locale=LOCALES[language]), language, f"Kim {posting[-6:]}")
    hiring.watch(posting)
    candidate.accept_invitation(link)
    candidate.press_by_keyboard("check:enter.actionTyped", "check:enter.action")
    candidate.page.wait_for_url("**/room")
    candidate.come_in(by_keyboard=True)
    expect(hiring.entry(candidate.full_name)).to_contain_text(
        hiring.text("invitations:live.question", number=1, total=2)
    )
    assert_fine(hiring, "the live list", is_streaming=True)

    def answer() -> None:
        candidate.fill_by_keyboard("room:typed.label", ANSWER[language])
        candidate.can_send()
        candidate.page.keyboard.press("Control+Enter")

    assert candidate.answer_on(answer, until=2) == [(1, False), (2, False)]
    expect(hiring.entry(candidate.full_name)).to_contain_text(
        hiring.text("invitations:live.reportReady"), timeout=90_000
    )
    assert ANSWER[language] not in hiring.page.content(), "nobody peeks"

    hiring.open_interview(candidate.full_name)
    expect(hiring.says("review:blind.title")).to_be_visible()
    expect(hiring.page.get_by_text(ANSWER[language])).to_have_count(2)
    scores = hiring.page.get_by_role("heading", name=hiring.text("review:scores.title"), exact=True)
    expect(scores).to_have_count(0)
    assert_fine(hiring, "the interview, before bands were given")
    hiring.give_bands_by_key(3)
    expect(scores).to_be_visible()
    hiring.decide("advance", "Measured before anything was changed.")
    assert_fine(hiring, "the interview, decided")

    hiring.page.goto("/recruiting/candidates")
    row = hiring.page.get_by_role("row").filter(has_text=candidate.full_name)
    expect(row).to_contain_text(hiring.text("candidates:decision.advance"))
    hiring.page.goto(f"/recruiting/compare?interviews={candidate.interview_id},{other}")
    expect(hiring.page.get_by_text(candidate.full_name).first).to_be_visible()
    assert_fine(hiring, "the comparison")
    for path in OWNERS_PAGES:
        hiring.page.goto(path)
        assert_fine(hiring, path)


def somebody_else_types(platform_url: str, link: str, language: str) -> str:
    """The id of an interview to compare with."""
    caller = register(f"{platform_url}/api", f"Lee {secrets.token_hex(3)}")
    interview_id = accept(caller, link, language)
    type_answers(caller, interview_id, lambda question: ANSWER[question.language])
    return interview_id


def assert_fine(journey: Journey, where: str, *, is_streaming: bool = False) -> None:
    """A list that streams is never done loading."""
    expect(journey.page.get_by_role("heading", level=1)).to_be_visible()
    if not is_streaming:
        journey.page.wait_for_load_state("networkidle")
    assert_accessible_in_both_themes(journey.page, where)
    assert_fits_a_phone(journey.page, where)
