"""Totals from bands, the same for every judge: a model places bands, code adds them up."""

from contracts.evaluation import CriterionJudgement

TOP_BAND = 4


def total(judgements: list[CriterionJudgement]) -> float | None:
    """The weighted mean of the measured bands on 0–100, to one decimal; None where no band was measured."""
    measured = [(j.weight, j.band) for j in judgements if j.band is not None]
    weight = sum(weight for weight, _ in measured)
    if not weight:
        return None
    return round(100 * sum(weight * band for weight, band in measured) / (TOP_BAND * weight), 1)
