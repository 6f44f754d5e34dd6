"""How a letter looks: plain text, and HTML that needs no picture, no style sheet and no other server."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from contracts.base import Language
from contracts.tasks import SendLetterPayload
from runtime.mail import Email
from sqlmodel import Session

from ai_worker.letters.texts import OF_THE_LETTER, OF_THE_LINK, LetterText, Texts

# The pages' own colours, light: mail programs know neither style sheets nor oklch.
FONT = "font-family:-apple-system,'Segoe UI','Apple SD Gothic Neo','Malgun Gothic',sans-serif"
PAGE = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{subject}</title></head>'
    '<body style="margin:0;background:#f6f4ef;{font};font-size:16px;line-height:1.6;color:#12222a">'
    '<div style="max-width:34em;margin:0 auto;padding:32px 20px">'
    '<p style="font-weight:700;font-size:18px;margin:0 0 16px">Visavis</p>'
    '<div style="background:#ffffff;border-radius:16px;padding:28px">{body}</div>'
    '<p style="font-size:13px;color:#4f5b60;margin:20px 8px">{closing}</p></div></body></html>'
)
PARAGRAPH = '<p style="margin:0 0 16px">{text}</p>'
BUTTON = (
    '<p style="margin:24px 0"><a href="{link}" style="display:inline-block;background:#07545a;color:#ffffff;'
    'text-decoration:none;font-weight:600;padding:12px 22px;border-radius:10px">{text}</a></p>'
)
ADDRESS = (
    '<p style="margin:0;font-size:13px;color:#4f5b60">{text}<br>'
    '<a href="{link}" style="color:#07545a;word-break:break-all">{link}</a></p>'
)


@dataclass(frozen=True)
class Letter:
    """To whom, what, and where it leads; `values` fill the texts. `when_sent` says on the record that it is sent."""

    to: str
    texts: Texts
    values: dict[str, str]
    link: str
    when_sent: Callable[[Session], None] = lambda _: None


def render(letter: Letter, payload: SendLetterPayload) -> Email:
    language = payload.language
    text = letter.texts[language].filled(letter.values)
    return Email(
        id=payload.letter_id,
        to=letter.to,
        # A header is one line, whatever the names in it are.
        subject=" ".join(text.subject.split()),
        text=_plain(text, letter.link, language),
        html=_html(text, letter.link, language),
        language=language,
    )


def _plain(text: LetterText, link: str, language: Language) -> str:
    parts = [text.greeting, *text.before, f"{text.action}:\n{link}", *text.after, f"-- \n{_closing(link, language)}"]
    return "\n\n".join(parts) + "\n"


def _html(text: LetterText, link: str, language: Language) -> str:
    body = [
        *(PARAGRAPH.format(text=escape(part)) for part in (text.greeting, *text.before)),
        BUTTON.format(link=escape(link), text=escape(text.action)),
        *(PARAGRAPH.format(text=escape(part)) for part in text.after),
        ADDRESS.format(link=escape(link), text=OF_THE_LINK[language]),
    ]
    return PAGE.format(
        language=language,
        subject=escape(text.subject),
        font=FONT,
        body="".join(body),
        closing=escape(_closing(link, language)),
    )


def _closing(link: str, language: Language) -> str:
    return OF_THE_LETTER[language].format(site=urlsplit(link).netloc)
