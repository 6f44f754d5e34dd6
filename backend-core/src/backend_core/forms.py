"""Forms with a file, read in memory and no further than they may be long: what people send touches no disk here."""

from typing import Any

from contracts.errors import FieldProblem, InvalidInput, PayloadTooLarge
from fastapi import Request
from runtime.requests import limited_body
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

FORM_BYTES = 16 * 1024
"""What the form may add to its file."""


def file_form(title: str, file: str, fields: dict[str, Any] | None = None) -> dict[str, Any]:
    """What an endpoint says of such a form in the API's description; `fields` are described by name, all needed."""
    properties = {**(fields or {}), file: {"type": "string", "format": "binary"}}
    schema = {"title": title, "type": "object", "properties": properties, "required": list(properties)}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}


async def read_file(
    request: Request, max_bytes: int, limit: str, too_large: type[PayloadTooLarge]
) -> tuple[bytes, str | None]:
    """The form's `file` and the name that it came with. Raises `InvalidInput`, and `too_large`, which says `limit`."""
    try:
        form = await read_form(request, max_bytes, limit)
    except PayloadTooLarge as error:
        raise too_large(limit=limit) from error
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise InvalidInput(fields={"file": FieldProblem("missing")})
    data = await file.read()
    if len(data) > max_bytes:
        raise too_large(limit=limit)
    return data, file.filename


async def read_form(request: Request, max_file_bytes: int, limit: str) -> dict[str, Any]:
    """Its fields, one of them an `UploadFile`. Raises `InvalidInput`, and `PayloadTooLarge`, which says `limit`."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise InvalidInput(fields={"body": "a form is needed: multipart/form-data"})
    body = limited_body(request, max_file_bytes + FORM_BYTES, limit)
    parser = MultiPartParser(request.headers, body, max_files=1, max_fields=8, max_part_size=FORM_BYTES)
    parser.spool_max_size = max_file_bytes + FORM_BYTES
    try:
        return dict(await parser.parse())
    except MultiPartException as error:
        raise InvalidInput(fields={"body": error.message}) from error
