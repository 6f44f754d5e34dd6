"""Letters to invited people: a link that works, and none to whom it is of no use any more."""

import re
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from ai_worker.letters.sending import LetterSending
from contracts.base import Language
from contracts.mail import LetterKind
from contracts.tasks import SendLetterPayload
from mail_server import MailServer
from organisations import invitation_to, open_posting
from persistence.columns import utc_now
from persistence.database import Database
from persistence.hiring.invitations import InvitationLink
from persistence.hiring.recruiting import Invitation
from persistence.ids import new_id
from persistence.record import letters
from persistence.record.audit import AuditEntry
from persistence.tables import JobState
from runtime.tokens import fingerprint
from sqlmodel import select
from test_letters import run, settings_of


@pytest.fixture
def server() -> MailServer:
    return MailServer()


def invitation(database: Database, **values: Any) -> Invitation:
    with database.transaction() as session:
        posting = open_posting(session)
        made, _ = invitation_to(session, posting, "jane@example.org")
        made.sqlmodel_update(values)
    return made


def send(database: Database, server: MailServer, invited: Invitation, kind: LetterKind) -> list[EmailMessage]:
    before = len(server.received)
    with database.transaction() as session:
        job_id = letters.ask_for(session, kind, invited.id, invited.language)
    assert job_id
    with server.controller():
        assert run(database, server, job_id).state is JobState.DONE
    return server.received[before:]


def stored(database: Database, invited: Invitation) -> Invitation:
    with database.transaction() as session:
        return session.get_one(Invitation, invited.id)


def token_in(message: EmailMessage) -> str:
    plain = message.get_body(("plain",))
    assert plain is not None
    found = re.search(r"https://visavis\.example\.org/invitation#(\S+)", plain.get_content())
    assert found, plain.get_content()
    return found[1]


@pytest.mark.parametrize("language", Language)
def test_an_invitation_and_its_reminder_bring_links_that_both_work(
    database: Database, server: MailServer, language: Language
):
    invited = invitation(database, language=language)
    (first,) = send(database, server, invited, LetterKind.INVITATION)
    assert stored(database, invited).sent_at is not None
    (second,) = send(database, server, invited, LetterKind.REMINDER)
    assert stored(database, invited).reminded_at is not None
    for message in (first, second):
        assert message["To"] == "jane@example.org"
        assert "Backend engineer" in message["Subject"]
        assert "{" not in str(message.get_body(("plain",)))
    with database.transaction() as session:
        links = session.exec(select(InvitationLink.token_hash).where(InvitationLink.invitation_id == invited.id))
        assert {fingerprint(token_in(message)) for message in (first, second)} < set(links)


def test_a_letter_that_is_tried_again_leaves_the_first_ones_link(database: Database, server: MailServer):
    """A worker that died behind the mail server's back may have sent it."""
    invited = invitation(database)
    payload = SendLetterPayload(
        kind=LetterKind.INVITATION, subject_id=invited.id, letter_id=new_id(), language=Language.EN
    )
    sending = LetterSending(settings_of(server))
    with server.controller():
        for _ in range(2):
            sending(database, payload)
    tokens = {fingerprint(token_in(message)) for message in server.received}
    assert len(tokens) == 2
    with database.transaction() as session:
        links = session.exec(select(InvitationLink.token_hash).where(InvitationLink.invitation_id == invited.id))
        assert tokens < set(links)


def test_a_letter_that_is_refused_was_not_sent(database: Database, server: MailServer):
    invited = invitation(database)
    server.replies["RCPT"] = "550 no such person"
    with database.transaction() as session:
        job_id = letters.ask_for(session, LetterKind.INVITATION, invited.id, Language.EN)
    assert job_id
    with server.controller():
        assert run(database, server, job_id).state is JobState.DEAD
    assert stored(database, invited).sent_at is None


@pytest.mark.parametrize("moment", ["revoked_at", "declined_at", "accepted_at", "expires_at"])
def test_nobody_is_written_to_about_what_is_over(database: Database, server: MailServer, moment: str):
    invited = invitation(database, **{moment: utc_now() - timedelta(seconds=1)})
    for kind in (LetterKind.INVITATION, LetterKind.REMINDER, LetterKind.EXPIRY_REMINDER):
        assert send(database, server, invited, kind) == []


@pytest.mark.parametrize(("values", "count"), [({}, 1), ({"opened_at": utc_now()}, 0), ({"reminded_at": utc_now()}, 0)])
def test_who_has_looked_or_was_reminded_gets_no_reminder_by_itself(
    database: Database, server: MailServer, values: dict[str, Any], count: int
):
    invited = invitation(database, **values)
    assert len(send(database, server, invited, LetterKind.EXPIRY_REMINDER)) == count
    with database.transaction() as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.subject_id == invited.id)).all()
        assert [(entry.action, entry.actor_role) for entry in entries] == [("invitation.reminded", "platform")] * count
