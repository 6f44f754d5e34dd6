"""A document's lines, by its format. These run in the limited process (`ai_worker.resumes.child`) and nowhere else."""

from collections.abc import Callable

from contracts.resumes import ResumeFormat
from engines.resumes.sections import Line

Reader = Callable[[bytes], list[Line]]


def reader_of(format_: ResumeFormat) -> Reader:
    """Loads what this format needs alone: a limited process has little room."""
    match format_:
        case ResumeFormat.PDF:
            from ai_worker.resumes.readers.pdf import read_pdf as reader  # noqa: PLC0415
        case ResumeFormat.DOCX:
            from ai_worker.resumes.readers.docx import read_docx as reader  # noqa: PLC0415
        case ResumeFormat.HWPX:
            from ai_worker.resumes.readers.hwpx import read_hwpx as reader  # noqa: PLC0415
        case ResumeFormat.TEXT:
            from ai_worker.resumes.readers.text import read_text as reader  # noqa: PLC0415
    return reader
