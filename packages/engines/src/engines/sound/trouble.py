"""What is wrong with a microphone's sound, told second by second: hum, music, noise, clipping, too low, nothing at all.

Between words the background is looked at, within them the voice. A trouble is told after three of five such seconds
and taken back when it is down to one, so that neither a slammed door nor a held vowel is any.
"""

from collections import deque
from math import log10

import numpy as np
from contracts.sound import SoundTrouble
from numpy.typing import NDArray

from engines.vad import SAMPLE_RATE, WINDOW_SAMPLES

SECOND = 32
"""Windows that are judged together: 1.024 s."""
SAMPLES = SECOND * WINDOW_SAMPLES
MOST_OF_A_SECOND = SECOND // 2
TOLD_AFTER, TAKEN_BACK_AT, OF = 3, 1, 5
"""Seconds with the trouble, of the latest that could have had it."""

DEAD_DBFS = -85.0
"""No microphone that is on is quieter, unless its noise is suppressed; then it takes a while to know."""
SILENT_AFTER = 8
"""Seconds of that, with no speech before them."""
FAINT_DBFS = -52.0
"""Tones below this disturb nobody."""
LOUD_BACKGROUND_DBFS = -36.0
"""Noise at the level of a normal voice (an RMS of 0.016), before anybody has spoken."""
LOW_VOICE_DBFS = -52.0
MIN_SNR = 10.0
"""dB of speech over the background, under which recognisers begin to fail."""
DOUBTFUL_SNR = 5.0
"""dB, under which what they write is guesswork."""
FULL_SCALE = 0.985
CLIPPED_SHARE = 0.005
"""Of the samples of speech at full scale; clean speech that peaks there has a tenth of it."""

TONAL = 12.0
"""Times the median power around it, from which on a line of the spectrum is a tone: noise has a 4096th of its lines
there."""
TONAL_SHARE = 0.6
MAINS = (50.0, 60.0)
MAINS_WIDTH = 2.5
"""Hz to either side of a harmonic."""
HARMONICS = 20
HUM_SHARE = 0.6
LOW_HARMONICS, LOW_SHARE = 6, 0.3
"""A hum has this much of it in its lowest harmonics; a chord that meets some high one does not."""
BAND = (40.0, 4000.0)
RUMBLE = 100.0
"""Hz; below it rooms and roads are loud, and rise too steeply for lines to be told from slopes."""
NEIGHBOURS = 64
"""Lines of 1 Hz whose median a line is compared with."""

_HERTZ = np.fft.rfftfreq(SAMPLES, 1 / SAMPLE_RATE)
_BAND = slice(int(np.searchsorted(_HERTZ, BAND[0])), int(np.searchsorted(_HERTZ, BAND[1])))
_BAND = slice(_BAND.start, _BAND.stop - (_BAND.stop - _BAND.start) % NEIGHBOURS)
_ABOVE_RUMBLE = slice(int(np.searchsorted(_HERTZ[_BAND], RUMBLE)), None)
_SHAPE = np.hanning(SAMPLES)


def _comb(mains: float, harmonics: int) -> NDArray[np.bool_]:
    """The lines of the band that belong to the mains' harmonics."""
    lines = _HERTZ[_BAND]
    number = np.clip(np.round(lines / mains), 1, harmonics)
    return np.abs(lines - number * mains) <= MAINS_WIDTH


_COMBS = [(_comb(mains, HARMONICS), _comb(mains, LOW_HARMONICS)) for mains in MAINS]


