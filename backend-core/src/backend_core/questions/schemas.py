"""What the question endpoints receive and return."""

from typing import Annotated, Literal

from contracts.base import Contract, Id, Language
from contracts.questions import Difficulty, QuestionCategory, Rubric, Scenario, Slug
from pydantic import AliasChoices, ConfigDict, Field, StringConstraints


class QuestionFilters(Contract):
    """What a question must be; a `position` admits the questions for every role too."""

    language: Language | None = None
    category: QuestionCategory | None = None
    difficulty: Difficulty | None = None
    position: Slug | None = None
    limit: Annotated[int, Field(ge=1, le=50)] = 20


class QuestionSearch(QuestionFilters):
    q: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class QuestionListing(QuestionFilters):
    offset: Annotated[int, Field(ge=0, le=100_000)] = 0


class BankQuestionOut(Contract):
    """A question of the bank in one language. `positions` are role slugs; empty means every role."""

    model_config = ConfigDict(frozen=True, from_attributes=True, populate_by_name=True)

    id: Id
    slug: Slug
    language: Language
    content: str
    category: QuestionCategory
    difficulty: Difficulty
    positions: list[str] = Field(validation_alias=AliasChoices("position", "positions"))
    scenario: Scenario | None
    rubric: Rubric = Field(validation_alias=AliasChoices("rubric_json", "rubric"))


class QuestionPage(Contract):
    """`total` counts what the filters admit; `questions` are those of this page, by slug and language."""

    total: int
    questions: list[BankQuestionOut]


class FoundQuestion(Contract):
    """`score` orders what was found; it compares within one search only."""

    question: BankQuestionOut
    score: float


class FoundQuestions(Contract):
    """Best first. `ways` are how the bank was looked through: without vectors where their model does not answer."""

    ways: list[Literal["words", "morphemes", "vectors"]]
    found: list[FoundQuestion]
