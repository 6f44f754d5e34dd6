"""What backend-core asks a media server, for candidates whose networks let no call through: hear this, say that."""

from datetime import timedelta
from typing import Annotated

from pydantic import StringConstraints

from contracts.base import Contract, Language
from contracts.model_server import MAX_SPOKEN_CHARS
from contracts.preferences import VoicePreferences
from contracts.sound import SoundTrouble
from contracts.speech import SpeechMetrics, Word
from contracts.turns import MAX_ANSWER_CHARS

LONGEST_ANSWER = timedelta(minutes=30)
MAX_RECORDING_BYTES = 25_000_000


class HeardAnswer(Contract):
    """`POST /speech/recognise?language=…`, its body the recording: what was said in it, and how."""

    text: Annotated[str, StringConstraints(max_length=MAX_ANSWER_CHARS)]
    words: list[Word]
    metrics: SpeechMetrics
    unreliable_reason: str | None
    sound_troubles: list[SoundTrouble] = []
    recognizer: str


class Saying(Contract):
    """`POST /speech/synthesise`, answered with an MP3 file."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=MAX_SPOKEN_CHARS)]
    language: Language
    voice: VoicePreferences = VoicePreferences()
