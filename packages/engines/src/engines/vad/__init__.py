"""Voice activity: where speech is."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
WINDOW_SAMPLES = 512
"""32 ms at 16 kHz, the window that Silero was trained on."""


class VoiceActivity(Protocol):
    """Stateful over consecutive windows of one audio stream."""

    def probability(self, window: NDArray[np.float32]) -> float:
        """The probability of speech in `window`, shape (512,), −1…1."""
        ...

    def reset(self) -> None: ...
