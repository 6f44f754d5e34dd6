"""A résumé from its file to its end: uploaded, read, corrected, deleted."""

import pytest
from browser import Devices
from documents import docx
from journey import LOCALES, Journey
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
