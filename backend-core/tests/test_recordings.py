"""Recordings of practice interviews: in chunk by chunk, out range by range, for their candidate alone."""

import secrets
from pathlib import Path

import pytest
from backend_core.key_rotation import rotate
from contracts.rights import ErasureCause, recording_of, recordings_of
from contracts.tasks import ERASE
from persistence.columns import utc_now
from persistence.interviews.recordings import Recording
from persistence.record.audit import PLATFORM
from persistence.removal import erasure
from persistence.tables import Interview, Job
from pydantic import SecretStr
from runtime.storage.encrypted import Keyring
from sqlmodel import select

CHUNKS = [bytes([number]) * 70_000 for number in range(3)]
WHOLE = b"".join(CHUNKS)


@pytest.fixture
def recorded(person):
    """An interview under way whose candidate agreed, and where the recording of its question is."""
    person.consent("recording")
    interview_id, question = person.live_interview()
    return interview_id, f"/interviews/{interview_id}/recordings/{question['id']}"


def send(person, place, number, data=None, *, take=0, kind="video/webm;codecs=vp8,opus"):
    headers = {**person.headers, "Content-Type": kind}
    body = CHUNKS[number] if data is None else data
    return person.http.put(f"{place}/{number}", params={"take": take}, content=body, headers=headers)


def finish(person, place, chunks=3, **more):
    return person.post(f"{place}/finish", {"chunks": chunks, "seconds": 15.0, **more})


def error(response):
    return response.status_code, response.json()["error"]


def test_chunks_arrive_in_any_order_and_twice_and_play_as_one(person, recorded):
    interview_id, place = recorded
    for number in (1, 0, 1, 2):
        assert send(person, place, number).status_code == 204
    clock = [{"heard": 0.0, "at": 3.25, "error": 0.02}]
    assert finish(person, place, clock=clock).json()["complete"]
    assert finish(person, place, clock=[]).json()["clock"] == clock
    [listed] = person.get(f"/interviews/{interview_id}/recordings").json()
    assert (listed["turn"], listed["size"], listed["media_type"]) == (1, len(WHOLE), "video/webm")
    played = person.get(place)
    assert (played.status_code, played.content) == (200, WHOLE)
    assert played.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-", 0, len(WHOLE)),
        ("bytes=0-0", 0, 1),
        ("bytes=69990-70010", 69_990, 70_011),
        ("bytes=65536-140001", 65_536, 140_002),
        ("bytes=-5", len(WHOLE) - 5, len(WHOLE)),
        ("bytes=209999-999999", 209_999, 210_000),
    ],
)
def test_a_range_across_chunks_and_frames(person, recorded, wanted, start, end):
    _, place = recorded
    for number in range(3):
        send(person, place, number)
    part = person.http.get(place, headers={**person.headers, "Range": wanted})
    assert (part.status_code, part.content) == (206, WHOLE[start:end])
    assert part.headers["content-range"] == f"bytes {start}-{end - 1}/{len(WHOLE)}"


@pytest.mark.parametrize("wanted", ["bytes=210000-", "bytes=5-4", "bytes=-0"])
def test_a_range_outside_of_it_is_refused(person, recorded, wanted):
    _, place = recorded
    for number in range(3):
        send(person, place, number)
    refused = person.http.get(place, headers={**person.headers, "Range": wanted})
    assert (refused.status_code, refused.headers["content-range"]) == (416, f"bytes */{len(WHOLE)}")


def test_what_is_missing_is_named_and_what_is_there_plays_up_to_the_gap(person, recorded):
    _, place = recorded
    send(person, place, 0)
    send(person, place, 2)
    refused = finish(person, place)
    assert error(refused) == (409, "RecordingIncomplete")
    assert refused.json()["fields"] == {"missing": "1"}
    assert person.get(place).content == CHUNKS[0]


def test_nothing_is_kept_that_cannot_be(person, recorded):
    interview_id, place = recorded
    assert error(send(person, place, 0, b"")) == (422, "EmptyRecording")
    assert error(send(person, place, 0, b"x" * (2 * 2**20 + 1))) == (413, "PayloadTooLarge")
    assert error(send(person, place, 0, kind="text/html")) == (415, "RecordingTypeUnsupported")
    assert error(send(person, place, 0, take=-1)) == (422, "InvalidInput")
    assert error(send(person, f"{place[:-1]}{'0' if place[-1] != '0' else '1'}", 0)) == (404, "RecordingNotFound")
    assert send(person, place, 0).status_code == 204
    assert error(send(person, place, 0, b"another")) == (409, "Conflict")
    assert error(send(person, place, 1, kind="video/mp4")) == (409, "Conflict")
    finish(person, place, chunks=1)
    assert send(person, place, 0).status_code == 204
    assert error(send(person, place, 1)) == (409, "RecordingClosed")
    [listed] = person.get(f"/interviews/{interview_id}/recordings").json()
    assert listed["size"] == len(CHUNKS[0])


