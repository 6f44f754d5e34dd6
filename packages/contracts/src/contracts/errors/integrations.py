"""Programs that read for an organisation, and the messages that are sent to them.

NotAllowed                      403
└── ScopeMissing
NotFound                        404
├── TokenNotFound
└── WebhookNotFound
Conflict                        409
└── TooManyIntegrations
InvalidInput                    422
├── AddressRefused
└── NotComparable
Unavailable                     503
└── ReceiverUnavailable
"""

from contracts.base import Language
from contracts.errors.access import NotAllowed
from contracts.errors.availability import Unavailable
from contracts.errors.input import InvalidInput
from contracts.errors.state import Conflict, NotFound


class AddressRefused(InvalidInput):
    messages = {
        Language.KO: "이 주소로는 보낼 수 없습니다. 인터넷에서 열리는 https 주소인지 확인해 주세요.",
        Language.EN: "Nothing can be sent to this address. Give an https address that can be reached on the internet.",
    }


class ReceiverUnavailable(Unavailable):
    """The receiver of a webhook did not take a message: it waits and is sent again. `reason` is a code."""

    messages = {
        Language.KO: "웹훅을 받는 서버가 메시지를 받지 않았습니다({reason}). 메시지는 보관했다가 다시 보냅니다.",
        Language.EN: "The webhook's receiver did not take the message ({reason}). It is kept and sent again.",
    }


class WebhookNotFound(NotFound):
    messages = {
        Language.KO: "웹훅을 찾을 수 없습니다. 조직의 연동 화면에서 다시 골라 주세요.",
        Language.EN: "There is no such webhook. Choose one from the organisation's integrations.",
    }


class TokenNotFound(NotFound):
    messages = {
        Language.KO: "토큰을 찾을 수 없습니다. 조직의 연동 화면에서 다시 골라 주세요.",
        Language.EN: "There is no such token. Choose one from the organisation's integrations.",
    }


class TooManyIntegrations(Conflict):
    messages = {
        Language.KO: "더 만들 수 없습니다. 쓰지 않는 것을 지운 뒤 다시 만들어 주세요(최대 {most}개).",
        Language.EN: "There is no room for another one. Remove what is not used, then try again (at most {most}).",
    }


class ScopeMissing(NotAllowed):
    messages = {
        Language.KO: "이 토큰에는 '{scope}' 권한이 없습니다. 조직의 소유자에게 그 권한이 있는 토큰을 요청해 주세요.",
        Language.EN: "This token lacks the scope “{scope}”. Ask an owner of the organisation for one that has it.",
    }


class NotComparable(InvalidInput):
    messages = {
        Language.KO: "한 공고에서 끝난 면접을 2~4개 골라 주세요.",
        Language.EN: "Choose two to four interviews of one posting.",
    }
