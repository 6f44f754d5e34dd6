"""Graded answers, as CSV files hold them: question, reference, answer, score (may be empty or missing), score_max."""

import csv
import math
from pathlib import Path

from contracts.base import Contract, Language
from engines.text.folding import fold
from engines.text.words import is_korean

REQUIRED = ("question", "reference", "answer", "score_max")


class GradingDataError(Exception):
    """The file cannot be used; the message says what to change, with the line."""


class GradedAnswer(Contract):
    """A row. `score` is a person's, 0…`score_max`; None where nobody graded it."""

    question: str
    reference: str
    answer: str
    score: float | None
    score_max: float

    @property
    def language(self) -> Language:
        return Language.KO if is_korean(fold(self.question).text) else Language.EN


def read_answers(path: Path) -> list[GradedAnswer]:
    """The rows in file order. Raises `GradingDataError` and `OSError`."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in REQUIRED if column not in (reader.fieldnames or [])]
            if missing:
                raise GradingDataError(f"{path.name} has no column {', '.join(missing)}")
            answers = [_read_row(row, reader.line_num) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise GradingDataError(f"{path.name} is not a CSV file in UTF-8: {error}") from error
    if not answers:
        raise GradingDataError(f"{path.name} holds no answers")
    return answers


def _read_row(row: dict[str, str | None], line: int) -> GradedAnswer:
    question, reference = (row["question"] or "").strip(), (row["reference"] or "").strip()
    if not question or not reference:
        raise GradingDataError(f"line {line}: a question and a reference are needed")
    score_max = _number(row["score_max"], "score_max", line)
    if score_max <= 0:
        raise GradingDataError(f"line {line}: score_max must be above 0")
    given = (row.get("score") or "").strip()
    score = _number(given, "score", line) if given else None
    if score is not None and not 0 <= score <= score_max:
        raise GradingDataError(f"line {line}: score must lie between 0 and score_max")
    return GradedAnswer(
        question=question, reference=reference, answer=row["answer"] or "", score=score, score_max=score_max
    )


def _number(text: str | None, column: str, line: int) -> float:
    try:
        number = float(text or "")
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise GradingDataError(f"line {line}: {column} must be a number")
    return number
