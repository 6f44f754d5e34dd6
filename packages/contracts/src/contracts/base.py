"""The model every contract derives from, and the vocabulary they share."""

import re
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

Id = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"),
]
"""A UUIDv7 in its canonical text form: a string in URLs, JSON, Redis keys and dictionaries alike."""

Timestamp = AwareDatetime
"""An instant with its offset; stored and sent in UTC."""


_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_MAY_HOLD_TEXT: frozenset[type] = frozenset((str, list, tuple, dict))
Value = TypeVar("Value")


def is_storable(text: str) -> bool:
    """Without what JSON can name and neither UTF-8 nor PostgreSQL can hold: NUL, and halves of surrogate pairs."""
    return _UNSTORABLE.search(text) is None


def storable(text: str) -> str:
    """With a sign in the place of what is not."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def require_storable(value: Value) -> Value:
    """Refuse texts that are not storable, also within lists and mappings."""
    # Asked of every field of everything that is read or sent, most of which are numbers, moments and enumerations.
    if type(value) not in _MAY_HOLD_TEXT:
        return value
    match value:
        case str() if not is_storable(value):
            raise PydanticCustomError("character", "this has a character that cannot be kept")
        case list() | tuple():
            for one in value:
                require_storable(one)
        case dict():
            for key, one in value.items():
                require_storable(key)
                require_storable(one)
    return value


Text = Annotated[str, AfterValidator(require_storable)]
"""For what comes in outside of a `Contract`, whose every field is one."""


class Contract(BaseModel):
    """Immutable, and closed: an unknown field is an error, not a surprise. Its texts can be stored and sent."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)

    _require_storable = field_validator("*")(require_storable)


class Language(StrEnum):
    KO = "ko"
    EN = "en"


class Role(StrEnum):
    CANDIDATE = "candidate"
    RECRUITER = "recruiter"
    ADMIN = "admin"


class InterviewMode(StrEnum):
    """Practice belongs to the candidate; screening to an organisation. See the wall in docs/architecture.md."""

    PRACTICE = "practice"
    SCREENING = "screening"


class InterviewStatus(StrEnum):
    SCHEDULED = "scheduled"
    LIVE = "live"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class ConsentPurpose(StrEnum):
    """What a candidate agrees to, each on its own and revocable."""

    TRANSCRIPTION = "transcription"
    DELIVERY = "delivery"
    EXPRESSION = "expression"
    """Estimates of the facial expression, on top of `DELIVERY` and only together with it."""
    RECORDING = "recording"


class Speaker(StrEnum):
    AI = "AI"
    USER = "User"


class AnswerSource(StrEnum):
    """How an answer came in. `speech` is accepted from the media server's credentials only."""

    SPEECH = "speech"
    TYPED = "typed"


class Unmeasured(StrEnum):
    """Why a score is null. A score is a measurement or null with one of these, never a default number."""

    NOT_ASKED = "not_asked"
    NOT_ENOUGH_SAID = "not_enough_said"
    OFF_LANGUAGE = "off_language"
    TRANSCRIPT_UNRELIABLE = "transcript_unreliable"
    MODEL_FAILED = "model_failed"
    NOT_DETECTED = "not_detected"
    NO_SHOULDERS = "no_shoulders"
    POOR_PICTURE = "poor_picture"
    NOT_ENOUGH_FRAMES = "not_enough_frames"
    NOT_CALIBRATED = "not_calibrated"
    NO_CONSENT = "no_consent"
    NO_CAMERA = "no_camera"
    NO_EVIDENCE = "no_evidence"
    NOT_VOICED = "not_voiced"
    NOT_MEASURED_THEN = "not_measured_then"


__all__ = [
    "AnswerSource",
    "ConsentPurpose",
    "Contract",
    "Id",
    "InterviewMode",
    "InterviewStatus",
    "Language",
    "Role",
    "Speaker",
    "Text",
    "Timestamp",
    "Unmeasured",
    "is_storable",
    "storable",
]
