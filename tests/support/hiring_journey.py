"""A recruiter's way through the pages, in either language."""

import re

from journey import LOCALES, Journey
from playwright.sync_api import Locator, expect
from visavis.launcher.home import DemoUser


class HiringJourney(Journey):
    """Of an owner, who may do everything, in one organisation."""

    def sign_in(self, account: DemoUser) -> None:
        self.page.goto("/sign-in")
        self.field("auth:field.email").fill(account.email)
        self.field("auth:field.password").fill(account.password)
        self.button("auth:signIn.submit").click()
        self.page.wait_for_url("**/recruiting/postings")

    def add_company(self, name: str) -> None:
        self.page.goto("/recruiting/company")
        self.button("postings:company.add").click()
        form = self.page.get_by_role("form", name=self.text("postings:company.add"), exact=True)
        form.get_by_label(self.text("postings:company.name"), exact=True).fill(name)
        form.get_by_label(self.text("postings:company.ideal"), exact=True).fill("Asks before something breaks.")
        form.get_by_role("button", name=self.text("postings:save"), exact=True).click()
        expect(self.page.get_by_role("form", name=name, exact=True)).to_be_visible()

    def make_posting(self, title: str, *, questions: int) -> str:
        """Open, in both languages, without follow-ups; returns its id."""
        self.page.goto("/recruiting/postings/new")
        self.field("postings:field.title").fill(title)
        self.button("postings:competencies.add").click()
        self.field("postings:competencies.name", place=1).fill(self.text("common:category.technical"))
        self.field("postings:field.count").select_option(str(questions))
        self.field("newInterview:followUps.legend").select_option("0")
        for language in LOCALES:
            self.page.get_by_role("checkbox", name=self.text(f"common:language.{language}")).check()
        self.button("postings:create").click()
        self.page.wait_for_url(re.compile(r"/recruiting/postings/[0-9a-f-]{36}$"))
        self.button("postings:plan.first").click()
        expect(self.page.get_by_role("article")).to_have_count(questions, timeout=60_000)
        self.button("postings:move.open").click()
        expect(self.button("postings:move.closed")).to_be_visible()
        return self.page.url.rpartition("/")[2]

    def make_link(self, posting_id: str) -> str:
        """Of an invitation that names nobody."""
        self.page.goto(f"/recruiting/postings/{posting_id}/invitations")
        self.button("invitations:invite.makeLink").click()
        return self.field("invitations:made.linkLabel").input_value()

    def watch(self, posting_id: str) -> None:
        """The live list, which is open when this returns."""
        self.page.goto(f"/recruiting/postings/{posting_id}/live")
        here = self.page.get_by_role("link", name=self.text("invitations:nav.live"), exact=True)
        expect(here).to_have_attribute("aria-current", "page")
        expect(self.says("invitations:live.opening")).to_be_hidden()

    def entry(self, name: str) -> Locator:
        """Of the live list."""
        return self.page.get_by_role("listitem").filter(has_text=name)

    def open_interview(self, name: str) -> None:
        """From the list of candidates."""
        self.page.goto("/recruiting/candidates")
        self.page.get_by_role("link", name=name, exact=True).click()
        self.page.wait_for_url("**/recruiting/interviews/*")
        expect(self.page.get_by_role("heading", level=1, name=name)).to_be_visible()

    def give_bands_by_key(self, band: int) -> None:
        """To every criterion, and on to what the machine and others gave."""
        places = self.page.locator("[data-place]")
        places.first.get_by_role("radio").first.focus()
        for _ in range(places.count()):
            self.page.keyboard.press(str(band))
        expect(self.button("review:submit.action")).to_be_focused()
        self.page.keyboard.press("Enter")
        expect(self.says("review:notValidated.title")).to_be_visible()

    def decide(self, outcome: str, reason: str) -> None:
        act = self.text("review:decision.action")
        form = self.page.locator("form").filter(has=self.page.get_by_role("button", name=act, exact=True))
        form.get_by_role("radio", name=self.text(f"review:decision.{outcome}"), exact=True).check()
        form.get_by_label(self.text("review:reason"), exact=True).fill(reason)
        form.get_by_role("button", name=act, exact=True).click()
        expect(self.page.get_by_role("listitem").filter(has_text=reason)).to_be_visible()
