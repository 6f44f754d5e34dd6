"""The report from top to bottom."""

from contracts.base import Language
from contracts.evaluation import (
    AnswerEvaluation,
    CriterionJudgement,
    EvidenceSpan,
    MeasuredCompetency,
    ReportedAnswer,
    ReportedFollowUp,
    TiedRemark,
)
from contracts.progress import Progress, ReportAsRead, ReportScore

from ai_worker.report_pdf import charts
from ai_worker.report_pdf.radar import FEWEST, radar
from ai_worker.report_pdf.sheet import BODY, MUTED, SMALL, Sheet, readable
from ai_worker.report_pdf.texts import (
    CATEGORIES,
    SCORES,
    corrected_in,
    date_in,
    day_in,
    figure,
    position_in,
    reason_in,
    rounded,
    said_in,
    texts_of,
)


def render(report: ReportAsRead, language: Language) -> bytes:
    """The report as a PDF file whose own words are in `language`."""
    texts = texts_of(report, language)
    held_for = texts["held_for"].format_map(report.posting.model_dump()) if report.posting else None
    about = held_for or position_in(language, report.position)
    title = f"Visavis · {about} · {day_in(language, report.ended_at)}"
    sheet = Sheet(language, texts, title, report.created_at)
    _opening(sheet, report, about)
    _scores(sheet, report)
    if report.competencies:
        _competencies(sheet, report.competencies)
    _remarks(sheet, report)
    if report.progress.earlier:
        _progress(sheet, report)
    sheet.heading(sheet.texts["answers"], 2)
    for answer in report.answers:
        _answer(sheet, answer)
    return bytes(sheet.output())


def _opening(sheet: Sheet, report: ReportAsRead, about: str) -> None:
    texts = sheet.texts
    sheet.heading(texts["title"], 1)
    sheet.paragraph(f"{about} · {texts['held'].format(date=date_in(sheet.language, report.ended_at))}", colour=MUTED)
    made = texts["made"].format(date=date_in(sheet.language, report.created_at))
    sheet.paragraph(f"{made} · {texts['judged_by'].format(model=report.evaluator_model)}", SMALL, colour=MUTED)
    if report.posting and report.plan_version is not None:
        sheet.paragraph(texts["held_on"].format(version=report.plan_version), SMALL, colour=MUTED)
    sheet.space(3)
    sheet.notice(f"{texts['not_validated']}. {texts['not_validated_detail']}")
    if not report.names_key_points:
        sheet.space(2)
        sheet.paragraph(texts["key_points_left_out"], SMALL, colour=MUTED)


def _scores(sheet: Sheet, report: ReportAsRead) -> None:
    sheet.heading(sheet.texts["scores"], 2)
    top = sheet.get_y()
    names = SCORES[sheet.language]
    x = sheet.l_margin + 62
    for score, measured in (
        (ReportScore.TECHNICAL, report.technical),
        (ReportScore.COMMUNICATION, report.communication),
        (ReportScore.CULTURAL_FIT, report.cultural_fit),
    ):
        charts.score_bar(sheet, names[score], measured, x=x, width=sheet.epw - 62)
    bottom = sheet.get_y()
    sheet.set_xy(sheet.l_margin, top)
    sheet.paragraph(names[ReportScore.OVERALL], 11, colour=MUTED)
    overall = report.overall
    if overall.value is None:
        sheet.paragraph(sheet.texts["unmeasured"], 15, bold=True)
    else:
        sheet.type(34, bold=True)
        value = figure(overall.value)
        sheet.cell(sheet.get_string_width(value) + 2, 16, value)
        sheet.type(BODY, colour=MUTED)
        sheet.cell(30, 19, sheet.texts["out_of"])
        sheet.ln(17)
    sheet.type(SMALL, colour=MUTED)
    sheet.multi_cell(54, 4.5, charts.basis(sheet, overall), align="L")
    sheet.set_xy(sheet.l_margin, max(bottom, sheet.get_y()))


