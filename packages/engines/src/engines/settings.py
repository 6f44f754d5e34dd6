"""Which local models the engines run, read from the environment. Services inherit what they use of it."""

from pathlib import Path
from typing import Annotated

from pydantic import AliasChoices, Field
from runtime.settings import Settings


class LocalModelSettings(Settings):
    """A model is a name that `visavis models` knows, or a path. Names are looked for in `models_dir`."""

    # Where `visavis models download` puts models; the local platform's is `models` in VISAVIS_HOME.
    models_dir: Path = Path("models")

    # Whisper, of any size that OpenAI has published, or the folder of a converted or fine-tuned one.
    whisper_model_size: str = Field(
        "large-v3-turbo", validation_alias=AliasChoices("WHISPER_MODEL_SIZE", "WHISPER_LOCAL_MODEL")
    )
    # "auto", "cpu", "cuda" or "cuda:1"; true and false (USE_GPU) mean cuda and cpu.
    whisper_device: str = Field(
        "auto", validation_alias=AliasChoices("WHISPER_DEVICE", "WHISPER_LOCAL_DEVICE", "USE_GPU")
    )

    # A language model in llama.cpp's format.
    llm_gguf: str | None = None
    # Tokens of prompt and answer together; more takes more memory. 0 is what the model was trained with.
    llm_context: Annotated[int, Field(ge=0)] = 8192
    # Layers on the GPU, -1 for all; without one they stay on the processor.
    llm_gpu_layers: Annotated[int, Field(ge=-1)] = -1

    # A sentence-transformers model; none means hashed character n-grams.
    embedding_model: str | None = None
