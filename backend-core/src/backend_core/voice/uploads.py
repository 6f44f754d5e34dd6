"""A recorded answer as a browser sends it. What candidates say is read in memory and touches no disk."""

from dataclasses import dataclass
from typing import Any

from contracts.errors import EmptyRecording, InvalidInput, PayloadTooLarge
from contracts.recordings import MAX_RECORDING_BYTES
from fastapi import Request
from pydantic import ValidationError
from runtime.requests import limited_body
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from backend_core.voice.schemas import AnswerForm

FORM_BYTES = 16 * 1024
"""What the form may add to its file."""
LIMIT = "25 MB"
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    **AnswerForm.model_json_schema(),
                    "title": "RecordedAnswer",
                    "properties": {
                        **AnswerForm.model_json_schema()["properties"],
                        "audio_file": {"type": "string", "format": "binary"},
                    },
                    "required": ["session_id", "question_id", "turn_type", "audio_file"],
                }
            }
        },
    }
}


@dataclass(frozen=True)
class RecordedAnswer:
    form: AnswerForm
    recording: bytes


async def recorded_answer(request: Request) -> RecordedAnswer:
    """Raises `InvalidInput`, `PayloadTooLarge` past 25 MB, and `EmptyRecording`."""
    fields = await _read_form(request)
    file = fields.pop("audio_file", None)
    if not isinstance(file, UploadFile):
        raise InvalidInput(fields={"audio_file": "a file is needed"})
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


async def _read_form(request: Request) -> dict[str, Any]:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise InvalidInput(fields={"body": "a form is needed: multipart/form-data"})
    body = limited_body(request, MAX_RECORDING_BYTES + FORM_BYTES, LIMIT)
    parser = MultiPartParser(request.headers, body, max_files=1, max_fields=8, max_part_size=FORM_BYTES)
    parser.spool_max_size = MAX_RECORDING_BYTES + FORM_BYTES
    try:
        return dict(await parser.parse())
    except MultiPartException as error:
        raise InvalidInput(fields={"body": error.message}) from error
