"""Media tickets open one door, once; what the media server learns for one."""

import secrets
import time

import pytest
from callers import CALIBRATION
from contracts.base import Language
from contracts.recruiting import PostingAccommodations
from organisations import open_posting, screening_interview
from pydantic import SecretStr
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


@pytest.mark.parametrize(("gives", "handed_over"), [(True, (3.0, 60)), (False, (1.0, 0))])
def test_extra_time_goes_along_where_the_posting_gives_it(core, person, gives, handed_over):
    wanted = {"accommodations": {"patience": 3.0, "prep_seconds": 60, "may_interrupt": False}}
    person.http.patch("/users/me", json={"preferences": wanted}, headers=person.headers).raise_for_status()
    with core.database.transaction() as session:
        posting = open_posting(session)
        posting.accommodations = PostingAccommodations(extra_time=gives).model_dump()
        interview = screening_interview(session, posting, person.id, Language.EN)
    person.post(f"/interviews/{interview.id}/start").raise_for_status()
    told = redeem(core, ticket_for(person, interview.id)).json()["preferences"]["accommodations"]
    assert (told["patience"], told["prep_seconds"]) == handed_over
    assert told["may_interrupt"] is False, "hearing a question to its end takes no extra time"
    own = redeem(core, ticket_for(person, person.live_interview()[0])).json()["preferences"]["accommodations"]
    assert (own["patience"], own["prep_seconds"]) == (3.0, 60), "practice is one's own"


def test_a_training_has_a_door_of_its_own_with_consent_alone_and_no_interview(core, person):
    wanted = {"purpose": "check", "device_id": "camera-1"}
    refused = person.post("/training/ticket", wanted)
    assert (refused.status_code, refused.json()["error"]) == (403, "ConsentMissing")
    person.consent("delivery")
    person.http.put("/users/me/calibrations/camera-1", json=CALIBRATION.model_dump(), headers=person.headers)
    context = redeem(core, person.post("/training/ticket", wanted).json()["ticket"]).json()
    assert (context["purpose"], context["mode"], context["question"]) == ("check", "practice", None)
    assert context["interview_id"] == context["candidate_id"] == person.id
    assert context["calibration"] == CALIBRATION.model_dump()
    joins = person.post("/training/ticket", {"purpose": "socket"}).json()["ticket"]
    assert redeem(core, joins, "socket").json()["interview_id"] == person.id
    assert person.post("/training/ticket", {"purpose": "offer"}).status_code == 422
    assert person.get("/interviews").json()["interviews"] == []


def test_a_relay_is_for_who_is_signed_in(core, person, monkeypatch):
    monkeypatch.setattr(core.settings, "turn_urls", "turn:turn.example.org:3478")
    monkeypatch.setattr(core.settings, "turn_secret", SecretStr(secrets.token_hex(32)))
    with core.client() as http:
        assert http.get("/config").json()["ice_servers"] == []
        assert http.get("/config", headers=core.service_headers).json()["ice_servers"] == []
    mine = person.get("/config")
    (relay,) = mine.json()["ice_servers"]
    ends, _, user_id = relay["username"].partition(":")
    assert (relay["urls"], user_id) == (["turn:turn.example.org:3478"], person.id)
    assert int(ends) > time.time()
    assert mine.headers["cache-control"] == "no-store"
    person.http.post("/logout").raise_for_status()
    assert person.get("/config").status_code == 401, "a page comes back with a new token, or without one"
