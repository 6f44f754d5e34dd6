"""Letters through a mail server."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote

from contracts.errors import MailRefused, MailUnavailable

from runtime.mail import Email

TIMEOUT_S = 20.0
"""Of the connection and of each command."""
SUBMISSION, SUBMISSIONS = 587, 465
PERMANENT = range(500, 600)


class SmtpOutbox:
    """`smtps` is encrypted from the start; `smtp` as soon as the server offers it, and need not be on this machine.

    A password goes over no other machine's unencrypted connection.
    """

    def __init__(self, url: SplitResult, sender: Address) -> None:
        self._url = url
        self._host = url.hostname or ""
        self._sender = sender

    def send(self, email: Email) -> None:
        message = email.message(self._sender)
        # What the server says may hold the address, and an error's cause stands in the log: `from None`.
        try:
            with self._connected() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            ((code, _),) = error.recipients.values()
            raise _refusal(code) from None
        except smtplib.SMTPDataError as error:
            raise _refusal(error.smtp_code) from None
        except smtplib.SMTPNotSupportedError:  # an address beyond ASCII, to a server that knows none
            raise MailRefused(reply="SMTPUTF8") from None
        except smtplib.SMTPResponseException as error:
            raise MailUnavailable(reply=str(error.smtp_code)) from None
        except (smtplib.SMTPException, OSError) as error:
            raise MailUnavailable(reply=type(error).__name__) from None

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        server = self._connect()
        try:
            if self._url.username:
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
            yield server
            # The letter is handed over: a farewell that fails must not have it sent again.
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
        finally:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        # Named, for smtplib would ask the domain name system who this machine is.
        name = self._sender.domain
        if self._url.scheme == "smtps":
            port = self._url.port or SUBMISSIONS
            return smtplib.SMTP_SSL(self._host, port, name, timeout=TIMEOUT_S, context=ssl.create_default_context())
        server = smtplib.SMTP(self._host, self._url.port or SUBMISSION, name, timeout=TIMEOUT_S)
        try:
            self._encrypt(server)
        except BaseException:
            server.close()
            raise
        return server

    def _encrypt(self, server: smtplib.SMTP) -> None:
        server.ehlo()
        if _is_here(self._host):
            return
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        elif self._url.username:
            raise MailUnavailable(reply="no STARTTLS")


def _refusal(code: int) -> MailRefused | MailUnavailable:
    """4xx asks to try again: a full mailbox, a server that makes strangers wait."""
    return MailRefused(reply=str(code)) if code in PERMANENT else MailUnavailable(reply=str(code))


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
