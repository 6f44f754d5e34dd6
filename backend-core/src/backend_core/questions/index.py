"""What a question of the bank is found by."""

import hashlib
from dataclasses import dataclass

from contracts.base import Language
from contracts.questions import BankQuestion, ScoreArea

VERSION = "1"
"""Of how the index is made; another one makes it anew."""


@dataclass(frozen=True)
class Indexed:
    """Of a question in one language. `content` weighs more than `points`, the rubric's key points in words."""

    content: str
    points: str

    @classmethod
    def of(cls, question: BankQuestion, language: Language) -> "Indexed":
        # How one communicates is asked of every question alike.
        own = [criterion for criterion in question.rubric.criteria if criterion.area is not ScoreArea.COMMUNICATION]
        points = [point for criterion in own for point in criterion.key_points]
        said = [". ".join([p.name.in_language(language), *p.expressions(language)]) for p in points]
        return cls(question.content.in_language(language), ". ".join(said))

    @property
    def embedded(self) -> str:
        """What its vector is made of."""
        return self.content


def fingerprint(question: BankQuestion, language: Language) -> str:
    """Of all that a row is made from; the number of its rubric is given on the record."""
    said = question.model_dump_json(exclude={"rubric": {"version"}})
    return hashlib.sha256(f"{VERSION}:{language}:{said}".encode()).hexdigest()
