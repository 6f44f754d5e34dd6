"""Letters as jobs: written from the record, sent once, kept while the mail server is away, given up if refused."""

import logging
import re
from collections.abc import Iterator
from email.headerregistry import Address
from email.message import EmailMessage

import ai_worker.jobs
import ai_worker.letters.sending
import pytest
import structlog
from ai_worker.letters import texts
from ai_worker.letters.kinds import COMPOSERS
from ai_worker.letters.rendering import Letter, render
from ai_worker.letters.sending import LetterSending
from ai_worker.runners import make_runners
from ai_worker.settings import WorkerSettings
from contracts.base import Language
from contracts.mail import LetterKind
from contracts.recruiting import MemberRole
from contracts.tasks import SEND_LETTER, SendLetterPayload
from engines.llm.rubric import RubricJudge
from mail_server import MailServer
from persistence.columns import utc_now
from persistence.database import Database
from persistence.hiring.recruiting import Organisation
from persistence.ids import new_id
from persistence.links import make_link
from persistence.people.member_invitations import MemberInvitation, MemberInvitationLink
from persistence.people.password_resets import PasswordReset
from persistence.record import letters
from persistence.tables import Job, JobState, User
from pydantic import HttpUrl, SecretStr
from runtime.tokens import fingerprint
from sqlalchemy import delete, update
from sqlmodel import col, select
from structlog.testing import LogCapture

NAME = "Kim <b>Minseo</b>"


@pytest.fixture
def server() -> MailServer:
    return MailServer()


@pytest.fixture
def user(database: Database) -> User:
    user = User(email=f"{new_id()}@example.org", username=new_id(), password_hash="-", full_name=NAME)
    with database.transaction() as session:
        session.add(user)
    return user


def ask(database: Database, user: User, language: Language = Language.EN) -> str | None:
    with database.transaction() as session:
        return letters.ask_for(session, LetterKind.PASSWORD_RESET, user.id, language)


def settings_of(server: MailServer) -> WorkerSettings:
    return WorkerSettings.model_construct(
        job_lease=WorkerSettings.model_fields["job_lease"].default,
        smtp_url=SecretStr(server.url),
        mail_from="interviews@example.org",
        site_url=HttpUrl("https://visavis.example.org"),
    )


def run(database: Database, server: MailServer, job_id: str) -> Job:
    with database.transaction() as session:
        session.exec(update(Job).where(col(Job.id) == job_id).values(due_at=utc_now()))
    make_runners(settings_of(server), database, RubricJudge())[SEND_LETTER.name].run(job_id)
    with database.transaction() as session:
        return session.get_one(Job, job_id)


def token_in(message: EmailMessage, page: str = "reset-password") -> str:
    plain = message.get_body(("plain",))
    assert plain is not None
    found = re.search(rf"https://visavis\.example\.org/{page}#(\S+)", plain.get_content())
    assert found, plain.get_content()
    return found[1]


def resets(database: Database, user: User) -> list[PasswordReset]:
    with database.transaction() as session:
        return list(session.exec(select(PasswordReset).where(PasswordReset.user_id == user.id)))


@pytest.mark.parametrize("language", Language)
def test_no_name_breaks_out_of_a_letters_header(language: Language):
    values = dict.fromkeys(("greeting", "organisation", "company", "expires"), "{x}") | {"title": "QA\r\nBcc: a@b.org"}
    letter = Letter("minseo@example.org", texts.INVITATION, values, "https://visavis.example.org/invitation#a-token")
    payload = SendLetterPayload(kind=LetterKind.INVITATION, subject_id=new_id(), letter_id=new_id(), language=language)
    message = render(letter, payload).message(Address("Visavis", "interviews", "example.org"))
    assert "QA Bcc: a@b.org" in message["Subject"]
    assert message["Bcc"] is None


def test_every_kind_of_letter_is_written():
    assert set(COMPOSERS) == set(LetterKind)


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> LogCapture:
    logged = LogCapture()
    everything = structlog.make_filtering_bound_logger(logging.DEBUG)
    log = structlog.wrap_logger(structlog.PrintLogger(), processors=[logged], wrapper_class=everything)
    for module in (ai_worker.jobs, ai_worker.letters.sending):
        monkeypatch.setattr(module, "log", log)
    return logged


@pytest.mark.parametrize("language", Language)
def test_a_letter_brings_its_link_and_leaves_nothing_of_it_anywhere(
    database: Database, server: MailServer, user: User, logged: LogCapture, language: Language
):
    job_id = ask(database, user, language)
    assert job_id
    with server.controller():
        job = run(database, server, job_id)
    assert job.state is JobState.DONE
    (message,) = server.received
    assert (message["To"], message["Subject"], message["Content-Language"]) == (
        user.email,
        {Language.KO: "Visavis 비밀번호 재설정", Language.EN: "Reset your Visavis password"}[language],
        language,
    )
    token = token_in(message)
    (reset,) = resets(database, user)
    assert reset.token_hash == fingerprint(token)
    assert reset.used_at is None
    html = message.get_body(("html",))
    assert html is not None
    text = html.get_content()
    assert f'href="https://visavis.example.org/reset-password#{token}"' in text
    assert "Kim &lt;b&gt;Minseo&lt;/b&gt;" in text, "a name is text"
    assert "{" not in text
    assert logged.entries
    for secret in (user.email, NAME, token):
        assert secret not in str(logged.entries)
        assert secret not in str(job.model_dump())


