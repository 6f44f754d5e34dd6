"""When answers end and when the interviewer gives way, on scripted timelines with exact moments."""

from dataclasses import dataclass, field

import pytest
from contracts.base import Language
from contracts.preferences import Accommodations
from media_server.hearing.barge_in import BargeIn, BargeInDetector
from media_server.hearing.foresight import EndForesight, Foresight
from media_server.hearing.policy import TurnPolicy
from media_server.hearing.turns import Sound, TurnDetector, TurnEnd, Waiting, Words

RATE = 16_000
STEP = 800
POLICY = TurnPolicy(speech_onset=0)


@dataclass
class Script:
    """A timeline: what is heard, span after span, and what the detector says to it."""

    policy: TurnPolicy = POLICY
    language: Language = Language.EN
    now: int = 0
    end: TurnEnd | None = None
    detector: TurnDetector = field(init=False)

    def __post_init__(self) -> None:
        self.detector = TurnDetector(self.policy, self.language)
        self.words = Words("")

    def speech(self, seconds: float, text: str, *, quiet: int = 0) -> "Script":
        """The last `quiet` samples are too quiet for speech."""
        self.words = Words(text)
        self._hear(seconds - STEP / RATE, speech=True)
        return self._hear(STEP / RATE, speech=True, quiet=quiet)

    def silence(self, seconds: float) -> "Script":
        return self._hear(seconds, speech=False)

    def _hear(self, seconds: float, *, speech: bool, quiet: int = 0) -> "Script":
        for _ in range(round(seconds * RATE / STEP)):
            if self.end:
                return self
            self.now += STEP
            self.end = self.detector.hear(Sound(self.now, STEP, speech, quiet), self.words)
        return self


def ended(script: Script) -> tuple[str, float]:
    assert script.end is not None
    return script.end.reason, script.end.at / RATE


def begun(policy: TurnPolicy = POLICY, language: Language = Language.EN) -> Script:
    script = Script(policy, language)
    script.detector.begin(0)
    return script


@pytest.mark.parametrize(
    ("language", "text", "silence"),
    [
        (Language.EN, "I led the migration.", 0.7),
        (Language.EN, "i led the migration", 1.5),
        (Language.EN, "i led the migration because", 3.0),
        (Language.EN, "We moved it and", 3.0),
        (Language.EN, "I thought...", 3.0),
        (Language.KO, "데이터베이스를 옮겼습니다", 0.7),
        (Language.KO, "그때 정말 많이 배웠어요", 0.7),
        (Language.KO, "데이터베이스를 옮겼는데", 3.0),
        (Language.KO, "성능을", 3.0),
        (Language.KO, "시간이 없으니까", 3.0),
        (Language.KO, "그렇게 하는 것이 맞습니까", 0.7),
        (Language.KO, "프로젝트 매니저", 1.5),
    ],
)
def test_the_silence_that_ends_an_answer_depends_on_how_it_sounds(
    language: Language, text: str, silence: float
) -> None:
    script = begun(language=language).speech(2.0, text).silence(5.0)
    assert ended(script) == ("silence", 2.0 + silence)
    assert script.end is not None
    assert script.end.speech_end == 2 * RATE


@pytest.mark.parametrize(("quiet", "ends"), [(STEP, 2.65), (round(STEP * 0.6), 2.65), (round(STEP * 0.4), 2.7)])
def test_silence_counts_from_where_speech_fell_silent_to_the_window_that_ends_nearest(quiet: int, ends: float) -> None:
    script = begun().speech(2.0, "I led the migration.", quiet=quiet).silence(5.0)
    assert ended(script) == ("silence", ends)
    assert script.end is not None
    assert script.end.speech_end == 2 * RATE - quiet


def test_a_pause_within_an_answer_does_not_end_it() -> None:
    script = (
        begun().speech(2.0, "I led the migration and").silence(2.9).speech(1.0, "I led the migration and it went well.")
    )
    assert script.end is None
    assert ended(script.silence(2)) == ("silence", 6.6)


def test_nothing_ends_while_the_question_is_asked() -> None:
    script = Script().speech(1.0, "Yes, I know this one.").silence(4.0)
    assert script.end is None
    script.detector.begin(script.now)
    assert ended(script.silence(2.0)) == ("silence", 5.7)


def test_a_cough_is_no_answer() -> None:
    script = begun().speech(0.3, "the").silence(10)
    assert script.end is None


def test_silence_without_words_is_waited_out_long() -> None:
    assert ended(begun().silence(30)) == ("no_answer", 20.0)
    assert ended(begun().speech(3.0, "").silence(30)) == ("no_answer", 23.0)


