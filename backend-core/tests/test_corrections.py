"""Candidates put right what was heard of them: their own words, while that is fair, and never another answer."""

from datetime import timedelta

import httpx
import pytest
from backend_core.interviews import corrections, endpoints
from contracts.audit import AuditAction
from contracts.base import Language
from contracts.recruiting import MemberRole
from contracts.tasks import ANALYZE_ANSWER, GENERATE_FINAL_REPORT, INDEX_ANSWERS
from limits import RateLimitItemPerHour
from organisations import open_posting, screening_interview
from persistence.columns import utc_now
from persistence.interviews.corrections import Correction
from persistence.record import jobs
from persistence.record.audit import AuditEntry
from persistence.tables import Interview, Job, JobState, Transcript
from sqlalchemy import update
from sqlmodel import col, select

HEARD = "we put rabbit in cue before the cash layer"
RIGHT = "We put RabbitMQ before the cache layer."
WORDS = [
    {"text": "rabbit", "start": 1.0, "end": 1.4, "span": [7, 13]},
    {"text": "cue", "start": 1.6, "end": 1.9, "span": [17, 20]},
    {"text": "layer", "start": 3.0, "end": 3.5, "span": [37, 42]},
]


def say(core, interview_id, question, text=HEARD):
    spoken = {"interview_id": interview_id, "turn": question["turn"], "question_id": question["id"], "text": text}
    with httpx.Client(base_url=f"{core.url}/api", headers=core.service_headers, timeout=20) as service:
        service.post("/transcripts", json={**spoken, "source": "speech", "words": WORDS}).raise_for_status()


def put_right(person, interview_id, text=RIGHT, turn=1):
    address = f"/interviews/{interview_id}/transcripts/{turn}/correction"
    return person.http.put(address, json={"text": text}, headers=person.headers)


def said(person, interview_id):
    transcripts = person.get(f"/interviews/{interview_id}/transcripts").raise_for_status().json()
    return next(row for row in transcripts if row["speaker"] == "User")


def versions(core, interview_id):
    """Of the judgements asked for."""
    with core.database.transaction() as session:
        found = session.exec(select(Job).where(Job.interview_id == interview_id, Job.name == ANALYZE_ANSWER.name)).all()
    return sorted(job.payload["version"] for job in found)


def set_jobs(core, interview_id, state):
    with core.database.transaction() as session:
        session.exec(update(Job).where(col(Job.interview_id) == interview_id).values(state=state))


@pytest.fixture
def speaker(person):
    person.consent("transcription")
    return person


@pytest.fixture
def spoken(core, speaker):
    """The id of a live interview whose first answer was misheard."""
    interview_id, question = speaker.live_interview()
    say(core, interview_id, question)
    return interview_id


def test_what_was_heard_stays_and_what_is_put_right_counts(core, speaker, spoken):
    before = said(speaker, spoken)
    assert (before["text"], before["corrected"], before["checked"], before["correctable"]) == (HEARD, [], False, True)
    put_right(speaker, spoken, "We put RabbitMQ before the cash layer.").raise_for_status()
    reply = put_right(speaker, spoken)
    assert reply.status_code == 200, reply.text
    now = said(speaker, spoken)
    assert now == reply.json()
    assert (now["text"], now["checked"]) == (RIGHT, True)
    shown = [(RIGHT[run["start"] : run["end"]], run["heard"]) for run in now["corrected"]]
    assert shown == [("We", "we"), ("RabbitMQ", "rabbit in cue"), ("cache layer.", "cash layer")]
    assert [RIGHT[slice(*word["span"])] for word in now["words"]] == ["RabbitMQ", "RabbitMQ", "cache layer."]
    assert [word["start"] for word in now["words"]] == [1.0, 1.6, 3.0], "times are those that were heard"
    assert put_right(speaker, spoken).json() == now
    with core.database.transaction() as session:
        heard = session.exec(
            select(Transcript).where(Transcript.interview_id == spoken, Transcript.speaker == "User")
        ).one()
        kept = session.exec(select(Correction).where(Correction.transcript_id == heard.id)).all()
        entries = session.exec(select(AuditEntry).where(AuditEntry.subject_id == spoken)).all()
    assert (heard.text, heard.words) == (HEARD, [{**word, "confidence": None} for word in WORDS])
    assert len(kept) == 2, "each version is kept, and the same one once"
    corrected = [entry for entry in entries if entry.action == AuditAction.ANSWER_CORRECTED]
    assert [(entry.actor_id, entry.details) for entry in corrected] == [(speaker.id, {"turn": 1})] * 2


