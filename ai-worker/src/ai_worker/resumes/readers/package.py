"""Documents that are ZIP archives of XML: opened within bounds, before anything of them is unpacked."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from contracts.errors import ResumeDamaged, ResumeEncrypted, ResumeExpandsTooFar, ResumePolyglot
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_ENTRIES = 2_000
MAX_UNPACKED = 100 * 2**20
"""Bytes of all entries together; résumés with photographs have a tenth of it."""
MAX_XML = 20 * 2**20
ENCRYPTED_FLAG = 0x1


@contextmanager
def opened(data: bytes) -> Iterator[zipfile.ZipFile]:
    """Raises `ResumeDamaged`, `ResumeEncrypted`, `ResumeExpandsTooFar` and, for what hides in it, `ResumePolyglot`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise ResumeExpandsTooFar
            if any(entry.flag_bits & ENCRYPTED_FLAG for entry in entries):
                raise ResumeEncrypted
            # An archive that begins late carries something else in front; one that says more at its end, behind.
            if min((entry.header_offset for entry in entries), default=0) != 0 or archive.comment:
                raise ResumePolyglot
            yield archive
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise ResumeDamaged from error


def xml_of(archive: zipfile.ZipFile, name: str) -> "Element":
    """The root of an entry. Raises `ResumeDamaged`, and `ResumeExpandsTooFar` for one that is too large or a bomb."""
    try:
        entry = archive.getinfo(name)
    except KeyError as error:
        raise ResumeDamaged from error
    if entry.file_size > MAX_XML:
        raise ResumeExpandsTooFar
    with archive.open(entry) as file:
        text = file.read(MAX_XML + 1)
    try:
        root: Element = fromstring(text, forbid_dtd=True)
    except DefusedXmlException as error:
        raise ResumeExpandsTooFar from error
    except (ParseError, ValueError, LookupError) as error:
        # The latter two of an encoding that is none, or none that the parser has.
        raise ResumeDamaged from error
    return root


def local_name(tag: str) -> str:
    """An element's name without its namespace, of which these formats have several generations."""
    return tag.rpartition("}")[2]
