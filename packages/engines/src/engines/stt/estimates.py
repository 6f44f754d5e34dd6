"""When words were said, where a service gives the text alone."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np


def shares(words: Sequence[str], begin: float, end: float) -> list[tuple[float, float]]:
    """Begin and end of every word: the time from `begin` to `end`, shared out by their letters."""
    ends = np.cumsum([len(word) for word in words]) / max(1, sum(map(len, words)))
    bounds = [begin, *(begin + (end - begin) * float(share) for share in ends)]
    return list(pairwise(bounds))
