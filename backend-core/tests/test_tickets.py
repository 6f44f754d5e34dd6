"""Media tickets open one door, once; what the media server learns for one."""

import pytest
from callers import CALIBRATION
from sqlalchemy import text


def redeem(core, ticket: str, purpose: str = "offer"):
    with core.client() as http:
        body = {"ticket": ticket, "purpose": purpose}
        return http.post("/media-sessions", json=body, headers=core.service_headers)


def ticket_for(person, interview_id: str, purpose: str = "offer", **extra: str) -> str:
    response = person.post(f"/interviews/{interview_id}/ticket", {"purpose": purpose, **extra})
    assert response.status_code == 200, response.text
    return response.json()["ticket"]


def test_a_ticket_opens_its_door_once_and_tells_what_is_asked(core, person):
    person.consent("transcription")
    interview_id, question = person.live_interview()
    ticket = ticket_for(person, interview_id)
    context = redeem(core, ticket).json()
    assert (context["purpose"], context["interview_id"], context["question"]) == ("interview", interview_id, question)
    assert context["consents"] == ["transcription"]
    again = redeem(core, ticket)
    assert (again.status_code, again.json()["error"]) == (401, "TicketInvalid")


@pytest.mark.parametrize(("asked", "opened"), [("offer", "socket"), ("socket", "offer"), ("check", "socket")])
def test_a_ticket_opens_no_other_door(core, person, asked, opened):
    interview_id, _ = person.live_interview()
    assert redeem(core, ticket_for(person, interview_id, asked), opened).status_code == 401


def test_an_expired_ticket_opens_nothing(core, person):
    interview_id, _ = person.live_interview()
    ticket = ticket_for(person, interview_id)
    with core.database.transaction() as session:
        session.exec(text("UPDATE media_tickets SET expires_at = now() - interval '1 second'"))
    assert redeem(core, ticket).json()["error"] == "TicketInvalid"


def test_a_check_may_come_before_the_start_and_asks_nothing(core, person):
    interview_id = person.interview()
    refused = person.post(f"/interviews/{interview_id}/ticket", {"purpose": "offer"})
    assert (refused.status_code, refused.json()["error"]) == (409, "InterviewNotLive")
    context = redeem(core, ticket_for(person, interview_id, "check")).json()
    assert (context["purpose"], context["status"], context["question"]) == ("check", "scheduled", None)
    assert person.get(f"/interviews/{interview_id}/questions").json() == []


def test_an_interview_that_is_over_gives_no_ticket(person):
    interview_id, _ = person.live_interview()
    person.post(f"/interviews/{interview_id}/complete").raise_for_status()
    for purpose in ("offer", "check", "socket"):
        assert (
            person.post(f"/interviews/{interview_id}/ticket", {"purpose": purpose}).json()["error"] == "InterviewOver"
        )


def test_the_calibration_of_the_camera_in_use_goes_along_with_consent_only(core, person):
    path, body = "/users/me/calibrations/camera-1", CALIBRATION.model_dump()
    refused = person.http.put(path, json=body, headers=person.headers)
    assert (refused.status_code, refused.json()["error"]) == (403, "ConsentMissing")
    person.consent("delivery")
    assert person.http.put(path, json=body, headers=person.headers).status_code == 204
    assert person.get(path).json() == body
    interview_id, _ = person.live_interview()
    known = redeem(core, ticket_for(person, interview_id, device_id="camera-1")).json()
    other = redeem(core, ticket_for(person, interview_id, device_id="camera-2")).json()
    assert (known["calibration"], other["calibration"]) == (body, None)
    person.consent("delivery", granted=False)
    assert redeem(core, ticket_for(person, interview_id, device_id="camera-1")).json()["calibration"] is None
