"""The recogniser that the setting `STT_ENGINE` names."""

from collections.abc import Callable

from engines.stt import Recognizer
from engines.stt.pocketsphinx import PocketSphinxRecognizer

RECOGNIZERS: dict[str, Callable[[int], Recognizer]] = {
    "pocketsphinx": PocketSphinxRecognizer,
}
"""By name; each is made with the number of processes it may use."""


def recognizer_from(engine: str, *, processes: int = 1) -> Recognizer:
    """Raises `ValueError` for an unknown name, listing the known ones. Nothing is loaded before `warm_up` or `open`."""
    if engine not in RECOGNIZERS:
        raise ValueError(f"STT_ENGINE is one of {', '.join(sorted(RECOGNIZERS))}; there is no {engine!r}")
    return RECOGNIZERS[engine](processes)
