"""What the question endpoints receive and return."""

from typing import Annotated, Literal

from contracts.base import Contract, Id, Language, Timestamp
from contracts.questions import BankQuestion, Difficulty, QuestionCategory, QuestionChange, Rubric, Scenario, Slug
from pydantic import AliasChoices, ConfigDict, Field, StrictBool, StringConstraints


class QuestionFilters(Contract):
    """What a question must be; a `position` admits the questions for every role too.

    Those that are not `active` are asked of nobody any more.
    """

    language: Language | None = None
    category: QuestionCategory | None = None
    difficulty: Difficulty | None = None
    position: Slug | None = None
    state: Literal["active", "inactive", "all"] = "active"
    limit: Annotated[int, Field(ge=1, le=50)] = 20

    @property
    def is_active(self) -> bool | None:
        """None admits both."""
        return None if self.state == "all" else self.state == "active"


class QuestionSearch(QuestionFilters):
    q: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class QuestionListing(QuestionFilters):
    offset: Annotated[int, Field(ge=0, le=100_000)] = 0


class BankQuestionOut(Contract):
    """A question of the bank in one language. `positions` are role slugs; empty means every role.

    `is_own`: an administrator made or changed it, and loading the bank leaves it as it is.
    """

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
    version: int
    is_own: bool
    is_active: bool


class WholeQuestion(Contract):
    """A question of the bank in both languages, as it is changed. `id` is that of the language that was asked for.

    `is_shipped`: the bank that the product brings along has it, so that it can be restored.
    """

    id: Id
    version: int
    question: BankQuestion
    is_own: bool
    is_shipped: bool
    is_active: bool
    usage_count: int
    """How often it was planned into an interview, in either language."""
    updated_at: Timestamp


class NewQuestion(Contract):
    question: BankQuestion


class QuestionEdit(Contract):
    """What becomes of `version` of a question; what is left out stays as it is. The slug never changes."""

    version: int
    question: BankQuestion | None = None
    is_active: StrictBool | None = None


class QuestionVersionOut(Contract):
    """A state that a question was in. `changed_by` is the name of who brought it about; null where the bank was
    loaded, and where the account is gone.
    """

    version: int
    change: QuestionChange
    question: BankQuestion
    changed_by: str | None
    created_at: Timestamp


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
