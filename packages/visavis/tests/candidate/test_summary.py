"""What the terminal shows of an interview, and the JSON behind it."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from contracts.base import AnswerSource, InterviewMode, Language, Speaker, Unmeasured
from contracts.delivery import Delivery, DeliveryMeasure, DeliveryRow
from contracts.evaluation import (
    AnswerEvaluation,
    CriterionJudgement,
    EvidenceSpan,
    JudgeVersions,
    MeasuredScore,
    Report,
    ReportedAnswer,
    ReportedFollowUp,
)
from contracts.live import StageTimes
from contracts.questions import AskedQuestion, QuestionCategory, ScoreArea
from rich.console import Console
from visavis.candidate.record import Captions, EngineInfo, Heard, InterviewRecord, Said, TranscriptLine, Turn
from visavis.candidate.summary import in_words, render_summary

ID = "01936d5e-0000-7000-8000-000000000001"
TEXT = "first i measured the time and then we added an index"
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def question(turn: int) -> AskedQuestion:
    return AskedQuestion(
        id=ID,
        turn=turn,
        number=turn,
        total=2,
        text=f"How did you go about it, [part {turn}]?",
        category=QuestionCategory.TECHNICAL,
        language=Language.EN,
    )


def judgement(band: int | None) -> CriterionJudgement:
    quote = "first i measured the time"
    return CriterionJudgement(
        criterion="diagnosis",
        name="Diagnosis",
        area=ScoreArea.TECHNICAL,
        weight=1.0,
        band=band,
        reason=Unmeasured.NOT_ENOUGH_SAID if band is None else None,
        evidence=[] if band is None else [EvidenceSpan(start=0, end=len(quote), quote=quote)],
        rationale="because",
    )


def answer(turn: int, band: int | None) -> ReportedAnswer:
    versions = JudgeVersions(engine="rubric", model="rubric-1", prompt="none", rubric=1)
    evaluation = AnswerEvaluation(
        criteria=[judgement(band)],
        score=None,
        reason=Unmeasured.TRANSCRIPT_UNRELIABLE if band else Unmeasured.NOT_ENOUGH_SAID,
        transcript_reliable=False,
        versions=versions,
    )
    return ReportedAnswer(
        turn=turn,
        asked_in=turn,
        question_id=ID,
        question=question(turn).text,
        category=QuestionCategory.TECHNICAL,
        text=TEXT if band else "",
        source=AnswerSource.SPEECH,
        unreliable_reason="the embedded recogniser mishears",
        evaluation=evaluation,
        model_answer="…",
    )


def no_score() -> MeasuredScore:
    return MeasuredScore(value=None, reason=Unmeasured.TRANSCRIPT_UNRELIABLE, criteria_measured=1, criteria_total=2)


def report() -> Report:
    return Report(
        id=ID,
        interview_id=ID,
        language=Language.EN,
        position="backend",
        overall=no_score(),
        technical=MeasuredScore(value=62.5, criteria_measured=1, criteria_total=1),
        communication=no_score(),
        cultural_fit=MeasuredScore(value=None, reason=Unmeasured.NOT_ASKED, criteria_measured=0, criteria_total=0),
        summary="…",
        strengths=[],
        next_steps=[],
        answers=[answer(1, 2), answer(2, None)],
        evaluator_model="rubric-1",
        created_at=NOW,
    )


def delivery_row(turn: int | None) -> DeliveryRow:
    seen = DeliveryMeasure(value=81.4, measured=0.93)
    unseen = DeliveryMeasure(value=None, measured=0.0, reason=Unmeasured.NOT_DETECTED)
    return DeliveryRow(
        turn=turn,
        gaze=seen,
        audio=seen,
        smile=unseen,
        posture=seen,
        emotion=unseen,
        total=seen,
        frames_expected=100,
        frames_analysed=95,
        frames_with_face=93,
    )


def record(delivery: Delivery | None) -> InterviewRecord:
    said = Said(source=AnswerSource.SPEECH, name="espeak", seconds=12.0, reference=TEXT, cut_off=1.5, done=True)
    first = Turn(
        question=question(1),
        heard=Heard(seconds=5.2, level_dbfs=-21.0),
        said=said,
        captions=Captions(partials=7, final=TEXT),
        stages=StageTimes(turn=1, endpoint_ms=1502.4, recognise_ms=1800.0, total_ms=2500.6),
        word_error_rate=0.25,
    )
    second = Turn(
        question=question(2),
        heard=Heard(seconds=0.0, level_dbfs=None),
        said=None,
        captions=Captions(),
        stages=None,
    )
    line = TranscriptLine(id=ID, turn=1, speaker=Speaker.USER, text=TEXT, source=AnswerSource.SPEECH, timestamp=NOW)
    return InterviewRecord(
        url="http://localhost:8000",
        report_url="http://localhost:8000/interviews/x/report",
        interview_id=ID,
        candidate="candidate@example.com",
        mode=InterviewMode.PRACTICE,
        language=Language.EN,
        position="backend",
        engines={"stt": EngineInfo(name="pocketsphinx", languages=[Language.EN])},
        video="portrait",
        frames_sent=900,
        reconnections=0,
        started_at=NOW,
        seconds=60.0,
        turns=[first, second],
        closing=Heard(seconds=2.0, level_dbfs=-20.0),
        errors=[],
        transcripts=[line],
        report=report(),
        delivery=delivery,
        coaching=None,
    )


def measured_delivery() -> Delivery:
    return Delivery(interview_id=ID, duration=60.0, overall=delivery_row(None), questions=[delivery_row(1)], voices=[])


def shown(what: InterviewRecord, width: int = 80) -> str:
    terminal = io.StringIO()
    Console(file=terminal, width=width).print(render_summary(what))
    return terminal.getvalue()


def test_the_summary_shows_questions_quotes_delivery_and_stages() -> None:
    text = shown(record(measured_delivery()))
    assert "1. How did you go about it, [part 1]?" in text, "brackets are text, not markup"
    assert "interviewer heard for 5.2 s at -21 dBFS" in text
    assert "answered for 10.5 s (espeak)" in text
    assert "word error rate 0.25" in text
    assert "“first i measured the time”" in text
    assert "81" in text
    assert "93%" in text
    assert "of 100" in text
    assert "1502" in text


def test_of_an_interview_on_an_invitation_no_delivery_is_told() -> None:
    text = shown(record(None).model_copy(update={"mode": InterviewMode.SCREENING}))
    assert "Delivery" not in text
    assert "“first i measured the time”" in text


def test_what_was_not_measured_says_why_instead_of_a_number() -> None:
    text = shown(record(measured_delivery()))
    assert "no score: the transcript is unreliable" in text
    assert "interviewer not heard" in text
    assert "not answered" in text
    assert "not enough was said" in text
    assert "was not asked" in text
    assert "smile, emotion: nothing was detected" in text


def test_a_follow_up_stands_between_questions_and_takes_no_judgement_from_them() -> None:
    whole = record(measured_delivery())
    first, second = whole.turns
    asked_on = first.model_copy(update={"question": question(2).model_copy(update={"number": 1, "follow_up": True})})
    last = second.model_copy(update={"question": question(3).model_copy(update={"number": 2})})
    said = ReportedFollowUp(turn=2, question="And then?", text="then it was quick", source=AnswerSource.SPEECH)
    answers = [
        answer(1, 2).model_copy(update={"follow_ups": [said]}),
        answer(2, None).model_copy(update={"asked_in": 3}),
    ]
    text = shown(
        whole.model_copy(
            update={
                "turns": [first, asked_on, last],
                "report": whole.report.model_copy(update={"answers": answers}),
            }
        )
    )
    parts = [text.index(part) for part in ("1. How", "“first i measured", "1, follow-up. How", "then it was quick")]
    assert parts == sorted(parts)
    assert text.index("2. How") < text.index("no score: not enough was said")


@pytest.mark.parametrize("width", [80, 100])
def test_the_summary_keeps_to_the_terminal(width: int) -> None:
    lines = shown(record(measured_delivery()), width).splitlines()
    assert max(map(len, lines)) <= width
    assert not any("…" in line for line in lines), "nothing is cut short"


def test_an_interview_without_delivery_says_so() -> None:
    unseen = Delivery(
        interview_id=ID,
        duration=0,
        overall=None,
        questions=[],
        voices=[],
        reason=Unmeasured.NO_CONSENT,
    )
    assert "no consent" in shown(record(unseen))
    assert "not measured" in shown(record(None))


@pytest.mark.parametrize("reason", list(Unmeasured))
def test_every_reason_has_words(reason: Unmeasured) -> None:
    assert in_words(reason) not in {"", reason.value}


def test_the_json_is_read_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "demo.json"
    original = record(measured_delivery())
    original.write(path)
    assert InterviewRecord.model_validate_json(path.read_text(encoding="utf-8")) == original
