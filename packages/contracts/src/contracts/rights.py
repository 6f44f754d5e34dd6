"""What a candidate may do about a screening interview, and what becomes of it."""

from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from contracts.base import ConsentPurpose, Contract, Id, Timestamp

StatedText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class ObjectionKind(StrEnum):
    OBJECTION = "objection"
    """To the result, or to how it came about."""
    HUMAN_REVIEW = "human_review"
    """That a person judges the answers: answered only once one has."""


class ErasureCause(StrEnum):
    """Why a screening interview is gone."""

    WITHDRAWN = "withdrawn"
    ACCOUNT_ERASED = "account_erased"
    RETENTION = "retention"
    """It was kept as long as its posting says."""


class ErasedKind(StrEnum):
    """What somebody erased or took back, so that a restored backup must not bring it back."""

    ACCOUNT = "account"
    INTERVIEW = "interview"
    RESUME = "resume"
    CONSENT = "consent"
    SHARE = "share"


class Erased(Contract):
    """An entry's content in the ledger of erasures: ids that lead nowhere once it is done, and nothing of anybody.

    `subject_id` is what was erased, or whose consent to `purpose` was withdrawn; `cause` is an interview's.
    """

    id: Id
    kind: ErasedKind
    subject_id: Id
    erased_at: Timestamp
    cause: ErasureCause | None = None
    purpose: ConsentPurpose | None = None


class GroupDimension(StrEnum):
    """By what the outcomes of groups are compared."""

    GENDER = "gender"
    AGE = "age"
    ETHNICITY = "ethnicity"
    DISABILITY = "disability"


class Gender(StrEnum):
    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"


class AgeBand(StrEnum):
    UNDER_30 = "under_30"
    FROM_30 = "30_39"
    FROM_40 = "40_49"
    FROM_50 = "50_59"
    FROM_60 = "60_plus"


class Ethnicity(StrEnum):
    """The categories of the EEO-1 report, which New York's rules on automated employment decision tools name."""

    ASIAN = "asian"
    BLACK = "black"
    HISPANIC = "hispanic"
    NATIVE_AMERICAN = "native_american"
    PACIFIC_ISLANDER = "pacific_islander"
    WHITE = "white"
    TWO_OR_MORE = "two_or_more"


class Disability(StrEnum):
    YES = "yes"
    NO = "no"


class DeclaredGroups(Contract):
    """What a candidate says of themselves, each only if they want to."""

    gender: Gender | None = None
    age: AgeBand | None = None
    ethnicity: Ethnicity | None = None
    disability: Disability | None = None


ERASURES = "erasures"
"""The prefix in object storage under which the ledger of erasures lies: no backup is put back over it."""


def ledger_name(erased: Erased) -> str:
    """The object that holds an entry of the ledger, a `contracts.tasks.ErasePayload` as JSON."""
    return f"{ERASURES}/{erased.id}"


def recordings_of(interview_id: str) -> str:
    """The prefix under which whatever is kept of an interview in object storage lies."""
    return f"recordings/{interview_id}"


def recording_of(interview_id: str, recording_id: str) -> str:
    """The prefix of one recording's chunks."""
    return f"{recordings_of(interview_id)}/{recording_id}"
