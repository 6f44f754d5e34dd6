"""The models of `gpu.py` on the card, or tiny ones on the processor: prints what was measured as JSON.

Whisper is loaded and asked as the product does it (`engines.stt.whisper_decoder`), from a folder of random weights that
lets it say one sentence whatever it hears, so that each answer has as many tokens as one of that length.
"""

import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
import transformers
from cards.llama import LLAMA_8B, TINY, Cache, Llama, copied_bytes_a_second, prefill_ms, random_llama, step_ms
from engines.stt import Pcm
from engines.stt.whisper_decoder import SAMPLE_RATE, Whisper

sys.path.append(str(Path(__file__).parents[2] / "support"))
from tiny_models import TINY_WHISPER, tiny_whisper

TURBO = {
    "num_mel_bins": 128,
    "encoder_layers": 32,
    "decoder_layers": 4,
    "d_model": 1280,
    "encoder_attention_heads": 20,
    "decoder_attention_heads": 20,
    "encoder_ffn_dim": 5120,
    "decoder_ffn_dim": 5120,
    "vocab_size": 51866,
}
"""Whisper large-v3-turbo."""
SAID = " I measured which queries were slow, then changed."
"""50 tokens, each a letter: so many has English or Korean speech of some ten seconds."""
SEGMENT = 10.0
"""Seconds of sound."""
TOGETHER = 8
"""Segments in a batch; the product decodes them one by one."""
BATCHES = (1, 4, 8, 16, 32)
CONTEXT, NEW = 1500, 200
"""Tokens of a prompt, and those of them that the turn before did not have."""


def main(tiny: bool) -> None:
    device = torch.device("cpu" if tiny else "cuda")
    with torch.inference_mode():
        measured = {**_machine(device), **_llama(device, tiny), **_whisper(device, tiny)}
    json.dump(measured, sys.stdout)


def _machine(device: torch.device) -> dict[str, Any]:
    card = torch.cuda.get_device_properties(device) if device.type == "cuda" else None
    size = 2**31 if card else 2**20
    return {
        "card": card.name if card else "the processor, tiny shapes",
        "memory": card.total_memory if card else 2**30,
        "versions": f"torch {torch.__version__}, CUDA {torch.version.cuda}, transformers {transformers.__version__}",
        "bandwidth": copied_bytes_a_second(device, size),
    }


def _llama(device: torch.device, tiny: bool) -> dict[str, Any]:
    model = random_llama(TINY if tiny else LLAMA_8B, device)
    context, new, steps = (24, 8, 2) if tiny else (CONTEXT, NEW, 64)
    return {
        "context": context,
        "weights": model.bytes_of_a_step(),
        "resident": sum(weight.nbytes for weight in model.parameters()),
        "cache": _cache_bytes(model, context),
        "steps_ms": {batch: step_ms(model, batch, context, steps) for batch in BATCHES},
        "prefill_ms": prefill_ms(model, context, context),
        "kept_prefill_ms": prefill_ms(model, context, new),
    }


def _cache_bytes(model: Llama, context: int) -> int:
    return Cache(model.shape, 1, context, model.embedding.weight).size


def _whisper(device: torch.device, tiny: bool) -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        model = Whisper(str(tiny_whisper(Path(folder) / "whisper", SAID, TINY_WHISPER if tiny else TURBO)), device.type)
    sound = np.random.default_rng(0).normal(0, 0.1, round(SEGMENT * SAMPLE_RATE)).astype(np.float32)
    times = 2 if tiny else 30
    times, together = (1, 2) if tiny else (30, TOGETHER)
    _hear_ms(model, sound, timed=True)
    return {
        "segment": SEGMENT,
        "final_ms": [_hear_ms(model, sound, timed=True) for _ in range(times)],
        "caption_ms": [_hear_ms(model, sound, timed=False) for _ in range(times)],
        "together": together,
        "together_ms": [_hear_together_ms(model, [sound] * together) for _ in range(times + 1)][1:],
    }


def _hear_ms(model: Whisper, sound: Pcm, *, timed: bool) -> float:
    begun = time.perf_counter()
    words = model.hear(sound, "en", (), timed)
    spent = 1000 * (time.perf_counter() - begun)
    if " ".join(word.text for word in words) != SAID.strip():
        raise RuntimeError("Whisper did not say its sentence; another answer takes another time")
    return spent


def _hear_together_ms(model: Whisper, sounds: list[Pcm]) -> float:
    """Up to the tokens and their times: the product decodes one segment at a time and makes words of no batch."""
    begun = time.perf_counter()
    features = model._processor.feature_extractor(
        sounds, sampling_rate=SAMPLE_RATE, return_tensors="pt", return_attention_mask=True
    )
    model._generate(features, "en", (), SEGMENT, timed=True)["sequences"].tolist()
    return 1000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    main("--tiny" in sys.argv)
