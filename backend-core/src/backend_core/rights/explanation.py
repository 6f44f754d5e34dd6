"""How the result of an interview came about: what a machine did, and who of the organisation did what."""

from contracts.audit import ActorRole, AuditAction, AuditSubject
from contracts.base import InterviewMode
from contracts.evaluation import Report
from persistence import erasure
from persistence.audit import AuditEntry
from persistence.recruiting import Company, JobPosting, Membership, Organisation
from persistence.tables import EvaluationReport, Interview
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.rights.schemas import Act, ActedAs, ExplainedPosting, Explanation

MOST_ACTS = 200
NOT_THE_ORGANISATIONS = (AuditAction.INTERVIEW_ERASED,)


async def explain(session: AsyncSession, interview: Interview, objection_days: int) -> Explanation:
    posting = await session.get(JobPosting, interview.job_posting_id) if interview.job_posting_id else None
    report = await session.exec(
        select(EvaluationReport.details_json).where(EvaluationReport.interview_id == interview.id)
    )
    details = report.one_or_none()
    is_practice = interview.mode is InterviewMode.PRACTICE
    return Explanation(
        interview_id=interview.id,
        mode=interview.mode,
        status=interview.status,
        language=interview.language,
        posting=await _posting(session, interview, posting) if posting else None,
        answers=Report.model_validate(details).answers if details else [],
        follow_ups_by="rules_and_model" if is_practice else "rules",
        acts=await _acts(session, interview, posting) if posting else [],
        kept_until=erasure.kept_until(interview, posting) if posting else None,
        objection_days=objection_days,
    )


async def _posting(session: AsyncSession, interview: Interview, posting: JobPosting) -> ExplainedPosting:
    organisation = await session.get_one(Organisation, posting.organisation_id)
    company = await session.get_one(Company, posting.company_id)
    return ExplainedPosting(
        organisation=organisation.name,
        company=company.name,
        title=posting.title,
        plan_version=interview.plan_version or posting.plan_version,
        retention_days=posting.retention_days,
    )


async def _acts(session: AsyncSession, interview: Interview, posting: JobPosting) -> list[Act]:
    rows = await session.exec(
        select(AuditEntry, Membership.role)
        .join(
            Membership,
            (col(Membership.user_id) == AuditEntry.actor_id)
            & (col(Membership.organisation_id) == posting.organisation_id),
            isouter=True,
        )
        .where(
            AuditEntry.subject == AuditSubject.INTERVIEW,
            AuditEntry.subject_id == interview.id,
            AuditEntry.organisation_id == posting.organisation_id,
            col(AuditEntry.action).not_in(NOT_THE_ORGANISATIONS),
            col(AuditEntry.actor_id).is_distinct_from(interview.candidate_id),
        )
        .order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
        .limit(MOST_ACTS)
    )
    return [Act(action=entry.action, role=_acted_as(entry, role), at=entry.at) for entry, role in rows]


def _acted_as(entry: AuditEntry, role: str | None) -> ActedAs:
    if role is not None:
        return ActedAs(role)
    by_itself = (ActorRole.TOKEN.value, ActorRole.PLATFORM.value)
    return ActedAs(entry.actor_role) if entry.actor_role in by_itself else ActedAs.FORMER_MEMBER
