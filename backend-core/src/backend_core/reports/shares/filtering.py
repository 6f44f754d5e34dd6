"""What of a report a link opens: the parts that its candidate chose, copied one by one."""

from contracts.evaluation import CriterionJudgement, ReportedAnswer, Scores, TiedRemark
from contracts.progress import ReportAsRead
from contracts.shares import SharedAnswer, SharedCriterion, SharedEvaluation, SharedFollowUp, SharedReport, SharePart
from persistence.interviews.key_points import criterion_names
from persistence.interviews.shares import Share


def chosen_of(report: ReportAsRead, share: Share) -> SharedReport:
    parts = [SharePart(part) for part in share.parts]
    scores, coaching = SharePart.SCORES in parts, SharePart.COACHING in parts
    totals = Scores(
        overall=report.overall,
        technical=report.technical,
        communication=report.communication,
        cultural_fit=report.cultural_fit,
    )
    return SharedReport(
        name=share.name,
        parts=parts,
        expires_at=share.expires_at,
        language=report.language,
        position=report.position,
        ended_at=report.ended_at,
        created_at=report.created_at,
        scores=totals if scores else None,
        competencies=report.competencies if scores else None,
        # It says what the scores come to.
        summary=report.summary if scores else None,
        evaluator_model=report.evaluator_model if scores else None,
        strengths=[_strength(remark, report, parts) for remark in report.strengths] if coaching else None,
        next_steps=[_remark(remark, parts) for remark in report.next_steps] if coaching else None,
        answers=[_answer(answer, parts) for answer in report.answers],
    )


def _strength(remark: TiedRemark, report: ReportAsRead, parts: list[SharePart]) -> TiedRemark:
    """Its text names bands: without them it is the criterion's name."""
    shown = _remark(remark, parts)
    if SharePart.SCORES in parts:
        return shown
    return shown.model_copy(update={"text": criterion_names(report)[remark.criterion]})


def _remark(remark: TiedRemark, parts: list[SharePart]) -> TiedRemark:
    return TiedRemark(
        text=remark.text,
        turn=remark.turn,
        turns=remark.turns,
        criterion=remark.criterion,
        quote=remark.quote if SharePart.WORDS in parts else None,
        example=remark.example,
    )


def _answer(answer: ReportedAnswer, parts: list[SharePart]) -> SharedAnswer:
    scores, words = SharePart.SCORES in parts, SharePart.WORDS in parts
    return SharedAnswer(
        turn=answer.turn,
        question=answer.question,
        category=answer.category,
        text=answer.text if words else None,
        corrected=answer.corrected if words else [],
        source=answer.source if words else None,
        unreliable_reason=answer.unreliable_reason if words else None,
        follow_ups=[
            SharedFollowUp(
                turn=asked.turn,
                question=asked.question,
                text=asked.text,
                corrected=asked.corrected,
                unreliable_reason=asked.unreliable_reason,
            )
            for asked in answer.follow_ups
            if words
        ],
        evaluation=_evaluation(answer, parts),
        reason=answer.reason if scores else None,
        model_answer=answer.model_answer if SharePart.COACHING in parts else None,
    )


def _evaluation(answer: ReportedAnswer, parts: list[SharePart]) -> SharedEvaluation | None:
    if answer.evaluation is None:
        return None
    criteria = [_criterion(judgement, parts) for judgement in answer.evaluation.criteria]
    return SharedEvaluation(
        score=answer.evaluation.score if SharePart.SCORES in parts else None,
        summary=answer.evaluation.summary if SharePart.WORDS in parts else None,
        criteria=[one for one in criteria if SharePart.SCORES in parts or one.evidence or one.missing],
    )


def _criterion(judgement: CriterionJudgement, parts: list[SharePart]) -> SharedCriterion:
    scores, words = SharePart.SCORES in parts, SharePart.WORDS in parts
    return SharedCriterion(
        criterion=judgement.criterion,
        name=judgement.name,
        band=judgement.band if scores else None,
        reason=judgement.reason if scores else None,
        band_description=judgement.band_description if scores else None,
        # It says why the words come to the band.
        rationale=judgement.rationale if scores and words else "",
        evidence=judgement.evidence if words else [],
        missing=judgement.missing if SharePart.COACHING in parts else [],
    )
