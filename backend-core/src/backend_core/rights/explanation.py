"""How the result of an interview came about: what a machine did, and who of the organisation did what."""

from datetime import datetime, timedelta

from contracts.audit import ActorRole, AuditAction, AuditSubject
from contracts.base import InterviewMode
from contracts.evaluation import Report
from persistence.database import run_sync
from persistence.hiring.recruiting import Company, Invitation, JobPosting, Membership, Organisation
from persistence.interviews import key_points
from persistence.people.resumes import ResumeRow, SharedResume
from persistence.record.audit import AuditEntry
from persistence.tables import EvaluationReport, Interview
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.rights.schemas import AcceptancePromise, Act, ActedAs, AddedResume, ExplainedPosting, Explanation

MOST_ACTS = 200
NOT_THE_ORGANISATIONS = (AuditAction.INTERVIEW_ERASED,)


async def explain(session: AsyncSession, interview: Interview, objection_days: int) -> Explanation:
    posting = await session.get(JobPosting, interview.job_posting_id) if interview.job_posting_id else None
    report = await session.exec(
        select(EvaluationReport.details_json).where(EvaluationReport.interview_id == interview.id)
    )
    details = report.one_or_none()
    answers = Report.model_validate(details).answers if details else []
    names_key_points = await run_sync(session, key_points.are_named, interview)
    explained = await _posting(session, interview, posting) if posting else None
    is_practice = interview.mode is InterviewMode.PRACTICE
    return Explanation(
        interview_id=interview.id,
        mode=interview.mode,
        status=interview.status,
        language=interview.language,
        posting=explained,
        answers=answers if names_key_points else [key_points.left_out_of_answer(answer) for answer in answers],
        names_key_points=names_key_points,
        follow_ups_by="rules_and_model" if is_practice else "rules",
        acts=await _acts(session, interview, posting) if posting else [],
        kept_until=_kept_until(interview, explained) if explained else None,
        objection_days=objection_days,
    )


async def _posting(session: AsyncSession, interview: Interview, posting: JobPosting) -> ExplainedPosting:
    organisation = await session.get_one(Organisation, posting.organisation_id)
    company = await session.get_one(Company, posting.company_id)
    accepted = await session.exec(select(Invitation).where(Invitation.interview_id == interview.id))
    invitation = accepted.first()
    return ExplainedPosting(
        organisation=organisation.name,
        company=company.name,
        title=posting.title,
        plan_version=interview.plan_version or posting.plan_version,
        retention_days=invitation.kept_for(posting) if invitation else posting.retention_days,
        promise=AcceptancePromise.model_validate(invitation) if invitation else None,
        resume=await _resume(session, interview),
    )


async def _resume(session: AsyncSession, interview: Interview) -> AddedResume | None:
    rows = await session.exec(
        select(ResumeRow, SharedResume.created_at)
        .join(SharedResume, col(SharedResume.resume_id) == col(ResumeRow.id))
        .where(SharedResume.interview_id == interview.id)
    )
    found = rows.one_or_none()
    return AddedResume(id=found[0].id, file_name=found[0].file_name, added_at=found[1]) if found else None


def _kept_until(interview: Interview, posting: ExplainedPosting) -> datetime | None:
    """None before it has ended."""
    return interview.end_time + timedelta(days=posting.retention_days) if interview.end_time else None


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
