"""`visavis candidate` as a process of its own."""

import subprocess
import sys
from pathlib import Path

from visavis.candidate.record import InterviewRecord


def candidate(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "visavis", "candidate", *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=450)


def interview(url: str, record: Path, *arguments: str | Path) -> InterviewRecord:
    """The record that the candidate leaves. Raises AssertionError with what it said where it failed."""
    ran = candidate("--url", url, "--json", record, *arguments)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return InterviewRecord.model_validate_json(record.read_text(encoding="utf-8"))
