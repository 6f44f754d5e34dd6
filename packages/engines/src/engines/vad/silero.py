"""Silero VAD in onnxruntime.

The network is the `.onnx` file in the silero-vad wheel; the package itself is never imported, for that imports torch.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnxruntime
from contracts.errors import EngineFailed
from numpy.typing import NDArray

from engines.vad import SAMPLE_RATE, WINDOW_SAMPLES

NAME = "silero"
CONTEXT_SAMPLES = 64
"""The end of the previous window, which the network sees before the current one."""
STATE_SHAPE = (2, 1, 128)


class SileroVad:
    """One audio stream; every stream shares one network. A window takes about 0.2 ms on one core."""

    def __init__(self) -> None:
        """Raises `EngineFailed` when the network is not installed."""
        self._session = _session()
        self._state = np.zeros(STATE_SHAPE, np.float32)
        self._context = np.zeros(CONTEXT_SAMPLES, np.float32)

    def probability(self, window: NDArray[np.float32]) -> float:
        if window.shape != (WINDOW_SAMPLES,):
            raise ValueError(f"a window has {WINDOW_SAMPLES} samples, not shape {window.shape}")
        heard = np.concatenate((self._context, window)).astype(np.float32, copy=False)
        self._context = heard[-CONTEXT_SAMPLES:]
        probability, self._state = self._session.run(
            None,
            {"input": heard[np.newaxis], "state": self._state, "sr": np.array(SAMPLE_RATE, np.int64)},
        )
        return float(probability[0, 0])

    def reset(self) -> None:
        self._state = np.zeros(STATE_SHAPE, np.float32)
        self._context = np.zeros(CONTEXT_SAMPLES, np.float32)


@cache
def _session() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # The network is so small that handing it to a second thread costs more than running it.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    try:
        return onnxruntime.InferenceSession(_network(), options, providers=["CPUExecutionProvider"])
    except (FileNotFoundError, RuntimeError) as error:
        raise EngineFailed(engine=NAME) from error


def _network() -> str:
    spec = find_spec("silero_vad")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the silero-vad package is not installed")
    return str(Path(spec.origin).parent / "data" / "silero_vad_16k_op15.onnx")
