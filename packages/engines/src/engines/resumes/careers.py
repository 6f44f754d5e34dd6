"""Whether somebody changes careers: the occupation of their work so far, and of what they want."""

import re
from collections import Counter
from collections.abc import Sequence

from contracts.resumes import CareerChange, JobFamily, ResumeSection, SectionKind

from engines.resumes.words import FAMILIES

_PATTERNS = {
    family: re.compile(rf"(?<![A-Za-z])(?:{pattern})(?![A-Za-z])", re.IGNORECASE)
    for family, pattern in FAMILIES.items()
}
TITLE_WEIGHT = 3
MAX_WORDS = 5


def career_change(target_role: str | None, sections: Sequence[ResumeSection]) -> CareerChange | None:
    """What suggests a change, and the words it rests on; None where either side is not said or they agree.

    Titles weigh more than what is told of a job. Whoever has held a title of the target's occupation changes nothing.
    """
    jobs = [section for section in sections if section.kind is SectionKind.EXPERIENCE]
    titles = " \n".join(item.title for section in jobs for item in section.items if item.title)
    target = _most_named({role: 1 for role in (target_role,) if role})
    worked = _most_named({titles: TITLE_WEIGHT, "\n".join(section.text for section in jobs): 1})
    if target is None or worked is None or target[0] is worked[0] or _PATTERNS[target[0]].search(titles):
        return None
    return CareerChange(
        experience_family=worked[0],
        experience_words=worked[1],
        target_family=target[0],
        target_words=target[1],
    )


def _most_named(texts: dict[str, int]) -> tuple[JobFamily, list[str]] | None:
    """The occupation that the texts name most, each by its weight, and by which words."""
    weights: Counter[JobFamily] = Counter()
    words: dict[JobFamily, list[str]] = {}
    for text, weight in texts.items():
        for family, pattern in _PATTERNS.items():
            found = [match[0] for match in pattern.finditer(text)]
            weights[family] += weight * len(found)
            words.setdefault(family, []).extend(found)
    family, weight = max(weights.items(), key=lambda pair: pair[1], default=(JobFamily.SOFTWARE, 0))
    if weight == 0:
        return None
    return family, list(dict.fromkeys(words[family]))[:MAX_WORDS]
