"""The limited process: `python -P -m ai_worker.resumes.child FORMAT`, a document on its input, a résumé on its output.

It is given no environment, so no secret; it may open no file for writing, leave no core and use little time and memory.
What is wrong with the document is answered as the code of an error.
"""

import json
import resource
import sys

from contracts.errors import ResumeHasNoText, ResumeTooComplex, UnusableResume
from contracts.resumes import Resume, ResumeFormat

CPU_S = 20
MEMORY = 512 * 2**20
MAX_FILES = 64
MIN_LETTERS = 30
"""With fewer, a page's furniture was read and no résumé."""


def main(format_: ResumeFormat) -> None:
    limit()
    data = sys.stdin.buffer.read()
    try:
        answer: dict[str, object] = {"resume": read_document(format_, data).model_dump(mode="json")}
    except UnusableResume as error:
        answer = {"error": error.code}
    except (MemoryError, RecursionError):
        answer = {"error": ResumeTooComplex.__name__}
    sys.stdout.write(json.dumps(answer))


def limit() -> None:
    """Before anything of the document is touched. Past a limit the process dies, or Python has no memory left."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MAX_FILES, MAX_FILES))


def read_document(format_: ResumeFormat, data: bytes) -> Resume:
    """Raises the `UnusableResume` that says what is wrong with the document."""
    from engines.resumes.sections import read_resume  # noqa: PLC0415 - under the limits

    from ai_worker.resumes.readers import reader_of  # noqa: PLC0415

    lines = reader_of(format_)(data)
    if sum(char.isalnum() for line in lines for char in line.text) < MIN_LETTERS:
        raise ResumeHasNoText
    return read_resume(lines)


if __name__ == "__main__":
    main(ResumeFormat(sys.argv[1]))
