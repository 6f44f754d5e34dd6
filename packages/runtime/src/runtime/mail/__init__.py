"""E-mail: what one is, and the ways it leaves: a mail server, or a folder of this machine in development."""

from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime
from typing import Protocol

from contracts.base import Id, Language
from contracts.errors import MailRefused


@dataclass(frozen=True)
class Email:
    """One letter to one person, as plain text and as HTML. Its `repr` may stand in a log: only the id is in it.

    However often it is sent, its Message-ID is the same, so that whoever gets it twice can see that.
    """

    id: Id
    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(repr=False)
    language: Language = field(repr=False)

    def message(self, sender: Address) -> EmailMessage:
        """As it goes over the wire. Raises `MailRefused` where `to` is not one address."""
        message = EmailMessage(policy=SMTP)
        message["Message-ID"] = f"<{self.id}@{sender.domain}>"
        message["Date"] = localtime()
        message["From"] = sender
        message["To"] = _address(self.to)
        message["Subject"] = self.subject
        # Absence notices and other robots do not answer it.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self.text)
        message.add_alternative(self.html, subtype="html")
        # Last, for it would become the first part's alone.
        message["Content-Language"] = self.language
        return message


class Outbox(Protocol):
    def send(self, email: Email) -> None:
        """Hand the letter over. Raises `MailUnavailable`, and `MailRefused` where trying again is of no use."""
        ...


def _address(text: str) -> Address:
    """Put together and not parsed: the parser's errors repeat what they were given."""
    local, _, domain = text.partition("@")
    if not local or not domain or "@" in domain or not text.isprintable():
        raise MailRefused(reply="no address")
    return Address(username=local, domain=domain)
