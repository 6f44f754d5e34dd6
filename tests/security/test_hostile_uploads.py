"""Files that somebody made to do harm: each has its clear error, or is the words that stand in it and nothing more.

Beside those of ai-worker/tests/resumes (bombs, locked and cut files, scans), backend-core/tests/test_resumes.py (what
is no résumé) and backend-core/tests/recruiting/test_posting_files.py (YAML).
"""

import io
import zipfile
import zlib

import pytest
from ai_worker.resumes.child import read_document
from ai_worker.resumes.reading import read_limited
from backend_core.recruiting.invitations.csv_import import read_rows
from backend_core.resumes.uploads import format_of
from backend_core.spreadsheets import csv_lines
from contracts.errors import CsvTooLong, CsvUnreadable, CsvWithoutEmail, UnusableResume, VisavisError
from contracts.resumes import Resume, ResumeFormat

WORDS = "Words enough to be the resume of somebody who has worked somewhere."
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PARAGRAPH = f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>"
SECRET = "root:"
"""What stands in the file that hostile documents ask for."""


def docx(document: str, **others: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
        for name, data in others.items():
            archive.writestr(name, data)
    return packed.getvalue()


def body(inside: str = PARAGRAPH) -> str:
    return f"<w:document {W}><w:body>{inside}</w:body></w:document>"


def with_doctype(declared: str, inside: str) -> bytes:
    return docx(f"<!DOCTYPE w:document [{declared}]>{body(inside)}")


def nested(depth: int) -> bytes:
    data = bytes(2**20)
    for _ in range(depth):
        data = docx(body(), **{"word/embeddings/inner.zip": data})
    return data


def linked_entry() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        link = zipfile.ZipInfo("word/document.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return packed.getvalue()


def twice() -> bytes:
    """Two entries of one name: what one reader takes for the document, another does not."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", body())
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("word/document.xml", body(PARAGRAPH.replace("Words", "Other words")))
    return packed.getvalue()


HARMLESS = {
    "paths that lead out": lambda: docx(
        body(), **{"../../../../etc/cron.d/x": b"* * * * *", "/etc/passwd": SECRET.encode()}
    ),
    "paths of Windows": lambda: docx(body(), **{"..\\..\\windows\\x.dll": b"MZ", "C:\\x": b"MZ"}),
    "archives in archives": lambda: nested(3),
    "a template to be fetched": lambda: docx(
        body(),
        **{
            "word/_rels/settings.xml.rels": b'<Relationships><Relationship TargetMode="External" Target="http://169.254.169.254/"/>'
        },
    ),
    "macros": lambda: docx(body(), **{"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(64)}),
    "a field that runs a program": lambda: docx(body(f'<w:fldSimple w:instr="DDEAUTO c:\\\\cmd.exe"/>{PARAGRAPH}')),
    "two documents": twice,
    "a stylesheet to be fetched": lambda: docx('<?xml-stylesheet href="file:///etc/passwd"?>' + body()),
    "an inclusion": lambda: docx(
        body(f'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>{PARAGRAPH}')
    ),
}
REFUSED = {
    "an entity that is a file": lambda: with_doctype('<!ENTITY x SYSTEM "file:///etc/passwd">', f"&x;{PARAGRAPH}"),
    "an entity that is an address": lambda: with_doctype(
        '<!ENTITY x SYSTEM "http://169.254.169.254/">', f"&x;{PARAGRAPH}"
    ),
    "a parameter entity": lambda: with_doctype('<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;', PARAGRAPH),
    "a type from elsewhere": lambda: docx(f'<!DOCTYPE w SYSTEM "http://169.254.169.254/x.dtd">{body()}'),
    "entities of entities": lambda: with_doctype(
        "".join(f'<!ENTITY e{n} "{"x" if n == 0 else f"&e{n - 1};" * 10}">' for n in range(10)), f"&e9;{PARAGRAPH}"
    ),
    "an entity, many times": lambda: with_doctype(f'<!ENTITY x "{"x" * 10_000}">', "&x;" * 10_000),
    "a link to a file": linked_entry,
    "an encoding that is none": lambda: docx('<?xml version="1.0" encoding="nothing"?>' + body()),
    "an encoding that hides its words": lambda: docx('<?xml version="1.0" encoding="utf-7"?>' + body()),
    "control characters": lambda: docx(body(PARAGRAPH.replace("Words", "\x00\x01"))),
    "an attribute too often": lambda: docx(body('<w:p w:a="1" w:a="2"/>')),
    "no end": lambda: docx(f"<w:document {W}><w:body>" + "<w:p>" * 1000),
    "no words": lambda: docx(body("")),
}


def pdf(*objects: bytes, root: int = 1) -> bytes:
    """With a table of where its objects are; `objects` are numbered from 1."""
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, root, table)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def stream(data: bytes, extra: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<</Length %d/Filter/FlateDecode%s>>stream\n%s\nendstream" % (len(packed), extra, packed)


def page(extra: bytes = b"") -> bytes:
    return b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R%s>>" % extra


PDFS = {
    "pages in a circle": lambda: pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
    "two that hold each other": lambda: pdf(
        CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 9>>", b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 9>>"
    ),
    "a form within itself": lambda: pdf(
        CATALOG,
        PAGES,
        page(b"/Resources<</XObject<</X 5 0 R>>>>"),
        stream(b"/X Do"),
        stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"),
    ),
    "a page that unpacks without end": lambda: pdf(CATALOG, PAGES, page(), stream(b"q " * (60 << 20))),
    "a picture a million wide": lambda: pdf(
        CATALOG,
        PAGES,
        page(b"/Resources<</XObject<</X 5 0 R>>>>"),
        stream(b"/X Do"),
        stream(
            b"\0", b"/Type/XObject/Subtype/Image/Width 1000000/Height 1000000/BitsPerComponent 8/ColorSpace/DeviceRGB"
        ),
    ),
    "a page as large as a country": lambda: pdf(
        CATALOG, PAGES, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e30 1e30]/Contents 4 0 R>>", stream(b"BT ET")
    ),
    "more pages than it has": lambda: pdf(CATALOG, b"<</Type/Pages/Kids[]/Count 2147483647>>"),
    "lists in lists": lambda: pdf(CATALOG, PAGES, page(b"/X " + b"[" * 100_000), stream(b"")),
    "a program to be run": lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)>>>>", PAGES, page(), stream(b"BT ET")
    ),
    "a table that leads back to itself": lambda: pdf(CATALOG, PAGES, page(), stream(b"")).replace(
        b"/Root 1 0 R", b"/Root 1 0 R/Prev 9"
    ),
}


@pytest.mark.parametrize("made", HARMLESS.values(), ids=HARMLESS)
def test_what_is_not_read_does_no_harm(made) -> None:
    resume = read_document(format_of(data := made()), data)
    said = resume.model_dump_json()
    assert "enough to be the resume" in said
    assert SECRET not in said


@pytest.mark.parametrize("made", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_safely_is_refused(made) -> None:
    data = made()
    with pytest.raises(UnusableResume):
        read_document(format_of(data), data)


def test_a_pdf_takes_nothing_along() -> None:
    """In the process that may neither write nor hold much, nor work for long; the next one is read as ever."""
    for name, made in PDFS.items():
        data = made()
        assert format_of(data) is ResumeFormat.PDF, name
        with pytest.raises(UnusableResume):
            read_limited(data, ResumeFormat.PDF)
    assert isinstance(read_limited(WORDS.encode(), ResumeFormat.TEXT), Resume)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", CsvWithoutEmail),
        (b"name\nKim\n", CsvWithoutEmail),
        (b"email\n" + b"a@example.org\n" * 1001, CsvTooLong),
        (b"\x89PNG\r\n\x1a\n\xff\xfe\xfd", CsvUnreadable),
        (b'email\n"' + b"a" * 200_000, CsvUnreadable),
        (b"PK\x03\x04" + bytes(range(256)) * 8, VisavisError),
    ],
)
def test_a_list_that_is_none_is_refused(data: bytes, error: type[VisavisError]) -> None:
    with pytest.raises(error):
        list(read_rows(data))


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1＋1"])
def test_no_name_is_a_formula(name: str) -> None:
    assert csv_lines([[name]]).lstrip('"').startswith("'")
