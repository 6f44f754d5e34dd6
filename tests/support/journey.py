"""A candidate's way through the pages, in either language: what is pressed is found by the words on the screen."""

import json
import re
import secrets
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import APIResponse, Locator, Page, expect
from visavis.launcher.settings import checkout

PASSWORD = "a long enough passphrase"
LOCALES = {"ko": "ko-KR", "en": "en-GB"}
IS_FOCUSED = "element => element === document.activeElement"
HAS_RING = """element => {
  for (let depth = 0; element !== null && depth < 4; depth += 1, element = element.parentElement) {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    if (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) return true;
  }
  return false;
}"""
"""A radio button's ring is drawn around the card that it stands in."""


class Journey:
    """`language` is that of the pages, and of the interview unless it says otherwise."""

    def __init__(self, page: Page, language: str, full_name: str = "Kim Minseo") -> None:
        self.page = page
        self.language = language
        self.full_name = full_name
        self.email = f"{secrets.token_hex(6)}@example.org"
        self._token: str | None = None
        self._has_toured = False

    def text(self, key: str, **values: object) -> str:
        """The front end's own text, `namespace:path.to.it`, its placeholders filled."""
        text = _text(self.language, key)
        for name, value in values.items():
            text = text.replace("{{" + name + "}}", str(value))
        return text

    def button(self, key: str, **values: object) -> Locator:
        return self.page.get_by_role("button", name=self.text(key, **values), exact=True)

    def field(self, key: str, **values: object) -> Locator:
        return self.page.get_by_label(self.text(key, **values), exact=True)

    def says(self, key: str, **values: object) -> Locator:
        return self.page.get_by_text(self.text(key, **values), exact=False).first

    @property
    def interview_id(self) -> str:
        found = re.search(r"/interviews/([0-9a-f-]{36})/", self.page.url)
        assert found, self.page.url
        return found[1]

    def sign_up(self) -> None:
        self.page.goto("/sign-up")
        self.make_account()
        self.page.wait_for_url("**/home")

    def sign_up_by_keyboard(self) -> None:
        self.page.goto("/")
        self.press_by_keyboard("landing:start")
        self.page.wait_for_url("**/sign-up")
        for field, value in self._account.items():
            self.fill_by_keyboard(f"auth:field.{field}", value)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/home")

    def make_account(self) -> None:
        """On the page to sign up."""
        for field, value in self._account.items():
            self.field(f"auth:field.{field}").fill(value)
        self.button("auth:signUp.submit").click()

    @property
    def _account(self) -> dict[str, str]:
        return {
            "email": self.email,
            "fullName": self.full_name,
            "username": self.email.partition("@")[0],
            "password": PASSWORD,
        }

    def accept_invitation(self, link: str) -> None:
        """From the link to the device check, with an account that is made on the way."""
        self.page.goto(link)
        self.page.get_by_role("link", name=self.text("invitation:enter.signUp")).or_(
            self.button("invitation:enter.signUp")
        ).click()
        self.page.wait_for_url(re.compile(r"/sign-up\?"))
        self.make_account()
        self.page.wait_for_url("**/invitation")
        self.button("invitation:answer.accept").click()
        self.page.wait_for_url("**/check")

    def upload_resume(self, name: str, data: bytes) -> None:
        """On the page of résumés; it stays there."""
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        self.page.get_by_label(self.text("resumes:upload.choose")).set_input_files(file)

    def new_interview(
        self, *, questions: int, consents: tuple[str, ...] = (), interview_language: str | None = None
    ) -> None:
        """From the home page to the device check."""
        self.page.get_by_role("link", name=self.text("home:newInterview")).first.click()
        self.page.wait_for_url("**/interviews/new")
        language = self.text(f"common:language.{interview_language or self.language}")
        self.page.get_by_role("radio", name=re.compile(language)).check()
        self.page.get_by_role("radio", name=re.compile(rf"^{questions}\b")).check()
        for purpose in consents:
            self.page.get_by_label(self.text(f"consent:{purpose}.agree")).check()
        self.button("newInterview:submit").click()
        self.page.wait_for_url("**/check")

    def enter_room(self) -> None:
        """From the device check into the room, whatever has been checked."""
        ways_in = [self.text(f"check:enter.{key}") for key in ("action", "actionTyped", "continue")]
        self.page.get_by_role("link", name=re.compile(f"^({'|'.join(ways_in)})$")).or_(
            self.page.get_by_role("button", name=re.compile(f"^({'|'.join(ways_in)})$"))
        ).first.click()
        self.page.wait_for_url("**/room")
        self.come_in()

    def come_in(self, *, by_keyboard: bool = False) -> None:
        """Past the room's own door, which is there where the browser has not been clicked on yet."""
        if not self._has_toured:
            self._skip_tour(by_keyboard=by_keyboard)
        door = self.button("room:entry.enter")
        inside = self.says("room:elapsed").or_(self.page.get_by_role("toolbar")).or_(self.button("room:control.end"))
        expect(door.or_(inside).first).to_be_visible(timeout=60_000)
        if door.is_visible() and by_keyboard:
            self.press_by_keyboard("room:entry.enter")
        elif door.is_visible():
            door.click()

    def _skip_tour(self, *, by_keyboard: bool) -> None:
        """What the room shows on its first visit, and on no other."""
        tour = self.page.get_by_role("dialog", name=self.text("room:tour.title"))
        expect(tour).to_be_visible(timeout=60_000)
        if by_keyboard:
            self.page.keyboard.press("Escape")
        else:
            tour.get_by_role("button", name=self.text("room:tour.skip"), exact=True).click()
        self._has_toured = True

    def press_by_keyboard(self, *keys: str) -> None:
        """Tab to the link or button that carries one of these texts, and press Enter."""
        names = "|".join(re.escape(self.text(key)) for key in keys)
        target = self.page.get_by_role("button", name=re.compile(f"^({names})$")).or_(
            self.page.get_by_role("link", name=re.compile(f"^({names})$"))
        )
        self.tab_to(target.first)
        self.page.keyboard.press("Enter")

    def fill_by_keyboard(self, key: str, value: str) -> None:
        self.tab_to(self.field(key))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(value)

    def choose_by_keyboard(self, choice: Locator) -> None:
        """Of a group of radio buttons: Tab leads to the group, arrows lead through it."""
        group = self.page.locator(f"input[type=radio][name='{choice.get_attribute('name')}']")
        chosen = group.and_(self.page.locator(":checked"))
        self.tab_to(chosen if chosen.count() else group.first)
        for _ in range(group.count()):
            if choice.evaluate(IS_FOCUSED):
                break
            self.page.keyboard.press("ArrowDown")
        if not choice.is_checked():
            self.page.keyboard.press("Space")
        expect(choice).to_be_checked()

    def tab_to(self, target: Locator) -> None:
        """With the Tab key, and there is a ring around it then."""
        expect(target).to_be_visible(timeout=60_000)
        for _ in range(80):
            if target.evaluate(IS_FOCUSED):
                assert target.evaluate(HAS_RING), f"{target} shows no focus"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {target}")

    def question_is(self, number: int, total: int, *, follow_up: bool = False) -> None:
        expect(self.says("room:question", number=number, total=total)).to_be_visible(timeout=60_000)
        mark = self.page.get_by_role("heading", level=1).get_by_text(self.text("room:followUp"), exact=True)
        expect(mark).to_have_count(1 if follow_up else 0, timeout=60_000)

    def answer_on(self, answer: Callable[[], None], *, until: int, after: int = 0) -> list[tuple[int, bool]]:
        """Answers what is open, and all that is asked, up to `until` questions of the plan and not before the turn that
        comes `after` this one; returns their numbers, and which of them are follow-ups.
        """
        answered: list[tuple[int, bool]] = []
        turn = after
        while (question := self._next_open(turn)) and question["number"] <= until:
            total = self.api("")["question_count"]
            self.question_is(question["number"], total, follow_up=question["follow_up"])
            # One follow-up looks like the next but for its words, and until they are there the last answer is too.
            expect(self.page.get_by_text(question["text"], exact=True).last).to_be_visible(timeout=60_000)
            answer()
            turn = question["turn"]
            answered.append((question["number"], question["follow_up"]))
        return answered

    def _next_open(self, after: int) -> dict[str, Any] | None:
        """The question that waits for its answer, asked after that turn; None once the interview is over."""
        for _ in range(240):
            if self.api("")["status"] == "completed":
                return None
            newest: dict[str, Any] = self.api("/questions")[-1]
            if newest["turn"] > after and not newest["answered"]:
                return newest
            self.page.wait_for_timeout(250)
        raise AssertionError(f"nothing was asked after turn {after}")

    def type_answer(self, answer: str) -> None:
        """Answers the open question in writing."""
        box = self.page.get_by_label(self.text("room:typed.label"), exact=True)
        type_instead = self.button("room:control.type")
        if not box.is_visible() and type_instead.is_visible():
            type_instead.click()
        box.fill(answer)
        self.can_send()
        self.button("room:typed.send").click()

    def type_by_keyboard(self, answer: str) -> None:
        """As `type_answer`, with Tab, Enter and Ctrl+Enter."""
        if not self.field("room:typed.label").is_visible():
            self.press_by_keyboard("room:control.type")
        self.fill_by_keyboard("room:typed.label", answer)
        self.can_send()
        self.page.keyboard.press("Control+Enter")

    def can_send(self) -> None:
        """Before the connection is there, what is typed waits."""
        send = self.button("room:typed.send")
        expect(send).to_be_enabled(timeout=60_000)
        expect(send).not_to_have_attribute("aria-disabled", "true", timeout=60_000)

    def report_is_there(self, within: float = 90_000) -> None:
        """`within` in milliseconds."""
        self.page.wait_for_url("**/report", timeout=within)
        expect(self.page.get_by_role("heading", level=1)).to_be_visible(timeout=90_000)
        expect(self.says("report:scores.title")).to_be_visible(timeout=90_000)

    def share(self, *parts: str) -> str:
        """From the report: a link that shows the scores and these parts. The dialog stays open."""
        self.button("sharing:open").click()
        for part in parts:
            self.field(f"sharing:part.{part}").check()
        self.button("sharing:make").click()
        return self.field("sharing:link").input_value()

    def report(self) -> dict[str, Any]:
        """The report as the API gives it to this page's candidate."""
        report: dict[str, Any] = self.api("/report")
        return report

    def api(self, path: str) -> Any:
        """Of the interview, as the API gives it to this page's candidate."""
        return self._get(path).json()

    def file(self, path: str) -> bytes:
        """As `api`, for what is not JSON."""
        return self._get(path).body()

    def _get(self, path: str) -> APIResponse:
        if self._token is None:
            account = {"username": self.email, "password": PASSWORD}
            self._token = self.page.request.post("/api/token", form=account).json()["access_token"]
        headers = {"Authorization": f"Bearer {self._token}"}
        answer = self.page.request.get(f"/api/interviews/{self.interview_id}{path}", headers=headers)
        assert answer.ok, answer.text()
        return answer


@cache
def _texts(language: str, namespace: str) -> dict[str, Any]:
    file: Path = checkout() / "frontend" / "src" / "i18n" / language / f"{namespace}.json"
    texts: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return texts


def _text(language: str, key: str) -> str:
    namespace, _, path = key.partition(":")
    found: Any = _texts(language, namespace)
    for part in path.split("."):
        found = found[part]
    return str(found)
