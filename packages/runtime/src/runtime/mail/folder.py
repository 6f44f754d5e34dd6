"""Letters that stay on this machine: in development nobody gets one, and yet their links can be followed."""

from collections.abc import Iterator
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from runtime.mail import Email


class FolderOutbox:
    """Files `<id>.eml`, which any mail program opens. Only their owner may read them: links in them open accounts."""

    def __init__(self, folder: Path, sender: Address) -> None:
        self._folder = folder
        self._sender = sender

    def send(self, email: Email) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self._folder / f"{email.id}.eml"
        partial = file.with_suffix(".new")
        partial.touch(mode=0o600)
        partial.write_bytes(email.message(self._sender).as_bytes())
        partial.replace(file)


def letters_in(folder: Path) -> Iterator[EmailMessage]:
    """What lies there, the newest first: the ids of letters follow time."""
    for file in sorted(folder.glob("*.eml"), reverse=True):
        yield BytesParser(EmailMessage, policy=policy.default).parsebytes(file.read_bytes())
