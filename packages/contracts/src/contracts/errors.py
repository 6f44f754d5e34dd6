"""Every error a user can meet, one class each, with its HTTP status and what it says in both languages.

    VisavisError                        500
    ├── InvalidInput                    422
    │   ├── EmptyAnswer                 422
    │   ├── InvalidSdp                  400
    │   ├── CalibrationFailed           422
    │   ├── PromptTooLong               422
    │   ├── SchemaUnsupported           422
    │   ├── UnreadableAudio             415
    │   └── WeakPassword                422
    ├── PayloadTooLarge                 413
    │   └── AudioTooLong                413
    ├── NotSignedIn                     401
    │   ├── WrongCredentials            401
    │   ├── SessionExpired              401
    │   └── TicketInvalid               401
    ├── NotAllowed                      403
    │   ├── ConsentMissing              403
    │   ├── LocalOnly                   403
    │   └── ServiceOnly                 403
    ├── NotFound                        404
    │   ├── InterviewNotFound           404
    │   ├── ModelNotHeld                404
    │   └── ReportNotReady              404
    ├── Conflict                        409
    │   ├── EmailTaken                  409
    │   ├── InterviewNotLive            409
    │   ├── InterviewOver               409
    │   ├── TurnOutOfOrder              409
    │   ├── PeerAlreadyConnected        409
    │   ├── GpuMissing                  409
    │   └── BankTooSmall                409
    ├── TooManyRequests                 429
    └── Unavailable                     503
        ├── AtCapacity                  503
        └── EngineFailed                503
            ├── EngineNotInstalled      503
            ├── LanguageUnsupported     503
            ├── ModelMissing            503
            └── ModelTooWide            503

On the wire an error is an `ErrorBody`; `error` is the class name, the code that clients branch on.
"""

from typing import ClassVar

from contracts.base import Contract, Language


class ErrorBody(Contract):
    """`detail` is in the user's language and says what to do next; `fields` names what is wrong where."""

    error: str
    detail: str
    fields: dict[str, str] = {}


class VisavisError(Exception):
    """Base of all errors with a message for the user. `params` fill the message's placeholders.

    The text of the exception itself is for logs and carries nothing personal.
    """

    status: ClassVar[int] = 500
    usual_retry_after: ClassVar[int | None] = None
    """Seconds, where the error itself does not know better."""
    messages: ClassVar[dict[Language, str]] = {
        Language.KO: "문제가 생겼습니다. 다시 시도해 보고, 계속되면 오류 번호를 관리자에게 알려 주세요.",
        Language.EN: "Something went wrong. Try again; if it stays, tell an administrator the error number.",
    }

    def __init__(self, *, fields: dict[str, str] | None = None, retry_after: int | None = None, **params: str) -> None:
        self.fields = fields or {}
        self.retry_after = retry_after or self.usual_retry_after
        self.params = params
        self.detail: str | None = None
        super().__init__(self.code)

    @classmethod
    def from_body(cls, body: ErrorBody) -> "VisavisError":
        """The error that another service answered with, in the words which that service chose."""
        error = cls.kind_of(body.error)(fields=body.fields)
        error.detail = body.detail
        return error

    @staticmethod
    def kind_of(code: str) -> "type[VisavisError]":
        """The class behind a code; `VisavisError` for one of a newer version."""
        kinds = [VisavisError]
        for kind in kinds:
            kinds += kind.__subclasses__()
        return next((kind for kind in kinds if kind.__name__ == code), VisavisError)

    @property
    def code(self) -> str:
        return type(self).__name__

    def body(self, language: Language) -> ErrorBody:
        detail = self.detail or self.messages[language].format(**self.params)
        return ErrorBody(error=self.code, detail=detail, fields=self.fields)


class InvalidInput(VisavisError):
    status = 422
    messages = {
        Language.KO: "입력한 내용을 확인해 주세요. 표시된 항목을 고친 뒤 다시 보내 주세요.",
        Language.EN: "Some of the input is not right. Correct the marked fields and send it again.",
    }


