"""What letters say. `{…}` are filled with what `kinds` gives."""

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.base import Language


@dataclass(frozen=True)
class LetterText:
    """`action` is the button's label; `after` is said below it, and of the link too."""

    subject: str
    greeting: str
    before: tuple[str, ...]
    action: str
    after: tuple[str, ...]

    def filled(self, values: Mapping[str, str]) -> "LetterText":
        def fill(parts: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(part.format_map(values) for part in parts)

        subject, greeting, action = fill((self.subject, self.greeting, self.action))
        return LetterText(subject, greeting, fill(self.before), action, fill(self.after))


Texts = Mapping[Language, LetterText]

PASSWORD_RESET: Texts = {
    Language.KO: LetterText(
        subject="Visavis 비밀번호 재설정",
        greeting="{name} 님, 안녕하세요.",
        before=("Visavis 계정의 비밀번호를 다시 정하고 싶다는 요청을 받았습니다. 아래에서 새 비밀번호를 정해 주세요.",),
        action="새 비밀번호 정하기",
        after=(
            "이 링크는 {minutes}분 동안 한 번만 쓸 수 있습니다. 새 비밀번호를 정하면 이미 로그인한 모든 기기에서 "
            "로그아웃됩니다.",
            "직접 요청하지 않았다면 이 메일을 지우셔도 됩니다. 비밀번호는 그대로입니다.",
        ),
    ),
    Language.EN: LetterText(
        subject="Reset your Visavis password",
        greeting="Hello {name},",
        before=("Somebody asked to reset the password of your Visavis account. Choose a new one here:",),
        action="Choose a new password",
        after=(
            "The link works once, for {minutes} minutes. A new password signs you out on every device.",
            "If that was not you, delete this letter. Your password stays as it is.",
        ),
    ),
}

OBJECTION_ANSWERED: Texts = {
    Language.KO: LetterText(
        subject="{organisation}에서 답변을 보냈습니다",
        greeting="{name} 님, 안녕하세요.",
        before=("'{posting}' 채용 면접에 대해 남기신 이의 또는 요청에 {organisation}에서 답변했습니다.",),
        action="답변 읽기",
        after=(
            "답변의 내용은 메일에 적지 않습니다. 로그인하면 면접 설명 페이지에서 읽을 수 있습니다.",
            "답변에 동의하지 않으면 같은 페이지에서 다시 이의를 제기할 수 있습니다.",
        ),
    ),
    Language.EN: LetterText(
        subject="{organisation} has answered you",
        greeting="Hello {name},",
        before=("{organisation} has answered what you said about your interview for “{posting}”.",),
        action="Read the answer",
        after=(
            "The answer itself is not in this letter: sign in and read it where the interview is explained.",
            "If you do not agree with it, you can object again on the same page.",
        ),
    ),
}

MEMBER_INVITATION: Texts = {
    Language.KO: LetterText(
        subject="{organisation}의 면접 담당자로 초대합니다",
        greeting="안녕하세요.",
        before=("{organisation}이(가) Visavis에서 면접을 함께 검토할 구성원으로 초대했습니다.",),
        action="초대 확인하기",
        after=(
            "이 링크는 {until}까지 한 번만 쓸 수 있습니다. 계정이 없으면 그 자리에서 만들 수 있습니다.",
            "모르는 조직이라면 이 메일을 지우셔도 됩니다. 링크를 열지 않으면 아무 일도 일어나지 않습니다.",
        ),
    ),
    Language.EN: LetterText(
        subject="{organisation} invites you to review interviews",
        greeting="Hello,",
        before=("{organisation} invites you to become a member of its team on Visavis.",),
        action="See the invitation",
        after=(
            "The link works once, until {until}. If you have no account, you can make one there.",
            "If you do not know this organisation, delete this letter. Nothing happens unless you open the link.",
        ),
    ),
}

_ABOUT_THE_INVITATION = {
    Language.KO: (
        "링크를 열면 무엇을 묻는 면접인지, 누가 무엇을 얼마 동안 볼 수 있는지 먼저 안내합니다. 수락하기 전에는 "
        "아무것도 기록하지 않습니다.",
        "{expires}까지 수락할 수 있습니다. 이 링크는 받는 분만을 위한 것이니 다른 사람에게 전하지 말아 주세요.",
    ),
    Language.EN: (
        "The link first tells what the interview is about, and who sees what of it for how long. Nothing is recorded "
        "before you accept.",
        "You can accept until {expires}. The link is for you alone; please do not pass it on.",
    ),
}
INVITATION: Texts = {
    Language.KO: LetterText(
        subject="{company} '{title}' 면접 초대",
        greeting="{greeting}",
        before=(
            "{organisation}에서 {company}의 '{title}' 면접에 초대합니다. AI 면접관이 묻고, 결과는 사람이 검토해 "
            "결정합니다.",
        ),
        action="초대 확인하기",
        after=_ABOUT_THE_INVITATION[Language.KO],
    ),
    Language.EN: LetterText(
        subject="Invitation to an interview: {title}, {company}",
        greeting="{greeting}",
        before=(
            "{organisation} invites you to an interview for “{title}” at {company}. An AI interviewer asks the "
            "questions; people review the answers and decide.",
        ),
        action="See the invitation",
        after=_ABOUT_THE_INVITATION[Language.EN],
    ),
}
REMINDER: Texts = {
    Language.KO: LetterText(
        subject="아직 기다리고 있습니다: {company} '{title}' 면접 초대",
        greeting="{greeting}",
        before=("{organisation}에서 보낸 {company} '{title}' 면접 초대에 아직 답하지 않으셨습니다.",),
        action="초대 확인하기",
        after=(
            *_ABOUT_THE_INVITATION[Language.KO],
            "응시하지 않으시려면 링크에서 거절을 눌러 주세요. 더는 메일을 보내지 않습니다.",
        ),
    ),
    Language.EN: LetterText(
        subject="Still waiting for you: {title}, {company}",
        greeting="{greeting}",
        before=("You have not answered {organisation}'s invitation to an interview for “{title}” at {company} yet.",),
        action="See the invitation",
        after=(
            *_ABOUT_THE_INVITATION[Language.EN],
            "If you would rather not take part, decline there, and no more letters will come.",
        ),
    ),
}

OF_THE_LINK = {
    Language.KO: "버튼이 눌리지 않으면 이 주소를 브라우저에 붙여 넣어 주세요:",
    Language.EN: "If the button does not work, copy this address into your browser:",
}
OF_THE_LETTER = {
    Language.KO: "{site}에서 자동으로 보낸 메일이며, 회신은 받지 않습니다. Visavis는 메일로 비밀번호를 묻지 않습니다.",
    Language.EN: "Sent automatically by {site}; nobody reads replies. Visavis never asks for your password by e-mail.",
}
