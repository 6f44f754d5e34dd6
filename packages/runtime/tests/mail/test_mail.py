"""Letters to a real mail server: taken, refused, put off, encrypted where the way leads over other machines."""

import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import runtime.mail.smtp
from contracts.base import Language
from contracts.errors import MailNotSet, MailRefused, MailUnavailable
from mail_server import HOST, PASSWORD, USER, MailServer, certificate
from pydantic import ValidationError
from runtime.mail import Email
from runtime.mail.folder import letters_in
from runtime.mail.settings import MailSettings

ADDRESS = "minseo@example.org"
CREDENTIALS = f"{USER}:{quote(PASSWORD, safe='')}"


def letter(number: int = 1, to: str = ADDRESS) -> Email:
    return Email(
        id=f"0199a000-0000-7000-8000-{number:012}",
        to=to,
        subject="비밀번호 재설정",
        text="안녕하세요.\nhttps://visavis.example.org/reset-password#a-token",
        html="<p>안녕하세요.</p>",
        language=Language.KO,
    )


def settings(**given: object) -> MailSettings:
    usual = {"mail_from": "interviews@example.org", "site_url": "https://visavis.example.org"}
    return MailSettings.model_validate(usual | given)


@pytest.fixture
def server() -> MailServer:
    return MailServer()


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the mail server were another machine's."""
    monkeypatch.setattr(runtime.mail.smtp, "_is_here", lambda host: False)


def test_a_letter_arrives_whole_and_says_that_a_machine_sent_it(server: MailServer):
    with server.controller():
        settings(smtp_url=server.url, mail_from="한빛 채용팀 <interviews@example.org>").outbox().send(letter())
    (received,) = server.received
    assert received["To"] == ADDRESS
    assert received["From"] == "한빛 채용팀 <interviews@example.org>"
    assert received["Subject"] == "비밀번호 재설정"
    assert received["Message-ID"] == "<0199a000-0000-7000-8000-000000000001@example.org>"
    assert received["Auto-Submitted"] == "auto-generated"
    plain, html = received.get_body(("plain",)), received.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().splitlines() == letter().text.splitlines()
    assert html.get_content().splitlines() == [letter().html]


@pytest.mark.parametrize(
    ("command", "reply", "error"),
    [
        ("RCPT", "550 5.1.1 no such person", MailRefused),
        ("RCPT", "450 4.2.0 greylisted", MailUnavailable),
        ("DATA", "554 5.7.1 this looks like spam", MailRefused),
        ("DATA", "452 4.3.1 the disk is full", MailUnavailable),
    ],
)
def test_a_refusal_is_told_from_a_request_to_come_again(
    server: MailServer, command: str, reply: str, error: type[MailRefused]
):
    server.replies[command] = f"{reply} {ADDRESS}"
    with server.controller(), pytest.raises(error) as refused:
        settings(smtp_url=server.url).outbox().send(letter())
    assert refused.value.params == {"reply": reply[:3]}
    assert refused.value.__cause__ is None, "the cause holds the address, and would stand in the log"
    assert refused.value.__suppress_context__


def test_an_address_that_the_server_cannot_write_is_refused(server: MailServer):
    with server.controller(enable_SMTPUTF8=False), pytest.raises(MailRefused):
        settings(smtp_url=server.url).outbox().send(letter(to="민서@example.org"))


def test_a_server_that_is_away_is_waited_for(server: MailServer):
    with pytest.raises(MailUnavailable) as away:
        settings(smtp_url=server.url).outbox().send(letter())
    assert away.value.params == {"reply": "ConnectionRefusedError"}


def test_a_server_that_hangs_up_after_taking_a_letter_has_it(server: MailServer):
    server.hangs_up = True
    with server.controller():
        settings(smtp_url=server.url).outbox().send(letter())
    assert len(server.received) == 1


def test_a_wrong_password_is_waited_for_until_it_is_put_right(server: MailServer):
    url = f"smtp://{USER}:not-it@{HOST}:{server.port}"
    with server.controller(auth_require_tls=False), pytest.raises(MailUnavailable) as refused:
        settings(smtp_url=url).outbox().send(letter())
    assert refused.value.params == {"reply": "535"}
    assert server.received == []


