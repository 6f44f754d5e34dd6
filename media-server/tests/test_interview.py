"""Whole interviews over real WebRTC: asked, answered by voice or in writing, ended."""

import asyncio
from pathlib import Path

import av
import numpy as np
import pytest
import pytest_asyncio
from contracts.base import AnswerSource, ConsentPurpose, Language
from contracts.live import (
    Caption,
    DeliveryUpdate,
    Done,
    LiveError,
    Moment,
    QuestionStarted,
    QuestionWords,
    Repeat,
    SessionEnded,
    StageTimes,
    TurnState,
    TypeInstead,
)
from engines.delivery.expressions import CROP_EVERY
from engines.tts.espeak import EspeakVoice
from engines.tts.sentences import Sentence
from fastapi import FastAPI
from media_doubles.backend import Backend
from media_doubles.candidate import Camera, Candidate
from media_server.hearing.policy import TurnPolicy
from media_server.settings import MediaSettings
from media_server.speaking.speaker import as_clip
from numpy.typing import NDArray
from visavis.candidate.portrait import portrait_frames

pytestmark = pytest.mark.asyncio(loop_scope="session")

Sound = NDArray[np.int16]
SAID = "I worked on the database for three years and then I built the new system with my team."


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def answer() -> Sound:
    voice = EspeakVoice()
    try:
        return as_clip(await voice.synthesise(SAID, Language.EN), Sentence(SAID, 0, len(SAID))).pcm
    finally:
        await voice.close()