def test_a_letter_waits_for_a_server_that_is_away_and_comes_once(database: Database, server: MailServer, user: User):
    job_id = ask(database, user)
    assert job_id
    away = run(database, server, job_id)
    assert (away.state, away.attempts, away.last_error) == (JobState.QUEUED, 0, "contracts.errors.mail.MailUnavailable")
    assert ask(database, user) is None, "one that is on its way is enough"
    server.replies["RCPT"] = "451 come again"
    with server.controller():
        assert run(database, server, job_id).state is JobState.QUEUED
        server.replies.clear()
        server.hangs_up = True
        assert run(database, server, job_id).state is JobState.DONE
        assert run(database, server, job_id).state is JobState.DONE
    (message,) = server.received
    assert fingerprint(token_in(message)) in {reset.token_hash for reset in resets(database, user)}


def test_a_letter_that_is_refused_is_not_sent_again(database: Database, server: MailServer, user: User):
    server.replies["RCPT"] = "550 no such person"
    job_id = ask(database, user)
    assert job_id
    with server.controller():
        refused = run(database, server, job_id)
        server.replies.clear()
        assert run(database, server, job_id).state is JobState.DEAD
    assert (refused.state, refused.attempts) == (JobState.DEAD, 1)
    assert refused.last_error == "contracts.errors.mail.MailRefused"
    assert server.received == []


def test_a_second_letter_is_another_one(database: Database, server: MailServer, user: User):
    with server.controller():
        for _ in range(2):
            job_id = ask(database, user)
            assert job_id
            assert run(database, server, job_id).state is JobState.DONE
    first, second = server.received
    assert first["Message-ID"] != second["Message-ID"]
    assert len({token_in(first), token_in(second)}) == 2


@pytest.fixture
def member_invitation(database: Database) -> Iterator[MemberInvitation]:
    with database.transaction() as session:
        organisation = Organisation(name="Hanbit Works")
        session.add(organisation)
        session.flush()
        invitation = MemberInvitation(
            organisation_id=organisation.id,
            email="seojun@example.org",
            role=MemberRole.REVIEWER,
            language=Language.EN,
            expires_at=utc_now(),
        )
        session.add(invitation)
    yield invitation
    with database.transaction() as session:
        session.delete(session.get_one(Organisation, organisation.id))


def links_of(database: Database, invitation: MemberInvitation) -> set[str]:
    with database.transaction() as session:
        links = select(MemberInvitationLink.token_hash).where(MemberInvitationLink.invitation_id == invitation.id)
        return set(session.exec(links))


@pytest.mark.parametrize("language", Language)
def test_an_invitation_says_whose_it_is_and_brings_a_link_of_its_own(
    database: Database, server: MailServer, member_invitation: MemberInvitation, language: Language
):
    with database.transaction() as session:
        shown = make_link(session, MemberInvitationLink, member_invitation.id)
        job_id = letters.ask_for(session, LetterKind.MEMBER_INVITATION, member_invitation.id, language)
    assert job_id
    with server.controller():
        assert run(database, server, job_id).state is JobState.DONE
    (message,) = server.received
    assert message["To"] == "seojun@example.org"
    assert "Hanbit Works" in message["Subject"]
    both = {fingerprint(shown), fingerprint(token_in(message, "join"))}
    assert links_of(database, member_invitation) == both, "the link that was shown stays good"


def test_an_invitations_letter_that_is_tried_again_leaves_the_first_ones_link(
    database: Database, server: MailServer, member_invitation: MemberInvitation
):
    """A worker that died behind the mail server's back may have sent it."""
    payload = SendLetterPayload(
        kind=LetterKind.MEMBER_INVITATION,
        subject_id=member_invitation.id,
        letter_id=new_id(),
        language=Language.EN,
    )
    sending = LetterSending(settings_of(server))
    with server.controller():
        for _ in range(2):
            sending(database, payload)
    tokens = {fingerprint(token_in(message, "join")) for message in server.received}
    assert len(tokens) == 2
    assert tokens == links_of(database, member_invitation)


def test_nobody_writes_to_an_account_that_was_erased(database: Database, server: MailServer, user: User):
    job_id = ask(database, user)
    assert job_id
    with database.transaction() as session:
        session.exec(delete(User).where(col(User.id) == user.id))
    with server.controller():
        assert run(database, server, job_id).state is JobState.DONE
    assert server.received == []
