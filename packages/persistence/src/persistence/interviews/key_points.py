"""Whether candidates read what their answers were held against.

Of practice they do. Others are still to be asked what a screening interview asked, so that its candidate reads each
criterion's name, its band and the words it rests on, and what was looked for only where the posting says so: texts
that name it, such as rationales and what describes a band, are left out.
"""

from contracts.base import InterviewMode
from contracts.evaluation import CriterionJudgement, Report, ReportedAnswer, TiedRemark
from sqlmodel import Session

from persistence.hiring.recruiting import JobPosting
from persistence.tables import Interview


def are_named(session: Session, interview: Interview) -> bool:
    """Whether the candidate of `interview` reads them."""
    if interview.mode is InterviewMode.PRACTICE or interview.job_posting_id is None:
        return True
    return session.get_one(JobPosting, interview.job_posting_id).names_key_points


def left_out_of(report: Report) -> Report:
    """Remarks say of which criterion they are, and nothing else."""
    answers = [left_out_of_answer(answer) for answer in report.answers]
    names = criterion_names(report)

    def named(remark: TiedRemark) -> TiedRemark:
        return remark.model_copy(update={"text": names[remark.criterion], "example": None})

    return report.model_copy(
        update={
            "strengths": [named(remark) for remark in report.strengths],
            "next_steps": [named(remark) for remark in report.next_steps],
            "answers": answers,
        }
    )


def criterion_names(report: Report) -> dict[str, str]:
    """What the criteria that a report's remarks speak of are called, by slug."""
    return {
        criterion.criterion: criterion.name
        for answer in report.answers
        if answer.evaluation
        for criterion in answer.evaluation.criteria
    }


def left_out_of_answer(answer: ReportedAnswer) -> ReportedAnswer:
    if answer.evaluation is None:
        return answer
    criteria = [left_out_of_judgement(criterion) for criterion in answer.evaluation.criteria]
    return answer.model_copy(update={"evaluation": answer.evaluation.model_copy(update={"criteria": criteria})})


def left_out_of_judgement(judgement: CriterionJudgement) -> CriterionJudgement:
    return judgement.model_copy(update={"rationale": "", "band_description": None, "missing": [], "coverage": None})
