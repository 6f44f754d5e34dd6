"""A résumé from its file to its end: uploaded, read, corrected, deleted."""

import secrets

import httpx
import pytest
from browser import Devices
from documents import Pdf, archive, docx, scan
from journey import LOCALES, PASSWORD, Journey
from playwright.sync_api import expect

pytestmark = pytest.mark.timeout(400)

NURSE = [
    "# Noa Lindqvist",
    "## Objective",
    "Nurse seeking a software developer position.",
    "## Work experience",
    "Staff Nurse, Elmfield Hospital\t2016 – 2023",
    "## Skills",
    "Python, SQL",
]


def test_a_resume_is_uploaded_read_corrected_and_deleted(open_page):
    page = open_page(Devices(), locale=LOCALES["en"])
    journey = Journey(page, "en")
    journey.sign_up()
    page.get_by_role("link", name=journey.text("common:nav.resumes")).click()
    page.wait_for_url("**/resumes")
    expect(journey.says("resumes:empty.title")).to_be_visible()

    journey.upload_resume("picture.pdf", b"\x89PNG\r\n\x1a\n" + bytes(64))
    expect(page.get_by_role("alert")).to_contain_text("Save it as PDF, DOCX, HWPX, MD or TXT")
    journey.upload_resume("noa.docx", docx(NURSE))
    page.get_by_role("link", name=journey.text("resumes:openOf", file="noa.docx")).click(timeout=60_000)
    page.wait_for_url("**/resumes/*-*")

    expect(page.get_by_label(journey.text("resumes:target.label"))).to_have_value("software developer")
    change = journey.text("resumes:change.title", **{"from": "health care", "to": "software development"})
    expect(page.get_by_text(change)).to_be_visible()
    experience = page.get_by_role("listitem").filter(has_text="Work experience")
    expect(experience.get_by_text("Elmfield Hospital · Staff Nurse")).to_be_visible()

    journey.button("resumes:section.editOf", section="Work experience").click()
    page.get_by_label(journey.text("resumes:section.text"), exact=True).fill(
        "Junior software developer, Elmfield Hospital, 2021 - present\nStaff Nurse, Elmfield Clinic, 2016 - 2021"
    )
    journey.button("resumes:section.save").click()
    expect(page.get_by_text("Elmfield Hospital · Junior software developer")).to_be_visible()
    expect(page.get_by_text(change)).to_be_hidden()
    page.reload()
    expect(page.get_by_text("Elmfield Clinic · Staff Nurse")).to_be_visible()

    journey.button("resumes:section.deleteOf", section="Skills").click()
    journey.button("resumes:section.deleteConfirm").click()
    expect(page.get_by_role("heading", name="Skills")).to_be_hidden()

    journey.button("resumes:delete.of", file="noa.docx").click()
    journey.button("resumes:delete.confirm").click()
    page.wait_for_url("**/resumes")
    expect(journey.says("resumes:empty.title")).to_be_visible()


def test_hostile_files_each_have_their_own_error_and_the_api_answers_meanwhile(platform_url: str):
    bomb = archive({"word/document.xml": "<x/>", **{f"word/media/{number}": bytes(2**20) for number in range(120)}})
    hostile = {
        "bomb.docx": (bomb, "ResumeExpandsTooFar"),
        "locked.pdf": (Pdf().protected("secret"), "ResumeEncrypted"),
        "scan.pdf": (scan(100), "ResumeTooLong"),
        "pages.pdf": (scan(5), "ResumeHasNoText"),
    }
    with httpx.Client(base_url=f"{platform_url}/api", timeout=20, headers={"Accept-Language": "en"}) as http:
        name = secrets.token_hex(6)
        account = {"email": f"{name}@example.org", "username": name, "password": PASSWORD, "full_name": "Kim Minseo"}
        http.post("/register", json=account).raise_for_status()
        token = http.post("/token", data={"username": account["email"], "password": PASSWORD}).json()["access_token"]
        http.headers["Authorization"] = f"Bearer {token}"
        polyglot = http.post("/resumes/upload", files={"file": Pdf().written() + docx(NURSE)})
        assert (polyglot.status_code, polyglot.json()["error"]) == (415, "ResumePolyglot")
        for file_name, (data, _) in hostile.items():
            http.post("/resumes/upload", files={"file": (file_name, data)}).raise_for_status()

        states = {"uploaded"}
        while states & {"uploaded", "parsing"}:
            assert http.get("/healthz").status_code == 200
            resumes = http.get("/resumes").raise_for_status().json()
            states = {resume["state"] for resume in resumes}
    assert {resume["file_name"]: resume["error"]["error"] for resume in resumes} == {
        file_name: error for file_name, (_, error) in hostile.items()
    }
