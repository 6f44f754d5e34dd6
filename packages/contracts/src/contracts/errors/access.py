"""Who asks is not known, or may not.

NotSignedIn                     401
├── SessionExpired
├── TicketInvalid
└── WrongCredentials
NotAllowed                      403
├── AccountDeactivated
├── ConsentMissing
├── LocalOnly
└── ServiceOnly
"""

from contracts.base import Language
from contracts.errors.base import VisavisError


class NotSignedIn(VisavisError):
    status = 401
    messages = {
        Language.KO: "로그인이 필요합니다. 로그인한 뒤 다시 시도해 주세요.",
        Language.EN: "You need to be signed in. Sign in and try again.",
    }


class WrongCredentials(NotSignedIn):
    messages = {
        Language.KO: "이메일 또는 비밀번호가 맞지 않습니다. 다시 확인해 주세요.",
        Language.EN: "The e-mail address or the password is not right. Check both and try again.",
    }


class SessionExpired(NotSignedIn):
    messages = {
        Language.KO: "로그인 시간이 끝났습니다. 다시 로그인해 주세요.",
        Language.EN: "Your session has ended. Sign in again.",
    }


class TicketInvalid(NotSignedIn):
    messages = {
        Language.KO: "입장권이 이미 쓰였거나 만료되었습니다. 새로 연결해 주세요.",
        Language.EN: "This ticket was used already or has expired. Connect again to get a new one.",
    }


class NotAllowed(VisavisError):
    status = 403
    messages = {
        Language.KO: "이 작업을 할 권한이 없습니다. 필요한 권한이 있는 계정으로 로그인해 주세요.",
        Language.EN: "Your account may not do this. Sign in with an account that may.",
    }


class AccountDeactivated(NotAllowed):
    messages = {
        Language.KO: "사용이 중지된 계정입니다. 다시 쓰려면 관리자에게 문의해 주세요.",
        Language.EN: "This account has been deactivated. Ask an administrator to activate it again.",
    }


class ConsentMissing(NotAllowed):
    messages = {
        Language.KO: "이 기능에는 동의가 필요합니다. 동의 화면에서 '{purpose}' 항목에 동의하면 쓸 수 있습니다.",
        Language.EN: "This needs your consent. Agree to “{purpose}” on the consent page to use it.",
    }


class ServiceOnly(NotAllowed):
    messages = {
        Language.KO: "이 주소는 플랫폼의 다른 서비스만 쓸 수 있습니다. 화면의 기능을 이용해 주세요.",
        Language.EN: "Only the platform's own services may call this. Use the pages instead.",
    }


class LocalOnly(NotAllowed):
    messages = {
        Language.KO: "SERVICE_TOKEN이 없는 모델 서버는 같은 컴퓨터에만 응답합니다. SERVICE_TOKEN을 설정해 주세요.",
        Language.EN: "Without SERVICE_TOKEN the model server answers its own machine only. Set SERVICE_TOKEN there.",
    }
