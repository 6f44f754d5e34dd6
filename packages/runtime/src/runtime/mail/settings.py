"""How letters leave, and the address that their links begin with."""

from email.headerregistry import Address
from email.utils import parseaddr
from functools import cached_property
from pathlib import Path
from typing import Self
from urllib.parse import SplitResult, urlsplit

from contracts.errors import MailNotSet
from contracts.mail import MailWay
from pydantic import HttpUrl, SecretStr, model_validator

from runtime.mail import Outbox
from runtime.mail.folder import FolderOutbox
from runtime.mail.smtp import SmtpOutbox
from runtime.settings import Settings

SENDERS_NAME = "Visavis"


class MailSettings(Settings):
    # A mail server: smtp://user:password@host:587, or smtps:// where the connection is encrypted from the start. What
    # is special in a URL is written %40 in a password. Without a server no letter is sent, and what needs one says so.
    smtp_url: SecretStr | None = None
    # Whom letters come from: an address, or a name with one, `Visavis <interviews@example.org>`.
    mail_from: str | None = None
    # For development: letters are kept in this folder, and nobody gets them.
    mail_folder: Path | None = None
    # The platform's address as browsers show it, which links in letters begin with.
    site_url: HttpUrl | None = None

    @property
    def mail_way(self) -> MailWay | None:
        """None where no letter can be sent."""
        if self.smtp_url is not None:
            return MailWay.SMTP
        return MailWay.FOLDER if self.mail_folder is not None else None

    def require_mail(self) -> None:
        """Raises `MailNotSet` where no letter can be sent."""
        if self.mail_way is None:
            raise MailNotSet

    def outbox(self) -> Outbox:
        """Raises `MailNotSet`."""
        if self.smtp_url is not None:
            return SmtpOutbox(self._smtp, self._sender)
        if self.mail_folder is not None:
            return FolderOutbox(self.mail_folder, self._sender)
        raise MailNotSet

    def page(self, path: str, token: str | None = None) -> str:
        """The address of a page that a letter leads to; its path where the platform's own address is not set.

        The token is its fragment, which browsers send to no server: it comes into no proxy's log.
        """
        site = str(self.site_url).rstrip("/") if self.site_url else ""
        return f"{site}/{path}#{token}" if token else f"{site}/{path}"

    @cached_property
    def _smtp(self) -> SplitResult:
        return urlsplit(self.smtp_url.get_secret_value() if self.smtp_url else "")

    @cached_property
    def _sender(self) -> Address:
        name, address = parseaddr(self.mail_from or "visavis@localhost")
        return Address(name or SENDERS_NAME, addr_spec=address)

    @model_validator(mode="after")
    def _refuse_mail_that_cannot_be_sent(self) -> Self:
        if self.smtp_url is not None:
            if not _is_mail_server(self._smtp):
                raise ValueError("SMTP_URL is smtp://user:password@host:587 or smtps://user:password@host:465")
            if self.mail_folder is not None:
                raise ValueError("SMTP_URL and MAIL_FOLDER are two ways for letters: set one")
            if self.mail_from is None:
                raise ValueError("SMTP_URL needs MAIL_FROM, the address that letters come from")
        if self.mail_from is not None and "@" not in parseaddr(self.mail_from)[1]:
            raise ValueError("MAIL_FROM is an address, or a name with one: Visavis <interviews@example.org>")
        if self.mail_way is not None and self.site_url is None:
            raise ValueError("letters need SITE_URL, the platform's address as browsers show it, for their links")
        return self


def _is_mail_server(url: SplitResult) -> bool:
    try:
        return url.scheme in {"smtp", "smtps"} and bool(url.hostname) and url.port != 0
    except ValueError:  # a port that is none
        return False
