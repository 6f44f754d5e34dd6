"""What was asked for is not there, or not in that state.

NotFound                        404
├── InterviewNotFound
├── LinkExpired
├── ModelNotHeld
├── ModelServerNotSet
├── QuestionNotAsked
├── ReportFailed
└── ReportNotReady
Conflict                        409
├── BankTooSmall
├── EmailTaken
├── GpuMissing
├── InterviewNotEnded
├── InterviewNotLive
├── InterviewNotOver
├── InterviewOver
├── JobNotStuck
├── LastAdministrator
├── PeerAlreadyConnected
├── ScreeningNotRetried
├── TakenOver
└── TurnOutOfOrder
"""

from contracts.base import Language
from contracts.errors.base import VisavisError


class NotFound(VisavisError):
    status = 404
    messages = {
        Language.KO: "찾는 항목이 없습니다. 주소를 확인하거나 목록에서 다시 골라 주세요.",
        Language.EN: "There is nothing here. Check the address or choose again from the list.",
    }


class InterviewNotFound(NotFound):
    messages = {
        Language.KO: "면접을 찾을 수 없습니다. 지워졌을 수 있습니다. 목록에서 다시 골라 주세요.",
        Language.EN: "There is no such interview, or it was erased. Choose one from the list.",
    }


class ModelServerNotSet(NotFound):
    messages = {
        Language.KO: "이 플랫폼에는 모델 서버가 없습니다. GPU 서버를 쓰려면 MODEL_SERVER_URL을 설정해 주세요.",
        Language.EN: "This platform has no model server. Set MODEL_SERVER_URL to use one.",
    }


class ModelNotHeld(NotFound):
    messages = {
        Language.KO: "이 서버에는 '{model}' 모델이 없습니다. 쓸 수 있는 모델: {held}.",
        Language.EN: "This server does not hold the model “{model}”. Models to choose from: {held}.",
    }


class QuestionNotAsked(NotFound):
    messages = {
        Language.KO: "이 면접에서 묻지 않은 질문입니다. 리포트에서 답한 질문을 골라 주세요.",
        Language.EN: "This interview did not ask that question. Choose one from its report.",
    }


class ReportNotReady(NotFound):
    messages = {
        Language.KO: "리포트가 아직 준비되지 않았습니다. 답변을 평가하는 중이니 잠시 뒤 다시 열어 주세요.",
        Language.EN: "The report is not ready yet. Answers are still being evaluated; open it again in a moment.",
    }


class ReportFailed(NotFound):
    messages = {
        Language.KO: "리포트를 만들지 못했습니다. 답변은 그대로 있으니 다시 만들고, 계속되면 관리자에게 알려 주세요.",
        Language.EN: "The report could not be made. Your answers are safe: make it again, and if that fails, "
        "tell an administrator.",
    }


class LinkExpired(NotFound):
    messages = {
        Language.KO: "이 주소는 더 이상 쓸 수 없습니다. 페이지를 새로 고치면 새 주소를 받습니다.",
        Language.EN: "This link is no longer valid. Reload the page to get a new one.",
    }


class Gone(VisavisError):
    """It was there, and will not be again."""

    status = 410
    messages = {
        Language.KO: "더 이상 볼 수 없는 항목입니다. 보내 준 쪽에 새 링크를 요청해 주세요.",
        Language.EN: "This is no longer here. Ask whoever sent you here for a new link.",
    }


class Conflict(VisavisError):
    status = 409
    messages = {
        Language.KO: "그 사이에 내용이 바뀌었습니다. 새로 고친 뒤 다시 시도해 주세요.",
        Language.EN: "This has changed in the meantime. Reload and try again.",
    }


class EmailTaken(Conflict):
    messages = {
        Language.KO: "이 이메일로 이미 가입되어 있습니다. 로그인하거나 비밀번호를 재설정해 주세요.",
        Language.EN: "This e-mail address is registered already. Sign in, or reset the password.",
    }


class InterviewNotLive(Conflict):
    messages = {
        Language.KO: "아직 시작하지 않은 면접입니다. 먼저 면접을 시작해 주세요.",
        Language.EN: "This interview has not been started. Start it first.",
    }


class InterviewNotOver(Conflict):
    messages = {
        Language.KO: "끝마친 면접에만 리포트와 다시 답할 질문이 있습니다. 면접을 먼저 마쳐 주세요.",
        Language.EN: "Only an interview that was completed has a report, and questions to try again. "
        "Finish the interview first.",
    }


class ScreeningNotRetried(Conflict):
    messages = {
        Language.KO: "채용 면접의 질문에는 다시 답해 볼 수 없습니다. 새 연습 면접으로 비슷한 질문을 연습해 보세요.",
        Language.EN: "Questions of a screening interview cannot be tried again. Set up a practice interview instead.",
    }


class InterviewOver(Conflict):
    messages = {
        Language.KO: "이미 끝난 면접입니다. 리포트를 열거나 새 면접을 시작해 주세요.",
        Language.EN: "This interview has ended. Open its report or start a new one.",
    }


class TurnOutOfOrder(Conflict):
    messages = {
        Language.KO: "지금 받을 차례가 아닌 답변입니다. 새로 고쳐서 현재 질문에 답해 주세요.",
        Language.EN: "This answer is not to the question that is open. Reload and answer the current one.",
    }


class PeerAlreadyConnected(Conflict):
    messages = {
        Language.KO: "다른 창에서 이미 이 면접에 연결되어 있습니다. 그 창을 닫은 뒤 다시 연결해 주세요.",
        Language.EN: "This interview is connected in another window. Close that window, then connect again.",
    }


class TakenOver(Conflict):
    messages = {
        Language.KO: "다른 창에서 이 면접을 이어 가고 있습니다. 여기서 계속하려면 다시 이 창으로 가져와 주세요.",
        Language.EN: "This interview goes on in another window. To go on in this one, take it over again.",
    }


class GpuMissing(Conflict):
    messages = {
        Language.KO: "이 컴퓨터에는 쓸 수 있는 GPU가 없습니다. GPU가 있는 컴퓨터에서 모델 서버를 실행해 주세요.",
        Language.EN: "There is no GPU here that the engines could use. Run the model server on a machine with one.",
    }


class LastAdministrator(Conflict):
    messages = {
        Language.KO: "마지막 관리자는 권한을 내려놓거나 사용을 중지할 수 없습니다. "
        "먼저 다른 사람을 관리자로 지정해 주세요.",
        Language.EN: "The last administrator can neither give up the role nor be deactivated. "
        "Make somebody else an administrator first.",
    }


class JobNotStuck(Conflict):
    messages = {
        Language.KO: "이 작업은 그 사이에 끝났거나 다시 처리되고 있습니다. 목록을 새로 고쳐 확인해 주세요.",
        Language.EN: "This piece of work is done, or on its way again. Reload the list to see where it is.",
    }


class InterviewNotEnded(Conflict):
    messages = {
        Language.KO: "만족도는 면접이 끝난 뒤에 남길 수 있습니다. 면접을 먼저 마쳐 주세요.",
        Language.EN: "You can rate an interview once it has ended. Finish the interview first.",
    }


class BankTooSmall(Conflict):
    messages = {
        Language.KO: "고른 조건에 맞는 질문이 {available}개뿐입니다. 질문 수를 줄이거나 조건을 넓혀 주세요.",
        Language.EN: "Only {available} questions fit this choice. Ask for fewer, or widen the choice.",
    }
