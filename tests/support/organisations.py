"""An organisation with an open posting, as the record holds them."""

from datetime import timedelta

from answered_question import QUESTION, RUBRIC
from contracts.base import InterviewMode, Language
from contracts.questions import QuestionCategory, Rubric
from contracts.recruiting import Competency, MemberRole, PostingAccommodations, PostingState
from persistence.columns import utc_now
from persistence.hiring.invitations import InvitationLink
from persistence.hiring.recruiting import (
    Company,
    Invitation,
    JobPosting,
    Membership,
    Organisation,
    PostingPlan,
    PostingQuestion,
)
from persistence.links import make_link
from persistence.questions import plans
from persistence.tables import Interview
from sqlmodel import Session

COMPETENCY = Competency(slug="reliability", name="Keeping services reliable")


def open_posting(
    session: Session, members: dict[str, MemberRole] | None = None, *, questions: int = 2, rubric: Rubric = RUBRIC
) -> JobPosting:
    """In both languages, in an organisation of its own with these members, by user id."""
    organisation = Organisation(name="Hanbit Works")
    session.add(organisation)
    session.flush()
    company = Company(organisation_id=organisation.id, name="Hanbit", ideal_candidate="Asks before it breaks.")
    session.add(company)
    session.add_all(
        Membership(organisation_id=organisation.id, user_id=user_id, role=role)
        for user_id, role in (members or {}).items()
    )
    session.flush()
    posting = JobPosting(
        organisation_id=organisation.id,
        company_id=company.id,
        title="Backend engineer",
        position="backend",
        languages=[language.value for language in Language],
        state=PostingState.OPEN,
        question_count=questions,
        follow_ups=0,
        competencies=[COMPETENCY.model_dump()],
        accommodations=PostingAccommodations().model_dump(),
        retention_days=180,
    )
    session.add(posting)
    session.flush()
    add_plan(session, posting, rubric, questions)
    return posting


def screening_interview(session: Session, posting: JobPosting, candidate_id: str, language: Language) -> Interview:
    """Scheduled, on the newest version of the plan, with all its questions."""
    interview = Interview(
        candidate_id=candidate_id,
        job_posting_id=posting.id,
        plan_version=posting.plan_version,
        position=posting.position,
        mode=InterviewMode.SCREENING,
        language=language,
        question_count=posting.question_count,
        follow_ups=posting.follow_ups,
    )
    session.add(interview)
    session.flush()
    plans.plan(session, interview.id)
    return interview


def invitation_to(session: Session, posting: JobPosting, email: str | None = None) -> tuple[Invitation, str]:
    """Waiting for a day, with the token of its link."""
    invitation = Invitation(
        posting_id=posting.id,
        email=email,
        full_name="Kim Minseo",
        language=Language.EN,
        expires_at=utc_now() + timedelta(days=1),
    )
    session.add(invitation)
    return invitation, make_link(session, InvitationLink, invitation.id)


def add_plan(session: Session, posting: JobPosting, rubric: Rubric, questions: int = 2) -> None:
    """Its next version, with this rubric throughout."""
    posting.plan_version += 1
    session.add(PostingPlan(posting_id=posting.id, version=posting.plan_version))
    session.flush()
    session.add_all(
        PostingQuestion(
            posting_id=posting.id,
            version=posting.plan_version,
            number=number,
            content={language.value: f"({number}) {text}" for language, text in QUESTION.items()},
            category=QuestionCategory.TECHNICAL,
            competency=COMPETENCY.slug,
            rubric_json=rubric.model_dump(mode="json"),
        )
        for number in range(1, questions + 1)
    )
    session.flush()
