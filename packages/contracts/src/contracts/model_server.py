"""What the model server (`ai-worker serve`) is asked and answers, besides what OpenAI's API defines."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from contracts.base import Contract, Language
from contracts.speech import Seconds, Word

STREAM_SAMPLE_RATE = 16_000
MAX_SPOKEN_CHARS = 4096
MAX_PROMPT_CHARS = 200_000
MAX_TOKENS = 16_384


class HeardSpeech(Contract):
    """What was said in a recording; `words` count seconds from its first sample."""

    text: str
    words: list[Word]
    language: Language


class Transcription(HeardSpeech):
    """`unreliable_reason` says why nobody should be judged on it, if so."""

    duration: Seconds
    engine: str
    unreliable_reason: str | None


class Detection(Contract):
    """Whether a chunk holds speech. Where that could not be found out: true, without a probability."""

    speech: bool
    probability: Annotated[float, Field(ge=0, le=1)] | None


class SpeakRequest(Contract):
    """`language` is that of the text's script where it is not given.

    A `speaker` that the voice does not have, as other makes of servers do, is spoken for by the default one.
    """

    text: Annotated[str, StringConstraints(min_length=1, max_length=MAX_SPOKEN_CHARS)]
    speaker: str | int | None = None
    speed: Annotated[float, Field(ge=0.5, le=2.5)] = 1.0
    language: Language | None = None


class SpokenAudio(Contract):
    """Where the sound is to be had for the next minutes."""

    audio_url: str


class GenerateRequest(Contract):
    prompt: Annotated[str, StringConstraints(min_length=1, max_length=MAX_PROMPT_CHARS)]
    max_tokens: Annotated[int, Field(ge=1, le=MAX_TOKENS)] = 256


class GeneratedText(Contract):
    text: str


Task = Literal["speech-to-text", "text-to-speech", "embeddings", "text"]


class HeldModel(Contract):
    """One entry of `GET /v1/models`: OpenAI's fields, its task, and the languages it knows, if it minds.

    `voices` are those of a text-to-speech model, the default first.
    """

    id: str
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = "visavis"
    task: Task
    languages: list[Language] | None = None
    voices: dict[Language, list[str]] | None = None


class HeldModels(Contract):
    object: Literal["list"] = "list"
    data: list[HeldModel]


class GpuDevice(Contract):
    name: str
    memory_total_mib: int
    memory_free_mib: int


class GpuStatus(Contract):
    """`available`: there is a GPU that the engines can use. `enabled`: they may. `engines` are those that run on it."""

    available: bool
    enabled: bool
    devices: list[GpuDevice]
    engines: list[str]


class GpuToggle(Contract):
    enabled: bool


# WebSocket /stt/stream. Binary messages are sound: mono PCM, 16 kHz, 16 bit little endian, in any portion.
# The query says `language`, and with `segments=client` that the client knows where speech begins and ends.


class SegmentStart(Contract):
    """Speech begins; the sound that follows starts `at` seconds into the answer (`segments=client`)."""

    type: Literal["segment"] = "segment"
    at: Seconds


class SegmentEnd(Contract):
    """The speech paused: what was heard of the segment is looked at again (`segments=client`)."""

    type: Literal["segment.end"] = "segment.end"


class Finish(Contract):
    """There is no more sound: the result, please."""

    type: Literal["finish"] = "finish"


StreamRequest = Annotated[SegmentStart | SegmentEnd | Finish, Field(discriminator="type")]


class Ready(Contract):
    """The stream is open, and `engine` hears it."""

    type: Literal["ready"] = "ready"
    engine: str


class Partial(Contract):
    """All that is heard so far; the first `stable` code points will not change any more."""

    type: Literal["partial"] = "partial"
    text: str
    stable: Annotated[int, Field(ge=0)]


class Final(Contract):
    """A segment is over. `text` and `words` are all that has been heard; the first `stable` code points will not change
    any more, the others may while later segments are heard.
    """

    type: Literal["final"] = "final"
    text: str
    stable: Annotated[int, Field(ge=0)]
    words: list[Word]


class Result(HeardSpeech):
    """The answer to `Finish`, and the stream's last message."""

    type: Literal["result"] = "result"
    unreliable_reason: str | None


class StreamError(Contract):
    """As `contracts.errors.ErrorBody`; the stream's last message."""

    type: Literal["error"] = "error"
    error: str
    detail: str


StreamReply = Annotated[Ready | Partial | Final | Result | StreamError, Field(discriminator="type")]
