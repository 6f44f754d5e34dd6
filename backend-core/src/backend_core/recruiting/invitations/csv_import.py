"""Inviting many at once, from a CSV file: each row gets its verdict, and no row stands in another's way."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from contracts.base import Language
from contracts.errors import CsvTooLong, CsvUnreadable, CsvWithoutEmail
from fastapi import Request
from persistence.database import run_sync
from persistence.hiring.recruiting import JobPosting
from persistence.record.audit import Actor
from pydantic import TypeAdapter, ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.addresses import Email
from backend_core.auth.schemas import Name
from backend_core.forms import read_file
from backend_core.recruiting.invitations import service
from backend_core.recruiting.invitations.schemas import Imported, ImportedRow, NewInvitation, RowVerdict
from backend_core.settings import CoreSettings

MAX_ROWS = 1000
MAX_BYTES, LIMIT = 512 * 1024, "512 KiB"
ENCODINGS = ("utf-8-sig", "cp949")
"""Of any program, and of Excel in Korean, which writes CP949 unless it is told otherwise."""
COLUMNS = {
    "email": {"email", "e-mail", "mail", "email address", "이메일", "이메일 주소", "메일", "전자우편"},
    "full_name": {"name", "full name", "full_name", "이름", "성명", "지원자", "지원자명"},
    "language": {"language", "lang", "언어"},
}
LANGUAGES = {
    Language.KO: {"ko", "kr", "korean", "한국어", "국문", "한글"},
    Language.EN: {"en", "english", "영어", "영문"},
}
_EMAIL: TypeAdapter[str] = TypeAdapter(Email)
_NAME: TypeAdapter[str] = TypeAdapter(Name)


@dataclass(frozen=True)
class Row:
    """As it stands in the file; `line` counts from 1, the header's."""

    line: int
    email: str
    full_name: str
    language: str


async def uploaded_rows(request: Request) -> list[Row]:
    """Raises `InvalidInput`, `CsvTooLong`, `CsvUnreadable`, `CsvWithoutEmail`."""
    data, _ = await read_file(request, MAX_BYTES, LIMIT, CsvTooLong)
    return list(read_rows(data))


def read_rows(data: bytes) -> Iterator[Row]:
    """The rows that are not empty, at most `MAX_ROWS`. Raises `CsvTooLong`, `CsvUnreadable`, `CsvWithoutEmail`."""
    text = _decoded(data)
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        columns = _columns(next(reader, []))
        count = 0
        for values in reader:
            if not any(value.strip() for value in values):
                continue
            count += 1
            if count > MAX_ROWS:
                raise CsvTooLong(limit=str(MAX_ROWS))
            cells = {name: values[at].strip() if at < len(values) else "" for name, at in columns.items()}
            yield Row(reader.line_num, cells["email"], cells.get("full_name", ""), cells.get("language", "").casefold())
    except csv.Error as error:
        raise CsvUnreadable from error


async def invite_all(
    session: AsyncSession,
    settings: CoreSettings,
    posting: JobPosting,
    rows: Sequence[Row],
    *,
    language: Language,
    by: Actor,
) -> Imported:
    """Those in whose row no language stands are invited in `language`. Raises `PostingNotOpen`, `LanguageNotOffered`.

    The caller has locked `posting`.
    """
    service.require_offered(posting, language)
    known = await service.invited_addresses(session, posting.id, [row.email for row in rows])
    seen: set[str] = set()
    verdicts = []
    for row in rows:
        wanted = _checked(row, posting, language)
        verdict, link = wanted, None
        if isinstance(wanted, NewInvitation):
            email = str(wanted.email).lower()
            if email in known:
                verdict = RowVerdict.ALREADY_INVITED
            elif email in seen:
                verdict = RowVerdict.DUPLICATE
            else:
                verdict = RowVerdict.INVITED
                _, link = await run_sync(session, service.make, settings, posting, wanted, by)
            seen.add(email)
        verdicts.append(
            ImportedRow(line=row.line, email=row.email[:254], full_name=row.full_name[:120], verdict=verdict, link=link)
        )
    return Imported(
        rows=verdicts,
        invited=sum(row.verdict is RowVerdict.INVITED for row in verdicts),
        letters=settings.mail_way is not None,
    )


def _checked(row: Row, posting: JobPosting, language: Language) -> NewInvitation | RowVerdict:
    try:
        email = _EMAIL.validate_python(row.email)
    except ValidationError:
        return RowVerdict.INVALID_EMAIL
    try:
        full_name = _NAME.validate_python(row.full_name) if row.full_name else None
    except ValidationError:
        return RowVerdict.INVALID_NAME
    if row.language:
        named = next((each for each, names in LANGUAGES.items() if row.language in names), None)
        if named is None or named not in posting.languages:
            return RowVerdict.INVALID_LANGUAGE
        language = named
    return NewInvitation(email=email, full_name=full_name, language=language)


def _decoded(data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise CsvUnreadable


def _columns(header: Sequence[str]) -> Mapping[str, int]:
    names = [" ".join(name.casefold().split()) for name in header]
    found = {
        column: next(at for at, name in enumerate(names) if name in known)
        for column, known in COLUMNS.items()
        if known.intersection(names)
    }
    if "email" not in found:
        raise CsvWithoutEmail(fields={"file": "email"})
    return found
