"""`PATCH /users/me`: a name and preferences that are stored as they were set, and what the media server learns."""

import pytest
from test_tickets import redeem, ticket_for

DEFAULTS = {
    "voice": {"speed": 1.0, "volume": 1.0, "voice": None},
    "accommodations": {"patience": 1.0, "prep_seconds": 0, "may_interrupt": True},
    "room": {"hints": False, "toured": False},
}


def change(person, body: object):
    return person.http.patch("/users/me", json=body, headers=person.headers)


def test_whoever_has_set_nothing_has_the_defaults(person):
    assert person.get("/users/me").json()["preferences"] == DEFAULTS


def test_what_a_change_leaves_out_stays_as_it_is(person):
    change(person, {"preferences": {"voice": {"speed": 1.25, "voice": "F1"}}}).raise_for_status()
    change(person, {"preferences": {"accommodations": {"patience": 2, "may_interrupt": False}}}).raise_for_status()
    change(person, {"preferences": {"voice": {"volume": 0.4}, "room": {"hints": True}}}).raise_for_status()
    change(person, {"preferences": {"room": {"toured": True}}}).raise_for_status()
    change(person, {"preferences": {"room": {}}}).raise_for_status()
    me = change(person, {"full_name": "  Lee Jiwoo "}).json()
    assert me == person.get("/users/me").json()
    assert me["full_name"] == "Lee Jiwoo"
    assert me["preferences"] == {
        "voice": {"speed": 1.25, "volume": 0.4, "voice": "F1"},
        "accommodations": {"patience": 2, "prep_seconds": 0, "may_interrupt": False},
        "room": {"hints": True, "toured": True},
    }
    off = change(person, {"preferences": {"room": {"hints": False}}})
    assert off.json()["preferences"]["room"] == {"hints": False, "toured": True}
    assert change(person, {"preferences": {"voice": {"voice": None}}}).json()["preferences"]["voice"]["voice"] is None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"preferences": {"voice": {"speed": 1.6}}}, "preferences.voice.speed"),
        ({"preferences": {"voice": {"speed": "1.2"}}}, "preferences.voice.speed"),
        ({"preferences": {"voice": {"volume": -0.1}}}, "preferences.voice.volume"),
        ({"preferences": {"voice": {"voice": "a\x00b"}}}, "preferences.voice.voice"),
        ({"preferences": {"voice": {"pitch": 1}}}, "preferences.voice.pitch"),
        ({"preferences": {"voice": None}}, "preferences.voice"),
        ({"preferences": {"accommodations": {"patience": 0.5}}}, "preferences.accommodations.patience"),
        ({"preferences": {"accommodations": {"prep_seconds": 7.5}}}, "preferences.accommodations.prep_seconds"),
        ({"preferences": {"accommodations": {"prep_seconds": 121}}}, "preferences.accommodations.prep_seconds"),
        ({"preferences": {"accommodations": {"may_interrupt": "no"}}}, "preferences.accommodations.may_interrupt"),
        ({"preferences": {"room": {"hints": 1}}}, "preferences.room.hints"),
        ({"preferences": {"room": {"toured": "yes"}}}, "preferences.room.toured"),
        ({"full_name": "   "}, "full_name"),
        ({"full_name": "a\x00b"}, "full_name"),
        ({"role": "admin"}, "role"),
        ({"email": "other@example.org"}, "email"),
    ],
)
def test_a_change_that_is_not_right_names_its_field_and_changes_nothing(person, body, field):
    before = person.get("/users/me").json()
    refused = change(person, {"full_name": "Somebody Else", **body})
    assert (refused.status_code, refused.json()["error"]) == (422, "InvalidInput")
    assert list(refused.json()["fields"]) == [field]
    assert person.get("/users/me").json() == before


def test_the_media_server_learns_the_preferences_with_the_ticket(core, person):
    interview_id, _ = person.live_interview()
    assert redeem(core, ticket_for(person, interview_id)).json()["preferences"] == DEFAULTS
    change(person, {"preferences": {"accommodations": {"prep_seconds": 30}}}).raise_for_status()
    context = redeem(core, ticket_for(person, interview_id, "check")).json()
    assert context["preferences"]["accommodations"]["prep_seconds"] == 30