class TestAnotherMachine:
    @pytest.fixture(autouse=True)
    def _elsewhere(self, elsewhere: None) -> None:
        pass

    @pytest.fixture
    def trusted(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
        context, public = certificate(tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(public))
        return context

    def test_the_way_is_encrypted_where_the_server_can(self, server: MailServer, trusted: object):
        url = f"smtp://{CREDENTIALS}@{HOST}:{server.port}"
        with server.controller(tls_context=trusted):
            settings(smtp_url=url).outbox().send(letter())
        assert (server.users, server.was_encrypted) == ([USER], [True])

    def test_no_password_goes_over_an_unencrypted_way(self, server: MailServer):
        url = f"smtp://{CREDENTIALS}@{HOST}:{server.port}"
        with server.controller(auth_require_tls=False), pytest.raises(MailUnavailable) as refused:
            settings(smtp_url=url).outbox().send(letter())
        assert (refused.value.params, server.users) == ({"reply": "no STARTTLS"}, [])

    def test_a_certificate_that_nobody_vouches_for_is_not_believed(self, server: MailServer, tmp_path: Path):
        with server.controller(tls_context=certificate(tmp_path)[0]), pytest.raises(MailUnavailable):
            settings(smtp_url=server.url).outbox().send(letter())
        assert server.received == []


def test_smtps_is_encrypted_from_the_start(server: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    context, public = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    with server.controller(ssl_context=context, auth_require_tls=False):
        settings(smtp_url=f"smtps://{CREDENTIALS}@{HOST}:{server.port}").outbox().send(letter())
    assert server.was_encrypted == [True]


def test_a_folder_keeps_letters_for_their_owner_alone(tmp_path: Path):
    folder = tmp_path / "mailbox"
    outbox = MailSettings(mail_folder=folder, site_url="http://localhost:8000").outbox()
    outbox.send(letter(1))
    outbox.send(letter(2, to="other@example.org"))
    outbox.send(letter(1))
    assert [message["To"] for message in letters_in(folder)] == ["other@example.org", ADDRESS]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert (stat.S_IMODE(folder.stat().st_mode), modes) == (0o700, {0o600})


def test_what_a_log_may_show_of_a_letter_is_its_id():
    assert repr(letter()) == f"Email(id='{letter().id}')"


@pytest.mark.parametrize(
    "to", ["a@example.org\nBcc: b@example.org", "a@example.org, b@example.org", "nobody", "@example.org", ""]
)
def test_what_is_not_one_address_is_refused_and_not_repeated(tmp_path: Path, to: str):
    outbox = MailSettings(mail_folder=tmp_path, site_url="http://localhost:8000").outbox()
    with pytest.raises(MailRefused) as refused:
        outbox.send(letter(to=to))
    assert refused.value.params == {"reply": "no address"}
    assert list(letters_in(tmp_path)) == []


@pytest.mark.parametrize(
    "given",
    [
        {"smtp_url": "mail.example.org:587"},
        {"smtp_url": "http://mail.example.org"},
        {"smtp_url": "smtp://mail.example.org:many"},
        {"smtp_url": "smtp://mail.example.org", "mail_from": None},
        {"smtp_url": "smtp://mail.example.org", "mail_from": "interviews"},
        {"smtp_url": "smtp://mail.example.org", "site_url": None},
        {"smtp_url": "smtp://mail.example.org", "mail_folder": "/tmp/mailbox"},
    ],
)
def test_settings_that_could_send_nothing_are_refused_without_being_shown(given: dict[str, object]):
    with pytest.raises(ValidationError) as refused:
        settings(**given)
    assert "mail.example.org" not in str(refused.value)


def test_without_a_way_for_letters_the_platform_says_so():
    nothing = MailSettings()
    assert nothing.mail_way is None
    for attempt in (nothing.require_mail, nothing.outbox):
        with pytest.raises(MailNotSet):
            attempt()
