"""What was asked for cannot be done now.

TooManyRequests                 429
Unavailable                     503
├── AtCapacity
├── EngineFailed
│   ├── EngineNotInstalled
│   ├── EngineUnavailable
│   ├── FaceModelUnreadable
│   ├── LanguageUnsupported
│   ├── ModelMissing
│   └── ModelTooWide
├── ModelServerRefused
├── ModelServerSilent
├── PdfNotReady
├── RecordUnavailable
└── StorageFailed
    └── StorageNotSet
"""

from contracts.base import Language
from contracts.errors.base import VisavisError


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


class RecordUnavailable(Unavailable):
    usual_retry_after = 5
    messages = {
        Language.KO: "데이터베이스가 지금 응답하지 않습니다. 몇 초 뒤 다시 시도해 주세요. 저장된 내용은 그대로입니다.",
        Language.EN: "The database does not answer right now. Try again in a few seconds; nothing that was saved is "
        "lost.",
    }


class StorageFailed(Unavailable):
    messages = {
        Language.KO: "파일 저장소를 쓸 수 없습니다. 잠시 뒤 다시 시도하고, 계속되면 관리자에게 알려 주세요.",
        Language.EN: "The file storage does not answer. Try again in a moment; if it stays, tell an administrator.",
    }


class StorageNotSet(StorageFailed):
    messages = {
        Language.KO: "이 서버에는 파일 저장소가 없습니다. 관리자에게 STORAGE_URL 설정을 요청해 주세요.",
        Language.EN: "This server has nowhere to keep files. Ask an administrator to set STORAGE_URL.",
    }


class PdfNotReady(Unavailable):
    usual_retry_after = 2
    messages = {
        Language.KO: "PDF를 아직 만들고 있습니다. 잠시 뒤 다시 내려받고, 계속되면 관리자에게 알려 주세요.",
        Language.EN: "The PDF is still being made. Download it again in a moment; if it stays, tell an administrator.",
    }


class ModelServerSilent(Unavailable):
    messages = {
        Language.KO: "모델 서버가 응답하지 않습니다. MODEL_SERVER_URL의 서버가 켜져 있는지 확인해 주세요.",
        Language.EN: "The model server does not answer. Check that the server at MODEL_SERVER_URL is running.",
    }


class ModelServerRefused(Unavailable):
    messages = {
        Language.KO: "모델 서버가 이 플랫폼의 요청을 거절했습니다. "
        "MODEL_SERVER_TOKEN이 그 서버의 SERVICE_TOKEN과 같은지 확인해 주세요.",
        Language.EN: "The model server refuses this platform. Check that MODEL_SERVER_TOKEN is that server's "
        "SERVICE_TOKEN.",
    }


class EngineFailed(Unavailable):
    messages = {
        Language.KO: "'{engine}' 엔진이 응답하지 않습니다. 잠시 뒤 다시 시도하거나 글로 답해 주세요.",
        Language.EN: "The engine “{engine}” does not answer. Try again in a moment, or type your answer.",
    }


class EngineUnavailable(EngineFailed):
    """It cannot be reached, or says itself that it is not able now: what waits for it may wait, and try again."""

    messages = {
        Language.KO: "'{engine}' 엔진의 서버에 지금 연결할 수 없습니다. 저장된 내용은 그대로이며, "
        "서버가 돌아오면 이어서 처리합니다.",
        Language.EN: "The server of the engine “{engine}” cannot be reached now. Nothing is lost; what waits for it "
        "goes on when it is back.",
    }


class LanguageUnsupported(EngineFailed):
    messages = {
        Language.KO: "'{engine}' 엔진은 이 언어를 다루지 못합니다. 글로 답하거나, 이 언어를 아는 엔진을 설정해 주세요.",
        Language.EN: "The engine “{engine}” does not know this language. Type instead, or set an engine that knows it.",
    }


class EngineNotInstalled(EngineFailed):
    messages = {
        Language.KO: "'{engine}' 엔진이 설치되어 있지 않습니다. {install}로 설치한 뒤 다시 시작해 주세요.",
        Language.EN: "The engine “{engine}” is not installed. Install it with {install}, then start again.",
    }


class ModelMissing(EngineFailed):
    messages = {
        Language.KO: "'{engine}' 엔진이 쓸 모델 '{model}'이(가) 이 컴퓨터에 없습니다. "
        "`visavis models download {model}`로 받거나, 모델이 있는 폴더를 설정해 주세요.",
        Language.EN: "The model “{model}” of the engine “{engine}” is not on this machine. Fetch it with "
        "`visavis models download {model}`, or set the folder it lies in.",
    }


class FaceModelUnreadable(EngineFailed):
    messages = {
        Language.KO: "'{file}'은(는) MediaPipe의 face_landmarker.task 파일이 아니거나 읽을 수 없습니다. "
        "파일을 다시 받거나, FACE_MODEL을 지우고 내장된 얼굴 추적을 사용해 주세요.",
        Language.EN: "“{file}” is not MediaPipe's face_landmarker.task, or cannot be read. Fetch the file again, or "
        "remove it and FACE_MODEL to use the bundled face tracking.",
    }


class ModelTooWide(EngineFailed):
    messages = {
        Language.KO: "'{engine}'의 벡터는 {dimensions}차원이라 저장할 수 있는 {most}차원을 넘습니다. "
        "{most}차원 이하인 모델을 EMBEDDING_MODEL에 설정해 주세요.",
        Language.EN: "The vectors of “{engine}” have {dimensions} dimensions, and {most} is what can be stored. "
        "Set EMBEDDING_MODEL to a model of {most} or fewer.",
    }