def test_confirming_what_was_heard_is_kept_and_has_nothing_judged_anew(core, speaker, spoken):
    set_jobs(core, spoken, JobState.DONE)
    confirmed = put_right(speaker, spoken, HEARD).json()
    assert (confirmed["text"], confirmed["corrected"], confirmed["checked"]) == (HEARD, [], True)
    assert versions(core, spoken) == [1]
    with core.database.transaction() as session:
        kept = session.exec(
            select(Correction)
            .join(Transcript, col(Transcript.id) == Correction.transcript_id)
            .where(Transcript.interview_id == spoken)
        ).one()
    assert (kept.letters, kept.letter_errors) == (34, 0)


def test_an_answer_is_judged_anew_unless_it_still_waits_to_be(core, speaker, spoken):
    put_right(speaker, spoken).raise_for_status()
    assert versions(core, spoken) == [1], "the judgement that waits reads what counts then"
    set_jobs(core, spoken, JobState.RUNNING)
    put_right(speaker, spoken, f"{RIGHT[:-1]}s.").raise_for_status()
    assert versions(core, spoken) == [1, 2], "one that has begun may have read what counted before"
    put_right(speaker, spoken).raise_for_status()
    assert versions(core, spoken) == [1, 2]


def test_a_report_that_is_there_is_made_again(core, speaker, spoken):
    speaker.post(f"/interviews/{spoken}/complete").raise_for_status()
    set_jobs(core, spoken, JobState.DONE)
    put_right(speaker, spoken).raise_for_status()
    with core.database.transaction() as session:
        assert jobs.state_of(session, GENERATE_FINAL_REPORT, spoken) is JobState.QUEUED


def test_only_what_was_heard_can_be_put_right_and_only_by_who_said_it(core, speaker, spoken):
    stranger = core.person()
    assert put_right(stranger, spoken).json()["error"] == "InterviewNotFound"
    another = put_right(speaker, spoken, "I led a team of ten people and doubled the revenue.")
    assert (another.status_code, another.json()["error"]) == (422, "NotACorrection")
    assert "misheard" in another.json()["detail"]
    assert put_right(speaker, spoken, "   ").status_code == 422
    assert put_right(speaker, spoken, "x" * 20_001).status_code == 422
    unanswered = put_right(speaker, spoken, turn=2)
    assert (unanswered.status_code, unanswered.json()["error"]) == (409, "NothingToCorrect")
    typed_id, question = speaker.live_interview()
    typed = {"interview_id": typed_id, "turn": 1, "question_id": question["id"], "text": HEARD, "source": "typed"}
    speaker.post("/transcripts", typed).raise_for_status()
    assert put_right(speaker, typed_id).json()["error"] == "NothingToCorrect"
    assert not said(speaker, typed_id)["correctable"]
    silent_id, question = speaker.live_interview()
    say(core, silent_id, question, "")
    assert put_right(speaker, silent_id).json()["error"] == "NothingToCorrect"
    assert said(speaker, spoken)["checked"] is False


def test_a_screening_answer_can_be_put_right_until_shortly_after_the_end(core, speaker):
    recruiter = core.person()
    with core.database.transaction() as session:
        posting = open_posting(session, {recruiter.id: MemberRole.RECRUITER})
        interview_id = screening_interview(session, posting, speaker.id, Language.EN).id
    question = speaker.post(f"/interviews/{interview_id}/start").json()["question"]
    say(core, interview_id, question)
    assert put_right(recruiter, interview_id).status_code in (403, 404)
    put_right(speaker, interview_id).raise_for_status()
    speaker.post(f"/interviews/{interview_id}/complete").raise_for_status()
    set_jobs(core, interview_id, JobState.DONE)
    put_right(speaker, interview_id, HEARD).raise_for_status()
    with core.database.transaction() as session:
        names = session.exec(
            select(Job.name).where(Job.interview_id == interview_id, Job.state == JobState.QUEUED)
        ).all()
        entry = session.exec(
            select(AuditEntry)
            .where(AuditEntry.action == AuditAction.ANSWER_CORRECTED)
            .limit(1)
            .where(AuditEntry.subject_id == interview_id)
        ).one()
        ended = utc_now() - corrections.GRACE - timedelta(seconds=1)
        session.exec(update(Interview).where(col(Interview.id) == interview_id).values(end_time=ended))
    assert {GENERATE_FINAL_REPORT.name, INDEX_ANSWERS.name} <= set(names)
    assert entry.organisation_id == posting.organisation_id
    late = put_right(speaker, interview_id)
    assert (late.status_code, late.json()["error"]) == (409, "CorrectionsClosed")
    assert not said(speaker, interview_id)["correctable"]


def test_answers_are_not_corrected_without_end(speaker, spoken, monkeypatch):
    monkeypatch.setattr(endpoints, "CORRECTIONS", RateLimitItemPerHour(1))
    assert put_right(speaker, spoken).status_code == 200
    assert put_right(speaker, spoken).status_code == 429
