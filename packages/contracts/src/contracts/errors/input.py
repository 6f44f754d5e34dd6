"""What was sent cannot be used.

PayloadTooLarge                 413
└── AudioTooLong
InvalidInput                    422
├── CalibrationFailed
├── EmptyAnswer
├── EmptyRecording
├── InvalidSdp                  400
├── NothingHeard
├── PromptTooLong
├── SchemaUnsupported
├── SpeedOutOfRange
├── UnknownVoice
└── UnreadableAudio             415
    ├── CodecUnsupported
    └── RecordingCut
"""

from contracts.base import Language
from contracts.errors.base import VisavisError


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


class SpeedOutOfRange(InvalidInput):
    messages = {
        Language.KO: "'{engine}' 음성의 속도는 {lowest}에서 {highest} 사이입니다. 이 범위의 속도로 다시 시도해 주세요.",
        Language.EN: "The voice “{engine}” speaks at speeds from {lowest} to {highest}. Choose one of these.",
    }


class UnknownVoice(InvalidInput):
    messages = {
        Language.KO: "'{engine}' 엔진에는 '{voice}' 음성이 없습니다. 고를 수 있는 음성: {known}.",
        Language.EN: "The engine “{engine}” has no voice “{voice}”. Voices to choose from: {known}.",
    }


class UnreadableAudio(InvalidInput):
    status = 415
    messages = {
        Language.KO: "소리 파일로 읽을 수 없습니다. WAV, WebM, Ogg, MP3, FLAC 또는 MP4 파일을 보내 주세요.",
        Language.EN: "This cannot be read as sound. Send a WAV, WebM, Ogg, MP3, FLAC or MP4 file.",
    }


class CodecUnsupported(UnreadableAudio):
    messages = {
        Language.KO: "이 파일의 소리 형식은 읽을 수 없습니다. WAV, WebM(Opus) 또는 MP4(AAC)로 녹음해 보내 주세요.",
        Language.EN: "The format of the sound in this file cannot be read. Record as WAV, WebM (Opus) or MP4 (AAC).",
    }


class RecordingCut(UnreadableAudio):
    messages = {
        Language.KO: "녹음이 중간에 끊겨 있습니다. 다시 보내 보고, 그래도 안 되면 새로 녹음하거나 글로 답해 주세요.",
        Language.EN: "The recording breaks off in the middle. Send it again; if that fails, record anew, or type.",
    }


class EmptyRecording(InvalidInput):
    messages = {
        Language.KO: "녹음 파일이 비어 있습니다. 마이크를 확인하고 다시 녹음하거나 글로 답해 주세요.",
        Language.EN: "The recording is empty. Check the microphone and record again, or type your answer.",
    }


class NothingHeard(InvalidInput):
    messages = {
        Language.KO: "녹음에서 말소리를 알아듣지 못했습니다. 마이크를 확인하고 다시 녹음하거나 글로 답해 주세요.",
        Language.EN: "No words could be heard in the recording. Check the microphone and record again, or type.",
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
