"""The turn: recorded once, answered the same however often it is asked for."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import httpx
import pytest
from contracts.media_servers import hang_up_key
from contracts.tasks import ANALYZE_ANSWER
from persistence.columns import utc_now
from persistence.ids import new_id
from persistence.tables import EventRow, Job, Transcript, User
from redis import Redis
from sqlmodel import col, func, select

ANSWER = "I moved our billing service to PostgreSQL, wrote the migration and measured that p95 fell by 40 %."


def typed(interview_id: str, question: dict[str, Any], text: str = ANSWER) -> dict[str, Any]:
    return {
        "interview_id": interview_id,
        "turn": question["turn"],
        "question_id": question["id"],
        "text": text,
        "source": "typed",
    }


def events_of(response: httpx.Response) -> list[tuple[str, dict[str, Any]]]:
    frames = [dict(line.split(": ", 1) for line in frame.splitlines()) for frame in response.text.strip().split("\n\n")]
    return [(frame["event"], json.loads(frame["data"])) for frame in frames]


def test_the_work_on_an_answer_has_the_id_of_its_request(core, person):
    interview_id, first = person.live_interview()
    headers = person.headers | {"X-Request-Id": "asked-1"}
    person.http.post("/transcripts", json=typed(interview_id, first), headers=headers).raise_for_status()
    with core.database.transaction() as session:
        asked = select(Job.request_id).where(Job.interview_id == interview_id, Job.name == ANALYZE_ANSWER.name)
        assert session.exec(asked).all() == ["asked-1"]


def test_an_answer_is_followed_by_the_next_question_and_the_last_one_ends_the_interview(core, person):
    interview_id, first = person.live_interview(questions=2)
    second = person.post("/transcripts", typed(interview_id, first)).json()
    assert (second["type"], second["question"]["turn"], second["replayed"]) == ("asked", 2, False)
    end = person.post("/transcripts", typed(interview_id, second["question"])).json()
    assert (end["type"], end["status"]) == ("ended", "completed")
    assert person.get(f"/interviews/{interview_id}").json()["status"] == "completed"
    said = person.get(f"/interviews/{interview_id}/transcripts").json()
    assert [(row["turn"], row["speaker"]) for row in said] == [(1, "AI"), (1, "User"), (2, "AI"), (2, "User")]


def test_whoever_is_shut_out_in_the_middle_is_told_so_and_goes_on_where_they_were(core, person):
    person.consent("transcription")
    interview_id, first = person.live_interview(questions=2)
    shut_out(core, person, utc_now())
    spoken = typed(interview_id, first) | {"source": "speech"}
    refusals = [
        httpx.post(f"{core.url}/api/transcripts", json=spoken, headers=core.service_headers, timeout=20),
        person.post("/transcripts", typed(interview_id, first)),
        person.post(f"/interviews/{interview_id}/ticket", {"purpose": "offer"}),
    ]
    assert [(one.status_code, one.json()["error"]) for one in refusals] == [(403, "AccountDeactivated")] * 3
    shut_out(core, person, None)
    said = person.get(f"/interviews/{interview_id}/transcripts").json()
    assert [row["text"] for row in said if row["speaker"] == "User"] == [ANSWER], "the answer under way was kept"
    assert person.post(f"/interviews/{interview_id}/start").json()["question"]["turn"] == 2


def shut_out(core, person, since: datetime | None) -> None:
    with core.database.transaction() as session:
        session.get_one(User, person.id).deactivated_at = since


def test_the_stream_carries_the_question_in_pieces_that_add_up(person):
    interview_id, first = person.live_interview()
    headers = {**person.headers, "Accept": "text/event-stream"}
    reply = person.http.post("/transcripts", json=typed(interview_id, first), headers=headers)
    events = events_of(reply)
    assert events[-1][0] == "asked"
    assert "".join(data["text"] for kind, data in events if kind == "delta") == events[-1][1]["question"]["text"]
    assert len(events) > 2


def test_asking_again_for_a_turn_gives_the_same_question_and_writes_nothing(core, person):
    interview_id, first = person.live_interview()
    once = person.post("/transcripts", typed(interview_id, first)).json()
    again = person.post("/transcripts", typed(interview_id, first, "Something else entirely.")).json()
    assert again == {**once, "replayed": True}
    with core.database.transaction() as session:
        said = select(Transcript.text).where(Transcript.interview_id == interview_id, Transcript.speaker == "User")
        assert session.exec(said).all() == [ANSWER]
        evaluations = col(Job.interview_id) == interview_id, col(Job.name) == ANALYZE_ANSWER.name
        assert session.exec(select(func.count()).where(*evaluations)).one() == 1


def test_the_same_turn_from_many_at_once_is_recorded_once(core, person):
    interview_id, first = person.live_interview()
    barrier = threading.Barrier(6)

    def submit(number: int) -> str:
        barrier.wait()
        with core.client() as http:
            body = typed(interview_id, first, f"{ANSWER} {number}")
            reply = http.post("/transcripts", json=body, headers=person.headers)
        assert reply.status_code == 200, reply.text
        return reply.json()["question"]["id"]

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(submit, range(6)))) == 1
    with core.database.transaction() as session:
        happened = select(EventRow.kind).where(EventRow.interview_id == interview_id).order_by(col(EventRow.sequence))
        assert session.exec(happened).all() == [
            "interview.state",
            "interview.state",
            "question.asked",
            "answer.saved",
            "question.asked",
        ]


def test_a_turn_that_lost_its_question_goes_on_when_it_is_asked_again(core, person):
    """What a crash between the transcript and the question leaves behind."""
    interview_id, first = person.live_interview()
    headers = {**person.headers, "Accept": "text/event-stream"}
    with person.http.stream("POST", "/transcripts", json=typed(interview_id, first), headers=headers) as reply:
        assert reply.status_code == 200  # the answer is on the record; the stream is closed before the question is
    again = person.post("/transcripts", typed(interview_id, first)).json()
    assert (again["type"], again["question"]["turn"]) == ("asked", 2)
    assert person.post(f"/interviews/{interview_id}/start").json()["question"] == again["question"]


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"text": "   "}, 422, "EmptyAnswer"),
        ({"turn": 2}, 409, "TurnOutOfOrder"),
        ({"question_id": new_id()}, 409, "TurnOutOfOrder"),
        ({"source": "speech"}, 403, "ServiceOnly"),
        ({"interview_id": new_id()}, 404, "InterviewNotFound"),
        ({"interview_id": "17"}, 422, "InvalidInput"),
        ({"text": "x" * 20_001}, 422, "InvalidInput"),
        ({"surprise": 1}, 422, "InvalidInput"),
    ],
)
def test_what_is_not_an_answer_to_the_open_question_is_refused(person, change, status, error):
    interview_id, first = person.live_interview()
    reply = person.post("/transcripts", {**typed(interview_id, first), **change})
    assert (reply.status_code, reply.json()["error"]) == (status, error), reply.text
    assert reply.json()["detail"]


def test_an_interview_that_is_over_or_somebody_elses_takes_no_answer(core, person):
    interview_id, first = person.live_interview()
    stranger = core.person()
    assert stranger.post("/transcripts", typed(interview_id, first)).json()["error"] == "InterviewNotFound"
    person.post(f"/interviews/{interview_id}/complete").raise_for_status()
    late = person.post("/transcripts", typed(interview_id, first))
    assert (late.status_code, late.json()["error"]) == (409, "InterviewOver")
    scheduled = person.interview()
    assert person.post("/transcripts", typed(scheduled, first)).json()["error"] == "InterviewNotLive"


def test_speech_needs_the_services_credentials_and_the_candidates_consent(core, person):
    interview_id, first = person.live_interview()
    spoken = {**typed(interview_id, first), "source": "speech", "recognizer": "pocketsphinx"}
    with core.client() as http:
        refused = http.post("/transcripts", json=spoken, headers=core.service_headers)
        assert (refused.status_code, refused.json()["error"]) == (403, "ConsentMissing")
        person.consent("transcription")
        assert http.post("/transcripts", json=spoken, headers=core.service_headers).status_code == 200
        person.consent("transcription", granted=False)
        second = person.get(f"/interviews/{interview_id}/questions").json()[1]
        spoken = {**spoken, "turn": 2, "question_id": second["id"]}
        assert http.post("/transcripts", json=spoken, headers=core.service_headers).json()["error"] == "ConsentMissing"
    with Redis.from_url(str(core.settings.redis_url)) as redis:
        assert redis.exists(hang_up_key(interview_id), hang_up_key(person.id)) == 2, "calls are told to end"


def test_silence_is_recorded_as_nothing_heard(core, person):
    person.consent("transcription")
    interview_id, first = person.live_interview()
    spoken = {**typed(interview_id, first, ""), "source": "speech", "sound_troubles": ["hum"]}
    with core.client() as http:
        assert http.post("/transcripts", json=spoken, headers=core.service_headers).status_code == 200
    answer = person.get(f"/interviews/{interview_id}/transcripts").json()[1]
    assert (answer["text"], answer["unreliable_reason"]) == ("", "nothing_heard")
    assert answer["sound_troubles"] == ["hum"]
