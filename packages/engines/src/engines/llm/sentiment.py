"""The tone of a text's wording, from a small lexicon: coarse, for the candidate's own eye, and part of no score."""

import re

from engines.text.folding import Span, fold
from engines.text.negation import is_denied
from engines.text.sentences import sentences

MIN_CUES = 3
"""Fewer words of tone measure nothing."""

_POSITIVE = re.compile(
    r"""\b(?:enjoy(?:ed|s)?|glad|happy|proud|excited|love[ds]?|great|good|better|best|improved?|success(?:ful)?|succeeded|
    helpful|helped|thankful|grateful|confident|learned|solved|achieved|trust(?:ed)?|smooth(?:ly)?|clear(?:er|ly)?)\b
    |기쁘|기뻤|뿌듯|보람|즐거|즐겁|좋[았은아습]|감사|자신\s?있|성공|성장|개선|해결|달성|신뢰|만족|배웠|배울|도움이|나아졌|원활|명확""",
    re.VERBOSE,
)
_NEGATIVE = re.compile(
    r"""\b(?:sad|angry|afraid|worried|frustrat(?:ed|ing)|hate[ds]?|bad|worse|worst|fail(?:ed|ure|s)?|difficult|hard|stress(?:ed|ful)?|
    problems?|blame[ds]?|conflicts?|annoy(?:ed|ing)|tired|confus(?:ed|ing)|unfair|boring|pain(?:ful)?|terrible|awful)\b
    |슬프|슬펐|화가|두려|두렵|걱정|답답|싫|나쁜|나빠|나빴|실패|어려[웠움운]|힘들|힘든|스트레스|갈등|불만|지쳤|지치|혼란|불안|후회|아쉬|짜증|괴로""",
    re.VERBOSE,
)


def sentiment(text: str) -> float | None:
    """(positive − negative) / all cues of tone, −1…1; a denied cue counts for the other side. None below `MIN_CUES`."""
    folded = fold(text).text
    positive = negative = 0
    for sentence in sentences(folded):
        for pattern, is_positive in ((_POSITIVE, True), (_NEGATIVE, False)):
            for match in pattern.finditer(folded, sentence.start, sentence.end):
                if is_positive != is_denied(folded, sentence, Span(match.start(), match.end())):
                    positive += 1
                else:
                    negative += 1
    cues = positive + negative
    return round((positive - negative) / cues, 3) if cues >= MIN_CUES else None
