"""Whether a sentence says what it mentions, or denies it.

The cues that reach the mention within its clause are counted, and an even number cancels out: "I never ship without
tests" does not deny tests. A condition ("없으면", "if we don't") and a purpose ("않도록") state no denial.
"""

import re

from engines.text import english
from engines.text.folding import Span
from engines.text.lexicon import word_set
from engines.text.words import is_korean

_REACH_WORDS = 6
"""How far before a mention an English cue is looked for."""
_REACH_AFTER_WORDS = 4

_EN_CUE = re.compile(
    r"(?:(?<!\w)(?:not(?!\s+(?:only|just|merely|least))|never|no(?!\s+(?:doubt|matter))|nothing|without|neither|nor|cannot|hardly|"
    r"skip(?:s|ped|ping)?|lack(?:s|ed|ing)?|neglect(?:s|ed|ing)?|ignor(?:e|es|ed|ing)|forg[eo]t|failed\s+to|"
    r"instead\s+of|rather\s+than)|n't)(?!\w)"
)
_EN_CUE_AFTER = re.compile(r"(?:(?<!\w)(?:not(?!\s+(?:only|just))|never|missing|absent|nowhere)|n't)(?!\w)")
_EN_BOUNDARY = re.compile(
    r"[,;:()]|(?<!\w)(?:but|however|although|though|because|so|until|unless|while|whereas|which|if|when)(?!\w)"
)
_EN_AND = re.compile(r"(?<!\w)and\s+(\w+)")
_EN_NEW_SUBJECT = word_set("i we they he she it then instead the")
_EN_CONDITION = re.compile(r"(?<!\w)(?:if|when|unless)(?!\w)[^,;:]*$")

_KO_HARMLESS = re.compile(
    r"뿐만?\s?아니라|수\s?밖에\s?없|(?:문제|상관|관계|끊임|틀림|변함|빠짐)\s?없|(?:없|않)(?:으면|다면|도록|게|는지)|못하(?:면|도록|게)"
)
_KO_CUE = re.compile(
    r"지(?:는|도|를|조차)?\s?(?:않|못)|(?<![가-힣])(?:안|못)\s|(?<![가-힣])못[하했]|없|아니(?:라|고|었|에|ㅂ)|아닙|말고|몰[라랐]|모르|모릅"
)
_KO_BOUNDARY = re.compile(
    r"[,;:()]|(?<!사|창|로|보|참|최|재|광|경)고\s(?!있|싶|나|보|말)|며\s|지만\s|는데\s|은데\s|[해어아여]서\s|니까\s"
    r"|므로\s|(?<!화|반|측|장|전)면\s(?!안|못)|그러나|하지만"
)
_KO_CUE_BEFORE = re.compile(r"(?<![가-힣])(?:안|못)\s$")


def is_denied(text: str, sentence: Span, mention: Span) -> bool:
    """Whether `sentence` denies its `mention`; cues inside the mention itself are meant by whoever wrote it."""
    before, after = text[sentence.start : mention.start], text[mention.end : sentence.end]
    if is_korean(text[sentence.start : sentence.end]):
        return _korean_cues(before, after) % 2 == 1
    return _english_cues(before, after) % 2 == 1


def denies(text: str, sentence: Span) -> bool:
    """Whether `sentence` denies anything at all."""
    said = text[sentence.start : sentence.end]
    if is_korean(said):
        return _KO_CUE.search(_KO_HARMLESS.sub(", ", said)) is not None
    return any(_EN_CONDITION.search(said[: cue.start()]) is None for cue in _EN_CUE.finditer(said))


def _english_cues(before: str, after: str) -> int:
    clause = before[_clause_start(before) :]
    reach = " ".join(clause.split()[-_REACH_WORDS:])
    conditional = _EN_CONDITION.search(before) is not None
    cues = 0 if conditional else len(_EN_CUE.findall(reach))
    boundary = _EN_BOUNDARY.search(after) or _EN_AND.search(after)
    following = after[: boundary.start()] if boundary else after
    return cues + len(_EN_CUE_AFTER.findall(" ".join(following.split()[:_REACH_AFTER_WORDS])))


def _clause_start(before: str) -> int:
    ends = [match.end() for match in _EN_BOUNDARY.finditer(before)]
    ends += [m.end(1) for m in _EN_AND.finditer(before) if m[1] in _EN_NEW_SUBJECT or english.is_past(m[1])]
    return max(ends, default=0)


def _korean_cues(before: str, after: str) -> int:
    """Korean denies after what it denies (테스트를 쓰지 않았다), save for 안 and 못 right before a verb."""
    after = _KO_HARMLESS.sub(", ", after)
    boundary = _KO_BOUNDARY.search(after)
    denials = len(_KO_CUE.findall(after[: boundary.start()] if boundary else after))
    return denials + (1 if _KO_CUE_BEFORE.search(before) else 0)
