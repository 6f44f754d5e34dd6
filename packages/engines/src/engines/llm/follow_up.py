"""What to ask on about an answer, by rules: the missing part of a story, or a key point that was not said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from contracts.base import Language
from contracts.questions import Criterion, KeyPoint, ScoreArea, Slug
from contracts.trace import StarPart

from engines.llm import NextQuestion, Thread
from engines.llm.evidence import PointFinding, Refusal, look_for
from engines.llm.star import QUESTIONS, missing_parts
from engines.llm.statements import Sentence, read
from engines.llm.unanswered import declines
from engines.text.expressions import find
from engines.text.folding import Span, fold

ENOUGH = 2 / 3
"""Share of the key points, by weight, with which an answer needs no further asking."""
MOST_FOLLOW_UPS = 2
MOST_CHOICES = 4

ABOUT = {
    Language.KO: "‘{criterion}’ 측면에서 조금 더 구체적으로 말씀해 주시겠어요?",
    Language.EN: "Could you go into more detail on this: {criterion}?",
}
"""Where the rubric has no question for what is missing."""


@dataclass(frozen=True)
class FollowUp:
    text: str
    move: Literal["key_point", "star"]
    criterion: Slug | None = None
    key_point: str | None = None
    part: StarPart | None = None


@dataclass(frozen=True)
class Covered:
    """A criterion, and what was found of its key points in all that was said."""

    criterion: Criterion
    findings: list[PointFinding]

    @property
    def missing(self) -> list[KeyPoint]:
        """What was not said; what somebody says that they did not do is said."""
        return [f.point for f in self.findings if not f.found and Refusal.DENIED not in f.refusals]

    @property
    def gap(self) -> float:
        """The weight of what is missing."""
        return self.criterion.weight * len(self.missing) / len(self.findings)


def follow_up(request: NextQuestion) -> FollowUp | None:
    """The question to ask about the last answer; None to go on with the plan. The same request gives the same one."""
    thread = request.thread
    if thread is None or not may_follow_up(thread):
        return None
    answer, sentences = _all_said(thread)
    taken = {fold(text).text for text in request.taken}
    candidates = chain(
        _for_parts(thread, answer, sentences, request.language),
        _for_points(_gaps(thread, answer, sentences), request.language),
    )
    return next((found for found in candidates if fold(found.text).text not in taken), None)


def open_ends(request: NextQuestion) -> dict[str, FollowUp]:
    """What may be asked about the last answer, by a label for each; at most one of a criterion's points, and one part
    of the story, the one to ask for first.
    """
    thread = request.thread
    if thread is None or not may_follow_up(thread):
        return {}
    answer, sentences = _all_said(thread)
    parts = list(_for_parts(thread, answer, sentences, request.language))[:1]
    gaps = _gaps(thread, answer, sentences)[:MOST_CHOICES]
    points = [_for_point(gap.criterion, gap.missing[0], "", request.language) for gap in gaps]
    return {found.part or f"p{number}": found for number, found in enumerate([*parts, *points])}


def may_follow_up(thread: Thread) -> bool:
    """Whether there is an answer to ask about: one that was understood, and that does not say that there is none."""
    answer = thread.turns[-1].answer
    return thread.follow_ups_left > 0 and thread.is_reliable and bool(answer.strip()) and not declines(answer)


def _gaps(thread: Thread, answer: str, sentences: list[Sentence]) -> list[Covered]:
    """The criteria that leave something to ask for, the widest gap first; none where enough was said.

    How something was told, which an interviewer does not ask for, is left out.
    """
    question = fold(thread.turns[0].question).text
    asked_for = [criterion for criterion in thread.rubric.criteria if criterion.area is not ScoreArea.COMMUNICATION]
    covered = [Covered(criterion, look_for(criterion, answer, sentences, question)) for criterion in asked_for]
    weight = sum(criterion.weight for criterion in asked_for)
    if sum(one.gap for one in covered) <= weight * (1 - ENOUGH):
        return []
    return sorted((one for one in covered if one.missing), key=lambda one: -one.gap)


def _names(point: KeyPoint, text: str) -> bool:
    """Whether folded `text` holds an expression of a key point."""
    everywhere = Span(0, len(text))
    return any(True for expression in (*point.ko, *point.en) for _ in find(expression, text, everywhere))


def _all_said(thread: Thread) -> tuple[str, list[Sentence]]:
    answer = fold("\n\n".join(turn.answer for turn in thread.turns)).text
    return answer, read(answer, fold(thread.turns[0].question).text, thread.rubric)


def _for_parts(thread: Thread, answer: str, sentences: list[Sentence], language: Language) -> Iterator[FollowUp]:
    questions = QUESTIONS.get(thread.category, {})
    for part in missing_parts(thread.category, answer, sentences):
        yield FollowUp(questions[part][language], "star", part=part)


def _for_points(gaps: Sequence[Covered], language: Language) -> Iterator[FollowUp]:
    """The rubric's own questions first."""
    for gap in gaps:
        for point in gap.missing:
            if point.follow_up is not None:
                yield _for_point(gap.criterion, point, point.follow_up.in_language(language), language)
    for gap in gaps:
        about = ABOUT[language].format(criterion=gap.criterion.name.in_language(language))
        if not any(_names(point, fold(about).text) for point in gap.missing):
            yield _for_point(gap.criterion, gap.missing[0], about, language)


def _for_point(criterion: Criterion, point: KeyPoint, text: str, language: Language) -> FollowUp:
    return FollowUp(text, "key_point", criterion=criterion.slug, key_point=point.name.in_language(language))
