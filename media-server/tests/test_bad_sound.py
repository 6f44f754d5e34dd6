"""Bad sound through the real listener, voice activity and answer: the turn goes on, no words are made up, the candidate
is told once what to do."""

import asyncio
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
from contracts.base import Language
from contracts.live import Caption, SoundCheck, SoundNotice, TurnState
from contracts.sound import ADVICE, SoundTrouble
from engines.stt import SAMPLE_RATE, Hypothesis, Recognition
from engines.tts.espeak import EspeakVoice
from engines.vad import WINDOW_SAMPLES
from engines.vad.silero import SileroVad
from media_doubles.backend import Backend
from media_doubles.candidate import Candidate
from media_server.hearing.answer import Answer, HearingEvent, SoundChanged
from media_server.hearing.listener import Listener
from media_server.hearing.policy import TurnPolicy
from media_server.hearing.turns import TurnEnd
from signals import Pcm, at_rms, chords, clipped, fan, hum, mixed, noise, silence

pytestmark = pytest.mark.asyncio(loop_scope="session")

ROOM = 0.0003
SECOND = SAMPLE_RATE


class Ledger:
    """Understands one word for every second of sound that it is given, so that lost sound is lost words."""

    def __init__(self) -> None:
        self.samples = 0
        self.ended = 0

    @property
    def text(self) -> str:
        return " ".join(f"w{number}" for number in range(self.samples // SECOND))

    async def feed(self, pcm: Pcm, *, segment: int, at: float) -> Hypothesis:
        self.samples += len(pcm)
        return Hypothesis(self.text)

    async def end_segment(self) -> Hypothesis:
        self.ended += 1
        return Hypothesis(self.text, len(self.text))

    async def finish(self) -> Recognition:
        return Recognition(self.text)

    async def close(self) -> None:
        pass


class Hearing:
    """An answer that is open, fed faster than it would be spoken."""

    def __init__(self, policy: TurnPolicy | None = None) -> None:
        policy = policy or TurnPolicy()
        self.events: list[HearingEvent] = []
        self.ledger = Ledger()
        self.listener = Listener(SileroVad(), policy)
        self.answer = Answer(self.ledger, "ledger", Language.EN, policy=policy, emit=self.events.append)
        self.answer.begin()
        self.listener.answer = self.answer

    async def hear(self, pcm: Pcm) -> None:
        for start in range(0, len(pcm), 320):
            self.listener.hear(pcm[start : start + 320])
            if start % SECOND == 0:
                await asyncio.sleep(0)

    @property
    def told(self) -> list[SoundTrouble | None]:
        return [event.trouble for event in self.events if isinstance(event, SoundChanged)]

    @property
    def end(self) -> TurnEnd | None:
        return next((event for event in self.events if isinstance(event, TurnEnd)), None)

    async def finish(self) -> Recognition:
        recognition = await self.answer.finish()
        await self.answer.close()
        return recognition


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def said() -> Pcm:
    """About three seconds of espeak's voice at a browser's level, 0.6 s of silence around them."""
    voice = EspeakVoice()
    try:
        speech = await voice.synthesise("We moved the service to a queue and measured it for two weeks.", Language.EN)
    finally:
        await voice.close()
    at = np.arange(0, len(speech.pcm), speech.sample_rate / SAMPLE_RATE)
    pcm = at_rms(np.interp(at, np.arange(len(speech.pcm)), speech.pcm).astype(np.float32), 0.02)
    return np.concatenate((silence(0.6), pcm, silence(0.6)))


def recorded(test_data: Path, name: str) -> Pcm:
    with wave.open(str(test_data / "speech" / name)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float32) / 32768


def in_a_room(pcm: Pcm) -> Pcm:
    return mixed(pcm, noise(ROOM, len(pcm) / SAMPLE_RATE + 1))


@pytest.mark.parametrize(
    ("pcm", "trouble"),
    [
        (hum(50, 0.02, 10), SoundTrouble.HUM),
        (hum(60, 0.02, 10), SoundTrouble.HUM),
        (chords(0.03, 10), SoundTrouble.MUSIC),
        (fan(0.05, 10), SoundTrouble.NOISE),
        (silence(10), SoundTrouble.SILENT),
    ],
    ids=["hum 50", "hum 60", "music", "noise", "nothing"],
)
async def test_what_is_no_speech_is_told_and_gives_no_words(pcm: Pcm, trouble: SoundTrouble) -> None:
    hearing = Hearing()
    await hearing.hear(pcm)
    assert hearing.told == [trouble]
    assert hearing.end is None, "the candidate has time to mend it"
    assert (await hearing.finish()).text == ""
    assert hearing.ledger.samples == 0
    assert hearing.answer.sound.noted == [trouble]


async def test_no_speech_at_all_ends_the_turn_without_words() -> None:
    hearing = Hearing()
    await hearing.hear(in_a_room(silence(21)))
    assert hearing.end is not None
    assert hearing.end.reason == "no_answer"
    assert (await hearing.finish()).text == ""


@pytest.mark.parametrize(
    ("change", "trouble"),
    [
        (lambda pcm: clipped(pcm, 60), SoundTrouble.CLIPPING),
        (lambda pcm: (pcm / 20).astype(np.float32), SoundTrouble.QUIET),
        (lambda pcm: mixed(pcm, hum(50, 0.004, len(pcm) / SAMPLE_RATE + 1)), SoundTrouble.HUM),
        (lambda pcm: mixed(pcm, chords(0.004, len(pcm) / SAMPLE_RATE + 1)), SoundTrouble.MUSIC),
        (lambda pcm: mixed(pcm, noise(0.009, len(pcm) / SAMPLE_RATE + 1)), SoundTrouble.NOISE),
    ],
    ids=["clipping", "quiet", "hum", "music", "noise"],
)
async def test_speech_with_a_trouble_is_heard_on_and_the_trouble_is_noted(
    said: Pcm, change: Callable[[Pcm], Pcm], trouble: SoundTrouble
) -> None:
    pcm = in_a_room(np.tile(np.concatenate((silence(1), said)), 4))
    patient = TurnPolicy(silence_when_unclear=30, silence_when_incomplete=30)
    hearing, clean = Hearing(patient), Hearing(patient)
    await hearing.hear(change(pcm))
    await clean.hear(pcm)
    assert trouble in hearing.told
    assert clean.told == []
    assert hearing.ledger.samples > 0.7 * clean.ledger.samples
    assert (hearing.answer.sound.noted, clean.answer.sound.noted) == ([trouble], [])
    await hearing.finish()
    await clean.finish()


async def test_a_hum_in_a_recording(test_data: Path) -> None:
    hearing = Hearing()
    await hearing.hear(recorded(test_data, "noise_sb_noise1.wav")[: 12 * SECOND])
    assert hearing.told == [SoundTrouble.HUM]
    await hearing.finish()


async def test_real_speech_that_is_clipped(test_data: Path) -> None:
    pcm = recorded(test_data, "en_leopard_en.wav")
    hearing = Hearing()
    await hearing.hear(in_a_room(clipped(np.tile(pcm, 2), 12)))
    assert hearing.told == [SoundTrouble.CLIPPING]
    assert hearing.ledger.samples > 0.8 * 2 * len(pcm)
    await hearing.finish()


async def test_two_people_are_heard_as_one_voice_and_nothing_is_told(test_data: Path) -> None:
    """Whoever speaks is heard; the ledger gets all of it once. Two voices are not told apart: see docs/scoring.md."""
    one = at_rms(recorded(test_data, "en_leopard_en.wav"), 0.02)
    other = at_rms(recorded(test_data, "en_librivox_0870.wav"), 0.02)
    hearing = Hearing()
    await hearing.hear(in_a_room(np.concatenate((mixed(one, other), one[len(other) :]))))
    assert hearing.told == []
    assert 0.8 * len(one) < hearing.ledger.samples <= len(one) + SECOND
    await hearing.finish()


async def test_half_an_hour_without_a_breath_ends_after_five_minutes_and_keeps_every_word() -> None:
    """Fed with a probability of its own: Silero would take minutes over half an hour."""
    hearing = Hearing()
    window = noise(0.02, WINDOW_SAMPLES / SAMPLE_RATE)
    half_an_hour = round(1800 * SAMPLE_RATE / WINDOW_SAMPLES)
    policy = TurnPolicy()
    closing: float | None = None
    for number in range(half_an_hour):
        hearing.answer.hear(window, 0.9, True)
        if closing is None and hearing.answer.seconds_left is not None:
            closing = number * WINDOW_SAMPLES / SAMPLE_RATE
        if number % 30 == 0:
            await asyncio.sleep(0)
    assert closing == pytest.approx(policy.max_answer - policy.wrap_up, abs=0.1)
    assert hearing.end is not None
    assert hearing.end.reason == "too_long"
    longest = policy.max_answer + policy.max_answer_grace
    assert hearing.end.at / SAMPLE_RATE == pytest.approx(longest, abs=0.1)
    recognition = await hearing.finish()
    assert len(recognition.text.split()) == int(longest), "every second's word, up to the end of the turn"


def at_the_microphone(pcm: Pcm) -> np.ndarray:
    """16-bit at 48 kHz, as the candidate's double plays."""
    at = np.arange(0, len(pcm), 1 / 3)
    return (np.interp(at, np.arange(len(pcm)), pcm) * 32767).astype(np.int16)


async def test_a_hum_is_told_to_the_page_and_taken_back_when_it_is_gone(media: str, backend: Backend) -> None:
    async with Candidate(media, backend) as candidate:
        candidate.speak(at_the_microphone(hum(50, 0.03, 10)))
        await candidate.connect()
        await candidate.attach()
        notice = await candidate.hears(SoundNotice)
        assert (notice.trouble, notice.detail) == (SoundTrouble.HUM, ADVICE[SoundTrouble.HUM][Language.EN])
        await candidate.hears(SoundNotice, lambda m: m.trouble is None)
        assert not [m for m in candidate.messages if isinstance(m, Caption) and m.text]
    assert backend.submissions == []


async def test_the_check_tells_of_a_hum_in_korean_and_not_while_the_interviewer_speaks(
    media: str, backend: Backend
) -> None:
    backend.language = Language.KO
    async with Candidate(media, backend) as candidate:
        await candidate.connect("check")
        await candidate.attach()
        await candidate.say(SoundCheck())
        await candidate.hears(TurnState, lambda m: m.phase == "speaking")
        candidate.messages.clear()
        candidate.speak(at_the_microphone(hum(60, 0.03, 12)))
        notice = await candidate.hears(SoundNotice)
    assert notice.detail == ADVICE[SoundTrouble.HUM][Language.KO]
