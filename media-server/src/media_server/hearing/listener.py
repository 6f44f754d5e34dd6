"""The candidate's sound, cut into windows and tested for speech, for whichever answer is open."""

from collections.abc import Callable

import numpy as np
from engines.stt import Pcm
from engines.stt.segments import SpeechGate
from engines.vad import WINDOW_SAMPLES, VoiceActivity

from media_server.hearing.answer import Answer
from media_server.hearing.policy import TurnPolicy


class Listener:
    """Hears for the length of a connection. Between answers it keeps its sense of speech and forgets the rest."""

    def __init__(self, vad: VoiceActivity, policy: TurnPolicy) -> None:
        self._vad = vad
        self._gate = SpeechGate(policy.speech_threshold, policy.silence_threshold, policy.speech_onset)
        self._rest = np.zeros(0, np.float32)
        self.answer: Answer | None = None
        self.on_window: Callable[[Pcm, bool], None] | None = None
        """Told every window, shape (512,), and whether speech goes on in it: for who wants sound and no words."""

    def hear(self, pcm: Pcm) -> None:
        """The next samples, any number. Takes 0.2 ms a window."""
        samples = np.concatenate((self._rest, pcm))
        whole = len(samples) - len(samples) % WINDOW_SAMPLES
        for start in range(0, whole, WINDOW_SAMPLES):
            window = samples[start : start + WINDOW_SAMPLES]
            probability = self._vad.probability(window)
            speech = self._gate.hear(probability)
            if self.answer:
                self.answer.hear(window, probability, speech)
            if self.on_window:
                self.on_window(window, speech)
        self._rest = samples[whole:]
