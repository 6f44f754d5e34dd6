"""What one interview came to, for a terminal of 80 to 100 columns."""

from collections.abc import Iterator

from contracts.base import AnswerSource, InterviewMode, Unmeasured
from contracts.delivery import Delivery, DeliveryMeasure, DeliveryRow
from contracts.evaluation import CriterionJudgement, MeasuredScore, Report, ReportedAnswer, ReportedFollowUp
from contracts.live import StageTimes
from rich import box
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from visavis.candidate.record import InterviewRecord, Said, Turn

REASONS: dict[Unmeasured, str] = {
    Unmeasured.NOT_ASKED: "was not asked",
    Unmeasured.NOT_ENOUGH_SAID: "not enough was said",
    Unmeasured.OFF_LANGUAGE: "the answer is in another language",
    Unmeasured.TRANSCRIPT_UNRELIABLE: "the transcript is unreliable",
    Unmeasured.MODEL_FAILED: "the model failed",
    Unmeasured.NOT_DETECTED: "nothing was detected",
    Unmeasured.NOT_ENOUGH_FRAMES: "too few frames",
    Unmeasured.NOT_CALIBRATED: "not calibrated",
    Unmeasured.NO_CONSENT: "no consent",
    Unmeasured.NO_CAMERA: "no camera",
    Unmeasured.NO_EVIDENCE: "no evidence in the answer",
    Unmeasured.NO_SHOULDERS: "no shoulders in the picture",
    Unmeasured.POOR_PICTURE: "poor picture",
    Unmeasured.NOT_VOICED: "no clear pitch",
    Unmeasured.NOT_MEASURED_THEN: "not measured then",
}
MEASURES = ("gaze", "audio", "smile", "posture", "emotion", "total")
STAGES = {
    "endpoint_ms": "end of speech",
    "recognise_ms": "recognised",
    "question_ms": "next question",
    "synthesise_ms": "spoken",
    "total_ms": "audible",
    "saved_ms": "prepared",
}
TOP_BAND = 4
INDENT = (0, 0, 0, 2)


def render_summary(record: InterviewRecord) -> RenderableType:
    """Questions and what was heard, bands with their quotes, delivery, and milliseconds a stage."""
    return Group(
        Text(),
        Rule("[bold]The interview", align="left"),
        *(_turn(turn, record.report) for turn in record.turns),
        Rule("[bold]The report", align="left"),
        _scores(record.report),
        Text(),
        *(_delivery_section(record.delivery) if record.mode is InterviewMode.PRACTICE else ()),
        Rule("[bold]Milliseconds[/bold] since the candidate's last sound", align="left"),
        _stages(record.turns),
    )


def in_words(reason: Unmeasured | None) -> str:
    """Why something is null."""
    return REASONS[reason] if reason else "not measured"


def _turn(turn: Turn, report: Report) -> RenderableType:
    asked = turn.question
    number = f"{asked.number}, follow-up. " if asked.follow_up else f"{asked.number}. "
    lines: list[RenderableType] = [
        Text.assemble((number, "bold"), (asked.text, "bold")),
        Padding(Text(_heard(turn), style="dim"), INDENT),
        *(Padding(line, INDENT) for line in _reported(report, asked.turn)),
    ]
    return Padding(Group(*lines), (0, 0, 1, 0))


def _reported(report: Report, turn: int) -> Iterator[RenderableType]:
    """What the report has of an exchange; a question is judged together with its follow-ups."""
    for answer in report.answers:
        if answer.asked_in == turn:
            yield from _understood(answer)
            yield from _judged(answer)
        for follow_up in answer.follow_ups:
            if follow_up.turn == turn:
                yield from _understood(follow_up)


def _heard(turn: Turn) -> str:
    """One line on both directions of the sound."""
    heard = turn.heard
    level = "" if heard.level_dbfs is None else f" at {heard.level_dbfs:.0f} dBFS"
    interviewer = f"interviewer heard for {heard.seconds:.1f} s{level}" if heard.seconds else "interviewer not heard"
    return " · ".join([interviewer, *_said(turn, turn.said)])


def _said(turn: Turn, said: Said | None) -> Iterator[str]:
    if said is None:
        yield "not answered"
        return
    if said.source is AnswerSource.TYPED:
        yield "answer typed"
        return
    yield f"answered for {(said.seconds or 0) - said.cut_off:.1f} s ({said.name})"
    yield f"{turn.captions.partials} partial captions"
    if turn.word_error_rate is not None:
        yield f"word error rate {turn.word_error_rate:.2f}"
    if said.cut_off:
        yield f"cut off {said.cut_off:.1f} s early"
    if said.done:
        yield "ended by “I'm done”"


