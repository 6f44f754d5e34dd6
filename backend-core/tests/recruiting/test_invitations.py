"""Inviting people, and what an invited person may do with the link."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest
from backend_core.main import create_app
from contracts.audit import AuditAction
from contracts.recruiting import InvitationState, MemberRole, PostingAccommodations, PostingState, TokenScope
from contracts.tasks import SEND_LETTER
from organisations import invitation_to, open_posting
from persistence.columns import utc_now
from persistence.hiring.invitations import InvitationLink
from persistence.hiring.recruiting import Invitation, JobPosting, Membership
from persistence.ids import new_id
from persistence.people.tokens import OrganisationToken
from persistence.record import jobs
from persistence.record.audit import AuditEntry
from persistence.tables import Consent, Interview, Job
from pydantic import HttpUrl
from runtime.tokens import fingerprint
from sqlmodel import col, select
from threaded_server import serving

from conftest import Core, Person


@pytest.fixture
def recruiter(core: Core) -> Person:
    return core.staff()


@pytest.fixture
def posting(core: Core, recruiter: Person) -> JobPosting:
    with core.database.transaction() as session:
        return open_posting(session, {recruiter.id: MemberRole.RECRUITER})


def change(core: Core, posting: JobPosting, **values: Any) -> None:
    with core.database.transaction() as session:
        session.get_one(JobPosting, posting.id).sqlmodel_update(values)


def invited(recruiter: Person, posting: JobPosting, **wanted: Any) -> dict[str, Any]:
    made = recruiter.post(f"/job-postings/{posting.id}/invitations", {"language": "en"} | wanted)
    assert made.status_code == 201, made.text
    return dict(made.json())


def token_of(made: dict[str, Any]) -> str:
    return str(made["link"]).split("#")[1]


def accept(person: Person, token: str, **agreed: Any) -> Any:
    return person.post("/invitations/accept", {"token": token, "language": "en", "transcription": True} | agreed)


def test_a_link_is_shown_once_and_kept_as_a_fingerprint(core, recruiter, posting):
    made = invited(recruiter, posting, email="Jane@Example.org", full_name="Jane Doe")
    token = token_of(made)
    assert made["link"] == f"/invitation#{token}"
    assert (made["invitation"]["email"], made["invitation"]["letter"]) == ("jane@example.org", None)
    listed = recruiter.get(f"/job-postings/{posting.id}/invitations")
    assert listed.json()["items"][0]["id"] == made["invitation"]["id"]
    assert listed.json()["sends_letters"] is False
    assert token not in listed.text
    with core.database.transaction() as session:
        link = session.exec(select(InvitationLink).where(InvitationLink.token_hash == fingerprint(token))).one()
    assert token not in str(link.model_dump())


def test_nobody_is_invited_twice_nor_to_what_is_not_open(core, recruiter, posting):
    invited(recruiter, posting, email="jane@example.org")
    again = recruiter.post(f"/job-postings/{posting.id}/invitations", {"language": "en", "email": "JANE@example.org"})
    assert (again.status_code, again.json()["error"]) == (409, "AlreadyInvited")
    change(core, posting, languages=["ko"])
    other = recruiter.post(f"/job-postings/{posting.id}/invitations", {"language": "en"})
    assert (other.status_code, other.json()["error"]) == (422, "LanguageNotOffered")
    change(core, posting, state=PostingState.DRAFT)
    closed = recruiter.post(f"/job-postings/{posting.id}/invitations", {"language": "ko"})
    assert (closed.status_code, closed.json()["error"]) == (409, "PostingNotOpen")


def test_an_invitation_ends_with_the_window_at_the_latest(core, recruiter, posting):
    fortnight = invited(recruiter, posting)["invitation"]
    span = utc_now() + timedelta(days=14)
    assert fortnight["expires_at"][:10] == span.isoformat()[:10]
    closes = utc_now() + timedelta(days=2)
    change(core, posting, window_closes=closes)
    bounded = invited(recruiter, posting)["invitation"]
    assert bounded["expires_at"][:19] == closes.isoformat()[:19]


def test_the_list_filters_counts_and_goes_on(core, recruiter, posting):
    lines = "".join(f"person{n}@example.org,Person {n}\n" for n in range(105))
    recruiter.invite_many(posting.id, f"email,name\n{lines}".encode(), "en").raise_for_status()
    path = f"/job-postings/{posting.id}/invitations"
    first = recruiter.get(path).json()
    rest = recruiter.get(f"{path}?after={first['next']}").json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (100, 5, None)
    revoked = first["items"][0]["id"]
    recruiter.post(f"/invitations/{revoked}/revoke").raise_for_status()
    page = recruiter.get(f"{path}?state=revoked").json()
    assert [item["id"] for item in page["items"]] == [revoked]
    assert page["counts"] == {"waiting": 104, "accepted": 0, "declined": 0, "revoked": 1, "expired": 0}
    assert len(recruiter.get(f"{path}?q=person 10").json()["items"]) == 6


def test_reviewers_read_and_do_not_invite(core, posting):
    reviewer = core.staff()
    with core.database.transaction() as session:
        posting = open_posting(session, {reviewer.id: MemberRole.REVIEWER})
        invitation, _ = invitation_to(session, posting)
    assert reviewer.get(f"/job-postings/{posting.id}/invitations").status_code == 200
    for refused in (
        reviewer.post(f"/job-postings/{posting.id}/invitations", {"language": "en"}),
        reviewer.post(f"/invitations/{invitation.id}/revoke"),
    ):
        assert (refused.status_code, refused.json()["error"]) == (403, "MemberRoleTooLow")


def test_before_accepting_one_is_told_who_sees_what_for_how_long(core, recruiter, posting, person):
    reading, past = [TokenScope.CANDIDATES_READ.value], utc_now() - timedelta(days=1)
    with core.database.transaction() as session:
        for name, scopes, revoked_at in (
            ("ATS", reading, None),
            ("Old ATS", reading, past),
            ("Job board", [TokenScope.POSTINGS_READ.value], None),
        ):
            token = OrganisationToken(
                organisation_id=posting.organisation_id,
                name=name,
                scopes=scopes,
                token_hash=fingerprint(new_id()),
                hint="-",
                revoked_at=revoked_at,
            )
            session.add(token)
    token = token_of(invited(recruiter, posting, email="jane@example.org", full_name="Jane"))
    with core.client() as anonymous:
        told = anonymous.post("/invitations/open", json={"token": token}).json()
    assert (told["organisation"], told["company"], told["title"]) == ("Hanbit Works", "Hanbit", "Backend engineer")
    assert told["readers"] == {"reviewer": 0, "recruiter": 1, "owner": 0}
    assert told["programs"] == ["ATS"], "those that may read candidates, and still work"
    assert (told["retention_days"], told["question_count"], told["minutes"]) == (180, 2, 6)
    assert (told["email_hint"], told["is_other_address"], told["interview_id"]) == ("j•••@example.org", False, None)
    assert person.post("/invitations/open", {"token": token}).json()["is_other_address"] is True
    (listed,) = recruiter.get(f"/job-postings/{posting.id}/invitations").json()["items"]
    assert listed["opened_at"] is not None


def test_what_was_promised_at_acceptance_stays_when_the_posting_comes_to_say_more(core, recruiter, posting, person):
    token = token_of(invited(recruiter, posting))
    interview_id = accept(person, token).json()["id"]
    change(core, posting, retention_days=365, shows_answers_live=True)
    joined = core.staff().id
    with core.database.transaction() as session:
        session.add(Membership(organisation_id=posting.organisation_id, user_id=joined, role=MemberRole.OWNER))
    assert person.post("/invitations/open", {"token": token}).json()["retention_days"] == 180
    (own,) = person.get("/invitations").json()["invitations"]
    assert (own["retention_days"], own["answers_shown_live"]) == (180, False)
    explained = person.get(f"/interviews/{interview_id}/explanation").json()["posting"]
    assert explained["retention_days"] == 180
    assert explained["promise"]["promised_readers"] == {"reviewer": 0, "recruiter": 1, "owner": 0}
    assert explained["promise"]["shows_answers_live"] is False
    change(core, posting, retention_days=30)
    assert person.get("/invitations").json()["invitations"][0]["retention_days"] == 30, "less is no breach"
    change(core, posting, retention_days=365)
    later = core.person()
    accept(later, token_of(invited(recruiter, posting))).raise_for_status()
    assert later.get("/invitations").json()["invitations"][0]["retention_days"] == 365


def test_accepting_makes_one_interview_however_often_one_accepts(core, recruiter, posting, person):
    token = token_of(invited(recruiter, posting, email="jane@example.org"))
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: accept(person, token), range(4)))
    assert {answer.status_code for answer in answers} == {200}
    (interview_id,) = {answer.json()["id"] for answer in answers}
    with core.database.transaction() as session:
        made = session.exec(select(Interview).where(Interview.job_posting_id == posting.id)).all()
        assert [(each.id, each.mode, each.candidate_id) for each in made] == [(interview_id, "screening", person.id)]
        consents = session.exec(select(Consent).where(Consent.user_id == person.id)).all()
        assert [(each.purpose, each.granted) for each in consents] == [("transcription", True)]
    (listed,) = recruiter.get(f"/job-postings/{posting.id}/invitations").json()["items"]
    assert (listed["state"], listed["interview_id"]) == ("accepted", interview_id)
    assert listed["accepted_with_other_address"] is True
    (own,) = person.get("/invitations").json()["invitations"]
    assert (own["interview_id"], own["organisation"]) == (interview_id, "Hanbit Works")
    assert person.post("/invitations/open", {"token": token}).json()["interview_id"] == interview_id


def test_a_posting_that_closes_lets_what_has_begun_end_and_nothing_begin(core, recruiter, posting, person):
    other = core.person()
    begun, waiting = (accept(one, token_of(invited(recruiter, posting))).json()["id"] for one in (person, other))
    question = person.post(f"/interviews/{begun}/start").json()["question"]
    assert other.get("/invitations").json()["invitations"][0]["is_open"] is True
    change(core, posting, state=PostingState.CLOSED)
    assert other.get("/invitations").json()["invitations"][0]["is_open"] is False
    refused = other.post(f"/interviews/{waiting}/start")
    assert (refused.status_code, refused.json()["error"]) == (409, "PostingNotOpen")
    answer = {"interview_id": begun, "turn": 1, "question_id": question["id"], "text": "I measured.", "source": "typed"}
    assert person.post("/transcripts", answer).json()["type"] == "asked"
    assert person.post(f"/interviews/{begun}/complete").json()["status"] == "completed"


def test_an_invitation_is_one_persons_and_gives_one_try(core, recruiter, posting, person):
    first, second = (token_of(invited(recruiter, posting)) for _ in range(2))
    assert accept(person, first).status_code == 200
    other = core.person()
    for refused in (accept(other, first), other.post("/invitations/open", {"token": first})):
        assert (refused.status_code, refused.json()["error"]) == (409, "InvitationTaken")
    again = accept(person, second)
    assert (again.status_code, again.json()["error"]) == (409, "AlreadyOnPosting")
    assert accept(other, second).status_code == 200


@pytest.mark.parametrize(
    ("moment", "error"),
    [
        ("revoked_at", "InvitationRevoked"),
        ("declined_at", "InvitationDeclined"),
        ("expires_at", "InvitationExpired"),
    ],
)
def test_what_is_over_says_so(core, posting, person, moment, error):
    with core.database.transaction() as session:
        invitation, token = invitation_to(session, session.merge(posting))
        session.flush()
        invitation.sqlmodel_update({moment: utc_now()})
    for refused in (person.post("/invitations/open", {"token": token}), accept(person, token)):
        assert (refused.status_code, refused.json()["error"]) == (410, error)
        assert refused.json()["detail"]


def test_a_closed_posting_and_an_unknown_link_say_so(core, recruiter, posting, person):
    token = token_of(invited(recruiter, posting))
    change(core, posting, state=PostingState.CLOSED)
    closed = person.post("/invitations/open", {"token": token})
    assert (closed.status_code, closed.json()["error"]) == (409, "PostingNotOpen")
    unknown = person.post("/invitations/open", {"token": "x" * 43})
    assert (unknown.status_code, unknown.json()["error"]) == (404, "InvitationNotFound")


def test_sending_it_again_ends_the_link_from_before(recruiter, posting, person):
    made = invited(recruiter, posting)
    assert person.post("/invitations/decline", {"token": token_of(made)}).status_code == 204
    assert person.post("/invitations/decline", {"token": token_of(made)}).status_code == 204
    again = recruiter.post(f"/invitations/{made['invitation']['id']}/resend").json()
    assert again["invitation"]["state"] == InvitationState.WAITING
    assert person.post("/invitations/open", {"token": token_of(made)}).status_code == 404
    assert accept(person, token_of(again)).status_code == 200
    for path in ("resend", "revoke", "remind"):
        late = recruiter.post(f"/invitations/{made['invitation']['id']}/{path}")
        assert (late.status_code, late.json()["error"]) == (409, "InvitationNotWaiting")


def test_an_address_that_was_invited_anew_is_not_sent_its_first_invitation_again(recruiter, posting):
    first = invited(recruiter, posting, email="jane@example.org")["invitation"]["id"]
    recruiter.post(f"/invitations/{first}/revoke").raise_for_status()
    second = invited(recruiter, posting, email="jane@example.org")["invitation"]["id"]
    again = recruiter.post(f"/invitations/{first}/resend")
    assert (again.status_code, again.json()["error"]) == (409, "AlreadyInvited")
    assert recruiter.post(f"/invitations/{second}/resend").status_code == 200


def test_inviting_and_revoking_are_on_the_audit_log_without_an_address(core, recruiter, posting):
    made = invited(recruiter, posting, email="jane@example.org", full_name="Jane")["invitation"]["id"]
    recruiter.invite_many(posting.id, b"email\nkim@example.org\nnobody\n").raise_for_status()
    imported = next(
        each["id"]
        for each in recruiter.get(f"/job-postings/{posting.id}/invitations").json()["items"]
        if each["id"] != made
    )
    for act in ("revoke", "revoke", "resend"):
        recruiter.post(f"/invitations/{made}/{act}").raise_for_status()
    with core.database.transaction() as session:
        entries = session.exec(
            select(AuditEntry).where(AuditEntry.actor_id == recruiter.id).order_by(col(AuditEntry.id))
        ).all()
    assert [(entry.action, entry.subject_id) for entry in entries] == [
        ("invitation.made", made),
        ("invitation.made", imported),
        ("invitation.revoked", made),
        ("invitation.resent", made),
    ]
    assert {entry.organisation_id for entry in entries} == {posting.organisation_id}
    assert [entry.details for entry in entries] == [{"posting": posting.id}] * 4


def test_without_a_mail_server_a_reminder_says_so(recruiter, posting):
    named = invited(recruiter, posting, email="jane@example.org")["invitation"]["id"]
    unnamed = invited(recruiter, posting)["invitation"]["id"]
    answers = [recruiter.post(f"/invitations/{each}/remind") for each in (named, unnamed)]
    assert [(answer.status_code, answer.json()["error"]) for answer in answers] == [
        (503, "MailNotSet"),
        (409, "InvitationWithoutAddress"),
    ]


def test_the_window_holds_and_so_do_the_accommodations(core, recruiter, posting, person):
    token = token_of(invited(recruiter, posting))
    spoken = PostingAccommodations(typed_answers=False).model_dump()
    change(core, posting, window_opens=utc_now() + timedelta(days=1), accommodations=spoken)
    silent = accept(person, token, transcription=False)
    assert (silent.status_code, silent.json()["error"]) == (403, "ConsentMissing")
    unheard = accept(person, token, language="ko")
    assert (unheard.status_code, unheard.json()["error"]) == (409, "InterviewUnheard"), "PocketSphinx hears English"
    interview_id = accept(person, token).json()["id"]
    early = person.post(f"/interviews/{interview_id}/start")
    assert (early.status_code, early.json()["error"]) == (409, "WindowNotOpen")
    change(core, posting, window_opens=None)
    question = person.post(f"/interviews/{interview_id}/start").json()["question"]
    answer = {"interview_id": interview_id, "turn": 1, "question_id": question["id"], "text": "I", "source": "typed"}
    refused = person.post("/transcripts", answer)
    assert (refused.status_code, refused.json()["error"]) == (409, "TypedAnswersOff")
    change(core, posting, window_closes=utc_now(), accommodations=PostingAccommodations().model_dump())
    assert person.post("/transcripts", answer).status_code == 200, "an interview that has begun goes on"


def test_links_go_with_their_invitation(core, recruiter, posting):
    made = invited(recruiter, posting)
    with core.database.transaction() as session:
        session.delete(session.get_one(Invitation, made["invitation"]["id"]))
    with core.database.transaction() as session:
        links = session.exec(
            select(InvitationLink).where(col(InvitationLink.token_hash) == fingerprint(token_of(made)))
        )
        assert links.all() == []


def test_letters_bring_the_link_where_the_platform_sends_any(core, recruiter, posting, tmp_path):
    mail = {"mail_folder": tmp_path, "site_url": HttpUrl("https://visavis.example.org")}
    settings = core.settings.model_copy(update=mail)
    with serving(create_app(settings)) as url, httpx.Client(base_url=f"{url}/api") as http:
        sender = Person(http, recruiter.id, recruiter.email, recruiter.token)
        made = invited(sender, posting, email="jane@example.org")
        unnamed = invited(sender, posting)
        short = invited(sender, posting, email="soon@example.org", days=3)["invitation"]["id"]
        imported = sender.invite_many(posting.id, b"email\nkim@example.org\n").json()
        reminded, again = [sender.post(f"/invitations/{made['invitation']['id']}/remind") for _ in range(2)]
    assert (made["link"], made["invitation"]["letter"]) == (None, "on_its_way")
    assert str(unnamed["link"]).startswith("https://visavis.example.org/invitation#")
    assert (imported["letters"], imported["rows"][0]["link"]) == (True, None)
    assert (reminded.status_code, again.status_code) == (200, 200)
    with core.database.transaction() as session:
        reminders = select(AuditEntry.actor_id, AuditEntry.subject_id).where(
            AuditEntry.action == AuditAction.INVITATION_REMINDED, AuditEntry.actor_id == recruiter.id
        )
        assert session.exec(reminders).all() == [(recruiter.id, made["invitation"]["id"])], "one letter, one entry"
        letters = session.exec(select(Job).where(Job.name == SEND_LETTER.name)).all()
        kinds: dict[str, set[str]] = {}
        for letter in letters:
            kinds.setdefault(letter.payload["subject_id"], set()).add(letter.payload["kind"])
        assert kinds[made["invitation"]["id"]] == {"invitation", "reminder", "expiry_reminder"}
        assert kinds[short] == {"invitation"}
        assert unnamed["invitation"]["id"] not in kinds
        (later,) = [
            letter
            for letter in letters
            if letter.payload["kind"] == "expiry_reminder" and letter.payload["subject_id"] == made["invitation"]["id"]
        ]
        assert timedelta(days=10) < later.due_at - utc_now() < timedelta(days=11, minutes=1)
        assert later.id not in {ring.job_id for ring in jobs.due(session)}
        for letter in letters:
            assert "example.org" not in str(letter.payload)


def test_attempts_at_tokens_are_counted_by_address(core):
    settings = core.settings.model_copy(update={"sign_in_attempts_per_minute": 3})
    with serving(create_app(settings)) as url, httpx.Client(base_url=f"{url}/api") as guesser:
        answers = [guesser.post("/invitations/open", json={"token": "g" * 43}).status_code for _ in range(4)]
    assert answers[-1] == 429
    assert answers[0] in {404, 429}
