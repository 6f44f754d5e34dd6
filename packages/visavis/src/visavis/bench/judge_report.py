"""The figures of `visavis bench judge` for a terminal."""

from collections.abc import Iterator

from rich.table import Table

from visavis.bench.agreement import Agreement, Estimate
from visavis.bench.judge import JudgeResults
from visavis.bench.robustness import MOST_LIFT, Attempt, Robustness

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


def robustness_table(tried: Robustness) -> Table:
    """In points of 100: what each kind of instruction brought over its placebo, and the other differences."""
    table = Table(title="What must not move the judge (points of 100)", title_justify="left")
    table.add_column("")
    for column in ("n", "mean", "largest", f"over {MOST_LIFT:g}"):
        table.add_column(column, justify="right", no_wrap=True)
    by_kind: dict[str, list[Attempt]] = {}
    for attempt in tried.attempts:
        by_kind.setdefault(attempt.kind, []).append(attempt)
    for kind, attempts in by_kind.items():
        lifts = [attempt.lift for attempt in attempts]
        over = sum(lift > MOST_LIFT for lift in lifts)
        mean = sum(lifts) / len(lifts)
        table.add_row(f"instruction: {kind}", str(len(lifts)), f"{mean:.1f}", f"{max(lifts):.1f}", str(over))
    table.add_section()
    others = {
        "the same answer again": tried.repeats,
        "+100 % filler": tried.filler,
        "order of criteria": tried.criteria_order,
        "names and gender": tried.names,
        **{f"paraphrases ({language})": spread for language, spread in tried.paraphrases.items()},
    }
    for name, spread in others.items():
        table.add_row(name, str(spread.n), f"{spread.mean:.1f}", f"{spread.largest:.1f}", "")
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
