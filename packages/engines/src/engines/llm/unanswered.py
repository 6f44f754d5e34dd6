"""Words that give no answer ("I don't know", "잘 모르겠습니다", "no answer"), as a sentence and as a whole answer."""

import re

from engines.text.folding import fold
from engines.text.lexicon import word_set
from engines.text.words import content_stems, content_tokens

MOST_WORDS = 10
"""Content words of an answer that declines: whoever says more has something to say beside it."""

_DECLINES = re.compile(
    r"""
      \bi\s+(?:\w+\s+){0,2}?(?:don'?t|do\s+not|didn'?t|did\s+not)\s+(?:\w+\s+)?(?:know|remember|recall|understand)\b
    | \bi\s+(?:\w+\s+)?(?:don't|do\s+not)\s+have\s+(?:an?y?|much|that|this|such)?\s*(?:\w+\s+)?
        (?:answer|idea|experience|example|opinion)\b
    | \b(?:have|had|got)\s+no\s+(?:idea|answer|example|experience|clue)\b | ^\W*no\s+(?:idea|clue|answer)\b
    | \bnot\s+(?:really\s+)?sure\b | \bidk\b
    | \b(?:can't|cannot|can\s+not|couldn't)\s+(?:really\s+)?(?:think\s+of|remember|recall|answer|say)\b
    | \bnothing\s+comes\s+to\s+mind\b | \b(?:i've|i\s+have)\s+never\b | \bi'd\s+rather\s+not\b
    | \b(?:skip|pass)\b(?!-|\s+by) | \bnext\s+question\b
    | ^\W*(?:n\s?/\s?a | (?:(?:it|this)\s+was\s+)?(?:not|un)\s?answered | (?:left\s+)?blank
        | (?:no|empty|blank|without)\s+(?:answer|response|reply|submission|comment)s?)\W*$
    | (?:(?:잘\s?)?모르겠|모릅니다|몰라요|잘\s?모르
        | (?:기억|생각)(?:이|은|도)?\s?(?:잘\s?)?(?:안\s?(?:나|납)|나(?:지|질)\s?(?:가\s?)?않)
        | 떠오르(?:지|질)\s?(?:가\s?)?않 | 떠오르는\s?(?:게|것이|사례가|경험이)\s?없
        | (?:경험|사례|적)(?:이|은|도|은\s?아직)?\s?(?:전혀\s?|딱히\s?|별로\s?|아직\s?)?없
        | (?:답변|대답|말씀|답)(?:하기|드리기|을)?(?:가|는|이)?\s?(?:하지\s?)?(?:어렵|곤란|힘들|못(?:\s하겠)?)
        | (?:답변|대답|응답)\s?(?:없음|안\s?함|하지\s?않음)
        | 넘어가(?:겠|고|도|주|면|시|\s주) | 다음\s?질문
        | (?<![가-힣])패스(?=하겠|할게|요|(?![가-힣]))
      )[가-힣]*
    """,
    re.VERBOSE,
)
_FILLERS = re.compile(
    r"""\W*(?:
      (?:um+|uh+|er+|well|sorry|honestly|음+|어+|아+|글쎄요?|죄송합니다만?|죄송하지만|솔직히)(?:\W+|\Z)
    )*""",
    re.VERBOSE,
)
_BESIDE = word_set(
    """
    answer question about sorry honestly really
    그런 이런 부분은 질문은 전혀 정확히 글쎄요 죄송합니다 죄송하지만 솔직히 지금은
    """
)
"""What is said beside it without being any of an answer."""


def is_no_answer(text: str) -> bool:
    """Whether folded `text`, a sentence or a whole answer, gives no answer at all, or says nothing."""
    rest = _DECLINES.sub(" ", text)
    if rest == text:
        return _FILLERS.fullmatch(text) is not None
    return all(word in _BESIDE for word in content_tokens(rest))


def declines(answer: str) -> bool:
    """Whether an answer comes to no more than that there is none; silence says nothing either way."""
    folded = fold(answer).text
    return _DECLINES.search(folded) is not None and len(set(content_stems(folded))) <= MOST_WORDS
