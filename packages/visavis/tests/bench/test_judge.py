"""`visavis bench judge`: predictions through the product's judge, and figures that can be checked by hand."""

import csv
import json
import math
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result
from visavis.bench.agreement import agreement
from visavis.bench.grading import GradedAnswer, read_answers
from visavis.bench.judge import JudgeResults
from visavis.bench.scale import fit
from visavis.main import app

STACK = ("What is a stack?", "A data structure that stores elements; the last one added is removed first.")
QUEUE = ("큐는 무엇인가요?", "원소를 저장하는 자료 구조로, 먼저 넣은 원소를 먼저 꺼냅니다.")
LEAF = ("What is a leaf of a tree?", "A node without children.")
ROWS = [
    (*STACK, "It stores elements so that the last one added gets removed first.", "5"),
    (*STACK, "Elements can be kept there.", "3"),
    (*STACK, "I don't know.", "0"),
    (*QUEUE, "먼저 넣은 원소를 먼저 꺼내는 자료 구조입니다.", "5"),
    (*QUEUE, "트리의 한 종류라고 들었습니다.", "1"),
    (*LEAF, "A node that has no children.", "5"),
    (*LEAF, "Something green.", ""),
]


def write(path: Path, rows: list[tuple[str, ...]], header: str = "question,reference,answer,score,score_max") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(rows)
    return path


def bench(data: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["bench", "judge", "--data", str(data), *options])


@pytest.fixture
def graded(tmp_path: Path) -> Path:
    return write(tmp_path / "graded.csv", [(*row, "5") for row in ROWS])


def results(data: Path, out: Path, *options: str) -> JudgeResults:
    run = bench(data, "--json", str(out), *options)
    assert run.exit_code == 0, run.output
    return JudgeResults.model_validate_json(out.read_text())


def test_every_row_gets_a_number_on_its_scale_in_file_order(graded: Path, tmp_path: Path) -> None:
    measured = results(graded, tmp_path / "out" / "results.json")
    assert len(measured.predicted) == len(ROWS)
    assert all(0 <= grade <= 5 for grade in measured.predicted)
    assert measured.predicted[0] > measured.predicted[1] > measured.predicted[2] == 0
    assert measured.predicted[3] > measured.predicted[4]
    assert [(one.row, one.reason) for one in measured.abstained] == [(2, "not_enough_said")]
    assert measured.figures
    assert (measured.figures.n, measured.figures.questions) == (6, 3)
    assert [row.n for row in measured.questions] == [3, 2, 1]
    assert measured.versions.model == "visavis-rubric-3"


def test_a_file_without_scores_gets_predictions_and_no_figures(tmp_path: Path) -> None:
    rows = [(question, reference, answer, "1") for question, reference, answer, _ in ROWS]
    data = write(tmp_path / "bare.csv", rows, "question,reference,answer,score_max")
    measured = results(data, tmp_path / "out.json")
    assert len(measured.predicted) == len(ROWS)
    assert (measured.figures, measured.calibrated, measured.questions) == (None, None, [])


def test_people_s_scores_do_not_move_a_prediction(graded: Path, tmp_path: Path) -> None:
    turned = write(tmp_path / "turned.csv", [(*row[:3], "2", "5") for row in ROWS])
    assert results(graded, tmp_path / "a.json").predicted == results(turned, tmp_path / "b.json").predicted


def test_a_scale_is_fitted_on_other_questions_only(graded: Path, tmp_path: Path) -> None:
    others = write(
        tmp_path / "others.csv", [(*ROWS[0][:3], "0", "5"), (*ROWS[5][:3], "4", "5"), (*LEAF, "A leaf.", "4", "5")]
    )
    stack_only = write(tmp_path / "stack.csv", [(*row, "5") for row in ROWS[:3]])
    measured = results(stack_only, tmp_path / "out.json", "--calibrate", str(others))
    assert measured.calibrated
    assert measured.calibrated.predicted == [4.0, 4.0, 0.0]
    assert "2 answers to 1 other questions" in measured.calibrated.how


@pytest.mark.parametrize(
    ("header", "row", "why"),
    [
        ("question,answer,score", ("q", "a", "1"), "no column reference, score_max"),
        ("question,reference,answer,score,score_max", ("q", "", "a", "1", "5"), "line 2: a question and a reference"),
        ("question,reference,answer,score,score_max", ("q", "r", "a", "six", "5"), "line 2: score must be a number"),
        ("question,reference,answer,score,score_max", ("q", "r", "a", "nan", "5"), "line 2: score must be a number"),
        ("question,reference,answer,score,score_max", ("q", "r", "a", "6", "5"), "line 2: score must lie between"),
        ("question,reference,answer,score,score_max", ("q", "r", "a", "0", "0"), "line 2: score_max must be above 0"),
        ("question,reference,answer,score,score_max", ("q", "…", "a", "0", "5"), "needs words"),
    ],
)
def test_what_cannot_be_used_is_said(tmp_path: Path, header: str, row: tuple[str, ...], why: str) -> None:
    run = bench(write(tmp_path / "bad.csv", [row], header))
    assert run.exit_code == 2
    assert why in run.output


def test_files_that_are_no_csv_are_refused(tmp_path: Path) -> None:
    empty, binary = write(tmp_path / "empty.csv", []), tmp_path / "binary.csv"
    binary.write_bytes(b"question,reference,answer,score_max\n\xff\xfe\x00,1,1,1\n")
    assert "holds no answers" in bench(empty).output
    assert "not a CSV file in UTF-8" in bench(binary).output
    assert bench(tmp_path / "missing.csv").exit_code == 2


def test_agreement_is_what_the_formulas_say() -> None:
    figures = agreement([1, 2, 3, 4], [2, 2, 4, 4], [5, 5, 5, 5], ["a", "a", "b", "b"])
    assert figures.r.value == pytest.approx(2 / math.sqrt(5), abs=1e-4)
    assert figures.rmse.value == pytest.approx(math.sqrt(0.5), abs=1e-4)
    assert figures.qwk.value == pytest.approx(1 - 0.5 / (7.5 + 10 - 2 * 2.5 * 3), abs=1e-4)
    assert figures.rmse.low == figures.rmse.high == figures.rmse.value


def test_what_has_no_agreement_is_null() -> None:
    figures = agreement([3, 3], [1, 4], [5, 5], ["a", "a"])
    assert (figures.r.value, figures.r.low, figures.rmse.low) == (None, None, None)


def test_a_scale_never_falls() -> None:
    answers = [
        GradedAnswer(question=str(n), reference="r", answer="a", score=score, score_max=5)
        for n, score in enumerate((5, 1))
    ]
    assert fit([0.0, 1.0], answers).slope == 0.0


def test_it_agrees_with_people_on_questions_that_its_scale_never_saw(test_data: Path, tmp_path: Path) -> None:
    """The promise is r 0.60 and RMSE 0.90 of 5 points; both intervals are wider than the margin here."""
    measured = results(test_data / "grading" / "mohler_dev.csv", tmp_path / "out.json")
    assert measured.calibrated
    assert measured.calibrated.figures
    assert (measured.calibrated.figures.r.value or 0) >= 0.60
    assert (measured.calibrated.figures.rmse.value or math.inf) <= 0.90
    assert len(json.loads((tmp_path / "out.json").read_text())["predicted"]) == len(
        read_answers(test_data / "grading" / "mohler_dev.csv")
    )
