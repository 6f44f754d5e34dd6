"""Drills: what may go wrong, made to go wrong, again and again.

`make test` repeats each drill a few times and `make drills COUNT=n` n times. What a drill measured it hands to
`record_property`: the figures are shown when all have ended, and docs/reliability.md and docs/security.md hold them.
"""

import math
import os


def times(few: int) -> range:
    """The repetitions that `make drills COUNT=n` asks for; by default, a few."""
    return range(int(os.environ.get("DRILL_COUNT") or few))


def percentile(values: list[float], share: float) -> float:
    """The smallest of `values` that this share of them (0…1) does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
