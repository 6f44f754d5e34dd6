"""What runs in Supertonic's own process: the model in its makers' package, on ONNX Runtime."""

import os

import numpy as np
from supertonic import TTS, Style

FAMILY = "supertonic-2"
USUAL_SPEED = 1.05
"""What the package speaks at unless told otherwise: speed 1 here."""
STEPS = 8
"""Of denoising; the package's own choice between quality and time."""
MOST_THREADS = 4


class Supertonic:
    def __init__(self, folder: str) -> None:
        """Raises `FileNotFoundError` where the folder lacks a file. Nothing is ever downloaded."""
        threads = min(MOST_THREADS, os.cpu_count() or 1)
        self._tts = TTS(FAMILY, folder, auto_download=False, intra_op_num_threads=threads)
        self._styles: dict[str, Style] = {}

    def synthesise(self, text: str, language: str, speed: float, voice: str) -> tuple[bytes, int]:
        """Mono PCM (int16, native order) and its sample rate; no sound for a text of characters that it cannot read."""
        sample_rate: int = self._tts.sample_rate
        readable = self._readable(text)
        if not any(map(str.isalnum, readable)):
            return b"", sample_rate
        wave, seconds = self._tts.synthesize(
            readable, self._style(voice), total_steps=STEPS, speed=speed * USUAL_SPEED, lang=language
        )
        # The waveform is filled up to whole blocks; the model says how much of it is speech.
        spoken = wave[0, : int(seconds[0] * sample_rate)]
        return (np.clip(spoken, -1, 1) * 32767).astype(np.int16).tobytes(), sample_rate

    def _readable(self, text: str) -> str:
        _, unknown = self._tts.model.text_processor.validate_text(text)
        return text.translate({ord(character): " " for character in unknown})

    def _style(self, voice: str) -> Style:
        if voice not in self._styles:
            self._styles[voice] = self._tts.get_voice_style(voice)
        return self._styles[voice]
