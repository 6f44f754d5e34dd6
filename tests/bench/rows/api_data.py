"""People who are signed in, and what lists show of them, on the record for `api.py` and `load.py`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from backend_core.auth.tokens import Access, make_access_token
from contracts.audit import AuditAction, AuditSubject
from contracts.base import InterviewMode, Language, Role
from contracts.recruiting import MemberRole
from contracts.reviews import Outcome
from persistence.columns import utc_now
from persistence.hiring.recruiting import Company, JobPosting
from persistence.hiring.reviews import Decision, Review
from persistence.ids import new_id
from persistence.record import audit
from persistence.tables import Interview, RefreshSession, User
from sqlmodel import Session
from visavis.testing import temporary_home

sys.path.append(str(Path(__file__).parents[2] / "support"))
from judged_screening import judged
from organisations import open_posting, screening_interview
from platform_under_test import PlatformUnderTest

LIFETIME = timedelta(hours=2)
"""Of tokens and their sessions: longer than any bench."""


@dataclass(frozen=True)
class SignedIn:
    user_id: str
    token: str


@dataclass(frozen=True)
class Asked:
    """One page of a list: of the platform, and of `bare_api.LISTS` by the same name."""

    name: str
    path: str
    who: SignedIn
    of: str | None = None


@contextmanager
def served_core() -> Iterator[PlatformUnderTest]:
    """backend-core with its databases, started as the platform starts them."""
    with temporary_home() as home, PlatformUnderTest(home, ("backend-core",), {"LOG_LEVEL": "WARNING"}) as platform:
        yield platform


def signed_in(session: Session, key: str, role: Role = Role.CANDIDATE) -> SignedIn:
    user = User(
        email=f"{new_id()}@example.org", username=new_id(), password_hash="-", full_name="Kim Minseo", role=role
    )
    session.add(user)
    session.flush()
    family = new_id()
    session.add(RefreshSession(user_id=user.id, family=family, token_hash=new_id(), expires_at=utc_now() + LIFETIME))
    return SignedIn(user.id, make_access_token(Access(user.id, family), role, key, LIFETIME))


def practice(session: Session, user_id: str) -> str:
    interview = Interview(
        candidate_id=user_id,
        position="backend",
        mode=InterviewMode.PRACTICE,
        language=Language.EN,
        question_count=3,
    )
    session.add(interview)
    session.flush()
    return interview.id


def lists(platform: PlatformUnderTest, rows: int) -> list[Asked]:
    """Pages of `rows`, all of them there."""
    key = platform.platform.secrets.secret_key
    with platform.database.transaction() as session:
        candidate, member = signed_in(session, key), signed_in(session, key, Role.RECRUITER)
        administrator = signed_in(session, key, Role.ADMIN)
        posting = open_posting(session, {member.user_id: MemberRole.OWNER})
        for number in range(rows):
            practice(session, candidate.user_id)
            _hiring(session, posting, member, number)
            reader = session.get_one(User, administrator.user_id)
            audit.record(session, reader, AuditAction.REPORT_VIEWED, AuditSubject.USER, member.user_id)
        organisation = posting.organisation_id
    of_them = f"organisation_id={organisation}&limit={rows}"
    return [
        Asked("interviews", f"/interviews?limit={rows}", candidate, candidate.user_id),
        Asked("postings", f"/job-postings?{of_them}", member, organisation),
        Asked("companies", f"/companies?{of_them}", member, organisation),
        Asked("candidates", f"/candidates?{of_them}", member, organisation),
        Asked("questions", f"/questions?limit={rows}", administrator),
        Asked("users", f"/admin/users?limit={rows}", administrator),
        Asked("audit", f"/admin/audit?limit={rows}", administrator),
    ]


def _hiring(session: Session, posting: JobPosting, member: SignedIn, number: int) -> None:
    """A company, a posting, and a candidate who was judged, reviewed and decided on."""
    company = Company(
        organisation_id=posting.organisation_id,
        name=f"Hanbit {number}",
        ideal_candidate="Asks before it breaks, and says what was learnt when it did.",
    )
    session.add(company)
    session.flush()
    session.add(JobPosting(**posting.model_dump(exclude={"id", "company_id"}), company_id=company.id))
    person = User(email=f"{new_id()}@example.org", username=new_id(), password_hash="-", full_name=f"Lee {number}")
    session.add(person)
    session.flush()
    held = screening_interview(session, posting, person.id, Language.EN)
    judged(session, held, 3)
    review = Review(interview_id=held.id, reviewer_id=member.user_id, plan_version=1, bands=[])
    review.submitted_at = utc_now()
    session.add(review)
    session.add(Decision(interview_id=held.id, made_by=member.user_id, outcome=Outcome.HOLD, reason="Another look."))
    session.flush()
