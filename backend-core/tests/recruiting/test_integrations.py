"""What owners set up for their programs: tokens that are shown once, webhooks, and how their messages fare."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx
import pytest
from backend_core.interviews import service
from backend_core.recruiting.integrations import tokens
from contracts.base import InterviewStatus, Language
from contracts.recruiting import MemberRole
from contracts.webhooks import shown_secret
from organisations import invitation_to, open_posting, screening_interview
from persistence.columns import utc_now
from persistence.hiring.recruiting import JobPosting
from persistence.hiring.webhooks import Webhook, WebhookDelivery
from persistence.people.tokens import OrganisationToken
from persistence.record.audit import AuditEntry
from persistence.tables import Interview, Job
from sqlmodel import col, select

from conftest import Core, Person


class Undone(Exception):
    """A fact that in the end was none."""


KINDS = ["interview.completed", "report.ready"]


@pytest.fixture
def owner(core: Core) -> Iterator[Person]:
    owner = core.staff()
    yield owner
    owner.http.close()


@pytest.fixture
def posting(core: Core, owner: Person) -> JobPosting:
    with core.database.transaction() as session:
        return open_posting(session, {owner.id: MemberRole.OWNER})


@contextmanager
def private_addresses(core: Core, *, allowed: bool) -> Iterator[None]:
    core.settings.webhooks_private = allowed
    try:
        yield
    finally:
        core.settings.webhooks_private = False


def new_webhook(core: Core, owner: Person, posting: JobPosting) -> dict[str, object]:
    with private_addresses(core, allowed=True):
        made = owner.post(
            f"/organisations/{posting.organisation_id}/webhooks", {"url": "http://127.0.0.1:9/hooks", "kinds": KINDS}
        )
    assert made.status_code == 201, made.text
    return made.json()


def test_a_token_is_shown_once_and_kept_as_its_fingerprint(core, owner, posting):
    path = f"/organisations/{posting.organisation_id}/tokens"
    made = owner.post(path, {"name": "Greenhouse", "scopes": ["candidates:read"], "expires_in_days": 30}).json()
    token = made["token"]
    listed = owner.get(path)
    assert token not in listed.text
    assert [(one["name"], one["hint"]) for one in listed.json()] == [("Greenhouse", token[-4:])]
    with core.database.transaction() as session:
        row = session.get_one(OrganisationToken, made["kept"]["id"])
        assert token not in row.model_dump_json()
    revoke = f"{path}/{made['kept']['id']}"
    for _ in range(2):
        assert owner.http.delete(revoke, headers=owner.headers).status_code == 204
    assert owner.get(path).json()[0]["revoked_at"] is not None


def test_tokens_that_work_no_longer_leave_room_for_others(core, owner, posting):
    path = f"/organisations/{posting.organisation_id}/tokens"
    wanted = {"name": "ATS", "scopes": ["postings:read"]}
    made = [owner.post(path, wanted).json() for _ in range(tokens.MOST)]
    assert refusal(owner.post(path, wanted)) == (409, "TooManyIntegrations")
    with core.database.transaction() as session:
        session.get_one(OrganisationToken, made[0]["kept"]["id"]).expires_at = utc_now()
    assert owner.post(path, wanted).status_code == 201


@contextmanager
def program(core: Core, owner: Person, posting: JobPosting, *scopes: str) -> Iterator[httpx.Client]:
    made = owner.post(f"/organisations/{posting.organisation_id}/tokens", {"name": "ATS", "scopes": scopes})
    assert made.status_code == 201, made.text
    with core.client() as http:
        http.headers["Authorization"] = f"Bearer {made.json()['token']}"
        yield http


def refusal(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["error"]


def test_a_program_reads_postings_with_the_scope_for_it_and_those_of_its_organisation_alone(core, owner, posting):
    with core.database.transaction() as session:
        elsewhere = open_posting(session)
    with program(core, owner, posting, "postings:read") as http:
        listed = http.get("/job-postings", params={"organisation_id": posting.organisation_id})
        assert [one["id"] for one in listed.json()["postings"]] == [posting.id]
        assert http.get(f"/job-postings/{posting.id}").json()["title"] == posting.title
        assert refusal(http.get(f"/job-postings/{elsewhere.id}")) == (404, "PostingNotFound")
        other = http.get("/job-postings", params={"organisation_id": elsewhere.organisation_id})
        assert refusal(other) == (404, "OrganisationNotFound")
        invited = http.post(f"/job-postings/{posting.id}/invitations", json={"language": "en"})
        assert refusal(invited) == (403, "ScopeMissing")
        listed = http.get("/candidates", params={"organisation_id": posting.organisation_id})
        assert refusal(listed) == (403, "ScopeMissing")
        for path in (f"/job-postings/{posting.id}/plan", f"/job-postings/{posting.id}/invitations"):
            assert http.get(path).status_code == 401, path


def test_a_program_invites_with_the_scope_for_it_and_is_on_the_audit_log(core, owner, posting):
    with core.database.transaction() as session:
        elsewhere = open_posting(session)
        theirs, _ = invitation_to(session, elsewhere)
    with program(core, owner, posting, "invitations:write") as http:
        wanted = {"language": "en", "email": "jane@example.org"}
        made = http.post(f"/job-postings/{posting.id}/invitations", json=wanted)
        assert made.status_code == 201, made.text
        invitation = made.json()["invitation"]["id"]
        assert http.post(f"/invitations/{invitation}/revoke").json()["state"] == "revoked"
        assert refusal(http.post(f"/job-postings/{elsewhere.id}/invitations", json=wanted)) == (404, "PostingNotFound")
        assert refusal(http.post(f"/invitations/{theirs.id}/revoke")) == (404, "InvitationNotFound")
        assert refusal(http.get(f"/job-postings/{posting.id}")) == (403, "ScopeMissing")
        assert http.delete(f"/job-postings/{posting.id}").status_code == 401
    with core.database.transaction() as session:
        entries = session.exec(
            select(AuditEntry).where(AuditEntry.subject_id == invitation).order_by(col(AuditEntry.id))
        ).all()
    assert [(entry.actor_role, entry.action) for entry in entries] == [
        ("token", "invitation.made"),
        ("token", "invitation.revoked"),
    ]


@pytest.mark.parametrize(
    "url", ["http://example.org/", "https://127.0.0.1/", "https://10.1.2.3/", "ftp://example.org/"]
)
def test_webhooks_go_to_public_https_addresses_only(core, owner, posting, url):
    refused = owner.post(f"/organisations/{posting.organisation_id}/webhooks", {"url": url, "kinds": KINDS})
    assert refused.status_code == 422, refused.text


def test_the_secret_is_shown_once_and_lies_encrypted(core, owner, posting):
    made = new_webhook(core, owner, posting)
    secret = made["secret"]
    assert secret.startswith("whsec_")
    assert secret not in owner.get(f"/organisations/{posting.organisation_id}/webhooks").text
    with core.database.transaction() as session:
        row = session.get_one(Webhook, made["kept"]["id"])
        kept, _ = core.settings.keyring().unwrap(row.secret, row.secret_name)
    assert secret.removeprefix("whsec_") not in row.secret
    assert shown_secret(kept) == secret


def test_the_end_of_a_screening_interview_is_told_in_its_transaction_and_of_practice_nothing(
    core, owner, posting, person
):
    made = new_webhook(core, owner, posting)
    practice, _ = person.live_interview()
    person.post(f"/interviews/{practice}/complete").raise_for_status()
    with core.database.transaction() as session:
        interview = screening_interview(session, posting, person.id, Language.EN)
        interview.status = InterviewStatus.LIVE
    with suppress(Undone), core.database.transaction() as session:
        service.finish(session, session.get_one(Interview, interview.id))
        raise Undone
    path = f"/organisations/{posting.organisation_id}/webhooks/{made['kept']['id']}"
    assert owner.get(f"{path}/deliveries").json()["deliveries"] == []
    person.post(f"/interviews/{interview.id}/complete").raise_for_status()
    (message,) = owner.get(f"{path}/deliveries").json()["deliveries"]
    assert (message["kind"], message["state"], message["sequence"]) == ("interview.completed", "waiting", 1)
    with core.database.transaction() as session:
        body = session.get_one(WebhookDelivery, message["id"]).body
        assert body["data"] == {"interview_id": interview.id, "job_posting_id": posting.id}
        indexing = select(Job).where(Job.interview_id == interview.id, Job.name == "tasks.answer.index")
        assert session.exec(indexing).one()


def test_a_test_message_is_listed_and_a_removed_webhook_is_gone_with_its_messages(core, owner, posting):
    made = new_webhook(core, owner, posting)
    path = f"/organisations/{posting.organisation_id}/webhooks"
    hook = f"{path}/{made['kept']['id']}"
    for _ in range(3):
        assert owner.post(f"{hook}/test").status_code == 202
    assert owner.get(path).json()[0]["waiting"] == 3
    first = owner.get(f"{hook}/deliveries", params={"limit": 2}).json()
    rest = owner.get(f"{hook}/deliveries", params={"limit": 2, "before": first["older"]}).json()
    assert [one["sequence"] for one in first["deliveries"] + rest["deliveries"]] == [3, 2, 1]
    assert rest["older"] is None
    assert owner.http.delete(hook, headers=owner.headers).status_code == 204
    assert owner.get(f"{hook}/deliveries").json()["error"] == "WebhookNotFound"


def test_what_owners_set_up_is_on_the_audit_log(core, owner, posting):
    new_webhook(core, owner, posting)
    owner.post(f"/organisations/{posting.organisation_id}/tokens", {"name": "ATS", "scopes": ["candidates:read"]})
    with core.database.transaction() as session:
        entries = session.exec(
            select(AuditEntry.action)
            .where(AuditEntry.organisation_id == posting.organisation_id, AuditEntry.actor_id == owner.id)
            .order_by(col(AuditEntry.id))
        )
        assert entries.all() == ["webhook.created", "token.created"]
