"""The live list: where every interview of a posting stands, told to its organisation, and never an answer too much."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from backend_core.recruiting.live import service
from contracts.base import InterviewStatus, Language
from contracts.events import ReportReady
from contracts.recruiting import MemberRole
from organisations import invitation_to, open_posting, screening_interview
from persistence.columns import utc_now
from persistence.hiring.recruiting import JobPosting, Membership
from persistence.ids import new_id
from persistence.record import events
from persistence.record.audit import AuditEntry
from persistence.tables import Evaluation, EvaluationReport, Transcript, User
from sqlalchemy import delete
from sqlmodel import col, select
from test_events import frames

from conftest import Core, Person

SECRET = "zebrafish"
QUOTE, SCORE = "quagga", 87.654


@pytest.fixture
def recruiter(core: Core) -> Person:
    return core.staff()


def posting_of(core: Core, recruiter: Person, *, shows_answers: bool) -> JobPosting:
    with core.database.transaction() as session:
        posting = open_posting(session, {recruiter.id: MemberRole.REVIEWER})
        posting.shows_answers_live = shows_answers
    return posting


def begin(core: Core, person: Person, posting: JobPosting, *, agrees: bool) -> tuple[str, dict[str, Any]]:
    with core.database.transaction() as session:
        _, token = invitation_to(session, posting)
    wanted = {"token": token, "language": "en", "transcription": False, "shows_answers_live": agrees}
    interview_id = person.post("/invitations/accept", wanted).json()["id"]
    return interview_id, person.post(f"/interviews/{interview_id}/start").json()["question"]


def answer(person: Person, interview_id: str, question: dict[str, Any]) -> dict[str, Any]:
    said = {"interview_id": interview_id, "turn": question["turn"], "question_id": question["id"], "source": "typed"}
    reply = person.post("/transcripts", said | {"text": f"I kept a {SECRET} in production."})
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def judge(core: Core, interview_id: str) -> None:
    """As the worker leaves an interview: a judgement with a quote, a report with a score, and its event."""
    with core.database.transaction() as session:
        said = session.exec(select(Transcript).where(Transcript.interview_id == interview_id, Transcript.turn == 1))
        transcript = next(each for each in said if each.speaker == "User")
        session.add(
            Evaluation(
                interview_id=interview_id,
                transcript_id=transcript.id,
                criteria=[{"quote": QUOTE}],
                score=SCORE,
                transcript_reliable=True,
                engine="rules",
                model="rules",
                prompt="1",
                rubric=1,
            )
        )
        report = EvaluationReport(
            id=new_id(),
            interview_id=interview_id,
            summary_text=QUOTE,
            details_json={},
            evaluator_model="rules",
            technical_score=SCORE,
        )
        session.add(report)
        events.append(session, interview_id, ReportReady(report_id=report.id))


@contextmanager
def watching(recruiter: Person, posting: JobPosting, last: int | None = None) -> Iterator[httpx.Response]:
    headers = recruiter.headers | ({"Last-Event-ID": str(last)} if last is not None else {})
    path = f"/job-postings/{posting.id}/live"
    with recruiter.http.stream("GET", path, headers=headers) as response:
        assert response.status_code == 200
        yield response


def whole_interview(
    core: Core, recruiter: Person, person: Person, *, shows: bool, agrees: bool
) -> tuple[list[str], str, str]:
    """The kinds of events that a watcher gets, every byte of the stream, and the interview."""
    posting = posting_of(core, recruiter, shows_answers=shows)
    seen: list[dict[str, str]] = []
    with watching(recruiter, posting) as response:
        stream = frames(response)
        seen.append(next(stream))
        interview_id, question = begin(core, person, posting, agrees=agrees)
        second = answer(person, interview_id, question)["question"]
        answer(person, interview_id, second)
        judge(core, interview_id)
        while seen[-1]["event"] != "report.ready":
            seen.append(next(stream))
    return [frame["event"] for frame in seen], "".join(str(frame) for frame in seen), interview_id


@pytest.mark.parametrize(("shows", "agrees"), [(False, False), (False, True), (True, False)])
def test_no_answer_score_or_quote_is_in_the_stream(core, recruiter, person, shows, agrees):
    kinds, everything, interview_id = whole_interview(core, recruiter, person, shows=shows, agrees=agrees)
    assert kinds == [
        "snapshot",
        "interview.state",
        "interview.state",
        "question.asked",
        "answer.saved",
        "question.asked",
        "answer.saved",
        "interview.state",
        "report.ready",
    ]
    assert interview_id in everything, "the stream is about this interview"
    for hidden in (SECRET, QUOTE, str(SCORE), "score"):
        assert hidden not in everything


def test_answers_are_in_it_where_the_posting_says_so_and_the_candidate_agreed(core, recruiter, person):
    _, everything, _ = whole_interview(core, recruiter, person, shows=True, agrees=True)
    assert SECRET in everything
    for hidden in (QUOTE, str(SCORE), "score"):
        assert hidden not in everything


@pytest.mark.parametrize("agrees", [False, True])
def test_watching_is_on_the_audit_log_and_reading_answers_of_an_interview_too(core, recruiter, person, agrees):
    posting = posting_of(core, recruiter, shows_answers=True)
    interview_id, question = begin(core, person, posting, agrees=agrees)
    for _ in range(2):
        with watching(recruiter, posting) as response:
            next(frames(response))
    assert watched(core, recruiter) == [("posting.watched", posting.id)]
    with watching(recruiter, posting) as response:
        stream = frames(response)
        next(stream)
        answer(person, interview_id, question)
        next(stream)
    read = [("interview.watched", interview_id)] if agrees else []
    assert watched(core, recruiter) == [("posting.watched", posting.id), *read]


def watched(core: Core, recruiter: Person) -> list[tuple[str, str | None]]:
    with core.database.transaction() as session:
        entries = session.exec(
            select(AuditEntry).where(AuditEntry.actor_id == recruiter.id).order_by(col(AuditEntry.id))
        )
        return [(entry.action, entry.subject_id) for entry in entries]


def test_the_list_says_where_each_one_stands_and_goes_on_after_the_last_event(core, recruiter, person):
    posting = posting_of(core, recruiter, shows_answers=False)
    other = core.person()
    with core.database.transaction() as session:
        invitation_to(session, posting)
    interview_id, question = begin(core, person, posting, agrees=False)
    begin(core, other, posting, agrees=False)
    answer(person, interview_id, question)
    with watching(recruiter, posting) as response:
        snapshot = json.loads(next(frames(response))["data"])
    assert snapshot["invited"] == 1
    stands = [
        (entry["interview_id"] == interview_id, entry["status"], entry["question"]) for entry in snapshot["entries"]
    ]
    assert stands == [(True, "live", 2), (False, "live", 1)]
    with watching(recruiter, posting, last=0) as response:
        stream = frames(response)
        next(stream)
        replayed = [next(stream) for _ in range(snapshot["sequence"])]
    assert [int(frame["id"]) for frame in replayed] == list(range(1, snapshot["sequence"] + 1))
    with watching(recruiter, posting, last=snapshot["sequence"] - 1) as response:
        stream = frames(response)
        next(stream)
        assert int(next(stream)["id"]) == snapshot["sequence"]


@pytest.mark.parametrize("shut_out", ["deactivated", "removed"])
def test_who_is_shut_out_while_watching_hears_no_more(core, recruiter, person, shut_out):
    posting = posting_of(core, recruiter, shows_answers=False)
    with watching(recruiter, posting) as response:
        stream = frames(response)
        next(stream)
        with core.database.transaction() as session:
            if shut_out == "deactivated":
                session.get_one(User, recruiter.id).deactivated_at = utc_now()
            else:
                session.exec(delete(Membership).where(col(Membership.user_id) == recruiter.id))
        begin(core, person, posting, agrees=False)
        assert list(stream) == []


def test_those_that_ended_long_ago_are_counted_and_left_out(core, recruiter, person, monkeypatch):
    monkeypatch.setattr(service, "MOST_ENDED", 1)
    posting = posting_of(core, recruiter, shows_answers=False)
    with core.database.transaction() as session:
        held = [screening_interview(session, posting, person.id, Language.EN) for _ in range(4)]
        for interview, status in zip(held, ("completed", "scheduled", "cancelled", "completed"), strict=True):
            interview.status = InterviewStatus(status)
    with watching(recruiter, posting) as response:
        snapshot = json.loads(next(frames(response))["data"])
    assert [entry["interview_id"] for entry in snapshot["entries"]] == [held[1].id, held[3].id]
    assert snapshot["left_out"] == 2
