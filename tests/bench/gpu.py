"""Llama-3.1-8B and Whisper large-v3-turbo in their published shapes on a card: speed alone, their weights are random.

    uv run python tests/bench/gpu.py

Without a CUDA device it says so and measures nothing; `--tiny` goes the same way on the processor, with tiny shapes
whose figures mean nothing. PyTorch and transformers are taken from where this runs if they are there (`make
models-environment`), and otherwise from an environment that is made for it once (`cards/gpu-requirements.txt`).
"""

import json
import os
import subprocess
import sys
from ctypes import CDLL, byref, c_int
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from processes.own_environment import GPU
from rich.console import Console
from rich.table import Table

HERE = Path(__file__).parent
SOURCES = [HERE.parents[1] / "packages" / name / "src" for name in ("contracts", "engines")]
FIRST_SENTENCE = 20
"""Tokens to the end of a question's first sentence: 11 of the form and 9 of it (docs/performance.md, Streaming)."""
VOICE_MS = 150.0
"""A sentence's sound, as in `streaming.py`."""
TARGET_MS = 800.0
TURN_SECONDS, SEGMENTS_A_TURN = 40.0, 3
"""An answer of half a minute, in three segments, and the question before it."""
QUESTION = 60
"""Tokens of a question with its form."""
CAPTION_EVERY = 0.8
"""Seconds of new speech between two captions (`engines.stt.whisper`)."""
LOAD = 0.7
"""Of the card's time: turns come when they come, and nobody is to wait for another's."""


@dataclass(frozen=True)
class Measured:
    """What `cards.models` prints: bytes, bytes a second, and milliseconds."""

    card: str
    memory: int
    versions: str
    bandwidth: float
    context: int
    weights: int
    """What one decoding step reads of them."""
    resident: int
    cache: int
    """Of one text of `context` tokens."""
    steps_ms: dict[int, float]
    """By texts in a batch."""
    prefill_ms: float
    kept_prefill_ms: float
    segment: float
    final_ms: list[float]
    caption_ms: list[float]
    together: int
    together_ms: list[float]

    def tokens_a_second(self, batch: int) -> float:
        return batch / self.steps_ms[batch] * 1000

    def limit(self, batch: int) -> float:
        """Tokens a second, were a step to take no longer than its bytes take to be read."""
        return batch * self.bandwidth / (self.weights + batch * self.cache)

    @property
    def final_p95_ms(self) -> float:
        return float(np.percentile(self.final_ms, 95))

    def turn_ms(self, asking: int) -> float:
        """From the end of a turn to the first sound, with so many questions written at a time."""
        return self.final_p95_ms + self.kept_prefill_ms + FIRST_SENTENCE * self.steps_ms[asking] + VOICE_MS

    def sessions(self, asking: int) -> int:
        """On one card, by its time and its memory, where questions are decoded in batches of `asking`."""
        looks = self.segment / CAPTION_EVERY
        hearing = SEGMENTS_A_TURN * (looks * np.median(self.caption_ms) + np.median(self.final_ms))
        question = self.kept_prefill_ms + QUESTION * self.steps_ms[asking] / asking
        by_time = LOAD * TURN_SECONDS * 1000 / (hearing + question)
        by_memory = (0.9 * self.memory - self.resident) / self.cache
        return int(max(min(by_time, by_memory), 0))


def cards() -> int:
    """CUDA devices, by the driver."""
    try:
        cuda = CDLL("libcuda.so.1")
    except OSError:
        return 0
    count = c_int()
    return count.value if cuda.cuInit(0) == 0 and cuda.cuDeviceGetCount(byref(count)) == 0 else 0


def measure(python: Path, *, tiny: bool) -> Measured:
    paths = [*map(str, SOURCES), os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        [str(python), "-m", "cards.models", *(["--tiny"] if tiny else [])],
        check=True,
        stdout=subprocess.PIPE,
        cwd=HERE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "HF_HUB_OFFLINE": "1"},
    )
    found = json.loads(done.stdout)
    return Measured(**found | {"steps_ms": {int(batch): ms for batch, ms in found["steps_ms"].items()}})


def python_here() -> Path | None:
    """This interpreter, where it has what the models need."""
    return Path(sys.executable) if find_spec("torch") and find_spec("transformers") else None


def main(
    tiny: Annotated[bool, typer.Option("--tiny", help="Tiny shapes on the processor: does the bench run?")] = False,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the results here too.")] = None,
) -> None:
    """Measure, print, and write."""
    if not tiny and not cards():
        Console().print("Skipped: there is no CUDA device here. `--tiny` shows on the processor that the bench runs.")
        return
    measured = measure(python_here() or GPU.python(), tiny=tiny)
    print_results(measured)
    if json_file:
        json_file.write_text(json.dumps(asdict(measured), indent=2), encoding="utf-8")


def print_results(measured: Measured) -> None:
    console = Console()
    console.print(f"{measured.card}; {measured.versions}")
    console.print(
        f"Memory is copied at {measured.bandwidth / 1e12:.2f} TB/s, read and written; a step reads "
        f"{measured.weights / 1e9:.1f} GB of weights and {measured.cache / 1e6:.0f} MB for each text."
    )
    table = Table(title=f"Decoding after {measured.context} tokens")
    for column in ("texts at a time", "a step (ms)", "tokens a second", "of the limit", "turn (ms)", "sessions a card"):
        table.add_column(column, justify="right")
    for batch, ms in measured.steps_ms.items():
        rate, turn = measured.tokens_a_second(batch), measured.turn_ms(batch)
        share = f"{rate / measured.limit(batch):.2f}"
        row = (f"{ms:.2f}", f"{rate:.0f}", share, f"{turn:.0f}", str(measured.sessions(batch)))
        table.add_row(str(batch), *row)
    console.print(table)
    console.print(
        f"Prefill: {measured.prefill_ms:.1f} ms of {measured.context} tokens, {measured.kept_prefill_ms:.1f} ms where "
        "all but the last answer is kept."
    )
    table = Table(title=f"Whisper, a segment of {measured.segment:.0f} s")
    for column in ("", "p50 (ms)", "p95 (ms)", "real-time factor"):
        table.add_column(column, justify="right" if column else "left")
    for name, spent, segments in (
        ("the final transcript, with times", measured.final_ms, 1),
        ("captions of all of it, without", measured.caption_ms, 1),
        (f"{measured.together} segments in a batch", measured.together_ms, measured.together),
    ):
        p50, p95 = np.percentile(spent, [50, 95])
        table.add_row(name, f"{p50:.0f}", f"{p95:.0f}", f"{p50 / 1000 / measured.segment / segments:.4f}")
    console.print(table)
    console.print(
        f"A turn is the final transcript (p95), the prefill that is not kept, {FIRST_SENTENCE} tokens and "
        f"{VOICE_MS:.0f} ms of voice; wanted are {TARGET_MS:.0f} ms. Not in it: the silence that ends a turn, and the "
        "servers' own time.\n"
        f"Sessions share {LOAD:.0%} of the card's time: in a turn of {TURN_SECONDS:.0f} s each has {SEGMENTS_A_TURN} "
        f"such segments transcribed, captions every {CAPTION_EVERY} s of them, and a question of {QUESTION} tokens. "
        "They share 90 % of its memory less the language model. Judging comes on top, and can wait."
    )


if __name__ == "__main__":
    typer.run(main)
