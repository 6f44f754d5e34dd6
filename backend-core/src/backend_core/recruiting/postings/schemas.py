"""What the endpoints of postings receive and return."""

from datetime import datetime
from typing import Annotated, Literal, Self

from contracts.base import Contract, Id, InterviewStatus, Language, Timestamp
from contracts.questions import Difficulty, QuestionCategory, Rubric, Slug, Text
from contracts.recruiting import (
    MAX_COMPETENCIES,
    AskForResume,
    Competency,
    LongText,
    PostingAccommodations,
    PostingState,
    ShortText,
)
from engines.llm.follow_up import MOST_FOLLOW_UPS
from persistence.hiring.recruiting import PostingQuestion
from pydantic import ConfigDict, Field, StringConstraints, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from backend_core.pages import Paged
from backend_core.recruiting.companies.schemas import CompanyProfile

MOST_QUESTIONS = 10
QuestionText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Weights = Annotated[dict[str, Annotated[float, Field(gt=0, le=1000)]], Field(max_length=6)]
"""Of a rubric's criteria against each other; they are brought to a sum of 1. Those left out keep their share."""


class PostingContent(Contract):
    """What a posting says, without its plan. `languages` are those that candidates may choose from."""

    title: ShortText
    position: Slug
    description: LongText = ""
    languages: Annotated[list[Language], Field(min_length=1, max_length=2)]
    window_opens: Timestamp | None = None
    window_closes: Timestamp | None = None
    """Interviews start between these."""
    difficulty: Difficulty | None = None
    question_count: Annotated[int, Field(ge=1, le=MOST_QUESTIONS)] = 5
    follow_ups: Annotated[int, Field(ge=0, le=MOST_FOLLOW_UPS)] = 1
    """At most, to each question; chosen by its rubric alone."""
    competencies: Annotated[list[Competency], Field(max_length=MAX_COMPETENCIES)] = []
    accommodations: PostingAccommodations = PostingAccommodations()
    retention_days: Annotated[int, Field(ge=1, le=1825)] = 180
    """From an interview's end until it is erased."""
    shows_answers_live: bool = False
    asks_for_resume: AskForResume = AskForResume.OPTIONAL
    names_key_points: bool = False
    """To candidates, in their reports: what answers were held against, while others are still to be asked the same."""

    @field_validator("languages")
    @classmethod
    def _each_once(cls, languages: list[Language]) -> list[Language]:
        if len(set(languages)) != len(languages):
            raise PydanticCustomError("language_twice", "a language is there twice")
        return languages

    @field_validator("competencies")
    @classmethod
    def _slugs_of_their_own(cls, competencies: list[Competency]) -> list[Competency]:
        if len({competency.slug for competency in competencies}) != len(competencies):
            raise PydanticCustomError("competency_twice", "two competencies share a slug")
        return competencies

    @field_validator("window_closes")
    @classmethod
    def _closes_last(cls, closes: datetime | None, info: ValidationInfo) -> datetime | None:
        opens = info.data.get("window_opens")
        if opens and closes and opens >= closes:
            raise PydanticCustomError("window_order", "`window_opens` is before `window_closes`")
        return closes


class PostingChange(PostingContent):
    company_id: Id


class NewPosting(PostingChange):
    organisation_id: Id


class PostingOut(PostingContent):
    """`interviews` counts those on it by status."""

    id: Id
    organisation_id: Id
    company_id: Id
    company: str
    state: PostingState
    plan_version: int
    """The newest; 0 before there is any."""
    interviews: dict[InterviewStatus, int]
    created_at: datetime
    updated_at: datetime


class PostingListing(Paged):
    organisation_id: Id
    state: PostingState | None = None


class PostingPage(Contract):
    """`next` is null on the last page."""

    postings: list[PostingOut]
    next: Id | None


class StateChange(Contract):
    state: Literal[PostingState.OPEN, PostingState.CLOSED]


class _Place(Contract):
    """A place of the plan. `competency` is the slug of one of the posting's."""

    competency: Slug | None = None


class PlannedPlace(_Place):
    """Chosen from the bank, near the posting, its company and its competencies."""

    kind: Literal["planned"] = "planned"


class KeptPlace(_Place):
    """As it stands in the newest version, whose `number` it had; `weights` change what counts how much."""

    kind: Literal["kept"]
    number: Annotated[int, Field(ge=1, le=MOST_QUESTIONS)]
    weights: Weights = {}


class BankPlace(_Place):
    """A question of the bank."""

    kind: Literal["bank"]
    slug: Slug
    weights: Weights = {}


class OwnPlace(_Place):
    """A question of the organisation's own, with its text in each of the posting's languages.

    It has a `rubric`, or a `model_answer` whose sentences answers are held against.
    """

    kind: Literal["own"]
    content: dict[Language, QuestionText]
    category: QuestionCategory
    rubric: Rubric | None = None
    model_answer: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)] | None = None

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        if (self.rubric is None) == (self.model_answer is None):
            raise PydanticCustomError(
                "one_measure", "either `rubric` or `model_answer` says what answers are held against"
            )
        return self


class AskedSo(Contract):
    """A question in the words, and with the rubric, that it was asked with."""

    category: QuestionCategory
    content: dict[Language, Text]
    rubric: Rubric


class FiledPlace(BankPlace):
    """A question of the bank in a posting's file; without `asked`, as the bank has it now.

    One that the bank does not have, or no longer in these words, is the organisation's own from then on. `pinned`:
    somebody chose it.
    """

    pinned: bool = True
    asked: AskedSo | None = None


AnyPlace = PlannedPlace | KeptPlace | BankPlace | OwnPlace
Place = Annotated[AnyPlace, Field(discriminator="kind")]
PlaceInFile = Annotated[PlannedPlace | FiledPlace | OwnPlace, Field(discriminator="kind")]


class PostingFile(PostingContent):
    """A posting as a file of YAML; it has no plan where `plan` is left out.

    The company is the organisation's of that name, which stays as it is, and is made where there is none.
    """

    company: CompanyProfile
    plan: Annotated[list[PlaceInFile], Field(max_length=MOST_QUESTIONS)] | None = None


class NewPlan(Contract):
    """The next version. Places that `questions` leaves out are planned."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    """What changed; needed from the second version on."""
    questions: Annotated[list[Place], Field(max_length=MOST_QUESTIONS)] = []


class PlannedQuestion(Contract):
    """`content` is its text by language; `slug` the bank's, null of the organisation's own."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    number: int
    slug: str | None
    content: dict[Language, str]
    category: QuestionCategory
    competency: str | None
    is_pinned: bool
    """Somebody chose it; else it was planned."""
    rubric: Rubric


class PlanVersion(Contract):
    """`interviews` were or are held on it."""

    version: int
    reason: str
    created_at: datetime
    author: str | None
    """Null where their account is gone."""
    interviews: int


class PlanOut(Contract):
    """What everybody on the posting is asked, in this version; `versions` are all, newest first."""

    version: int
    questions: list[PlannedQuestion]
    versions: list[PlanVersion]


def as_question(row: PostingQuestion) -> PlannedQuestion:
    fields = {name: getattr(row, name) for name in PlannedQuestion.model_fields if name != "rubric"}
    return PlannedQuestion.model_validate({**fields, "rubric": row.rubric_json})
