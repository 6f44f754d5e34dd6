"""From a judge's mark to the grade that a person gives.

People who grade are kinder than a count of what was said: who speaks of the subject at all gets part of the marks. A
line says how much. It changes the order of no two answers and no score of the product; it is for comparing with people.
"""

from collections.abc import Sequence

import numpy as np
from contracts.base import Contract

from visavis.bench.grading import GradedAnswer, GradingDataError


class Scale(Contract):
    """`intercept` and `slope` of the line, in shares of full marks; `how` says where they are from."""

    intercept: float
    slope: float
    how: str

    def grade(self, mark: float) -> float:
        """The share of full marks, 0–1, for a mark of 0–1."""
        return min(1.0, max(0.0, self.intercept + self.slope * mark))


AS_IT_IS = Scale(intercept=0.0, slope=1.0, how="the judge's score as a share of full marks")
_OF_MODEL = {
    "visavis-rubric-3": Scale(
        intercept=0.63,
        slope=0.38,
        how="0.63 + 0.38 · coverage, fitted once on the answers to 39 questions of Mohler's set (docs/scoring.md)",
    )
}


def scale_of(model: str) -> Scale:
    """The one that the product ships for a judge's model; of others the mark stands as it is."""
    return _OF_MODEL.get(model, AS_IT_IS)


def fit(marks: Sequence[float | None], answers: Sequence[GradedAnswer]) -> Scale:
    """The line of least squares through the graded answers that the judge judged. It never falls: where grades do not
    rise with marks it is flat. Raises `GradingDataError` where there are none.
    """
    pairs = [
        (m, a.score / a.score_max) for m, a in zip(marks, answers, strict=True) if m is not None and a.score is not None
    ]
    if not pairs:
        raise GradingDataError("a scale is fitted on graded answers to other questions, and there are none")
    x, y = np.array(pairs).T
    slope = float(np.polyfit(x, y, 1)[0]) if np.ptp(x) else 0.0
    slope = max(0.0, slope)
    questions = len({answer.question for answer in answers})
    return Scale(
        intercept=float(y.mean() - slope * x.mean()),
        slope=slope,
        how=f"a line fitted on {len(pairs)} answers to {questions} other questions",
    )
