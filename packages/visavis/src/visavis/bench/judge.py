"""How well the product's judge agrees with people who graded the same answers.

Each answer goes the product's own way: a rubric is made of the reference, as for any question that has a model answer
and no key points, and the judge judges the answer by it. Nothing else of the file reaches the judge, no score
above all.
"""

from collections.abc import Sequence
from functools import cache
from importlib.metadata import version

import numpy as np
from contracts.base import Contract, Unmeasured
from contracts.evaluation import AnswerEvaluation, JudgeVersions
from contracts.questions import Rubric
from engines.llm import AnswerToJudge, Judge
from engines.llm.reference import rubric_from_reference

from visavis.bench.agreement import Agreement, Grades, agreement, pearson, rmse
from visavis.bench.grading import GradedAnswer
from visavis.bench.scale import Scale, fit, scale_of

LEAST_QUESTIONS = 3
"""To leave one out and fit a scale on the others."""


class Published(Contract):
    """What others report on the whole of Mohler's set; `rmse` in its points of 5."""

    what: str
    r: float
    rmse: float
    qwk: float | None = None


PUBLISHED = [
    Published(what="the two people who graded it, with each other", r=0.597, rmse=1.311, qwk=0.491),
    Published(what="tf-idf, support vector regression (Mohler et al., ACL 2011)", r=0.327, rmse=1.022),
    Published(what="bag of words, SVMRank (Mohler et al., ACL 2011)", r=0.480, rmse=1.042),
    Published(what="alignment and embeddings (Sultan et al., NAACL 2016)", r=0.592, rmse=0.887),
]


class Abstained(Contract):
    """A row, counted from 0, that the judge did not judge. It is predicted as 0, as people grade no answer."""

    row: int
    reason: Unmeasured


class QuestionFigures(Contract):
    """Of one question; `r` is null where either side gave everybody the same."""

    question: str
    n: int
    mean_score: float
    mean_predicted: float
    r: float | None
    rmse: float


class Prediction(Contract):
    """One number a row on the file's scale, in file order, and how they agree where there are scores."""

    how: str
    predicted: list[float]
    figures: Agreement | None


class JudgeResults(Contract):
    """`predicted` and `figures` are the judge's on its own scale; `uncalibrated` the bands as they stand; `calibrated`
    the scale fitted on other questions than the one that it is used for.
    """

    n: int
    predicted: list[float]
    how: str
    figures: Agreement | None
    uncalibrated: Prediction
    calibrated: Prediction | None
    questions: list[QuestionFigures]
    abstained: list[Abstained]
    published: list[Published] = PUBLISHED
    versions: JudgeVersions
    visavis: str = version("visavis")


def measure(judge: Judge, answers: Sequence[GradedAnswer], others: Sequence[GradedAnswer] = ()) -> JudgeResults:
    """Judge every answer. A scale is fitted on the graded ones of `others`, else on `answers` with each question left
    out in turn. Raises `EngineFailed`.
    """
    evaluations = [evaluate(judge, answer) for answer in answers]
    marks = [mark(evaluation) for evaluation in evaluations]
    versions = evaluations[0].versions
    scale = scale_of(versions.model)
    main = _prediction(answers, [scale.grade(m) if m is not None else 0.0 for m in marks], scale.how)
    bands = [(evaluation.score or 0.0) / 100 for evaluation in evaluations]
    return JudgeResults(
        n=len(answers),
        predicted=main.predicted,
        how=main.how,
        figures=main.figures,
        uncalibrated=_prediction(answers, bands, "the score of the bands, 0–100, as a share of full marks"),
        calibrated=_on_others(judge, answers, marks, others) if others else _leave_question_out(answers, marks),
        questions=_by_question(answers, main.predicted),
        abstained=[
            Abstained(row=row, reason=evaluation.reason or Unmeasured.MODEL_FAILED)
            for row, evaluation in enumerate(evaluations)
            if evaluation.score is None
        ],
        versions=versions,
    )


def evaluate(judge: Judge, answer: GradedAnswer) -> AnswerEvaluation:
    return judge.judge(
        AnswerToJudge(answer.question, _rubric(answer.question, answer.reference), answer.answer, answer.language)
    )


@cache
def _rubric(question: str, reference: str) -> Rubric:
    return rubric_from_reference(question, reference)


def mark(evaluation: AnswerEvaluation) -> float | None:
    """What a judge says of an answer, as finely as it does, 0–1: how much of the model answer is covered, or of a judge
    that does not say so the score of its bands; None where it abstained.
    """
    if evaluation.score is None:
        return None
    coverage = evaluation.criteria[0].coverage
    return evaluation.score / 100 if coverage is None else coverage


def _prediction(answers: Sequence[GradedAnswer], shares: Sequence[float], how: str) -> Prediction:
    predicted = [round(share * answer.score_max, 4) for share, answer in zip(shares, answers, strict=True)]
    return Prediction(how=how, predicted=predicted, figures=_agreement(answers, predicted))


def _agreement(answers: Sequence[GradedAnswer], predicted: Sequence[float]) -> Agreement | None:
    graded = [
        (p, a.score, a.score_max, a.question) for p, a in zip(predicted, answers, strict=True) if a.score is not None
    ]
    if not graded:
        return None
    return agreement(*(list(column) for column in zip(*graded, strict=True)))


def _on_others(
    judge: Judge, answers: Sequence[GradedAnswer], marks: Sequence[float | None], others: Sequence[GradedAnswer]
) -> Prediction:
    asked = {answer.question for answer in answers}
    apart = [other for other in others if other.question not in asked]
    scale = fit([mark(evaluate(judge, other)) for other in apart], apart)
    shares = [scale.grade(m) if m is not None else 0.0 for m in marks]
    return _prediction(answers, shares, scale.how)


def _leave_question_out(answers: Sequence[GradedAnswer], marks: Sequence[float | None]) -> Prediction | None:
    graded = {answer.question for answer in answers if answer.score is not None}
    if len(graded) < LEAST_QUESTIONS:
        return None
    scales: dict[str, Scale] = {}
    for question in {answer.question for answer in answers}:
        kept = [(m, a) for m, a in zip(marks, answers, strict=True) if a.question != question]
        scales[question] = fit([m for m, _ in kept], [a for _, a in kept])
    shares = [scales[a.question].grade(m) if m is not None else 0.0 for m, a in zip(marks, answers, strict=True)]
    return _prediction(answers, shares, "a line fitted on the file's other questions, each question left out in turn")


def _by_question(answers: Sequence[GradedAnswer], predicted: Sequence[float]) -> list[QuestionFigures]:
    graded: dict[str, list[tuple[float, float]]] = {}
    for guess, answer in zip(predicted, answers, strict=True):
        if answer.score is not None:
            graded.setdefault(answer.question, []).append((guess, answer.score))
    return [_figures(question, np.array(pairs)) for question, pairs in graded.items()]


def _figures(question: str, pairs: Grades) -> QuestionFigures:
    guessed, scores = pairs.T
    r = pearson(guessed, scores)
    return QuestionFigures(
        question=question,
        n=len(pairs),
        mean_score=round(float(scores.mean()), 3),
        mean_predicted=round(float(guessed.mean()), 3),
        r=None if np.isnan(r) else round(r, 3),
        rmse=round(rmse(guessed, scores), 3),
    )
