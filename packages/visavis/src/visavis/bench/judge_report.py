"""The figures of `visavis bench judge` for a terminal."""

from collections.abc import Iterator

from rich.table import Table

from visavis.bench.agreement import Agreement, Estimate
from visavis.bench.judge import JudgeResults

NONE = "–"


def agreement_table(results: JudgeResults) -> Table:
    """The judge beside what others publish on one well-known set, which this file need not be."""
    table = Table(title=f"{results.n} answers, {results.versions.model}", title_justify="left")
    table.add_column("")
    for column in ("r", "RMSE", "QWK"):
        table.add_column(column, justify="right", no_wrap=True)
    for name, _, figures in _measured(results):
        table.add_row(name, *map(_interval, (figures.r, figures.rmse, figures.qwk)))
    table.add_section()
    for other in results.published:
        table.add_row(
            other.what, f"{other.r:.3f}", f"{other.rmse:.3f}", NONE if other.qwk is None else f"{other.qwk:.3f}"
        )
    return table


def question_table(results: JudgeResults) -> Table:
    table = Table(title="By question", title_justify="left")
    table.add_column("question", ratio=1, overflow="ellipsis", no_wrap=True)
    for column in ("n", "people", "judge", "r", "RMSE"):
        table.add_column(column, justify="right", min_width=4, no_wrap=True)
    for row in results.questions:
        r = NONE if row.r is None else f"{row.r:.2f}"
        table.add_row(
            row.question, str(row.n), f"{row.mean_score:.2f}", f"{row.mean_predicted:.2f}", r, f"{row.rmse:.2f}"
        )
    return table


def notes(results: JudgeResults) -> Iterator[str]:
    """What the rows of the table are, and what was not judged."""
    for name, how, _ in _measured(results):
        yield f"{name}: {how}."
    yield f"{len(results.abstained)} of {results.n} answers were not judged, and are predicted as 0."


def _measured(results: JudgeResults) -> Iterator[tuple[str, str, Agreement]]:
    if results.figures:
        yield "predicted", results.how, results.figures
    for name, prediction in (("uncalibrated", results.uncalibrated), ("calibrated", results.calibrated)):
        if prediction and prediction.figures:
            yield name, prediction.how, prediction.figures


def _interval(estimate: Estimate) -> str:
    if estimate.value is None:
        return NONE
    if estimate.low is None:
        return f"{estimate.value:.3f}"
    return f"{estimate.value:.3f} ({estimate.low:.3f}–{estimate.high:.3f})"
