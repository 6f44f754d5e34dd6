"""A résumé as a browser sends it: what it is says its content; its name and its declared type say nothing."""

import codecs
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from contracts.errors import (
    ResumeEmpty,
    ResumeEncrypted,
    ResumeKindUnsupported,
    ResumePolyglot,
    ResumeTooLarge,
)
from contracts.resumes import MAX_RESUME_BYTES, ResumeFormat
from fastapi import Request

from backend_core.forms import file_form, read_file

LIMIT = "10 MiB"
BODY = file_form("ResumeUpload", "file")

_PDF = b"%PDF-"
_ARCHIVE, _ARCHIVE_END = b"PK\x03\x04", b"PK\x05\x06"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_MARKUP = re.compile(rb"\s*(?:<!doctype|<html|<\?xml|<script|\{\\rtf)", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
HEAD, TAIL = 1024, 66_000
"""Bytes in which a reader of PDF looks for its beginning, and one of archives for their end."""


@dataclass(frozen=True)
class UploadedResume:
    file_name: str
    format: ResumeFormat
    data: bytes


async def uploaded_resume(request: Request) -> UploadedResume:
    """Raises `InvalidInput`, `ResumeTooLarge`, and what `format_of` does."""
    data, name = await read_file(request, MAX_RESUME_BYTES, LIMIT, ResumeTooLarge)
    return UploadedResume(_shown_name(name), format_of(data), data)


def format_of(data: bytes) -> ResumeFormat:
    """What the document is. Raises `ResumeEmpty`, `ResumeEncrypted`, `ResumePolyglot`, `ResumeKindUnsupported`."""
    if not data.strip():
        raise ResumeEmpty
    is_pdf, is_archive = data.startswith(_PDF), data.startswith(_ARCHIVE)
    if not is_pdf and _PDF in data[:HEAD]:
        raise ResumePolyglot
    if not is_archive and _ARCHIVE_END in data[-TAIL:]:
        raise ResumePolyglot
    if is_pdf:
        return ResumeFormat.PDF
    if is_archive:
        return _package_format(data)
    if data.startswith(_OLE) and _ENCRYPTED_OFFICE in data:
        raise ResumeEncrypted
    if _is_text(data):
        return ResumeFormat.TEXT
    raise ResumeKindUnsupported


def _package_format(data: bytes) -> ResumeFormat:
    is_docx, is_hwpx = b"word/document.xml" in data, b"application/hwp+zip" in data[:HEAD]
    if is_docx and is_hwpx:
        raise ResumePolyglot
    if not (is_docx or is_hwpx):
        raise ResumeKindUnsupported
    return ResumeFormat.DOCX if is_docx else ResumeFormat.HWPX


def _is_text(data: bytes) -> bool:
    if _MARKUP.match(data.removeprefix(codecs.BOM_UTF8)):
        return False
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not wide and _CONTROL.search(data):
        return False
    return any(_decodes(data, encoding) for encoding in (["utf-16"] if wide else ["utf-8", "cp949"]))


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _shown_name(name: str | None) -> str:
    """Without folders and what no screen should be shown; the end of a long one is its extension."""
    plain = PurePosixPath((name or "").replace("\\", "/")).name
    return "".join(char for char in plain if char.isprintable()).strip()[-120:] or "résumé"
