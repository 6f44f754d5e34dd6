"""Questions, their rubrics, and the question as it is asked."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, ValidationError, ValidatorFunctionWrapHandler, WrapValidator, model_validator
from pydantic_core import PydanticCustomError

from contracts.base import Contract, Id, Language


def _in_plain_words(value: object, handler: ValidatorFunctionWrapHandler) -> str:
    """A pattern tells nobody what to write."""
    try:
        return str(handler(value))
    except ValidationError as error:
        raise PydanticCustomError("slug", "lower-case letters, figures and single hyphens, at most 80") from error


Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80), WrapValidator(_in_plain_words)]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
Expressions = Annotated[list[Annotated[str, Field(min_length=1, max_length=1000)]], Field(min_length=1, max_length=100)]


class QuestionCategory(StrEnum):
    TECHNICAL = "technical"
    BEHAVIORAL = "behavioral"
    SITUATIONAL = "situational"
    CULTURAL_FIT = "cultural_fit"


class Difficulty(StrEnum):
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Scenario(StrEnum):
    """Who the interview is for, as far as that changes what is asked."""

    STANDARD = "standard"
    CAREER_CHANGE = "career_change"


class ScoreArea(StrEnum):
    """The three scores of a report; every criterion counts towards one of them."""

    TECHNICAL = "technical"
    COMMUNICATION = "communication"
    CULTURAL_FIT = "cultural_fit"


class Localised(Contract):
    """The same text in both languages."""

    ko: Text
    en: Text

    def in_language(self, language: Language) -> str:
        return self.ko if language is Language.KO else self.en


class KeyPoint(Contract):
    """Something a good answer says. `ko` and `en` list words or phrases any of which expresses it.

    `follow_up` is what an interviewer asks where an answer leaves it out; it does not give the point away.
    Of a `statement` they are whole sentences, and how much of one an answer says counts, in whatever words.
    """

    name: Localised
    ko: Expressions
    en: Expressions
    follow_up: Localised | None = None
    statement: bool = False

    def expressions(self, language: Language) -> list[str]:
        return self.ko if language is Language.KO else self.en


class Criterion(Contract):
    """One thing an answer is judged on: a band 0–4, each described, found through its key points."""

    slug: Slug
    name: Localised
    area: ScoreArea
    weight: Annotated[float, Field(gt=0, le=1)]
    bands: Annotated[list[Localised], Field(min_length=5, max_length=5)]
    key_points: Annotated[list[KeyPoint], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _statements_or_none(self) -> Self:
        if len({point.statement for point in self.key_points}) > 1:
            raise PydanticCustomError(
                "mixed_statements", "the key points of a criterion are all statements, or none is"
            )
        return self


class Rubric(Contract):
    """What an answer is judged by. `version` is given on the record, where another rubric gets another number."""

    version: Annotated[int, Field(ge=1)] = 1
    criteria: Annotated[list[Criterion], Field(min_length=1, max_length=6)]
    model_answer: Localised

    @model_validator(mode="after")
    def _weights_sum_to_one(self) -> Self:
        total = sum(criterion.weight for criterion in self.criteria)
        if abs(total - 1) > 1e-6:
            raise PydanticCustomError(
                "weights", "the weights of a rubric sum to 1, not {total}", {"total": f"{total:.4g}"}
            )
        if len({criterion.slug for criterion in self.criteria}) != len(self.criteria):
            raise PydanticCustomError("same_slug", "two criteria share a slug")
        return self

    def says_the_same_as(self, other: "Rubric") -> bool:
        """Whatever their versions."""
        return self.criteria == other.criteria and self.model_answer == other.model_answer

    @property
    def by_statements(self) -> bool:
        """Whether answers are held against whole statements, and not searched for expressions."""
        return all(criterion.key_points[0].statement for criterion in self.criteria)


class BankQuestion(Contract):
    """A question of the bank, as its YAML file holds it. `positions` are role slugs; empty means every role.

    One with a `scenario` is asked in no other. `project_content` asks the same of a project of the candidate's own,
    whose name takes the place of `{project}`.
    """

    slug: Slug
    category: QuestionCategory
    difficulty: Difficulty
    positions: Annotated[list[Slug], Field(max_length=40)] = []
    scenario: Scenario | None = None
    content: Localised
    project_content: Localised | None = None
    rubric: Rubric

    @model_validator(mode="after")
    def _project_has_its_place(self) -> Self:
        named = self.project_content
        if named and not all(text.count("{project}") == 1 for text in (named.ko, named.en)):
            raise PydanticCustomError("project", "`project_content` names {project} once in each language")
        return self

    def says_the_same_as(self, other: "BankQuestion") -> bool:
        """Whatever the versions of their rubrics."""
        rubric = other.rubric.model_copy(update={"version": self.rubric.version})
        return self == other.model_copy(update={"rubric": rubric})


class QuestionChange(StrEnum):
    """How a question of the bank came into a state: with the bank, or by an administrator."""

    LOADED = "loaded"
    MADE = "made"
    EDITED = "edited"
    RESTORED = "restored"
    """Back to what the bank says."""
    DEACTIVATED = "deactivated"
    ACTIVATED = "activated"


class AskedQuestion(Contract):
    """A question as a candidate hears it.

    `turn` counts every exchange from 1, `number` the questions of the plan, of which there are `total`; a follow-up has
    the number of the question that it follows.
    """

    id: Id
    turn: Annotated[int, Field(ge=1)]
    number: Annotated[int, Field(ge=1)]
    total: Annotated[int, Field(ge=1)]
    follow_up: bool = False
    text: str
    category: QuestionCategory
    language: Language
