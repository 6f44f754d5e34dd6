"""The whole path: the real platform, and a candidate who talks to it over real WebRTC."""

from pathlib import Path

import pytest
from contracts.base import AnswerSource, Speaker, Unmeasured
from contracts.delivery import Delivery
from contracts.evaluation import MeasuredScore
from virtual_candidates import candidate, interview
from visavis.candidate.record import InterviewRecord
from visavis.testing import free_port

pytestmark = pytest.mark.slow

JFK = "And so my fellow Americans, ask not what your country can do for you, ask what you can do for your country."


@pytest.mark.timeout(400)
def test_a_spoken_interview_ends_with_a_report(platform_url: str, tmp_path: Path) -> None:
    record = interview(platform_url, tmp_path / "record.json", "--questions", "1")
    assert record.turns
    for turn in record.turns:
        assert turn.heard.seconds > 1, "the question is heard on the outbound track"
        assert turn.captions.partials > 0
        assert turn.captions.final
        assert turn.said
        assert turn.said.source is AnswerSource.SPEECH
        assert not turn.said.done, "the turn ends by voice activity"
        assert turn.stages
        assert turn.stages.total_ms is not None
    assert_judgements_rest_on_the_transcript(record)
    assert record.report.overall.reason is Unmeasured.TRANSCRIPT_UNRELIABLE, "the embedded ear judges nobody"
    assert any(quotes(record)), "the bands have their quotes"
    assert record.delivery
    assert share_with_face(record.delivery) >= 0.8


@pytest.mark.timeout(400)
def test_a_typed_answer_is_scored(platform_url: str, tmp_path: Path) -> None:
    typed = ("--questions", "1", "--follow-ups", "0", "--typed-turn", "1")
    record = interview(platform_url, tmp_path / "record.json", *typed)
    (answer,) = record.report.answers
    assert answer.source is AnswerSource.TYPED
    assert answer.evaluation
    assert answer.evaluation.score is not None
    assert_judgements_rest_on_the_transcript(record)


@pytest.mark.timeout(400)
def test_real_speech_is_understood_and_a_real_face_smiles(platform_url: str, test_data: Path, tmp_path: Path) -> None:
    record = interview(
        platform_url,
        tmp_path / "record.json",
        *("--speech", test_data / "speech" / "en_jfk.flac", "--reference", JFK),
        *("--video", test_data / "faces" / "pyfeat_single_face.mp4", "--calibrate", "--questions", "1"),
    )
    rates = [turn.word_error_rate for turn in record.turns]
    assert all(rate is not None and rate <= 0.6 for rate in rates), rates
    assert record.delivery
    assert share_with_face(record.delivery) >= 0.8
    assert record.coaching
    smiles = [smile for turn in record.coaching.timeline.turns for smile in turn.smile if smile is not None]
    assert max(smiles) - min(smiles) > 0.2, "from neutral to a smile and back"


@pytest.mark.timeout(400)
def test_noise_and_an_empty_room_are_neither_words_nor_a_face(
    platform_url: str, test_data: Path, tmp_path: Path
) -> None:
    record = interview(
        platform_url,
        tmp_path / "record.json",
        *("--speech", test_data / "speech" / "noise_leopard_empty.wav"),
        *("--video", test_data / "faces" / "pyfeat_no_face.mp4", "--questions", "1"),
    )
    said = [line.text for line in record.transcripts if line.speaker is Speaker.USER]
    assert not "".join(said).strip(), "no words are invented"
    assert all(value.value is None and value.reason for value in scores(record))
    assert record.delivery
    assert share_with_face(record.delivery) == 0
    if record.delivery.overall is None:
        assert record.delivery.reason is Unmeasured.NOT_DETECTED
    else:
        assert record.delivery.overall.smile.reason is Unmeasured.NOT_DETECTED


def test_a_wav_that_is_not_audio_is_refused_before_anything_is_created(tmp_path: Path) -> None:
    wav = tmp_path / "notes.wav"
    wav.write_text("these are notes")
    # Nothing listens at this address: the file is looked at first.
    ran = candidate("--url", f"http://localhost:{free_port()}", "--speech", wav)
    assert ran.returncode == 2
    assert "notes.wav: this is not a sound file" in " ".join(ran.stderr.split())


def assert_judgements_rest_on_the_transcript(record: InterviewRecord) -> None:
    texts = {line.turn: line.text for line in record.transcripts if line.speaker is Speaker.USER}
    for answer in record.report.answers:
        assert answer.text == texts[answer.turn]
        assert answer.evaluation
        for judgement in answer.evaluation.criteria:
            assert (judgement.band is None) != (judgement.reason is None)
            assert all(span.is_in(answer.text) for span in judgement.evidence)
    for score in scores(record):
        assert (score.value is None) != (score.reason is None)


def scores(record: InterviewRecord) -> list[MeasuredScore]:
    report = record.report
    return [report.overall, report.technical, report.communication, report.cultural_fit]


def quotes(record: InterviewRecord) -> list[str]:
    evaluations = [answer.evaluation for answer in record.report.answers if answer.evaluation]
    return [span.quote for evaluation in evaluations for c in evaluation.criteria for span in c.evidence]


def share_with_face(delivery: Delivery) -> float:
    """Of the frames that were expected."""
    if delivery.overall is None or not delivery.overall.frames_expected:
        return 0.0
    return delivery.overall.frames_with_face / delivery.overall.frames_expected
