"""The local models that this version knows, and where they lie on this machine.

Sizes and memory are computed from the number of parameters and their width, not measured. Revisions are branches: pin
them to a commit in a deployment that has to be the same tomorrow.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from contracts.errors import ModelMissing

GB = 10**9
MIT, APACHE = "MIT", "Apache-2.0"
WHISPER_FILES = ("*.json", "*.txt", "model.safetensors")
TRANSFORMER_FILES = (
    "*.json",
    "1_Pooling/*",
    "2_Normalize/*",
    "sentencepiece.bpe.model",
    "model.safetensors",
    "pytorch_model.bin",
)
SUPERTONIC_FILES = ("onnx/*", "voice_styles/*.json")


@dataclass(frozen=True)
class KnownModel:
    """A model on the hub. `files` are patterns of what is needed of its repository; size and memory in bytes.

    `unverified`: the way to it is tested, and nobody here has judged what it does.
    """

    name: str
    task: Literal["speech to text", "text to speech", "language model", "embeddings"]
    repository: str
    files: tuple[str, ...]
    size: int
    memory: int
    licence: str
    revision: str = "main"
    unverified: bool = False


def _whisper(size: str, parameters: int, stored_bytes: int) -> KnownModel:
    """In memory: half precision, on a GPU; twice that on a processor."""
    return KnownModel(
        name=f"whisper-{size}",
        task="speech to text",
        repository=f"openai/whisper-{size}",
        files=WHISPER_FILES,
        size=parameters * stored_bytes,
        memory=parameters * 2,
        licence=APACHE if size.startswith("large") else MIT,
    )


KNOWN_MODELS = (
    _whisper("large-v3-turbo", 809_000_000, 2),
    _whisper("large-v3", 1_550_000_000, 2),
    _whisper("medium", 769_000_000, 4),
    _whisper("small", 244_000_000, 4),
    _whisper("base", 74_000_000, 4),
    _whisper("tiny", 39_000_000, 4),
    # At the commit that its makers' package was tested with.
    KnownModel(
        name="supertonic-2",
        task="text to speech",
        repository="Supertone/supertonic-2",
        files=SUPERTONIC_FILES,
        size=66_000_000 * 4,
        memory=66_000_000 * 4,
        licence="OpenRAIL-M",
        revision="75e6727618a02f323c720cba9478152d4bc16ca4",
        unverified=True,
    ),
    # Four bits a weight (Q4_K_M has 4.85 on average); in memory, the keys and values of 8,192 tokens beside them.
    KnownModel(
        name="llama-3.1-8b",
        task="language model",
        repository="bartowski/Meta-Llama-3.1-8B-Instruct-GGUF",
        files=("Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf",),
        size=int(8.03e9 * 4.85 / 8),
        memory=int(8.03e9 * 4.85 / 8) + 8192 * 131_072,
        licence="Llama 3.1 Community",
    ),
    KnownModel(
        name="exaone-3.5-7.8b",
        task="language model",
        repository="LGAI-EXAONE/EXAONE-3.5-7.8B-Instruct-GGUF",
        files=("EXAONE-3.5-7.8B-Instruct-Q4_K_M.gguf",),
        size=int(7.82e9 * 4.85 / 8),
        memory=int(7.82e9 * 4.85 / 8) + 8192 * 131_072,
        licence="EXAONE 1.1, non-commercial",
    ),
    KnownModel(
        name="solar-10.7b",
        task="language model",
        repository="TheBloke/SOLAR-10.7B-Instruct-v1.0-GGUF",
        files=("solar-10.7b-instruct-v1.0.Q4_K_M.gguf",),
        size=int(10.73e9 * 4.85 / 8),
        memory=int(10.73e9 * 4.85 / 8) + 4096 * 196_608,
        licence="CC-BY-NC-4.0, non-commercial",
    ),
    KnownModel(
        name="kure-v1",
        task="embeddings",
        repository="nlpai-lab/KURE-v1",
        files=TRANSFORMER_FILES,
        size=568_000_000 * 4,
        memory=568_000_000 * 4,
        licence=MIT,
    ),
    KnownModel(
        name="bge-m3",
        task="embeddings",
        repository="BAAI/bge-m3",
        files=TRANSFORMER_FILES,
        size=568_000_000 * 4,
        memory=568_000_000 * 4,
        licence=MIT,
    ),
)


def known_model(name: str) -> KnownModel | None:
    """By its name here or on the hub, whatever the case."""
    names = {name.lower(), name.rsplit("/", 1)[-1].lower()}
    return next((known for known in KNOWN_MODELS if known.name in names or known.repository.lower() in names), None)


def model_path(models_dir: Path, name: str, *, engine: str) -> Path:
    """The folder or file of a model: a known one's in `models_dir`, or what `name` says as a path.

    A known model that is one file is that file. Raises `ModelMissing`.
    """
    known = known_model(name)
    for path in (models_dir / (known.name if known else name), Path(name).expanduser()):
        if known and known.task == "language model" and path.is_dir():
            return next(path.glob("*.gguf"))
        if path.exists():
            return path
    raise ModelMissing(engine=engine, model=known.name if known else name)
