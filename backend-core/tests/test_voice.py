"""Voice over HTTP, as far as it goes without an ear: who may, to which question, and what the links open.

The whole way is in tests/integration/test_voice_over_http.py.
"""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from backend_core.auth import tokens
from persistence.ids import new_id


def start(person: Any, language: str | None = "en", **body: object) -> httpx.Response:
    headers = {**person.headers, **({"Accept-Language": language} if language else {})}
    if language is None:
        del headers["Accept-Language"]
    return person.http.post("/session/start", json={"user_id": person.id, "mode": "voice", **body}, headers=headers)


def answer(person: Any, session_id: str, question: dict[str, Any], **changes: Any) -> httpx.Response:
    form = {"session_id": session_id, "question_id": question["id"], "turn_type": "main", **changes}
    files = {"audio_file": ("answer.wav", b"RIFF", "audio/wav")}
    return person.http.post("/answer/complete", data=form, files=files, headers=person.headers)


@pytest.fixture
def speaker(person):
    person.consent("transcription")
    return person


def test_a_session_is_the_callers_own(speaker, cast):
    refused = start(speaker, user_id=cast["other candidate"].id)
    assert (refused.status_code, refused.json()["error"]) == (403, "NotAllowed")
    elsewhere = cast["other candidate"].live_interview()[0]
    assert start(speaker, interview_id=elsewhere).json()["error"] == "InterviewNotFound"


def test_speech_is_recognised_with_consent_only(person):
    refused = start(person)
    assert (refused.status_code, refused.json()["error"]) == (403, "ConsentMissing")
    assert person.get("/interviews").json()["interviews"] == []


def test_a_new_session_is_in_a_language_that_is_heard(speaker):
    heard = start(speaker, language=None).json()
    assert speaker.get(f"/interviews/{heard['session_id']}").json()["language"] == "en", "PocketSphinx hears no Korean"
    refused = start(speaker, language="ko-KR")
    assert (refused.status_code, refused.json()["error"]) == (503, "LanguageUnsupported")
    assert len(speaker.get("/interviews").json()["interviews"]) == 1


def test_starting_again_goes_on_with_the_live_interview_or_with_the_one_that_is_named(speaker):
    first = start(speaker).json()
    assert start(speaker).json()["question"]["id"] == first["question"]["id"]
    named = speaker.interview()
    assert start(speaker, interview_id=named).json()["session_id"] == named
    speaker.post(f"/interviews/{named}/complete").raise_for_status()
    assert start(speaker, interview_id=named).json()["error"] == "InterviewOver"


def test_only_the_open_question_of_the_own_session_takes_an_answer(speaker, cast):
    session = start(speaker).json()
    session_id, question = session["session_id"], session["question"]
    refused = {
        "InterviewNotFound": answer(speaker, cast["other candidate"].live_interview()[0], question),
        "TurnOutOfOrder": answer(speaker, session_id, {"id": new_id()}),
        "InvalidInput": answer(speaker, session_id, question, turn_type="followup"),
    }
    assert {name: reply.json()["error"] for name, reply in refused.items()} == {name: name for name in refused}
    assert refused["InvalidInput"].json()["fields"].keys() == {"turn_type"}
    speaker.consent("transcription", granted=False)
    assert answer(speaker, session_id, question).json()["error"] == "ConsentMissing"


def test_a_form_that_lacks_something_says_what(speaker):
    session = start(speaker).json()
    no_file = speaker.http.post("/answer/complete", data={"session_id": session["session_id"]}, headers=speaker.headers)
    assert no_file.status_code == 422
    not_a_form = speaker.post("/answer/complete", {"session_id": session["session_id"]})
    assert not_a_form.json()["fields"].keys() == {"body"}
    wrong_id = answer(speaker, "1", session["question"])
    assert wrong_id.json()["fields"].keys() == {"session_id"}


def test_without_a_media_server_the_answer_waits(speaker):
    session = start(speaker).json()
    refused = answer(speaker, session["session_id"], session["question"])
    assert (refused.status_code, refused.json()["error"]) == (503, "Unavailable")
    assert start(speaker).json()["question"]["id"] == session["question"]["id"]


@pytest.mark.parametrize("forged", ["another key", "access token", "expired"])
def test_a_link_opens_what_was_signed_and_nothing_else(core, speaker, monkeypatch, forged):
    key = core.settings.secret_key.get_secret_value()
    interview_id = speaker.live_interview()[0]
    if forged == "expired":
        monkeypatch.setattr(tokens, "SPEECH_LIFETIME", timedelta(seconds=-1))
    token = {
        "another key": lambda: tokens.make_speech_token(interview_id, 1, "k" * 48),
        "access token": lambda: speaker.token,
        "expired": lambda: tokens.make_speech_token(interview_id, 1, key),
    }[forged]()
    refused = speaker.http.get(f"/speech/{token}")
    assert (refused.status_code, refused.json()["error"]) == (404, "LinkExpired")


def test_no_link_signs_anybody_in(core, speaker):
    token = tokens.make_speech_token(speaker.id, 1, core.settings.secret_key.get_secret_value())
    assert speaker.http.get("/users/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_a_voice_to_try_out_is_one_that_can_be_set(speaker):
    wanted = {"language": "en", "voice": {"speed": 1.2}}
    refused = speaker.post("/speech-samples", {**wanted, "voice": {"speed": 3}})
    assert (refused.status_code, refused.json()["fields"].keys()) == (422, {"voice.speed"})
    nobody = speaker.post("/speech-samples", wanted)
    assert (nobody.status_code, nobody.json()["error"]) == (503, "Unavailable")