def test_a_moment_is_given_until_words_follow() -> None:
    script = begun().speech(1.0, "Let me think.")
    script.detector.moment()
    assert script.silence(60).end is None
    assert script.speech(0.2, "Let me think.").silence(20).end is None
    script.speech(1.0, "Let me think. I would start with the tests.")
    assert ended(script.silence(3)) == ("silence", 82.9)


def test_a_moment_is_not_over_when_what_was_said_before_it_is_understood() -> None:
    script = begun().speech(1.0, "Let me")
    script.detector.moment()
    assert script.silence(5).end is None
    script.speech(0.2, "Let me think.")
    assert script.silence(30).end is None


def test_done_ends_at_once() -> None:
    script = begun().speech(1.0, "That is because")
    assert script.detector.done() == TurnEnd("done", RATE, RATE)


def test_an_answer_has_a_longest_length() -> None:
    script = begun(TurnPolicy(max_answer=10, max_answer_grace=2)).silence(1.0).speech(30, "and")
    assert ended(script) == ("too_long", 13.0)


def test_a_too_long_answer_ends_at_a_breath_and_is_told_beforehand() -> None:
    script = begun(TurnPolicy(max_answer=60, wrap_up=20)).speech(39.9, "and then")
    assert script.detector.seconds_left is None
    script.speech(0.2, "and then")
    assert script.detector.seconds_left == pytest.approx(19.9)
    script.silence(0.3).speech(23.6, "and so on")
    assert script.end is None, "not within a word"
    assert ended(script.silence(1.0)) == ("too_long", 64.25)


def test_asking_again_stops_the_clock() -> None:
    script = begun().speech(1.0, "Sorry?")
    script.detector.suspend()
    assert script.silence(10).end is None
    script.detector.begin(script.now)
    assert ended(script.silence(10)) == ("silence", 11.7)


def test_patience_can_be_widened_for_one_candidate() -> None:
    script = begun(POLICY.accommodating(Accommodations(patience=2.0))).speech(1.0, "It works.").silence(5)
    assert ended(script) == ("silence", 2.4)


def test_time_to_prepare_does_not_count_as_silence() -> None:
    script = begun(POLICY.accommodating(Accommodations(prep_seconds=30)))
    assert script.detector.waiting == Waiting(prep_seconds=30.0)
    script.silence(29)
    assert script.detector.waiting == Waiting(prep_seconds=1.0)
    assert ended(script.silence(60)) == ("no_answer", 50.0)


def test_speaking_early_ends_the_time_to_prepare_and_a_cough_does_not() -> None:
    script = begun(POLICY.accommodating(Accommodations(prep_seconds=30))).silence(2).speech(0.3, "").silence(1)
    assert script.detector.waiting.prep_seconds == pytest.approx(26.7)
    script.speech(1.0, "I led it.")
    assert script.detector.waiting == Waiting()
    assert ended(script.silence(5)) == ("silence", 5.0)


@pytest.mark.parametrize("wish", ["start", "done"])
def test_a_button_ends_the_time_to_prepare_and_not_the_answer(wish: str) -> None:
    script = begun(TurnPolicy(speech_onset=0, prep_seconds=30)).silence(2)
    assert getattr(script.detector, wish)() is None
    assert script.detector.waiting == Waiting()
    assert ended(script.silence(60)) == ("no_answer", 22.0)


def test_a_question_that_is_repeated_leaves_the_rest_of_the_time_to_prepare() -> None:
    script = begun(TurnPolicy(prep_seconds=30)).silence(12)
    script.detector.suspend()
    script.silence(5)
    script.detector.begin(script.now)
    assert script.detector.waiting == Waiting(prep_seconds=18.0)


@pytest.mark.parametrize(("language", "text"), [(Language.EN, "I led it."), (Language.KO, "제가 이끌었습니다")])
def test_an_answer_does_not_end_while_the_recogniser_is_behind(language: Language, text: str) -> None:
    script = begun(language=language).speech(1.0, text)
    script.words = Words(text, behind=True, settled=False)
    assert script.silence(2.0).end is None
    script.now += STEP
    script.end = script.detector.hear(Sound(script.now, STEP, False), Words(text))
    assert ended(script) == ("silence", 3.05)


def test_an_answer_ends_at_once_when_the_recogniser_has_caught_up_with_nothing_new() -> None:
    script = begun().speech(1.0, "I led it.")
    script.words = Words("I led it.", behind=True, settled=False)
    script.silence(2.0)
    assert script.detector.understand(Words("I led it.")) == TurnEnd("silence", 3 * RATE, RATE)