class SoundWatch:
    """Watches the sound of one answer. Keeps one second of it, and the levels of a few."""

    def __init__(self) -> None:
        self._second = np.zeros((SECOND, WINDOW_SAMPLES), np.float32)
        self._speech = np.zeros(SECOND, bool)
        self._windows = 0
        self._votes: dict[SoundTrouble, deque[bool]] = {
            trouble: deque[bool](maxlen=OF) for trouble in SoundTrouble if trouble is not SoundTrouble.SILENT
        }
        self._present: set[SoundTrouble] = set()
        self._dead = 0
        self._noted: set[SoundTrouble] = set()
        self._background: deque[float] = deque(maxlen=4 * OF)
        self._voice: deque[float] = deque(maxlen=4 * OF)

    @property
    def trouble(self) -> SoundTrouble | None:
        """The most pressing one there is now."""
        return next((trouble for trouble in SoundTrouble if trouble in self._present), None)

    @property
    def noted(self) -> list[SoundTrouble]:
        """All that there were, the most pressing first."""
        return [trouble for trouble in SoundTrouble if trouble in self._noted]

    @property
    def doubtful(self) -> bool:
        """Whether the background was so loud that recognised words are guesswork."""
        snr = self._snr
        return snr is not None and snr < DOUBTFUL_SNR

    def add(self, window: NDArray[np.float32], *, speech: bool) -> None:
        """The next window, shape (512,), and whether it holds speech. Takes 2 µs, and 1 ms once a second."""
        at = self._windows % SECOND
        self._second[at] = window
        self._speech[at] = speech
        self._windows += 1
        if at == SECOND - 1:
            self._judge()

    def _judge(self) -> None:
        powers = np.mean(np.square(self._second, dtype=np.float64), axis=1)
        spoken = int(self._speech.sum())
        if spoken >= MOST_OF_A_SECOND:
            self._judge_voice(float(powers[self._speech].mean()))
        elif not spoken:
            self._judge_background(_dbfs(float(np.median(powers))))
        self._settle()
        self._settle_silence()

    def _judge_voice(self, power: float) -> None:
        self._voice.append(power)
        samples = self._second[self._speech]
        at_full_scale = float(np.mean(np.abs(samples) >= FULL_SCALE))
        self._vote(SoundTrouble.CLIPPING, at_full_scale >= CLIPPED_SHARE)
        self._vote(SoundTrouble.QUIET, _dbfs(power) < LOW_VOICE_DBFS)
        snr = self._snr
        if snr is not None:
            self._vote(SoundTrouble.NOISE, snr < MIN_SNR)

    def _judge_background(self, level: float) -> None:
        self._dead = self._dead + 1 if level < DEAD_DBFS else 0
        tonal, humming = _tones(self._second.ravel()) if level > FAINT_DBFS else (False, False)
        self._vote(SoundTrouble.HUM, humming)
        self._vote(SoundTrouble.MUSIC, tonal and not humming)
        self._background.append(10 ** (level / 10))
        if not self._voice:
            self._vote(SoundTrouble.NOISE, level > LOUD_BACKGROUND_DBFS and not (tonal or humming))

    @property
    def _snr(self) -> float | None:
        """dB of the speech over the background; None until both were heard."""
        if not self._voice or not self._background:
            return None
        background = float(np.median(self._background))
        return _dbfs(max(float(np.median(self._voice)) - background, 0.0)) - _dbfs(background)

    def _vote(self, trouble: SoundTrouble, there: bool) -> None:
        self._votes[trouble].append(there)

    def _settle(self) -> None:
        for trouble, votes in self._votes.items():
            if sum(votes) >= TOLD_AFTER:
                self._present.add(trouble)
                self._noted.add(trouble)
            elif sum(votes) <= TAKEN_BACK_AT:
                self._present.discard(trouble)

    def _settle_silence(self) -> None:
        if self._voice:  # whoever was heard has a microphone that works, and was thinking
            self._dead = 0
            self._noted.discard(SoundTrouble.SILENT)
        if self._dead >= SILENT_AFTER:
            self._present.add(SoundTrouble.SILENT)
            self._noted.add(SoundTrouble.SILENT)
        elif not self._dead:
            self._present.discard(SoundTrouble.SILENT)


def _tones(second: NDArray[np.float32]) -> tuple[bool, bool]:
    """Whether the sound is music or another tone more than noise, and whether it is the mains'."""
    power = np.square(np.abs(np.fft.rfft(second * _SHAPE)))[_BAND]
    whole = power.sum()
    around = np.median(power.reshape(-1, NEIGHBOURS), axis=1).repeat(NEIGHBOURS)
    power[power <= TONAL * around] = 0.0
    tones = power.sum()
    tonal = bool(power[_ABOVE_RUMBLE].sum() >= TONAL_SHARE * whole > 0)
    humming = any(
        power[comb].sum() >= HUM_SHARE * whole and power[low].sum() >= LOW_SHARE * tones for comb, low in _COMBS
    )
    return tonal, humming


def _dbfs(power: float) -> float:
    return 10 * log10(max(power, 1e-12))