class EmptyAnswer(InvalidInput):
    messages = {
        Language.KO: "답변이 비어 있습니다. 답변을 말하거나 입력한 뒤 다시 보내 주세요.",
        Language.EN: "The answer is empty. Say or type an answer, then send it again.",
    }


class InvalidSdp(InvalidInput):
    status = 400
    messages = {
        Language.KO: "브라우저가 보낸 연결 정보를 읽을 수 없습니다. 페이지를 새로 고친 뒤 다시 연결해 주세요.",
        Language.EN: "The connection offer could not be read. Reload the page and connect again.",
    }


class WeakPassword(InvalidInput):
    messages = {
        Language.KO: "비밀번호는 10자 이상이어야 하고 이메일 주소와 달라야 합니다. 더 긴 비밀번호를 써 주세요.",
        Language.EN: "A password needs at least 10 characters and must differ from the address. Choose a longer one.",
    }


class CalibrationFailed(InvalidInput):
    messages = {
        Language.KO: "얼굴이 잘 보이지 않았습니다. 앞에서 빛을 받으며 화면 가운데에서 다시 시도해 주세요.",
        Language.EN: "Your face was not visible enough. Face the light, stay in the middle, and try again.",
    }


class PromptTooLong(InvalidInput):
    messages = {
        Language.KO: "입력이 {tokens}토큰이라 모델이 한 번에 읽을 수 있는 {limit}토큰을 넘습니다. 입력을 줄여 주세요.",
        Language.EN: "The input has {tokens} tokens, and this model reads {limit} at most. Make it shorter.",
    }


class SchemaUnsupported(InvalidInput):
    """`problem` is in English, with the place in the schema: it is for whoever writes schemas."""

    messages = {
        Language.KO: "이 JSON 스키마는 그대로 지키게 할 수 없습니다: {problem}. 스키마를 고쳐 다시 보내 주세요.",
        Language.EN: "This JSON schema cannot be enforced: {problem}. Change the schema and send it again.",
    }


class UnreadableAudio(InvalidInput):
    status = 415
    messages = {
        Language.KO: "소리 파일로 읽을 수 없습니다. WAV, WebM, Ogg, MP3, FLAC 또는 MP4 파일을 보내 주세요.",
        Language.EN: "This cannot be read as sound. Send a WAV, WebM, Ogg, MP3, FLAC or MP4 file.",
    }


class PayloadTooLarge(VisavisError):
    status = 413
    messages = {
        Language.KO: "보낸 내용이 너무 큽니다(최대 {limit}). 줄여서 다시 보내 주세요.",
        Language.EN: "That is too large (at most {limit}). Send something smaller.",
    }


class AudioTooLong(PayloadTooLarge):
    messages = {
        Language.KO: "소리가 너무 깁니다(최대 {limit}). 나누어서 다시 보내 주세요.",
        Language.EN: "This sound is too long (at most {limit}). Send it in parts.",
    }


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


class NotFound(VisavisError):
    status = 404
    messages = {
        Language.KO: "찾는 항목이 없습니다. 주소를 확인하거나 목록에서 다시 골라 주세요.",
        Language.EN: "There is nothing here. Check the address or choose again from the list.",
    }


class InterviewNotFound(NotFound):
    messages = {
        Language.KO: "면접을 찾을 수 없습니다. 내 면접 목록에서 다시 골라 주세요.",
        Language.EN: "There is no such interview. Choose one from your list.",
    }


class ModelNotHeld(NotFound):
    messages = {
        Language.KO: "이 서버에는 '{model}' 모델이 없습니다. 쓸 수 있는 모델: {held}.",
        Language.EN: "This server does not hold the model “{model}”. Models to choose from: {held}.",
    }


