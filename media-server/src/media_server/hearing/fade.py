"""Where speech ends, within windows that Silero still takes for speech."""

import numpy as np
from engines.stt import SAMPLE_RATE, Pcm

from media_server.hearing.policy import in_samples

BLOCK_SAMPLES = 128
"""8 ms, of which one level is taken."""
FALL = 10 ** (-30 / 20)
"""What lies 30 dB under the loudest of the last seconds is no speech any more, but the room."""
DECAY = 0.5 ** (BLOCK_SAMPLES / SAMPLE_RATE)
"""Of the loudest level: it halves within a second."""
MOST = in_samples(0.16)
"""Silero goes on for up to five windows; soft speech before those counts as speech."""


class Fade:
    """Follows the level of one stream. In a noisy room it never falls so far, and speech ends where Silero says."""

    def __init__(self) -> None:
        self._loudest = 0.0
        self._quiet = 0

    def hear(self, window: Pcm) -> int:
        """How many samples up to the end of `window`, shape (n · 128,), are too quiet for speech; `MOST` at most."""
        levels = np.sqrt(np.mean(np.square(window.reshape(-1, BLOCK_SAMPLES)), axis=1))
        for level in levels.tolist():
            self._loudest = max(self._loudest * DECAY, level)
            self._quiet = 0 if level > self._loudest * FALL else self._quiet + BLOCK_SAMPLES
        return min(self._quiet, MOST)