def recording(path: Path) -> Sound:
    """At the microphone's rate."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=48_000)
    with av.open(str(path)) as container:
        frames = [out for frame in container.decode(audio=0) for out in resampler.resample(frame)]
    return np.concatenate([frame.to_ndarray()[0] for frame in [*frames, *resampler.resample(None)]])


def understood(text: str, said: str = SAID) -> bool:
    """As far as an embedded recogniser understands anyone."""
    words = set(said.lower().rstrip(".").split())
    return len(words & set(text.split())) > len(words) / 3


async def listening(candidate: Candidate, turn: int) -> None:
    await candidate.hears(TurnState, lambda m: m.phase == "listening" and m.turn == turn)


async def test_an_interview_is_held_by_voice(media: str, backend: Backend, answer: Sound) -> None:
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        socket = await candidate.attach()
        for turn in (1, 2):
            await candidate.hears(QuestionStarted, lambda m, t=turn: m.question.turn == t)
            await listening(candidate, turn)
            candidate.speak(answer)
            await candidate.hears(Caption, lambda m, t=turn: m.turn == t and not m.final and len(m.text) > 10)
            await candidate.hears(Caption, lambda m, t=turn: m.turn == t and m.final)
        await candidate.hears(SessionEnded)
        await socket.wait_closed()
    assert max(candidate.heard_rms) > 500
    assert [s.turn for s in backend.submissions] == [1, 2]
    for submission in backend.submissions:
        assert understood(submission.text)
        assert submission.source is AnswerSource.SPEECH
        assert [word.text for word in submission.words] == submission.text.lower().replace(".", "").split()
        assert all(word.span for word in submission.words)
        assert submission.unreliable_reason == "embedded_recognizer"
        assert submission.metrics is not None
        assert 60 < (submission.metrics.words_per_minute or 0) < 300
    for turn, question in enumerate(backend.questions, start=1):
        spoken = [m.spoken for m in candidate.messages if isinstance(m, QuestionWords) and m.turn == turn]
        assert spoken == sorted(set(spoken))
        assert spoken[-1] == len(question)
    stages = [m for m in candidate.messages if isinstance(m, StageTimes)]
    assert [m.turn for m in stages] == [1, 2]
    for stage in stages:
        order = [stage.endpoint_ms, stage.recognise_ms, stage.question_ms, stage.synthesise_ms, stage.total_ms]
        assert None not in order
        assert order == sorted(order)


async def test_an_answer_may_be_typed_and_what_was_heard_is_dropped(media: str, backend: Backend) -> None:
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        await candidate.attach()
        await candidate.hears(QuestionStarted)
        await candidate.say(TypeInstead(text="In writing, then."))
        await candidate.hears(QuestionStarted, lambda m: m.question.turn == 2)
        await candidate.say(TypeInstead(text="And again."))
        await candidate.hears(SessionEnded)
    assert [(s.text, s.source, s.words) for s in backend.submissions] == [
        ("In writing, then.", AnswerSource.TYPED, []),
        ("And again.", AnswerSource.TYPED, []),
    ]


async def test_a_pause_of_20_s_with_the_moment_button_held_does_not_end_the_turn(
    media: str, backend: Backend, answer: Sound
) -> None:
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        await candidate.attach()
        await listening(candidate, 1)
        candidate.speak(answer)
        await candidate.microphone.played_out()
        await candidate.say(Moment())
        await candidate.hears(TurnState, lambda m: m.phase == "listening" and m.held)
        await asyncio.sleep(20)
        assert not [m for m in candidate.messages if isinstance(m, Caption) and m.final]
        assert candidate.messages[-1] != TurnState(phase="thinking", turn=1)
        assert backend.submissions == []
        candidate.speak(answer)
        await candidate.hears(TurnState, lambda m: m.phase == "thinking")
        await candidate.hears(QuestionStarted, lambda m: m.question.turn == 2)
    assert len(backend.submissions[0].text.split()) > 1.5 * len(SAID.split())


async def test_done_ends_the_answer_and_nothing_is_invented(media: str, backend: Backend) -> None:
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        await candidate.attach()
        await listening(candidate, 1)
        await candidate.say(Done())
        await candidate.hears(QuestionStarted, lambda m: m.question.turn == 2)
    assert (backend.submissions[0].text, backend.submissions[0].words) == ("", [])


async def test_silence_is_taken_as_nothing_heard(
    media: str, backend: Backend, settings: MediaSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "turn_policy", TurnPolicy(no_answer=1.0))
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        await candidate.attach()
        await candidate.hears(SessionEnded)
    assert [(s.text, bool(s.unreliable_reason)) for s in backend.submissions] == [("", True), ("", True)]


async def test_a_question_can_be_repeated(media: str, backend: Backend) -> None:
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        await candidate.attach()
        await listening(candidate, 1)
        candidate.messages.clear()
        await candidate.say(Repeat())
        await candidate.hears(TurnState, lambda m: m.phase == "speaking")
        await listening(candidate, 1)
        words = [m.spoken for m in candidate.messages if isinstance(m, QuestionWords)]
        assert words[-1] == len(backend.questions[0])
    assert backend.submissions == []


async def test_speaking_early_stops_the_interviewer_and_loses_nothing(
    media: str, backend: Backend, answer: Sound
) -> None:
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        await candidate.attach()
        await candidate.hears(TurnState, lambda m: m.phase == "speaking")
        candidate.speak(answer)
        await candidate.hears(TurnState, lambda m: m.phase == "paused")
        await candidate.hears(Caption, lambda m: m.final)
    assert understood(backend.submissions[0].text)


async def test_an_answer_whose_connection_broke_goes_on_with_what_was_said(
    media: str, backend: Backend, answer: Sound
) -> None:
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        await candidate.attach()
        await listening(candidate, 1)
        candidate.speak(answer[: len(answer) // 2])
        heard = await candidate.hears(Caption, lambda m: len(m.text.split()) >= 4)
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        await candidate.attach()
        back = await candidate.hears(Caption)
        assert len(back.text.split()) >= len(heard.text.split())
        await listening(candidate, 1)
        assert max(candidate.heard_rms, default=0) < 500, "the question was asked again"
        candidate.speak(answer[len(answer) // 2 :])
        final = await candidate.hears(Caption, lambda m: m.final)
    assert final.text.startswith(back.text)
    submission = backend.submissions[0]
    assert submission.text == final.text
    assert understood(submission.text)
    starts = [word.start for word in submission.words]
    assert starts == sorted(starts)
    assert submission.metrics is not None
    assert submission.metrics.speech_duration > 3


async def test_a_broken_stream_is_asked_for_again(media: str, backend: Backend) -> None:
    backend.break_off = 2
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        await candidate.attach()
        await listening(candidate, 1)
        await candidate.say(Done())
        await listening(candidate, 2)
        spoken = [m.spoken for m in candidate.messages if isinstance(m, QuestionWords) and m.turn == 2]
        assert spoken[-1] == len(backend.questions[1])
    assert (backend.requests, len(backend.submissions)) == (3, 1)


async def test_a_language_that_is_not_heard_is_spoken_and_answered_in_writing(media: str, backend: Backend) -> None:
    backend.language = Language.KO
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        await candidate.attach()
        error = await candidate.hears(LiveError)
        assert (error.error, error.fatal) == ("LanguageUnsupported", False)
        await listening(candidate, 1)
        assert max(candidate.heard_rms) > 500
        await candidate.say(TypeInstead(text="저는 백엔드 개발자입니다."))
        await candidate.hears(QuestionStarted, lambda m: m.question.turn == 2)
    assert backend.submissions[0].text == "저는 백엔드 개발자입니다."


async def test_without_consent_nothing_is_recognised(media: str, app: FastAPI, backend: Backend, answer: Sound) -> None:
    backend.consents = []
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        await candidate.attach()
        assert (await candidate.hears(LiveError)).error == "ConsentMissing"
        await listening(candidate, 1)
        candidate.speak(answer)
        await candidate.microphone.played_out()
        assert app.state.sessions.get(candidate.session_id).conversation.ear.hears is False
        assert not [m for m in candidate.messages if isinstance(m, Caption)]


async def test_delivery_is_watched_with_consent_alone(media: str, backend: Backend) -> None:
    backend.consents = [ConsentPurpose.TRANSCRIPTION, ConsentPurpose.DELIVERY]
    async with Candidate(media, backend, video=Camera()) as candidate:
        await candidate.connect()
        await candidate.attach()
        sample = await candidate.hears(DeliveryUpdate)
        assert (sample.sample.face_detected, sample.sample.smile) == (False, None)
        await candidate.hears(DeliveryUpdate, lambda m: m.sample.heard)
        for turn in (1, 2):
            await candidate.hears(QuestionStarted, lambda m, t=turn: m.question.turn == t)
            await candidate.say(TypeInstead(text="typed"))
        await candidate.hears(SessionEnded)
        assert backend.samples
        assert backend.scores[-1].total_questions == 2

    backend.begin()
    async with Candidate(media, backend, video=Camera()) as candidate:
        await candidate.connect()
        await candidate.attach()
        for turn in (1, 2):
            await candidate.hears(QuestionStarted, lambda m, t=turn: m.question.turn == t)
            await candidate.say(TypeInstead(text="typed"))
        await candidate.hears(SessionEnded)
        assert not [m for m in candidate.messages if isinstance(m, DeliveryUpdate)]
    assert (backend.samples, backend.scores) == ([], [])


@pytest.mark.parametrize("agreed", [True, False])
async def test_a_face_goes_out_with_the_consent_to_estimates_of_expressions_alone(
    media: str, backend: Backend, agreed: bool
) -> None:
    backend.consents = [ConsentPurpose.TRANSCRIPTION, ConsentPurpose.DELIVERY]
    if agreed:
        backend.consents.append(ConsentPurpose.EXPRESSION)
    async with Candidate(media, backend, video=Camera(list(portrait_frames(2, 10)))) as candidate:
        await candidate.connect()
        await candidate.attach()
        first = await candidate.hears(DeliveryUpdate, lambda m: m.sample.turn == 1 and m.sample.face_detected)
        await candidate.hears(DeliveryUpdate, lambda m: m.sample.at > first.sample.at + CROP_EVERY + 1)
        for turn in (1, 2):
            await candidate.hears(QuestionStarted, lambda m, t=turn: m.question.turn == t)
            await candidate.say(TypeInstead(text="typed"))
        await candidate.hears(SessionEnded)
    assert bool(backend.scores[-1].crops) is agreed


async def test_a_real_voice_is_heard_as_one_answer(media: str, backend: Backend, test_data: Path) -> None:
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        await candidate.attach()
        await listening(candidate, 1)
        candidate.speak(recording(test_data / "speech" / "en_jfk.flac"))
        await candidate.hears(QuestionStarted, lambda m: m.question.turn == 2)
    said = "and so my fellow americans ask not what your country can do for you ask what you can do for your country"
    assert understood(backend.submissions[0].text, said)
    assert backend.submissions[0].words[-1].end > 9


async def test_noise_is_no_answer(
    media: str, backend: Backend, settings: MediaSettings, monkeypatch: pytest.MonkeyPatch, test_data: Path
) -> None:
    monkeypatch.setattr(settings, "turn_policy", TurnPolicy(no_answer=4.0))
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        await candidate.attach()
        await listening(candidate, 1)
        candidate.speak(recording(test_data / "speech" / "noise_leopard_empty.wav"))
        await candidate.hears(QuestionStarted, lambda m: m.question.turn == 2)
    assert backend.submissions[0].text == ""
