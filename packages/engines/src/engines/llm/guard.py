"""What an interviewer made up is let out word by word, and not a word further than it may go."""

import re
from collections.abc import Sequence

from contracts.base import Language
from contracts.questions import Criterion, ScoreArea
from contracts.trace import Passed

from engines.llm import NextQuestion, Thread
from engines.llm.draft import MAX_QUESTION
from engines.llm.instructions import addresses_judge
from engines.text.expressions import find
from engines.text.folding import Span, fold
from engines.text.words import has_hangul, is_korean

MIN_HEAD = 12
"""Characters that are there before the first one is let out: enough to tell the language."""
MIN_QUESTION = 8

_END = re.compile(r"[?？]")
_SCORES = re.compile(
    r"\b(?:scor(?:e|es|ed|ing)|bands?|ratings?|grad(?:e|es|ed|ing)|hir(?:e|ed|ing)|rubrics?|criteri(?:on|a)|key\s+points?|"
    r"model\s+answer|system\s+prompt)\b|점수|채점|합격|채용\s?(?:여부|결정|될|됩)|만점|루브릭|평가\s?(?:기준|항목)|모범\s?답"
)
_IN_A_LOOP = re.compile(r"(?<!\w)(\w+(?:\W+\w+){0,3})(?:\W+\1(?!\w)){3}")
"""A word or a few, four times on end: a model that has lost its way goes on like that."""
_UNSPEAKABLE = re.compile(r"[<>{}\[\]|`*#_\\\x00-\x1f\u200b-\u200f\u2028-\u202e]|https?:|www\.")


class Refused(Exception):
    """What was written is not asked."""

    def __init__(self, reason: Passed) -> None:
        super().__init__(reason)
        self.reason = reason


class Guard:
    """For the follow-up that `request` may lead to."""

    def __init__(self, request: NextQuestion, thread: Thread) -> None:
        self._language = request.language
        self._taken = [fold(text).text for text in request.taken]
        said = " ".join((thread.turns[0].question, *(turn.answer for turn in thread.turns)))
        self._unsaid = _unsaid(thread.rubric.criteria, fold(said).text)

    def let_out(self, written: str, *, whole: bool) -> str:
        """What may be said of what is `written` so far. Raises `Refused`.

        The last word is held back while it may go on; all is, while it may become a question that was asked already.
        Behind the first question mark there is nothing more to say.
        """
        written = written.lstrip()
        end = _END.search(written)
        if end:
            written, whole = written[: end.end()], True
        text = written.strip() if whole else written[: max(written.rfind(" "), 0)]
        self._check(text)
        folded = fold(text).text
        if whole:
            if len(text) < MIN_QUESTION:
                raise Refused(Passed.UNFIT)
            if folded in self._taken:
                raise Refused(Passed.ASKED_BEFORE)
            self._check_language(text)
            return text
        if len(text) < MIN_HEAD or any(taken.startswith(folded) for taken in self._taken):
            return ""
        self._check_language(text)
        return text

    def is_at_end(self, text: str) -> bool:
        return _END.search(text) is not None

    def _check(self, text: str) -> None:
        folded = fold(text).text
        if len(text) > MAX_QUESTION:
            raise Refused(Passed.TOO_LONG)
        if _UNSPEAKABLE.search(text) or _IN_A_LOOP.search(folded):
            raise Refused(Passed.UNFIT)
        if _SCORES.search(folded) or addresses_judge(folded):
            raise Refused(Passed.TELLS_SCORE)
        if any(_holds(folded, expression) for expression in self._unsaid):
            raise Refused(Passed.GIVES_AWAY)

    def _check_language(self, text: str) -> None:
        """Korean speech is full of English terms; English has no Hangul in it."""
        fits = is_korean(text) if self._language is Language.KO else not has_hangul(text)
        if not fits:
            raise Refused(Passed.OTHER_LANGUAGE)


def _unsaid(criteria: Sequence[Criterion], said: str) -> list[str]:
    """What good answers say and nobody has said yet; how a thing is told is no secret."""
    of_substance = [criterion for criterion in criteria if criterion.area is not ScoreArea.COMMUNICATION]
    points = [point for criterion in of_substance for point in criterion.key_points]
    expressions = {expression for point in points for expression in (*point.ko, *point.en)}
    return [expression for expression in expressions if not _holds(said, expression)]


def _holds(folded: str, expression: str) -> bool:
    return any(True for _ in find(expression, folded, Span(0, len(folded))))
