"""A recorded answer as a browser sends it. What candidates say is read in memory and touches no disk."""

from dataclasses import dataclass

from contracts.errors import EmptyRecording, FieldProblem, InvalidInput, PayloadTooLarge
from contracts.recordings import MAX_RECORDING_BYTES
from fastapi import Request
from pydantic import ValidationError
from starlette.datastructures import UploadFile

from backend_core.forms import file_form, read_form
from backend_core.voice.schemas import AnswerForm

LIMIT = "25 MB"
BODY = file_form("RecordedAnswer", "audio_file", AnswerForm.model_json_schema()["properties"])


@dataclass(frozen=True)
class RecordedAnswer:
    form: AnswerForm
    recording: bytes


async def recorded_answer(request: Request) -> RecordedAnswer:
    """Raises `InvalidInput`, `PayloadTooLarge` past 25 MB, and `EmptyRecording`."""
    fields = await read_form(request, MAX_RECORDING_BYTES, LIMIT)
    file = fields.pop("audio_file", None)
    if not isinstance(file, UploadFile):
        raise InvalidInput(fields={"audio_file": FieldProblem("missing")})
    try:
        form = AnswerForm.model_validate(fields)
    except ValidationError as error:
        raise InvalidInput(fields={str(e["loc"][0]): e["msg"] for e in error.errors()}) from None
    recording = await file.read()
    if len(recording) > MAX_RECORDING_BYTES:
        raise PayloadTooLarge(limit=LIMIT)
    if not recording:
        raise EmptyRecording
    return RecordedAnswer(form, recording)
