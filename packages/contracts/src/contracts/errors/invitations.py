"""Invitations: to whoever was invited, and to whoever invites.

Gone                            410
└── InvitationGone
    ├── InvitationDeclined
    ├── InvitationExpired
    └── InvitationRevoked
NotFound                        404
└── InvitationNotFound
Conflict                        409
├── AlreadyInvited
├── AlreadyOnPosting
├── InterviewUnheard
├── InvitationNotWaiting
├── InvitationTaken
├── InvitationWithoutAddress
├── TypedAnswersOff
└── WindowNotOpen
PayloadTooLarge                 413
└── CsvTooLong
InvalidInput                    422
├── CsvUnreadable
├── CsvWithoutEmail
└── LanguageNotOffered
"""

from contracts.base import Language
from contracts.errors.input import InvalidInput, PayloadTooLarge
from contracts.errors.state import Conflict, Gone, NotFound


class InvitationNotFound(NotFound):
    messages = {
        Language.KO: "초대를 찾을 수 없습니다. 받은 링크를 끝까지 복사했는지 확인하거나, 새 링크를 요청해 주세요.",
        Language.EN: "There is no such invitation. Check that you copied the whole link, or ask for a new one.",
    }


class InvitationGone(Gone):
    """Those that invited people meet."""


class InvitationExpired(InvitationGone):
    messages = {
        Language.KO: "초대 기간이 지났습니다. 응시하고 싶다면 초대한 조직에 새 초대를 요청해 주세요.",
        Language.EN: "This invitation has expired. If you still want to take part, ask for a new one.",
    }


class InvitationRevoked(InvitationGone):
    messages = {
        Language.KO: "조직이 이 초대를 거두었습니다. 잘못된 것 같다면 초대한 조직에 문의해 주세요.",
        Language.EN: "The organisation has withdrawn this invitation. If you think that is a mistake, ask them.",
    }


class InvitationDeclined(InvitationGone):
    messages = {
        Language.KO: "이미 거절한 초대입니다. 마음이 바뀌었다면 초대한 조직에 새 초대를 요청해 주세요.",
        Language.EN: "This invitation was declined. If you changed your mind, ask whoever invited you for a new one.",
    }


class InvitationTaken(Conflict):
    messages = {
        Language.KO: "다른 계정으로 이미 수락한 초대입니다. 그 계정으로 로그인하거나, 초대한 조직에 문의해 주세요.",
        Language.EN: "This invitation was accepted with another account. Sign in with that one, or ask whoever "
        "invited you.",
    }


class AlreadyOnPosting(Conflict):
    messages = {
        Language.KO: "이 공고의 면접이 이미 있습니다. 홈 화면에서 그 면접을 열어 주세요.",
        Language.EN: "You have an interview on this posting already. Open it from your home page.",
    }


class AlreadyInvited(Conflict):
    messages = {
        Language.KO: "이 주소로 보낸 초대가 이미 있습니다. 목록에서 그 초대를 다시 보내거나 취소해 주세요.",
        Language.EN: "This address has an invitation already. Send that one again from the list, or revoke it.",
    }


class InvitationNotWaiting(Conflict):
    messages = {
        Language.KO: "이미 수락, 거절, 취소되었거나 기간이 지난 초대입니다. 목록을 새로 고쳐 상태를 확인해 주세요.",
        Language.EN: "This invitation was answered or revoked, or has expired. Reload the list to see its state.",
    }


class InvitationWithoutAddress(Conflict):
    messages = {
        Language.KO: "이메일 없이 링크로 만든 초대입니다. 링크를 직접 전하거나 새 링크를 만들어 주세요.",
        Language.EN: "This invitation is a link without an e-mail address. Hand the link over, or make a new one.",
    }


class WindowNotOpen(Conflict):
    messages = {
        Language.KO: "아직 응시 기간이 아닙니다. {opens}(UTC)부터 시작할 수 있습니다.",
        Language.EN: "Interviews on this posting begin on {opens} (UTC). Come back then.",
    }


class InterviewUnheard(Conflict):
    """Answers can only be spoken, and nothing here hears the language that was chosen."""

    messages = {
        Language.KO: "이 면접은 말로만 답하는데, 지금 이 플랫폼은 고른 언어의 말을 알아듣지 못합니다. "
        "다른 언어를 고르거나, 초대한 조직에 알려 글로 답할 수 있게 해 달라고 요청해 주세요.",
        Language.EN: "Answers to this interview are spoken, and this platform does not hear the language you chose. "
        "Choose another one, or tell whoever invited you, so that answers can be typed.",
    }


class TypedAnswersOff(Conflict):
    messages = {
        Language.KO: "이 공고의 면접은 말로만 답합니다. 글로 답해야 하는 사정이 있다면 초대한 조직에 문의해 주세요.",
        Language.EN: "Answers to this interview are spoken. If you need to type them, ask the organisation that "
        "invited you.",
    }


class LanguageNotOffered(InvalidInput):
    messages = {
        Language.KO: "이 공고에서 쓰지 않는 언어입니다. 공고의 언어 가운데에서 골라 주세요.",
        Language.EN: "This posting is not held in that language. Choose one of the posting's.",
    }


class CsvUnreadable(InvalidInput):
    messages = {
        Language.KO: "CSV 파일로 읽을 수 없습니다. UTF-8이나 엑셀의 CSV(CP949)로 저장해 다시 올려 주세요.",
        Language.EN: "This cannot be read as a CSV file. Save it as UTF-8, or as CSV from Excel, and upload it again.",
    }


class CsvWithoutEmail(InvalidInput):
    messages = {
        Language.KO: "첫 줄에 '이메일'(email) 열이 없습니다. 첫 줄에 열 이름을 적어 다시 올려 주세요.",
        Language.EN: "The first line has no column “email”. Name the columns in the first line and upload it again.",
    }


class CsvTooLong(PayloadTooLarge):
    messages = {
        Language.KO: "CSV 파일이 너무 깁니다(최대 {limit}). 나누어서 올려 주세요.",
        Language.EN: "This CSV file is too long (at most {limit}). Upload it in parts.",
    }
