"""What a question of the bank has to be beyond its schema, so that the embedded judge finds what its rubric names.

The bank that the product brings along is held to the same rules by tests.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from contracts.base import Language
from contracts.errors import FieldProblem
from contracts.questions import BankQuestion, Criterion, KeyPoint, Localised, ScoreArea
from engines.llm import AnswerToJudge
from engines.llm.rubric import RubricJudge
from engines.llm.star import missing_parts
from engines.llm.statements import read
from engines.text.expressions import find
from engines.text.folding import Span, fold
from engines.text.words import tokens

LEAST_BAND = 3
"""Of a model answer, in every criterion."""
CRITERIA = range(2, 5)

_HANGUL = re.compile(r"[가-힣]")
_LATIN = re.compile(r"[A-Za-z]")
_PARTICLE = re.compile(r"\{project\}'?(을|를|이|가|은|는|과|와|으로|로)\b")


@dataclass(frozen=True)
class Broken:
    """A rule that a question breaks at `field`, a path into it with dots."""

    field: str
    problem: FieldProblem


def broken_rules(question: BankQuestion) -> list[Broken]:
    """Every rule that `question` breaks, at most one a field. Judges its model answers, and blocks meanwhile.

    Raises `EngineFailed` where Korean cannot be read.
    """
    # A model answer is judged by what the rest says.
    wrong = broken_in_words(question) or list(_model_answer(question))
    return list({broken.field: broken for broken in reversed(wrong)}.values())


def broken_in_words(question: BankQuestion) -> list[Broken]:
    """As `broken_rules`, but for what its model answers earn."""
    return [*_languages(question), *_rubric(question), *_expressions(question)]


def _languages(question: BankQuestion) -> Iterator[Broken]:
    """Every text is in its own language; nothing hangs on a project whose name is not known yet."""
    for field, text in _texts(question):
        if not _HANGUL.search(text.ko):
            yield _broken(f"{field}.ko", "not_korean")
        if _HANGUL.search(text.en) or not _LATIN.search(text.en):
            yield _broken(f"{field}.en", "not_english")
    if question.project_content and _PARTICLE.search(question.project_content.ko):
        yield _broken("project_content.ko", "particle")


def _texts(question: BankQuestion) -> Iterator[tuple[str, Localised]]:
    yield "content", question.content
    if question.project_content:
        yield "project_content", question.project_content
    yield "rubric.model_answer", question.rubric.model_answer
    for field, criterion in _criteria(question):
        yield f"{field}.name", criterion.name
        for band, described in enumerate(criterion.bands):
            yield f"{field}.bands.{band}", described
        for number, point in enumerate(criterion.key_points):
            yield f"{field}.key_points.{number}.name", point.name
            if point.follow_up:
                yield f"{field}.key_points.{number}.follow_up", point.follow_up


def _rubric(question: BankQuestion) -> Iterator[Broken]:
    criteria = question.rubric.criteria
    if len(criteria) not in CRITERIA:
        yield _broken("rubric.criteria", "criteria_count", count=str(len(criteria)))
    elif len({criterion.area is ScoreArea.COMMUNICATION for criterion in criteria}) < 2:
        yield _broken("rubric.criteria", "areas")


def _expressions(question: BankQuestion) -> Iterator[Broken]:
    for field, criterion in _criteria(question):
        for number, point in enumerate(criterion.key_points):
            place = f"{field}.key_points.{number}"
            wordless = list(_wordless(place, point))
            yield from wordless
            # How one communicates is asked of every question alike, and never asked on about.
            if criterion.area is not ScoreArea.COMMUNICATION and not wordless:
                yield from _given_away(place, point, question)
                yield from _follow_up(place, point)


def _wordless(place: str, point: KeyPoint) -> Iterator[Broken]:
    for language in Language:
        for number, expression in enumerate(point.expressions(language)):
            if not tokens(fold(expression).text):
                yield _broken(f"{place}.{language}.{number}", "no_words")


def _given_away(place: str, point: KeyPoint, question: BankQuestion) -> Iterator[Broken]:
    asked = [question.content.ko, question.content.en]
    for language in Language:
        for number, expression in enumerate(point.expressions(language)):
            if any(_says(text, expression) for text in asked):
                yield _broken(f"{place}.{language}.{number}", "given_away")


def _says(text: str, expression: str) -> bool:
    folded = fold(text).text
    return any(True for _ in find(expression, folded, Span(0, len(folded))))


def _follow_up(place: str, point: KeyPoint) -> Iterator[Broken]:
    if point.follow_up is None:
        yield _broken(f"{place}.follow_up", "follow_up_missing")
        return
    for language in Language:
        asked = point.follow_up.in_language(language)
        said = next((words for words in point.expressions(language) if _says(asked, words)), None)
        if said is not None:
            yield _broken(f"{place}.follow_up.{language}", "follow_up_gives_away", expression=said)


def _model_answer(question: BankQuestion) -> Iterator[Broken]:
    for language in Language:
        answer = question.rubric.model_answer.in_language(language)
        asked = question.content.in_language(language)
        folded = fold(answer).text
        for part in missing_parts(question.category, folded, read(folded, fold(asked).text)):
            yield _broken(f"rubric.model_answer.{language}", f"lacks_{part}")
        judged = RubricJudge().judge(AnswerToJudge(asked, question.rubric, answer, language)).criteria
        for (field, _), judgement in zip(_criteria(question), judged, strict=True):
            if judgement.band is None:
                yield _broken(f"rubric.model_answer.{language}", "unjudged")
            elif judgement.band < LEAST_BAND:
                yield _broken(f"{field}.key_points", f"low_{language}", band=str(judgement.band))


def _criteria(question: BankQuestion) -> Iterator[tuple[str, Criterion]]:
    for number, criterion in enumerate(question.rubric.criteria):
        yield f"rubric.criteria.{number}", criterion


def _broken(field: str, kind: str, **params: str) -> Broken:
    return Broken(field, FieldProblem(kind, params))
