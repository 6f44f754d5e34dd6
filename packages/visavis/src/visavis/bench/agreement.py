"""How far two gradings agree: Pearson's r, root mean square error, quadratic weighted kappa, with intervals."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from contracts.base import Contract
from engines.llm.kappa import quadratic_kappa
from numpy.typing import NDArray

RESAMPLES = 2000
SEED = 20261121
"""The intervals are the same at every run."""
QUARTERS = 4

Grades = NDArray[np.float64]


class Estimate(Contract):
    """A figure and its 95 % interval over questions; null where it does not exist (no variance, one question)."""

    value: float | None
    low: float | None
    high: float | None


class Agreement(Contract):
    """`rmse` in the points of the file's scale; of several scales in one file, each row counts on its own."""

    n: int
    questions: int
    r: Estimate
    rmse: Estimate
    qwk: Estimate


def agreement(
    predicted: Sequence[float], scores: Sequence[float], maxima: Sequence[float], questions: Sequence[str]
) -> Agreement:
    """Of predictions with people's scores, row by row. Intervals resample whole questions (percentile bootstrap),
    because answers to one question are alike.
    """
    p, s, top = (np.asarray(values, dtype=np.float64) for values in (predicted, scores, maxima))
    asked = np.asarray(questions)
    rows = [np.flatnonzero(asked == question) for question in np.unique(asked)]
    chance = np.random.default_rng(SEED)
    samples = [np.concatenate([rows[i] for i in chance.integers(len(rows), size=len(rows))]) for _ in range(RESAMPLES)]

    def estimate(figure: Callable[[Grades, Grades], float], a: Grades, b: Grades) -> Estimate:
        drawn = np.array([figure(a[i], b[i]) for i in samples])
        drawn = drawn[np.isfinite(drawn)]
        spread = np.percentile(drawn, [2.5, 97.5]) if len(rows) > 1 and len(drawn) else (np.nan, np.nan)
        return Estimate(value=_rounded(figure(a, b)), low=_rounded(spread[0]), high=_rounded(spread[1]))

    return Agreement(
        n=len(p),
        questions=len(rows),
        r=estimate(pearson, p / top, s / top),
        rmse=estimate(rmse, p, s),
        qwk=estimate(quadratic_kappa, _levels(p, top), _levels(s, top)),
    )


def pearson(a: Grades, b: Grades) -> float:
    """NaN where one side does not vary."""
    if len(a) < 2 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return math.nan
    return float(np.corrcoef(a, b)[0, 1])


def rmse(a: Grades, b: Grades) -> float:
    return float(np.sqrt(np.mean((a - b) ** 2)))


def _levels(grades: Grades, maxima: Grades) -> Grades:
    """Shares of full marks, rounded half up to whole points, or to quarters of a scale with fewer than two points."""
    levels = np.where(maxima >= 2, np.round(maxima), QUARTERS)
    return np.floor(grades / maxima * levels + 0.5) / levels


def _rounded(value: float) -> float | None:
    return round(float(value), 4) if np.isfinite(value) else None
