"""Erasing an interview: nothing of it is left, and of a screening interview only that there was one."""

import pytest
from contracts.audit import AuditAction
from contracts.base import Language
from contracts.media_servers import HANG_UP_SECONDS, hang_up_key
from contracts.recruiting import MemberRole
from contracts.rights import ErasureCause, recordings_of
from contracts.tasks import ERASE, ErasePayload
from organisations import open_posting, screening_interview
from persistence.columns import utc_now
from persistence.hiring.recruiting import Invitation
from persistence.people.rights import ErasedScreening
from persistence.record.audit import AuditEntry
from persistence.tables import Interview, InterviewQuestion, Job, ReportPdf, Transcript
from redis import Redis
from sqlmodel import select

from conftest import Core, Person

HANGING_ON_IT = (InterviewQuestion, Transcript, ReportPdf)


def erase(person: Person, interview_id: str) -> int:
    return person.http.delete(f"/interviews/{interview_id}", headers=person.headers).status_code


@pytest.fixture
def practised(core: Core, person: Person) -> str:
    interview_id, question = person.live_interview()
    person.consent("transcription")
    answer = {"interview_id": interview_id, "turn": 1, "question_id": question["id"], "text": "Yes.", "source": "typed"}
    person.post("/transcripts", answer).raise_for_status()
    with core.database.transaction() as session:
        session.add(
            ReportPdf(
                interview_id=interview_id,
                language=Language.EN,
                names_key_points=True,
                fingerprint="-",
                data=b"%PDF",
            )
        )
    return interview_id


def test_a_practice_interview_goes_with_all_that_hangs_on_it(core: Core, person: Person, practised: str):
    with core.database.transaction() as session:
        assert all(session.exec(select(t).where(t.interview_id == practised)).first() for t in HANGING_ON_IT)
    assert erase(person, practised) == 200
    with core.database.transaction() as session:
        assert session.get(Interview, practised) is None
        assert not any(session.exec(select(t).where(t.interview_id == practised)).first() for t in HANGING_ON_IT)
        job = session.exec(select(Job).where(Job.unique_key == f"{ERASE.name}:{practised}")).one()
        assert session.exec(select(AuditEntry).where(AuditEntry.subject_id == practised)).first() is None
    assert ErasePayload.model_validate(job.payload).prefixes == [recordings_of(practised)]
    assert erase(person, practised) == 404
    assert person.get("/interviews").json()["interviews"] == []


def test_where_an_erased_interview_was_led_to_is_forgotten(core: Core, person: Person, practised: str):
    redis = Redis.from_url(str(core.settings.redis_url))
    redis.set(f"visavis:media:interview:{practised}", "media-1")
    assert erase(person, practised) == 200
    told = hang_up_key(practised)
    assert [key.decode() for key in redis.scan_iter() if practised.encode() in key] == [told]
    assert 0 < redis.ttl(told) <= HANG_UP_SECONDS, "what ends its call goes by itself"
    redis.close()


def test_an_organisation_keeps_that_somebody_withdrew_and_not_who(core: Core, person: Person):
    recruiter = core.person()
    with core.database.transaction() as session:
        posting = open_posting(session, {recruiter.id: MemberRole.RECRUITER})
        interview = screening_interview(session, posting, person.id, Language.EN)
        session.add(
            Invitation(
                posting_id=posting.id,
                email=person.email,
                full_name="Kim Minseo",
                language=Language.EN,
                expires_at=utc_now(),
                accepted_at=utc_now(),
                candidate_id=person.id,
                interview_id=interview.id,
            )
        )
    assert erase(recruiter, interview.id) == 404
    assert erase(person, interview.id) == 200
    with core.database.transaction() as session:
        (trace,) = session.exec(select(ErasedScreening).where(ErasedScreening.posting_id == posting.id)).all()
        assert session.exec(select(Invitation).where(Invitation.posting_id == posting.id)).first() is None
        entry = session.exec(select(AuditEntry).where(AuditEntry.subject_id == interview.id)).one()
    assert trace.cause is ErasureCause.WITHDRAWN
    assert {str(value) for value in trace.model_dump().values()}.isdisjoint({person.id, interview.id, person.email})
    assert (entry.action, entry.organisation_id) == (AuditAction.INTERVIEW_ERASED, posting.organisation_id)
    assert entry.details == {"cause": "withdrawn", "posting": posting.id}
