"""`/interviews/{id}/review` and what hangs on it: for members of the organisation whose interview it is."""

from http import HTTPStatus

from contracts.audit import AuditAction
from contracts.base import Id, InterviewStatus
from contracts.errors import NotReviewableYet
from contracts.recruiting import MemberRole
from contracts.webhooks import WebhookKind
from persistence.database import run_sync
from persistence.hiring import webhooks
from persistence.hiring.recruiting import JobPosting
from persistence.hiring.reviews import Decision, ReviewNote
from persistence.tables import Interview, User
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.dependencies import CurrentUser, SessionDep
from backend_core.recruiting import shared_resumes
from backend_core.recruiting.access import membership, posting_of_member, screening_of_member
from backend_core.recruiting.reviews import agreement, reading, service
from backend_core.recruiting.reviews.blind import is_open, log, log_view, require_open
from backend_core.recruiting.reviews.reevaluation import reevaluate
from backend_core.recruiting.reviews.schemas import (
    InterviewToReview,
    NewDecision,
    NewNote,
    NewOverride,
    NewReevaluation,
    OwnReview,
    PostingAgreement,
    ResumeToReview,
    ReviewDraft,
    Waiver,
)
from backend_core.routing import AreaRouter

router = AreaRouter(tags=["reviews"])


@router.get("/interviews/{interview_id}/review")
async def read_review(interview_id: Id, user: CurrentUser, session: SessionDep) -> InterviewToReview:
    """What was said beside the rubrics. What the machine and others made of it is `opened`, once the caller has
    submitted bands of their own or waived that.
    """
    interview = await _ended(session, user, interview_id, lock=False)
    await log_view(session, user, AuditAction.INTERVIEW_VIEWED, interview)
    return await _read(session, interview, user)


@router.put("/interviews/{interview_id}/review")
async def save_review(interview_id: Id, draft: ReviewDraft, user: CurrentUser, session: SessionDep) -> OwnReview:
    """Keep the caller's bands as a draft that nobody else sees."""
    interview = await _ended(session, user, interview_id)
    return reading.as_own(await run_sync(session, service.save, interview, user.id, draft.bands))


@router.post("/interviews/{interview_id}/review/submit")
async def submit_review(interview_id: Id, user: CurrentUser, session: SessionDep) -> InterviewToReview:
    """The draft becomes final, and the interview is open to the caller."""
    interview = await _ended(session, user, interview_id)
    is_blind = not await is_open(session, user.id, interview.id)
    review = await run_sync(session, service.submit, interview, user.id, is_blind=is_blind)
    await log(session, user, AuditAction.REVIEW_SUBMITTED, interview, {"bands": len(review.bands), "blind": is_blind})
    return await _read(session, interview, user)


@router.post("/interviews/{interview_id}/review/waive")
async def waive_review(interview_id: Id, waiver: Waiver, user: CurrentUser, session: SessionDep) -> InterviewToReview:
    """See everything without bands of one's own: the reason is kept, and later bands do not count as blind."""
    interview = await _ended(session, user, interview_id)
    await run_sync(session, service.waive, interview, user.id, waiver.reason)
    await log(session, user, AuditAction.REVIEW_WAIVED, interview)
    return await _read(session, interview, user)


@router.get("/interviews/{interview_id}/resume")
async def read_shared_resume(interview_id: Id, user: CurrentUser, session: SessionDep) -> ResumeToReview:
    """The résumé that the candidate added, once the caller has submitted bands of their own or waived that: what
    somebody did before is not to colour what answers are given.
    """
    interview = await _ended(session, user, interview_id, lock=False)
    await require_open(session, user.id, interview.id)
    resume = await shared_resumes.read(session, interview)
    await log_view(session, user, AuditAction.RESUME_VIEWED, interview)
    return resume


@router.post("/interviews/{interview_id}/overrides", status_code=HTTPStatus.CREATED)
async def override_band(
    interview_id: Id, wanted: NewOverride, user: CurrentUser, session: SessionDep
) -> InterviewToReview:
    """Put a band of one's own in the place of an automatic one; both stay to be seen."""
    interview = await _ended(session, user, interview_id)
    await require_open(session, user.id, interview.id)
    made = await run_sync(session, service.override, interview, user.id, wanted)
    bands = made.model_dump(include={"question", "criterion", "from_band", "to_band"})
    await log(session, user, AuditAction.REVIEW_OVERRIDDEN, interview, bands)
    return await _read(session, interview, user)


@router.post("/interviews/{interview_id}/decision", status_code=HTTPStatus.CREATED)
async def decide(interview_id: Id, wanted: NewDecision, user: CurrentUser, session: SessionDep) -> InterviewToReview:
    """A recruiter's decision, with the reason. A later one supersedes it."""
    interview = await _ended(session, user, interview_id, MemberRole.RECRUITER)
    await require_open(session, user.id, interview.id)
    decision = Decision(interview_id=interview.id, outcome=wanted.outcome, reason=wanted.reason, made_by=user.id)
    session.add(decision)
    await run_sync(session, webhooks.announce, WebhookKind.DECISION_MADE, interview, decision_id=decision.id)
    await log(session, user, AuditAction.DECISION_MADE, interview, {"outcome": wanted.outcome.value})
    return await _read(session, interview, user)


@router.post("/interviews/{interview_id}/notes", status_code=HTTPStatus.CREATED)
async def add_note(interview_id: Id, wanted: NewNote, user: CurrentUser, session: SessionDep) -> InterviewToReview:
    """For the other members, who see it once the interview is open to them."""
    interview = await _ended(session, user, interview_id)
    session.add(ReviewNote(interview_id=interview.id, text=wanted.text, made_by=user.id))
    return await _read(session, interview, user)


@router.post("/interviews/{interview_id}/reevaluate", status_code=HTTPStatus.ACCEPTED)
async def reevaluate_interview(
    interview_id: Id, wanted: NewReevaluation, user: CurrentUser, session: SessionDep
) -> InterviewToReview:
    """Have every answer judged anew; the report of before is there until the new one is."""
    interview = await _ended(session, user, interview_id, MemberRole.RECRUITER)
    made = await run_sync(session, reevaluate, interview, user.id, wanted)
    await log(session, user, AuditAction.REPORT_REEVALUATED, interview, {"plan_version": made.plan_version})
    return await _read(session, interview, user)


@router.get("/job-postings/{posting_id}/agreement")
async def read_agreement(posting_id: Id, user: CurrentUser, session: SessionDep) -> PostingAgreement:
    """How far reviewers agree with each other and with the machine, over the interviews that are open to the caller."""
    posting = await posting_of_member(session, user.id, posting_id)
    return await run_sync(session, agreement.of_posting, posting, user.id)


async def _ended(
    session: AsyncSession,
    user: User,
    interview_id: str,
    needed: MemberRole = MemberRole.REVIEWER,
    *,
    lock: bool = True,
) -> Interview:
    """Raises `InterviewNotFound`, `MemberRoleTooLow`, and `NotReviewableYet`."""
    interview = await screening_of_member(session, user.id, interview_id, needed, for_update=lock)
    if interview.status is not InterviewStatus.COMPLETED:
        raise NotReviewableYet
    return interview


async def _read(session: AsyncSession, interview: Interview, user: User) -> InterviewToReview:
    await session.flush()
    posting = await session.get_one(JobPosting, interview.job_posting_id)
    member = await membership(session, user.id, posting.organisation_id)
    opened = await is_open(session, user.id, interview.id)
    return await run_sync(session, reading.read, interview, user, member.role, is_open=opened)