def _understood(answer: ReportedAnswer | ReportedFollowUp) -> Iterator[RenderableType]:
    yield Text(answer.text or "(no words were recognised)", style="" if answer.text else "dim")
    if answer.unreliable_reason:
        yield Text(f"unreliable: {answer.unreliable_reason.replace('_', ' ')}", style="yellow")


def _judged(answer: ReportedAnswer) -> Iterator[RenderableType]:
    if answer.evaluation is None:
        yield Text(f"no judgement: {in_words(answer.reason)}", style="yellow")
        return
    evaluation = answer.evaluation
    score = "no score: " + in_words(evaluation.reason) if evaluation.score is None else f"score {evaluation.score:.0f}"
    yield Text(score, style="yellow" if evaluation.score is None else "green")
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(ratio=2)
    table.add_column(no_wrap=True)
    table.add_column(ratio=5)
    for judgement in evaluation.criteria:
        table.add_row(escape(judgement.name), _band(judgement), _quotes(judgement))
    yield table


def _band(judgement: CriterionJudgement) -> Text:
    if judgement.band is None:
        return Text("–", style="yellow")
    return Text.assemble(
        ("●" * judgement.band, "green"), ("○" * (TOP_BAND - judgement.band), "dim"), f" {judgement.band}"
    )


def _quotes(judgement: CriterionJudgement) -> Text:
    if judgement.band is None:
        return Text(in_words(judgement.reason), style="yellow")
    if not judgement.evidence:
        return Text("no quote", style="dim")
    return Text("\n").join(Text(f"“{span.quote}”", style="italic") for span in judgement.evidence)


def _scores(report: Report) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    rows = {
        "Overall": report.overall,
        "Technical": report.technical,
        "Communication": report.communication,
        "Cultural fit": report.cultural_fit,
    }
    for name, score in rows.items():
        table.add_row(name, *_score(score))
    return table


def _score(score: MeasuredScore) -> tuple[Text, Text]:
    basis = Text(f"{score.criteria_measured} of {score.criteria_total} criteria", style="dim")
    if score.value is None:
        return Text(f"– {in_words(score.reason)}", style="yellow"), basis
    return Text(f"{score.value:.0f}", style="bold green"), basis


def _delivery_section(delivery: Delivery | None) -> Iterator[RenderableType]:
    yield Rule("[bold]Delivery[/bold], 40–100: how it came across, for the candidate alone", align="left")
    yield _delivery(delivery)
    yield Text()


def _delivery(delivery: Delivery | None) -> RenderableType:
    if delivery is None or delivery.overall is None:
        return Text(in_words(delivery.reason if delivery else None), style="yellow")
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    table.add_column("")
    for name in MEASURES:
        table.add_column(name, justify="right")
    table.add_column("frames", justify="right")
    table.add_column("with face", justify="right")
    for row in (*delivery.questions, delivery.overall):
        table.add_row(*_delivery_row(row), style="bold" if row.turn is None else None)
    return Group(table, *_notes(delivery.overall))


def _delivery_row(row: DeliveryRow) -> Iterator[RenderableType]:
    yield "all" if row.turn is None else str(row.turn)
    for name in MEASURES:
        measure: DeliveryMeasure = getattr(row, name)
        value = "–" if measure.value is None else f"{measure.value:.0f}"
        yield Text.assemble(value, "\n", (f"{measure.measured:.0%}", "dim"))
    yield Text.assemble(f"{row.frames_analysed}", "\n", (f"of {row.frames_expected}", "dim"))
    yield f"{row.frames_with_face}"


def _notes(row: DeliveryRow) -> Iterator[Text]:
    yield Text("Below each value: the share of frames, or of the answer, that it rests on.", style="dim")
    missing: dict[str, list[str]] = {}
    for name in MEASURES:
        measure: DeliveryMeasure = getattr(row, name)
        if measure.value is None:
            missing.setdefault(in_words(measure.reason), []).append(name)
    for reason, names in missing.items():
        yield Text(f"– {', '.join(names)}: {reason}", style="yellow")


def _stages(turns: list[Turn]) -> RenderableType:
    timed = [(turn.question.turn, turn.stages) for turn in turns if turn.stages is not None]
    if not timed:
        return Text("The media server reported no times.", style="yellow")
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    table.add_column("after answer")
    for title in STAGES.values():
        table.add_column(title, justify="right")
    for number, stages in timed:
        table.add_row(str(number), *(_milliseconds(stages, stage) for stage in STAGES))
    return table


def _milliseconds(stages: StageTimes, stage: str) -> str:
    value: float | None = getattr(stages, stage)
    return "–" if value is None else f"{value:.0f}"