def test_an_answer_does_not_end_while_its_words_are_still_changing() -> None:
    script = begun().speech(1.0, "I led").silence(0.65)
    script.words = Words("I led it.")
    assert ended(script.silence(5)) == ("silence", 1.9)


def test_a_recogniser_that_stalls_holds_nobody_up_for_ever() -> None:
    script = begun().speech(1.0, "I led it.")
    script.words = Words("I led it.", behind=True, settled=False)
    assert ended(script.silence(60)) == ("silence", 1.0 + 0.7 + POLICY.caption_patience)


def test_silence_says_nothing_once_no_words_will_come() -> None:
    script = begun().speech(1.0, "I led it.")
    script.detector.stop_counting()
    assert script.silence(120).end is None
    assert script.detector.waiting == Waiting()


def foreseen(*spans: tuple[float, bool, str], language: Language = Language.EN) -> list[tuple[float, Foresight]]:
    foresight, now, signs = EndForesight(POLICY, language), 0, []
    for seconds, speech, text in spans:
        for _ in range(round(seconds * RATE / STEP)):
            now += STEP
            if sign := foresight.hear(Sound(now, STEP, speech), Words(text), counts=True):
                signs.append((now / RATE, sign))
    return signs


@pytest.mark.parametrize(
    ("language", "text", "moments"),
    [
        (Language.EN, "I led the migration.", [2.3]),
        (Language.EN, "i led the migration", [2.3]),
        (Language.EN, "i led the migration because", []),
        (Language.KO, "제가 데이터베이스를 옮겼습니다", [2.3]),
        (Language.KO, "제가 데이터베이스를 옮겼는데", []),
        (Language.EN, "Yes.", []),
    ],
)
def test_a_pause_looks_like_the_end_when_the_sentence_may_be_over(
    language: Language, text: str, moments: list[float]
) -> None:
    signs = foreseen((2.0, True, text), (3.0, False, text), language=language)
    assert signs == [(moment, Foresight.MAY_END) for moment in moments]


def test_each_pause_looks_like_the_end_once_and_only_after_new_words() -> None:
    said, more = "I led the migration.", "I led the migration. It took us a year."
    assert foreseen((2.0, True, said), (0.6, False, said), (1.0, True, more), (0.6, False, more)) == [
        (2.3, Foresight.MAY_END),
        (2.65, Foresight.GOES_ON),
        (3.9, Foresight.MAY_END),
    ]
    little = "I led the migration. Yes."
    assert len(foreseen((2.0, True, said), (0.6, False, said), (1.0, True, little), (0.6, False, little))) == 2


def test_a_cough_does_not_drop_what_was_foreseen() -> None:
    said = "I led the migration."
    assert foreseen((2.0, True, said), (0.4, False, said), (0.3, True, said), (1.0, False, said)) == [
        (2.3, Foresight.MAY_END)
    ]


def barge_in(*spans: tuple[float, bool, str]) -> list[tuple[float, BargeIn]]:
    detector, now, actions = BargeInDetector(POLICY), 0, []
    for seconds, speech, text in spans:
        for _ in range(round(seconds * RATE / STEP)):
            now += STEP
            if action := detector.hear(Sound(now, STEP, speech), text):
                actions.append((now / RATE, action))
    return actions


def test_the_interviewer_pauses_for_speech_and_yields_to_words() -> None:
    actions = barge_in((1.0, False, ""), (0.8, True, ""), (0.2, True, "wait please"))
    assert actions[:2] == [(1.5, BargeIn.PAUSE), (1.85, BargeIn.YIELD)]


def test_the_interviewer_goes_on_when_no_words_follow() -> None:
    actions = barge_in((1.0, False, ""), (0.8, True, ""), (3.0, False, ""))
    assert actions == [(1.5, BargeIn.PAUSE), (3.5, BargeIn.RESUME)]


def test_a_lasting_noise_pauses_the_interviewer_once() -> None:
    actions = barge_in((20.0, True, ""), (0.5, False, ""), (0.6, True, ""))
    assert actions == [(0.5, BargeIn.PAUSE), (2.5, BargeIn.RESUME), (21.0, BargeIn.PAUSE)]


def test_a_short_yes_does_not_stop_the_interviewer() -> None:
    assert barge_in((0.4, True, "yes"), (2.0, False, "yes"), (0.4, True, "yes yes"), (1, False, "yes yes")) == []
