"""Letters cannot be sent, or a letter's link does not work any more.

NotFound                        404
└── ResetLinkExpired
Unavailable                     503
├── MailNotSet
├── MailRefused
└── MailUnavailable
"""

from contracts.base import Language
from contracts.errors.availability import Unavailable
from contracts.errors.state import NotFound


class MailNotSet(Unavailable):
    messages = {
        Language.KO: "이 서버는 메일을 보낼 수 없습니다. 관리자에게 직접 문의하거나, 메일 서버(SMTP_URL) 설정을 "
        "요청해 주세요.",
        Language.EN: "This server cannot send e-mail. Ask an administrator for what you need, or to set a mail server "
        "(SMTP_URL).",
    }


class MailUnavailable(Unavailable):
    """The mail server is away, busy, or does not accept the platform: a letter waits for it. `reply` is a code."""

    messages = {
        Language.KO: "메일 서버가 지금 메일을 받지 않습니다({reply}). 메일은 그대로 두었다가 서버가 돌아오면 보냅니다.",
        Language.EN: "The mail server takes no letters now ({reply}). They are kept and sent when it does.",
    }


class MailRefused(Unavailable):
    """The mail server has said that it will never take this letter, so that asking again is of no use."""

    messages = {
        Language.KO: "메일 서버가 이 주소로 보내는 메일을 거절했습니다({reply}). 주소가 맞는지 확인해 주세요.",
        Language.EN: "The mail server refused the letter to this address ({reply}). Check that the address is right.",
    }


class ResetLinkExpired(NotFound):
    messages = {
        Language.KO: "이 링크는 이미 쓰였거나 시간이 지났습니다. 비밀번호 재설정 메일을 다시 요청해 주세요.",
        Language.EN: "This link was used already or is too old. Ask for a new e-mail to reset the password.",
    }