def _competencies(sheet: Sheet, competencies: list[MeasuredCompetency]) -> None:
    texts = sheet.texts
    sheet.heading(texts["competencies"], 2)
    sheet.paragraph(texts["competencies_lead"], SMALL, colour=MUTED)
    scores = [(_name_of(sheet, competency), competency.score) for competency in competencies]
    if sum(score.value is not None for _, score in scores) >= FEWEST:
        if any(score.stability for _, score in scores):
            sheet.paragraph(texts["competencies_band"], SMALL, colour=MUTED)
        radar(sheet, scores)
    sheet.space(3)
    for name, score in scores:
        sheet.keep_together(16)
        charts.score_bar(sheet, name, score, x=sheet.l_margin, width=sheet.epw)


def _name_of(sheet: Sheet, competency: MeasuredCompetency) -> str:
    if competency.category is not None:
        return CATEGORIES[sheet.language][competency.category]
    return readable(competency.name or "")


def _progress(sheet: Sheet, report: ReportAsRead) -> None:
    texts, progress = sheet.texts, report.progress
    sheet.heading(texts["progress"], 2)
    sheet.paragraph(texts["progress_lead"], SMALL, colour=MUTED)
    points = [
        (f"{one.ended_at:%Y-%m-%d}", one.overall.value)
        for one in progress.earlier
        if one.comparable and one.overall.value is not None
    ]
    if points and report.overall.value is not None:
        charts.progress_line(sheet, [*points, (texts["this_interview"], report.overall.value)])
    for change in progress.changes:
        name = SCORES[sheet.language][change.score]
        since = texts["change"].format(
            change=_difference(rounded(change.now) - rounded(change.before)), since=day_in(sheet.language, change.since)
        )
        within = f", {texts['within']}" if change.within_stability else ""
        sheet.bullet(f"{name}: {figure(change.before)} → {figure(change.now)} ({since}{within})")
    for criterion in progress.criteria:
        sheet.bullet(
            texts["criterion_change"].format(
                name=criterion.name,
                before=f"{criterion.before:.1f}",
                now=f"{criterion.now:.1f}",
                interviews=criterion.interviews,
            )
        )
    _not_comparable(sheet, progress)


def _difference(points: int) -> str:
    return f"{points:+d}" if points else "±0"


def _not_comparable(sheet: Sheet, progress: Progress) -> None:
    others = [one for one in progress.earlier if not one.comparable]
    if not others:
        return
    sheet.space(1)
    for one in others:
        day = day_in(sheet.language, one.ended_at)
        sheet.bullet(
            f"{day}, {position_in(sheet.language, one.position)}: {sheet.texts['not_comparable']}", colour=MUTED
        )
    sheet.paragraph(sheet.texts["not_comparable_detail"], SMALL, colour=MUTED)


def _remarks(sheet: Sheet, report: ReportAsRead) -> None:
    texts = sheet.texts
    sheet.heading(texts["summary"], 2)
    sheet.paragraph(report.summary)
    sheet.heading(texts["strengths"], 3)
    for remark in report.strengths:
        _remark(sheet, remark)
    if not report.strengths:
        sheet.paragraph(texts["no_strengths"], colour=MUTED)
    sheet.heading(texts["next_steps" if report.names_key_points else "less_found"], 3)
    for remark in report.next_steps:
        _remark(sheet, remark)
    if not report.next_steps:
        sheet.paragraph(texts["no_next_steps"], colour=MUTED)


def _remark(sheet: Sheet, remark: TiedRemark) -> None:
    sheet.bullet(remark.text)
    if remark.quote:
        sheet.quote(remark.quote, indent=4)
    if remark.example:
        sheet.paragraph(sheet.texts["example"].format(sentence=remark.example), SMALL, colour=MUTED, indent=4)
    sheet.space(1.5)


