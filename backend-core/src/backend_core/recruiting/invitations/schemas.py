"""What the endpoints of invitations receive and return."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from contracts.base import Contract, Id, InterviewStatus, Language
from contracts.recruiting import AskForResume, InvitationState, MemberRole, PostingAccommodations
from pydantic import ConfigDict, Field

from backend_core.addresses import Email
from backend_core.auth.schemas import LinkToken, Name

DAYS_OPEN = 14
Days = Annotated[int, Field(ge=1, le=90)]


class NewInvitation(Contract):
    """Without an `email` it is a link to hand over. `days` is how long it may be accepted; never past the posting's
    window."""

    email: Email | None = None
    full_name: Name | None = None
    language: Language
    days: Days = DAYS_OPEN


class LetterState(StrEnum):
    """Of an invitation's newest letter."""

    ON_ITS_WAY = "on_its_way"
    SENT = "sent"
    REFUSED = "refused"


class InvitationOut(Contract):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: Id
    email: str | None
    full_name: str | None
    language: Language
    state: InvitationState
    letter: LetterState | None
    """Null where none was to go out."""
    created_at: datetime
    expires_at: datetime
    sent_at: datetime | None
    reminded_at: datetime | None
    opened_at: datetime | None
    accepted_at: datetime | None
    declined_at: datetime | None
    revoked_at: datetime | None
    accepted_with_other_address: bool
    """The account that accepted it has another e-mail address than the one that was invited."""
    interview_id: Id | None
    interview_status: InterviewStatus | None


class InvitationMade(Contract):
    """`link` is shown this once, and only where no letter brings one. Without the platform's address it is a path."""

    invitation: InvitationOut
    link: str | None


class InvitationPage(Contract):
    """`counts` are of the whole posting; `next` asks for what comes after, null at the end."""

    items: list[InvitationOut]
    counts: dict[InvitationState, int]
    next: Id | None
    sends_letters: bool


class RowVerdict(StrEnum):
    INVITED = "invited"
    ALREADY_INVITED = "already_invited"
    DUPLICATE = "duplicate_in_file"
    INVALID_EMAIL = "invalid_email"
    INVALID_NAME = "invalid_name"
    INVALID_LANGUAGE = "invalid_language"


class ImportedRow(Contract):
    """`line` is that of the file, the header being 1; `link` as in `InvitationMade`."""

    line: int
    email: str
    full_name: str
    verdict: RowVerdict
    link: str | None = None


class Imported(Contract):
    rows: list[ImportedRow]
    invited: int
    letters: bool
    """Whether letters go out to those who were invited."""


class Acceptance(LinkToken):
    """What the candidate agrees to. Without `transcription` answers are typed; `resume_id` is one of their own, which
    the organisation reads from then on.
    """

    language: Language
    transcription: bool
    shows_answers_live: bool = False
    resume_id: Id | None = None


class Welcome(Contract):
    """What an invited person is told before they accept: to what, and who sees what of it for how long."""

    organisation: str
    company: str
    about: str
    title: str
    position: str
    competencies: list[str]
    language: Language
    languages: list[Language]
    question_count: int
    follow_ups: int
    minutes: int
    """A guess: three minutes a question, two a follow-up."""
    accommodations: PostingAccommodations
    readers: dict[MemberRole, int]
    """How many members of the organisation there are, each of whom may read the answers and the report."""
    programs: list[str]
    """What the organisation calls its programs that may read them too, each with a token of its own."""
    retention_days: int
    asks_to_show_answers_live: bool
    asks_for_resume: AskForResume
    state: InvitationState
    expires_at: datetime
    window_opens: datetime | None
    window_closes: datetime | None
    full_name: str | None
    email_hint: str | None
    """Whom it was sent to, mostly hidden."""
    is_other_address: bool
    """The caller is signed in with another address than the one that was invited."""
    interview_id: Id | None
    """Where the caller has accepted it."""


class AcceptedInvitation(Contract):
    """A candidate's own interview on a posting."""

    interview_id: Id
    organisation: str
    company: str
    title: str
    accommodations: PostingAccommodations
    window_opens: datetime | None
    window_closes: datetime | None
    is_open: bool
    """Whether it may begin, now or once its window opens; one that is live goes on in any case."""
    retention_days: int
    answers_shown_live: bool


class AcceptedPage(Contract):
    """`next` is the interview that the next page comes after; null on the last."""

    invitations: list[AcceptedInvitation]
    next: Id | None
