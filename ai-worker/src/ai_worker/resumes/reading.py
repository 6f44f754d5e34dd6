"""Reads a résumé in a process of its own, which may fail, hang or be killed and takes nothing along."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress

import structlog
from contracts.errors import ResumeDamaged, ResumeTooComplex, UnusableResume, VisavisError
from contracts.resumes import Resume, ResumeFormat

log = structlog.get_logger(__name__)

PATIENCE_S = 60.0
"""On a busy machine 20 s of a processor take longer."""
MAX_ANSWER = 8 * 2**20


def read_limited(data: bytes, format_: ResumeFormat) -> Resume:
    """Blocks. Raises the `UnusableResume` that says what is wrong with the document."""
    command = [sys.executable, "-P", "-m", "ai_worker.resumes.child", format_.value]
    process = subprocess.Popen(  # noqa: S603 — our own module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"},
        cwd="/",
        start_new_session=True,
    )
    try:
        answer, _ = process.communicate(data, timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        log.warning("a résumé takes too long to read", format=format_)
        raise ResumeTooComplex from None
    finally:
        _end(process)
    if process.returncode != 0 or len(answer) > MAX_ANSWER:
        log.warning("a résumé could not be read", format=format_, status=process.returncode)
        raise ResumeTooComplex if process.returncode < 0 else ResumeDamaged
    return _resume_of(json.loads(answer))


def _resume_of(answer: dict[str, object]) -> Resume:
    if "resume" in answer:
        return Resume.model_validate(answer["resume"])
    kind = VisavisError.kind_of(str(answer["error"]))
    assert issubclass(kind, UnusableResume)  # noqa: S101 — the child answers no other
    raise kind


def _end(process: subprocess.Popen[bytes]) -> None:
    """Whatever it has started goes with it: the whole group."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
