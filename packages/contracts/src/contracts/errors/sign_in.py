"""Passwords, and what is shown beside them.

NotSignedIn                     401
└── SecondFactorNeeded
NotAllowed                      403
└── PasswordTooShort
Conflict                        409
├── SecondFactorOff
└── SecondFactorOn
InvalidInput                    422
├── WeakPassword
│   └── CommonPassword
└── WrongCode
"""

from contracts.base import Language
from contracts.errors.access import NotAllowed, NotSignedIn
from contracts.errors.input import InvalidInput
from contracts.errors.state import Conflict


class SecondFactorNeeded(NotSignedIn):
    """The password is right, and the account asks for more."""

    messages = {
        Language.KO: "2단계 인증을 켠 계정입니다. 인증 앱에 보이는 여섯 자리 코드를 입력해 주세요.",
        Language.EN: "This account has a second factor. Enter the six digits that your authenticator app shows.",
    }


class PasswordTooShort(NotAllowed):
    """Of somebody who sees others' data, at sign-in with a password alone."""

    messages = {
        Language.KO: "다른 사람의 정보를 보는 계정에는 {least}자 이상의 비밀번호나 2단계 인증이 필요합니다. "
        "'비밀번호를 잊으셨나요?'에서 더 긴 비밀번호로 바꾼 뒤 로그인해 주세요.",
        Language.EN: "An account that sees others' data needs a password of at least {least} characters, or a second "
        "factor. Choose a longer one under “Forgotten your password?”, then sign in.",
    }


class SecondFactorOn(Conflict):
    messages = {
        Language.KO: "2단계 인증이 이미 켜져 있습니다. 다른 앱으로 바꾸려면 먼저 끄고 다시 켜 주세요.",
        Language.EN: "The second factor is on already. To use another app, turn it off and set it up again.",
    }


class SecondFactorOff(Conflict):
    messages = {
        Language.KO: "2단계 인증이 설정되어 있지 않습니다. 설정 화면에서 처음부터 다시 켜 주세요.",
        Language.EN: "No second factor is set up. Begin again in the settings.",
    }


class WeakPassword(InvalidInput):
    messages = {
        Language.KO: "비밀번호는 {least}자 이상이어야 합니다. 더 긴 비밀번호를 써 주세요.",
        Language.EN: "A password needs at least {least} characters here. Choose a longer one.",
    }


class CommonPassword(WeakPassword):
    messages = {
        Language.KO: "쉽게 짐작할 수 있는 비밀번호입니다. 흔한 말이나 이름, 이메일과 다른 비밀번호를 써 주세요.",
        Language.EN: "This password is easy to guess. Choose one without common words, your name or your address.",
    }


class WrongCode(InvalidInput):
    """Of a second factor; also one that was used already."""

    messages = {
        Language.KO: "코드가 맞지 않거나 이미 쓴 코드입니다. 앱에 새로 나타난 코드를 입력하고, 계속되면 휴대폰의 "
        "시각이 맞는지 확인해 주세요.",
        Language.EN: "This code is not right, or was used already. Enter the app's newest one; if that stays, check "
        "that your phone's clock is right.",
    }