class ReportNotReady(NotFound):
    messages = {
        Language.KO: "리포트가 아직 준비되지 않았습니다. 답변을 평가하는 중이니 잠시 뒤 다시 열어 주세요.",
        Language.EN: "The report is not ready yet. Answers are still being evaluated; open it again in a moment.",
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


class GpuMissing(Conflict):
    messages = {
        Language.KO: "이 컴퓨터에는 쓸 수 있는 GPU가 없습니다. GPU가 있는 컴퓨터에서 모델 서버를 실행해 주세요.",
        Language.EN: "There is no GPU here that the engines could use. Run the model server on a machine with one.",
    }


class BankTooSmall(Conflict):
    messages = {
        Language.KO: "고른 조건에 맞는 질문이 {available}개뿐입니다. 질문 수를 줄이거나 조건을 넓혀 주세요.",
        Language.EN: "Only {available} questions fit this choice. Ask for fewer, or widen the choice.",
    }


class TooManyRequests(VisavisError):
    status = 429
    messages = {
        Language.KO: "요청이 너무 잦습니다. 잠시 기다린 뒤 다시 시도해 주세요.",
        Language.EN: "Too many attempts. Wait a little, then try again.",
    }


class Unavailable(VisavisError):
    status = 503
    messages = {
        Language.KO: "지금은 서비스를 쓸 수 없습니다. 잠시 뒤 다시 시도해 주세요. 저장된 내용은 그대로 있습니다.",
        Language.EN: "The service is not available now. Try again in a moment; nothing that was saved is lost.",
    }


class AtCapacity(Unavailable):
    usual_retry_after = 5
    messages = {
        Language.KO: "지금 진행 중인 면접이 많아 새로 연결할 수 없습니다. 잠시 뒤 다시 시도해 주세요.",
        Language.EN: "All interview places are taken right now. Try again in a few minutes.",
    }


class EngineFailed(Unavailable):
    messages = {
        Language.KO: "'{engine}' 엔진이 응답하지 않습니다. 잠시 뒤 다시 시도하거나 글로 답해 주세요.",
        Language.EN: "The engine “{engine}” does not answer. Try again in a moment, or type your answer.",
    }


class LanguageUnsupported(EngineFailed):
    messages = {
        Language.KO: "'{engine}' 엔진은 이 언어를 다루지 못합니다. 글로 답하거나, 이 언어를 아는 엔진을 설정해 주세요.",
        Language.EN: "The engine “{engine}” does not know this language. Type instead, or set an engine that knows it.",
    }


class EngineNotInstalled(EngineFailed):
    messages = {
        Language.KO: "'{engine}' 엔진이 설치되어 있지 않습니다. `make models-environment`(GPU 서버는 "
        "`uv sync --extra models`)로 설치한 뒤 다시 시작해 주세요.",
        Language.EN: "The engine “{engine}” is not installed. Install it with `make models-environment` (on a GPU host "
        "`uv sync --extra models`), then start again.",
    }


class ModelMissing(EngineFailed):
    messages = {
        Language.KO: "'{engine}' 엔진이 쓸 모델 '{model}'이(가) 이 컴퓨터에 없습니다. "
        "`visavis models download {model}`로 받거나, 모델이 있는 폴더를 설정해 주세요.",
        Language.EN: "The model “{model}” of the engine “{engine}” is not on this machine. Fetch it with "
        "`visavis models download {model}`, or set the folder it lies in.",
    }


class ModelTooWide(EngineFailed):
    messages = {
        Language.KO: "'{engine}'의 벡터는 {dimensions}차원이라 저장할 수 있는 {most}차원을 넘습니다. "
        "{most}차원 이하인 모델을 EMBEDDING_MODEL에 설정해 주세요.",
        Language.EN: "The vectors of “{engine}” have {dimensions} dimensions, and {most} is what can be stored. "
        "Set EMBEDDING_MODEL to a model of {most} or fewer.",
    }