def _answer(sheet: Sheet, answer: ReportedAnswer) -> None:
    texts = sheet.texts
    evaluation = answer.evaluation
    tags = [texts["question"].format(turn=answer.turn), CATEGORIES[sheet.language][answer.category]]
    if evaluation and evaluation.score is not None:
        tags.append(texts["answer_score"].format(score=figure(evaluation.score)))
    sheet.space(4)
    sheet.keep_together(40)
    sheet.paragraph(" · ".join(tags), SMALL, bold=True, colour=MUTED)
    sheet.heading(answer.question, 3)
    sheet.paragraph(said_in(texts, answer.source), SMALL, bold=True, colour=MUTED)
    if answer.text.strip():
        sheet.marked(answer.text, _evidence(answer, answer.text, None))
        _corrected(sheet, answer)
    else:
        sheet.paragraph(texts["no_answer"], colour=MUTED)
    if answer.unreliable_reason:
        sheet.space(1)
        sheet.notice(texts["unreliable"])
    for follow_up in answer.follow_ups:
        _follow_up(sheet, follow_up, _evidence(answer, follow_up.text, follow_up.turn))
    if evaluation is None:
        sheet.paragraph(texts["not_evaluated"].format(reason=reason_in(sheet.language, answer.reason)), colour=MUTED)
    else:
        _evaluation(sheet, evaluation)
    if answer.model_answer is not None:
        sheet.labelled(texts["model_answer"], answer.model_answer)


def _follow_up(sheet: Sheet, follow_up: ReportedFollowUp, evidence: list[EvidenceSpan]) -> None:
    sheet.space(2)
    label = sheet.texts["follow_up"].format(question=follow_up.question)
    sheet.paragraph(label, SMALL, bold=True, colour=MUTED)
    if follow_up.text.strip():
        sheet.marked(follow_up.text, evidence)
        _corrected(sheet, follow_up)
    else:
        sheet.paragraph(sheet.texts["no_answer"], colour=MUTED)
    if follow_up.unreliable_reason and follow_up.text.strip():
        sheet.paragraph(sheet.texts["follow_up_left_out"], SMALL, colour=MUTED)


def _corrected(sheet: Sheet, said: ReportedAnswer | ReportedFollowUp) -> None:
    if said.corrected:
        sheet.paragraph(corrected_in(sheet.texts, said.text, said.corrected), SMALL, colour=MUTED)


def _evidence(answer: ReportedAnswer, text: str, turn: int | None) -> list[EvidenceSpan]:
    """What is quoted of `text`, which is the answer's own, or the one to the follow-up of a turn."""
    criteria = answer.evaluation.criteria if answer.evaluation else []
    return [span for criterion in criteria for span in criterion.evidence if span.turn == turn and span.is_in(text)]


def _evaluation(sheet: Sheet, evaluation: AnswerEvaluation) -> None:
    if evaluation.summary and evaluation.summary.text:
        sheet.labelled(sheet.texts["in_short"], evaluation.summary.text)
    for criterion in evaluation.criteria:
        _criterion(sheet, criterion)


def _criterion(sheet: Sheet, criterion: CriterionJudgement) -> None:
    sheet.space(2.5)
    sheet.keep_together(24)
    sheet.paragraph(criterion.name, 10.5, bold=True)
    if criterion.band is None:
        reason = reason_in(sheet.language, criterion.reason)
        sheet.paragraph(f"{sheet.texts['unmeasured']} · {reason}", SMALL, bold=True)
    else:
        charts.band_scale(sheet, criterion.band)
        if criterion.band_description:
            sheet.paragraph(criterion.band_description)
    if criterion.rationale:
        sheet.paragraph(criterion.rationale, colour=MUTED)
    for span in criterion.evidence:
        sheet.quote(span.quote, indent=3)
    if criterion.missing:
        sheet.paragraph(sheet.texts["missing"].format(missing=", ".join(criterion.missing)))
