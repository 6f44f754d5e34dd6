"""A voice with full marks in all that an answer of twenty seconds has."""

from contracts.speech import SpeechMetrics

VOICE = SpeechMetrics(
    language="en",
    duration=20,
    speech_duration=18,
    words_per_minute=140,
    filler_count=0,
    loudness_lufs=-30,
    voiced_share=0.6,
    pitch_range_semitones=6,
)
