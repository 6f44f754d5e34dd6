"""How far two gradings agree beyond chance: of the judge's benchmark, and of reviewers with each other."""

import math
from collections.abc import Sequence

import numpy as np
from contracts.reviews import Disagreed, Kappa
from numpy.typing import NDArray

FEWEST = 5
"""Pairs of bands; fewer say nothing about two people."""


def quadratic_kappa(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Cohen's kappa with quadratic weights (Cohen 1968) of grades on one scale; NaN where neither side varies."""
    by_chance = np.mean(a**2) + np.mean(b**2) - 2 * np.mean(a) * np.mean(b)
    return float(1 - np.mean((a - b) ** 2) / by_chance) if by_chance else math.nan


def agreement_of(pairs: Sequence[tuple[int, int]]) -> Kappa:
    """Of two people, or one and the machine, who each gave a band to the same criteria."""
    n = len(pairs)
    if n < FEWEST:
        return Kappa(value=None, reason=Disagreed.TOO_FEW, n=n)
    a, b = np.asarray(pairs, dtype=np.float64).T
    kappa = quadratic_kappa(a, b)
    if math.isnan(kappa):
        return Kappa(value=None, reason=Disagreed.NO_VARIANCE, n=n)
    return Kappa(value=round(kappa, 2), n=n)
