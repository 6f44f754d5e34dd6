"""Erasing an account takes along everything that hangs on it; files go by a job."""

import pytest
from backend_core.auth.accounts import erase_user
from callers import CALIBRATION
from contracts.errors import NotFound
from contracts.recruiting import MemberRole
from contracts.resumes import original_name
from contracts.rights import recordings_of
from contracts.tasks import ERASE, ErasePayload
from organisations import open_posting
from persistence.hiring.recruiting import Membership
from persistence.tables import Job, Table
from sqlalchemy import func, select

from conftest import PASSWORD

KEPT = {"audit_log", "jobs"}
"""The audit log tells that somebody was erased; a job erases their files."""


@pytest.fixture
def doomed(core, person):
    """An account with a row in whatever a candidate can have one in, and how many rows there were before."""
    before = _rows(core)
    doomed = core.person()
    doomed.consent("transcription", "delivery")
    doomed.http.put("/users/me/calibrations/camera-1", json=CALIBRATION.model_dump(), headers=doomed.headers)
    interview_id, question = doomed.live_interview()
    answer = {"interview_id": interview_id, "turn": 1, "question_id": question["id"], "text": "Yes.", "source": "typed"}
    doomed.post("/transcripts", answer).raise_for_status()
    doomed.post(f"/interviews/{interview_id}/ticket", {"purpose": "offer"}).raise_for_status()
    resume_id = doomed.upload(b"Kim Minseo, backend engineer").json()["id"]
    assert _rows(core) != before
    return doomed, resume_id, interview_id, before


def test_the_operator_erases_an_account(core, person, doomed, monkeypatch):
    for name, value in {
        "DATABASE_URL": str(core.settings.database_url),
        "REDIS_URL": str(core.settings.redis_url),
        "SERVICE_TOKEN": core.settings.service_token.get_secret_value(),
    }.items():
        monkeypatch.setenv(name, value)
    gone, resume_id, interview_id, before = doomed
    erase_user(gone.email.upper())
    assert _rows(core) == before
    asked = _asked_of_storage(core, gone.id)
    assert (asked.objects, asked.prefixes) == ([original_name(resume_id)], [recordings_of(interview_id)])
    assert person.get("/users/me").status_code == 200
    assert gone.get("/users/me").status_code == 401
    with pytest.raises(NotFound):
        erase_user(gone.email)


def test_people_erase_their_own_account_with_their_password(core, doomed):
    gone, resume_id, interview_id, before = doomed
    for password in ("not the password", ""):
        refused = gone.http.request("DELETE", "/users/me", json={"password": password}, headers=gone.headers)
        assert refused.status_code in {403, 422}
    assert gone.get("/users/me").status_code == 200
    erased = gone.http.request("DELETE", "/users/me", json={"password": PASSWORD}, headers=gone.headers)
    assert erased.status_code == 200, erased.text
    assert _rows(core) == before
    asked = _asked_of_storage(core, gone.id)
    assert (asked.objects, asked.prefixes) == ([original_name(resume_id)], [recordings_of(interview_id)])
    assert asked.erased
    assert asked.erased.id == erased.json()["id"], "the receipt names what the ledger will have"
    assert gone.get("/users/me").status_code == 401
    assert gone.http.post("/token/refresh").status_code == 401


def test_the_last_owner_of_an_organisation_stays(core, person):
    second = core.person()
    with core.database.transaction() as session:
        posting = open_posting(session, {person.id: MemberRole.OWNER, second.id: MemberRole.RECRUITER})
    erase = {"json": {"password": PASSWORD}, "headers": person.headers}
    refused = person.http.request("DELETE", "/users/me", **erase)
    assert (refused.status_code, refused.json()["error"]) == (409, "LastOwner")
    with core.database.transaction() as session:
        others = select(Membership).where(
            Membership.organisation_id == posting.organisation_id, Membership.user_id == second.id
        )
        session.scalars(others).one().role = MemberRole.OWNER
    assert person.http.request("DELETE", "/users/me", **erase).status_code == 200


def _asked_of_storage(core, subject_id: str) -> ErasePayload:
    with core.database.transaction() as session:
        job = session.scalars(select(Job).where(Job.unique_key == f"{ERASE.name}:{subject_id}")).one()
        return ErasePayload.model_validate(job.payload)


def _rows(core) -> dict[str, int]:
    with core.database.transaction() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table))
            for name, table in Table.metadata.tables.items()
            if name not in KEPT
        }
