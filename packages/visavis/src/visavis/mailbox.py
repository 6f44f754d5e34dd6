"""`visavis mailbox`: the letters that the local platform wrote and sent to nobody."""

from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from itertools import islice

from rich.console import Console
from rich.rule import Rule
from runtime.mail.folder import letters_in

from visavis.launcher.home import Home


def show_letters(home: Home, count: int, console: Console) -> None:
    """Print the latest `count` letters, the newest last, where it is seen."""
    letters = list(islice(letters_in(home.mailbox), count))
    if not letters:
        console.print("No letters yet. With SMTP_URL they go to a mail server, and none are kept here.")
    for letter in reversed(letters):
        sent = parsedate_to_datetime(letter["Date"]).astimezone()
        console.print(Rule(f"{sent:%Y-%m-%d %H:%M:%S}", align="left"))
        console.print(f"To: {letter['To']}\nSubject: {letter['Subject']}\n", markup=False, highlight=False)
        # Whole lines, so that links can be opened.
        console.print(_text(letter), markup=False, highlight=False, soft_wrap=True)


def _text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    return str(body.get_content()) if body else ""
