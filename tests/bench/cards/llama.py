"""A language model of random weights in a published shape, and nothing around it: what a card can do.

Decoding has shapes that never change, so that on a card a step is one CUDA graph, as servers run it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

ROUNDS = 5
WARMING = 3


@dataclass(frozen=True)
class Shape:
    layers: int
    width: int
    heads: int
    kv_heads: int
    hidden: int
    vocabulary: int

    @property
    def head(self) -> int:
        return self.width // self.heads


LLAMA_8B = Shape(layers=32, width=4096, heads=32, kv_heads=8, hidden=14336, vocabulary=128256)
"""Llama-3.1-8B."""
TINY = Shape(layers=2, width=64, heads=4, kv_heads=2, hidden=128, vocabulary=512)


class Cache:
    """Keys and values of `length` tokens of `batch` texts, for every layer."""

    def __init__(self, shape: Shape, batch: int, length: int, like: Tensor) -> None:
        places = (shape.layers, batch, shape.kv_heads, length, shape.head)
        self.keys, self.values = (torch.randn(places, dtype=like.dtype, device=like.device) for _ in range(2))

    @property
    def size(self) -> int:
        """Bytes."""
        return self.keys.nbytes + self.values.nbytes


class Block(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self._shape = shape
        kv = shape.kv_heads * shape.head
        self.before_attention, self.before_forward = nn.RMSNorm(shape.width), nn.RMSNorm(shape.width)
        self.qkv = nn.Linear(shape.width, shape.width + 2 * kv, bias=False)
        self.out = nn.Linear(shape.width, shape.width, bias=False)
        self.gate_up = nn.Linear(shape.width, 2 * shape.hidden, bias=False)
        self.down = nn.Linear(shape.hidden, shape.width, bias=False)

    def forward(self, x: Tensor, kept: tuple[Tensor, Tensor], at: Tensor, mask: Tensor | None) -> Tensor:
        """`x`: batch × tokens × width, of the tokens at places `at` of the keys and values that are kept. They are
        written there and attended to as a whole, less what `mask` hides.
        """
        shape, (batch, tokens, _), (keys, values) = self._shape, x.shape, kept
        turned = _angles(at, shape.head)
        heads = self.qkv(self.before_attention(x)).view(batch, tokens, -1, shape.head).transpose(1, 2)
        query, key, value = heads.split((shape.heads, shape.kv_heads, shape.kv_heads), dim=1)
        keys.index_copy_(2, at, _turn(key, turned))
        values.index_copy_(2, at, value.contiguous())
        if mask is not None:  # fused kernels take a mask, or fewer heads of keys than of queries, and not both
            keys, values = (one.repeat_interleave(shape.heads // shape.kv_heads, 1) for one in (keys, values))
        seen = functional.scaled_dot_product_attention(
            _turn(query, turned), keys, values, attn_mask=mask, enable_gqa=mask is None
        )
        x = x + self.out(seen.transpose(1, 2).reshape(batch, tokens, shape.width))
        gate, up = self.gate_up(self.before_forward(x)).chunk(2, dim=-1)
        return x + self.down(functional.silu(gate) * up)


class Llama(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.norm = nn.RMSNorm(shape.width)
        self.head = nn.Linear(shape.width, shape.vocabulary, bias=False)

    def forward(self, tokens: Tensor, cache: Cache, at: Tensor, mask: Tensor | None = None) -> Tensor:
        """The likeliest token after each text: batch × 1, of `tokens` (batch × tokens) at places `at`."""
        x = self.embedding(tokens)
        for layer, block in enumerate(self.blocks):
            x = block(x, (cache.keys[layer], cache.values[layer]), at, mask)
        likeliest: Tensor = self.head(self.norm(x[:, -1:])).argmax(-1)
        return likeliest

    def bytes_of_a_step(self) -> int:
        """Of the weights that a decoding step reads: all but the embeddings, of which it looks one up a text."""
        return sum(weight.nbytes for weight in self.parameters()) - self.embedding.weight.nbytes


def random_llama(shape: Shape, device: torch.device) -> Llama:
    """In bfloat16, made on the device."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16)
    try:
        with device:
            return Llama(shape).eval()
    finally:
        torch.set_default_dtype(before)


@torch.inference_mode()
def prefill_ms(model: Llama, context: int, new: int) -> float:
    """Milliseconds until the first token after a text of `context` tokens, of which all but the last `new` are kept."""
    like = model.embedding.weight
    cache = Cache(model.shape, 1, context, like)
    at = torch.arange(context - new, context, device=like.device)
    tokens = torch.randint(model.shape.vocabulary, (1, new), device=like.device)
    seen = torch.ones(new, context, dtype=torch.bool, device=like.device).tril(context - new)
    return _median_ms(lambda: model(tokens, cache, at, seen), like.device)


@torch.inference_mode()
def step_ms(model: Llama, batch: int, context: int, steps: int) -> float:
    """Milliseconds of one decoding step, of `steps` in a row, for `batch` texts of `context` tokens each."""
    like = model.embedding.weight
    cache = Cache(model.shape, batch, context, like)
    last = torch.tensor([context - 1], device=like.device)
    tokens = torch.randint(model.shape.vocabulary, (batch, 1), device=like.device)

    def step() -> None:
        tokens.copy_(model(tokens, cache, last))

    run = _as_graph(step) if like.is_cuda else step

    def all_steps() -> None:
        for _ in range(steps):
            run()

    return _median_ms(all_steps, like.device) / steps


@torch.inference_mode()
def copied_bytes_a_second(device: torch.device, size: int) -> float:
    """What the device's memory gives and takes while `size` bytes are copied within it, both counted."""
    source = torch.zeros(size, dtype=torch.uint8, device=device)
    target = torch.empty_like(source)
    return 2 * size / _median_ms(lambda: target.copy_(source), device) * 1000


def _as_graph(step: Callable[[], None]) -> Callable[[], None]:
    """Captured once it has run: what a first run allocates and chooses does not belong to the graph."""
    beside = torch.cuda.Stream()
    beside.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(beside):
        for _ in range(WARMING):
            step()
    torch.cuda.current_stream().wait_stream(beside)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step()
    return graph.replay


def _median_ms(work: Callable[[], Any], device: torch.device) -> float:
    for _ in range(WARMING):
        work()
    spent = []
    for _ in range(ROUNDS):
        _wait_for(device)
        begun = time.perf_counter()
        work()
        _wait_for(device)
        spent.append(1000 * (time.perf_counter() - begun))
    return median(spent)


def _wait_for(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def _angles(at: Tensor, head: int) -> Tensor:
    """Of rotary position embedding, as complex numbers: places × head / 2."""
    rates = 500_000.0 ** -(torch.arange(0, head, 2, device=at.device, dtype=torch.float32) / head)
    angles = at[:, None] * rates
    return torch.polar(torch.ones_like(angles), angles)


def _turn(x: Tensor, turned: Tensor) -> Tensor:
    pairs = torch.view_as_complex(x.float().unflatten(-1, (-1, 2)))
    return torch.view_as_real(pairs * turned).flatten(-2).to(x.dtype)
