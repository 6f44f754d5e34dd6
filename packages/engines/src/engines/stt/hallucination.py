"""Is what a recogniser wrote something it made up?

Whisper writes words for noise too: unsure of itself, or the same ones over and over. Its own probability of "no speech"
is of no use here, for the turbo model gives about 1e-10 to everything.
"""

import zlib

MIN_AVERAGE_LOG_PROBABILITY = -1.0
MAX_COMPRESSION_RATIO = 2.4
"""Both as in OpenAI's own decoder, which tries again at a higher temperature; in a call there is no time for it."""
MAX_REPEATED_WORDS = 4
"""Words in a unit that may repeat: a phrase rather than a sentence."""
MAX_REPETITIONS = 4
"""In a row. People say "no, no, no, no" and rarely a fifth; a decoder that loops goes on to its limit, and on a short
segment that is too little text for the compression ratio to tell."""


def is_made_up(text: str, average_log_probability: float) -> bool:
    """Of one segment of speech; `average_log_probability` is the mean of its tokens', natural logarithm."""
    return (
        average_log_probability < MIN_AVERAGE_LOG_PROBABILITY
        or compression_ratio(text) > MAX_COMPRESSION_RATIO
        or repeats_itself(text)
    )


def compression_ratio(text: str) -> float:
    """How many times shorter zlib makes the text; 0 for the empty one."""
    encoded = text.encode()
    return len(encoded) / len(zlib.compress(encoded))


def repeats_itself(text: str) -> bool:
    """Whether some phrase comes more than `MAX_REPETITIONS` times in a row."""
    words = [word.strip(".,!?…").casefold() for word in text.split()]
    return any(_longest_run(words, size) > MAX_REPETITIONS for size in range(1, MAX_REPEATED_WORDS + 1))


def _longest_run(words: list[str], size: int) -> int:
    """How often, at the most, a phrase of `size` words follows upon itself, itself included."""
    longest = same = 0
    for index in range(size, len(words)):
        same = same + 1 if words[index] == words[index - size] else 0
        longest = max(longest, same)
    return 1 + longest // size