def test_an_interview_has_room_for_so_much(person, recorded, core, monkeypatch):
    _, place = recorded
    monkeypatch.setattr(core.settings, "recording_mebibytes", 1)
    big = b"x" * 2**19
    assert send(person, place, 0, big).status_code == 204
    assert send(person, place, 1, big).status_code == 204
    assert error(send(person, place, 2, b"x")) == (413, "RecordingFull")
    monkeypatch.setattr(core.settings, "recording_mebibytes", 0)
    assert error(send(person, place, 2, b"x")) == (409, "RecordingNotOffered")


def test_a_browser_that_comes_back_late_is_heard_for_a_day(person, recorded, core):
    interview_id, place = recorded
    person.post(f"/interviews/{interview_id}/complete").raise_for_status()
    assert send(person, place, 0).status_code == 204
    with core.database.transaction() as session:
        interview = session.get_one(Interview, interview_id)
        interview.end_time = utc_now().replace(year=2020)
    assert error(send(person, place, 1)) == (409, "RecordingClosed")


def test_it_lies_encrypted(person, recorded, core):
    interview_id, place = recorded
    send(person, place, 0)
    files = [
        path for path in (Path(core.settings.storage_url) / recordings_of(interview_id)).rglob("*") if path.is_file()
    ]
    assert len(files) == 1
    assert CHUNKS[0][:32] not in files[0].read_bytes()


def test_it_plays_with_the_new_storage_key_alone(person, recorded, core, monkeypatch):
    _, place = recorded
    send(person, place, 0)
    before, present = core.settings.storage_key, SecretStr(secrets.token_urlsafe(48))
    rotate(core.database, Keyring(present.get_secret_value(), [before.get_secret_value()]))
    monkeypatch.setattr(core.settings, "storage_key", present)
    assert person.get(place).content == CHUNKS[0]
    rotate(core.database, Keyring(before.get_secret_value(), [present.get_secret_value()]))


def test_a_player_needs_the_cookie_of_its_interview_and_nobody_elses(person, recorded, core):
    interview_id, place = recorded
    send(person, place, 0)
    with core.client() as player:
        assert error(player.get(place)) == (401, "NotSignedIn")
        opened = person.post(f"/interviews/{interview_id}/recordings/playback")
        cookie = opened.headers["set-cookie"]
        assert f"Path=/api/interviews/{interview_id}/recordings" in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        token = cookie.split(";")[0].split("=", 1)[1]
        with_cookie = {"Cookie": f"visavis_playback={token}"}
        assert player.get(place, headers=with_cookie).content == CHUNKS[0]
        other, question = person.live_interview()
        elsewhere = f"/interviews/{other}/recordings/{question['id']}"
        assert send(person, elsewhere, 0).status_code == 204
        assert error(player.get(elsewhere, headers=with_cookie)) == (404, "LinkExpired")


def test_without_consent_nothing_is_recorded(person):
    interview_id, question = person.live_interview()
    refused = send(person, f"/interviews/{interview_id}/recordings/{question['id']}", 0)
    assert error(refused) == (403, "ConsentMissing")


def test_withdrawing_the_consent_deletes_what_was_recorded_and_stops(person, recorded, core):
    interview_id, place = recorded
    send(person, place, 0)
    with core.database.transaction() as session:
        recording = session.exec(select(Recording).where(Recording.interview_id == interview_id)).one()
        prefix = recording_of(interview_id, recording.id)
    person.consent("recording", granted=False)
    assert person.get(f"/interviews/{interview_id}/recordings").json() == []
    assert error(person.get(place)) == (404, "RecordingNotFound")
    assert error(send(person, place, 1)) == (403, "ConsentMissing")
    assert _prefixes(core, person.id) == [[prefix]]
    assert person.get(f"/interviews/{interview_id}").status_code == 200


def test_erasing_the_interview_takes_its_recordings_along(person, recorded, core):
    interview_id, place = recorded
    send(person, place, 0)
    with core.database.transaction() as session:
        erasure.erase_interview(session, session.get_one(Interview, interview_id), ErasureCause.WITHDRAWN, PLATFORM)
    with core.database.transaction() as session:
        assert session.exec(select(Recording).where(Recording.interview_id == interview_id)).all() == []
    assert _prefixes(core, interview_id) == [[recordings_of(interview_id)]]


def test_a_screening_interview_is_not_recorded(scene):
    path = f"/interviews/{scene.screening_id}/recordings/{scene.question.id}/0"
    refused = scene.callers["owner"].put(path, content=b"x", headers={"Content-Type": "video/webm"})
    assert error(refused) == (409, "RecordingNotOffered")


def _prefixes(core, subject_id):
    with core.database.transaction() as session:
        jobs = session.exec(select(Job).where(Job.name == ERASE.name)).all()
        return [job.payload["prefixes"] for job in jobs if job.payload["subject_id"] == subject_id]
