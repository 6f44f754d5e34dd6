"""A Supertonic so small that a test builds it: four ONNX graphs and the files beside them, laid out as the real ones.

Its duration predictor gives every character of the processed text the same time, and its vocoder a steady level that is
the voice's own, so that a test can tell what has reached the model from what comes out.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SAMPLE_RATE = 16_000
BLOCK = 128
"""Samples that one step of the latent stands for."""
SECONDS_A_CHARACTER = 0.05
LATENT_DIM, COMPRESS = 64, 2
MAX_IR, OPSET = 9, 17

_FLOAT, _INT = TensorProto.FLOAT, TensorProto.INT64
_TEXT_IDS = ("text_ids", _INT, ["batch", "text"])
_TEXT_MASK = ("text_mask", _FLOAT, ["batch", 1, "text"])
_STYLE_TTL = ("style_ttl", _FLOAT, ["batch", 2, 4])
_Value = tuple[str, int, Sequence[int | str]]


def tiny_supertonic(folder: Path, voices: Mapping[str, float], unreadable: str = "") -> Path:
    """`voices` by name, each with the level that it sounds at; the text processor does not know `unreadable`."""
    (folder / "onnx").mkdir(parents=True)
    (folder / "voice_styles").mkdir()
    _duration_predictor(folder / "onnx" / "duration_predictor.onnx")
    _text_encoder(folder / "onnx" / "text_encoder.onnx")
    _vector_estimator(folder / "onnx" / "vector_estimator.onnx")
    _vocoder(folder / "onnx" / "vocoder.onnx")
    settings = {
        "ae": {"sample_rate": SAMPLE_RATE, "base_chunk_size": BLOCK // COMPRESS},
        "ttl": {"chunk_compress_factor": COMPRESS, "latent_dim": LATENT_DIM},
    }
    (folder / "onnx" / "tts.json").write_text(json.dumps(settings))
    indexer = [-1 if chr(code) in unreadable else code % 100 for code in range(0x10000)]
    (folder / "onnx" / "unicode_indexer.json").write_text(json.dumps(indexer))
    for name, level in voices.items():
        style = {
            part: {"dims": [1, 2, 4], "data": np.full((1, 2, 4), level).tolist(), "type": "float32"}
            for part in ("style_ttl", "style_dp")
        }
        (folder / "voice_styles" / f"{name}.json").write_text(json.dumps(style))
    return folder


def _duration_predictor(path: Path) -> None:
    """Seconds: so many characters, each of the same length."""
    nodes = [
        helper.make_node("ReduceSum", ["text_mask", "axes"], ["characters"], keepdims=0),
        helper.make_node("Mul", ["characters", "each"], ["duration"]),
    ]
    constants = {"axes": np.array([1, 2]), "each": np.array(SECONDS_A_CHARACTER, np.float32)}
    style = ("style_dp", _FLOAT, ["batch", 2, 4])
    _save(path, nodes, [_TEXT_IDS, style, _TEXT_MASK], ("duration", _FLOAT, ["batch"]), constants)


def _text_encoder(path: Path) -> None:
    nodes = [
        helper.make_node("Cast", ["text_ids"], ["numbers"], to=_FLOAT),
        helper.make_node("Unsqueeze", ["numbers", "axes"], ["text_emb"]),
    ]
    out = ("text_emb", _FLOAT, ["batch", 1, "text"])
    _save(path, nodes, [_TEXT_IDS, _STYLE_TTL, _TEXT_MASK], out, {"axes": np.array([1])})


def _vector_estimator(path: Path) -> None:
    """The style's level wherever the latent counts, and none of the noise that it began with."""
    nodes = [
        helper.make_node("ReduceMean", ["style_ttl"], ["level"], axes=[1, 2], keepdims=1),
        helper.make_node("Mul", ["noisy_latent", "nothing"], ["silence"]),
        helper.make_node("Add", ["silence", "level"], ["loud"]),
        helper.make_node("Mul", ["loud", "latent_mask"], ["denoised"]),
    ]
    inputs: list[_Value] = [
        ("noisy_latent", _FLOAT, ["batch", LATENT_DIM * COMPRESS, "latent"]),
        ("text_emb", _FLOAT, ["batch", 1, "text"]),
        _STYLE_TTL,
        _TEXT_MASK,
        ("latent_mask", _FLOAT, ["batch", 1, "latent"]),
        ("current_step", _FLOAT, ["batch"]),
        ("total_step", _FLOAT, ["batch"]),
    ]
    out = ("denoised", _FLOAT, ["batch", LATENT_DIM * COMPRESS, "latent"])
    _save(path, nodes, inputs, out, {"nothing": np.array(0, np.float32)})


def _vocoder(path: Path) -> None:
    nodes = [
        helper.make_node("Transpose", ["latent"], ["steps"], perm=[0, 2, 1]),
        helper.make_node("Reshape", ["steps", "flat"], ["wav"]),
    ]
    latent = ("latent", _FLOAT, ["batch", LATENT_DIM * COMPRESS, "latent"])
    _save(path, nodes, [latent], ("wav", _FLOAT, ["batch", "samples"]), {"flat": np.array([0, -1])})


def _save(
    path: Path, nodes: list[onnx.NodeProto], inputs: Sequence[_Value], output: _Value, constants: dict[str, np.ndarray]
) -> None:
    graph = helper.make_graph(
        nodes,
        path.stem,
        [helper.make_tensor_value_info(*value) for value in inputs],
        [helper.make_tensor_value_info(*output)],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=MAX_IR)
    onnx.checker.check_model(model)
    onnx.save(model, path)
