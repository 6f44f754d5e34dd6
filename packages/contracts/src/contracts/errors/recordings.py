"""Recording an interview for its candidate to look back at.

NotFound                        404
└── RecordingNotFound
Conflict                        409
├── RecordingClosed
├── RecordingIncomplete
└── RecordingNotOffered
PayloadTooLarge                 413
└── RecordingFull
InvalidInput                    422
└── RecordingTypeUnsupported    415
"""

from contracts.base import Language
from contracts.errors.input import InvalidInput, PayloadTooLarge
from contracts.errors.state import Conflict, NotFound


class RecordingNotFound(NotFound):
    messages = {
        Language.KO: "이 질문의 녹화가 없습니다. 리포트를 새로 고쳐 남아 있는 녹화를 골라 주세요.",
        Language.EN: "There is no recording of this question. Reload the report and choose one that is there.",
    }


class RecordingNotOffered(Conflict):
    messages = {
        Language.KO: "이 면접은 녹화하지 않습니다. 녹화 없이 계속하면 됩니다.",
        Language.EN: "This interview is not recorded. Go on without a recording.",
    }


class RecordingClosed(Conflict):
    """It was finished, or its interview ended too long ago."""

    messages = {
        Language.KO: "이 녹화는 이미 마쳐서 더 받지 않습니다. 지금까지 저장된 부분은 리포트에서 볼 수 있습니다.",
        Language.EN: "This recording is closed and takes nothing more. What was saved can be seen in the report.",
    }


class RecordingIncomplete(Conflict):
    """`fields` names the `missing` chunks."""

    messages = {
        Language.KO: "녹화 가운데 아직 도착하지 않은 부분이 있습니다. 빠진 부분을 보낸 뒤 다시 마쳐 주세요.",
        Language.EN: "Parts of the recording have not arrived. Send what is missing, then finish it again.",
    }


class RecordingFull(PayloadTooLarge):
    messages = {
        Language.KO: "이 면접의 녹화가 한도({limit})에 이르렀습니다. 면접은 녹화 없이 이어집니다.",
        Language.EN: "The recordings of this interview have reached their limit ({limit}). The interview goes on "
        "without recording.",
    }


class RecordingTypeUnsupported(InvalidInput):
    status = 415
    messages = {
        Language.KO: "이 형식의 녹화는 받을 수 없습니다. WebM, MP4 또는 Ogg로 녹화해 주세요.",
        Language.EN: "A recording of this kind is not taken. Record as WebM, MP4 or Ogg.",
    }
