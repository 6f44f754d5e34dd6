"""What a language model asks is let out no further than it may go: word by word, or as a whole."""

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
from engines.text.words import content_stems, has_hangul, is_korean

MIN_HEAD = 12
"""Characters that are there before the first one is let out: enough to tell the language."""
MIN_QUESTION = 8
GIVEN_AWAY = 0.5
"""Share of what is unsaid of a sentence that says as much as the sentence."""
MIN_UNSAID_WORDS = 2

_END = re.compile(r"[?？]")
_SCORES = re.compile(
    r"\b(?:scor(?:e|es|ed|ing)|bands?|ratings?|grad(?:e|es|ed|ing)|hir(?:e|ed|ing)|rubrics?|criteri(?:on|a)|key\s+points?|"
    r"model\s+answer|system\s+prompt)\b|점수|채점|합격|채용\s?(?:여부|결정|될|됩)|만점|루브릭|평가\s?(?:기준|항목)|모범\s?답"
)
_IN_A_LOOP = re.compile(r"(?<!\w)(\w+(?:\W+\w+){0,3})(?:\W+\1(?!\w)){3}")
"""A word or a few, four times on end: a model that has lost its way goes on like that."""
_PRIVATE = re.compile(
    r"\bhow\s+old\s+are\s+you\b|\bare\s+you\s+(?:married|pregnant|religious)\b|\bdo\s+you\s+have\s+(?:children|kids)\b|"
    r"\byour\s+(?:own\s+)?(?:age|religion|faith|marital\s+status|birth\s?day|date\s+of\s+birth|passwords?|passport|"
    r"home\s+address|bank\s+account|salary)\b|"
    r"결혼(?:하셨|은|\s?계획|\s?여부)|임신\s?(?:중|계획)|자녀(?:가|는)\s|종교(?:가|는|를)\s|나이(?:가|는)\s|연세|몇\s?살|고향|출신\s?지역|"
    r"주민\s?등록\s?번호|비밀번호(?:를|가|는)?\s?(?:무엇|뭐|알려|말씀)|연봉(?:은|이)\s"
)
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
        self._unsaid_words = _unsaid_words(thread.rubric.criteria, fold(said).text)

    def let_out(self, written: str, *, whole: bool) -> str:
        """What may be said of what is `written` so far. Raises `Refused`.

        The last word is held back while it may go on, but not the space before it, which ends a sentence or a clause
        for whoever speaks it; all is, while it may become a question that was asked already. Behind the first question
        mark there is nothing more to say.
        """
        written = written.lstrip()
        end = _END.search(written)
        if end:
            written, whole = written[: end.end()], True
        text = written.strip() if whole else _certain(written)
        self._check(text)
        folded = fold(text).text
        if whole:
            if len(text) < MIN_QUESTION:
                raise Refused(Passed.UNFIT)
            if folded in self._taken:
                raise Refused(Passed.ASKED_BEFORE)
            check_language(text, self._language)
            return text
        if len(text) < MIN_HEAD or any(taken.startswith(folded) for taken in self._taken):
            return ""
        check_language(text, self._language)
        return text

    def is_at_end(self, text: str) -> bool:
        return _END.search(text) is not None

    def _check(self, text: str) -> None:
        check_words(text)
        folded = fold(text).text
        words = set(content_stems(folded))
        if any(_holds(folded, expression) for expression in self._unsaid) or any(
            len(unsaid & words) >= GIVEN_AWAY * len(unsaid) for unsaid in self._unsaid_words
        ):
            raise Refused(Passed.GIVES_AWAY)


def _certain(written: str) -> str:
    """What stays as it is, whatever comes. Nothing more may come, and then a space at the end would be too much."""
    complete = written.rstrip()
    return complete if complete != written else written[: written.rfind(" ") + 1]


def whole_question(written: str, language: Language, taken: Sequence[str]) -> str:
    """A question that was written in one piece, as it may be asked. Raises `Refused`; see `Passed`."""
    text = " ".join(written.split())
    ends = [match.end() for match in _END.finditer(text)]
    if len(text) < MIN_QUESTION or ends != [len(text)]:
        raise Refused(Passed.UNFIT)
    check_words(text)
    check_language(text, language)
    if fold(text).text in {fold(other).text for other in taken}:
        raise Refused(Passed.ASKED_BEFORE)
    return text


def check_words(text: str) -> None:
    """Raises `Refused` for what is said in no interview."""
    folded = fold(text).text
    if len(text) > MAX_QUESTION:
        raise Refused(Passed.TOO_LONG)
    if _UNSPEAKABLE.search(text) or _IN_A_LOOP.search(folded):
        raise Refused(Passed.UNFIT)
    if _SCORES.search(folded) or addresses_judge(folded):
        raise Refused(Passed.TELLS_SCORE)
    if _PRIVATE.search(folded):
        raise Refused(Passed.PRIVATE)


def check_language(text: str, language: Language) -> None:
    """Korean speech is full of English terms; English has no Hangul in it. Raises `Refused`."""
    fits = is_korean(text) if language is Language.KO else not has_hangul(text)
    if not fits:
        raise Refused(Passed.OTHER_LANGUAGE)


def _unsaid(criteria: Sequence[Criterion], said: str) -> list[str]:
    """Expressions that good answers hold and nobody has said yet."""
    return [expression for expression in _expressions(criteria, statements=False) if not _holds(said, expression)]


def _unsaid_words(criteria: Sequence[Criterion], said: str) -> list[frozenset[str]]:
    """Of each sentence that good answers say in whatever words: what nobody has said of it yet."""
    known = set(content_stems(said))
    left = (set(content_stems(fold(one).text)) - known for one in _expressions(criteria, statements=True))
    return [frozenset(words) for words in left if len(words) >= MIN_UNSAID_WORDS]


def _expressions(criteria: Sequence[Criterion], *, statements: bool) -> set[str]:
    """How a thing is told is no secret, and not among them."""
    of_substance = [criterion for criterion in criteria if criterion.area is not ScoreArea.COMMUNICATION]
    points = [point for criterion in of_substance for point in criterion.key_points if point.statement is statements]
    return {expression for point in points for expression in (*point.ko, *point.en)}


def _holds(folded: str, expression: str) -> bool:
    return any(True for _ in find(expression, folded, Span(0, len(folded))))
