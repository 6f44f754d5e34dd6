"""Fetch models from the hub: `python -m engines.download [NAME…]`, which is also `visavis models download`.

What was broken off goes on where it was, also in another process. Every file is checked against the hub's checksum, and
a model appears in its place only when it is whole.
"""

import hashlib
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import httpx2
from huggingface_hub import HfApi, ModelInfo, hf_hub_url
from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, RepositoryNotFoundError, RevisionNotFoundError
from huggingface_hub.file_download import http_get
from pydantic import AliasChoices, Field, HttpUrl, SecretStr, ValidationError

from engines.models import KNOWN_MODELS, TRANSFORMER_FILES, KnownModel, known_model
from engines.settings import LocalModelSettings

UNFINISHED = ".unfinished"
"""Folder of the models that are not whole yet, in the models' own, so that one of them only has to be renamed."""
CHUNK = 2**20


class DownloadError(Exception):
    """A model could not be fetched; the text says why and what to do."""


class DownloadSettings(LocalModelSettings):
    """Which models are wished, where they are to lie, whose access is used, and which hub."""

    stt_engine: str | None = None
    tts_engine: str | None = None
    judge_gguf: str | None = None
    embedding_url: HttpUrl | None = None
    hf_token: SecretStr | None = Field(
        None, validation_alias=AliasChoices("HF_TOKEN", "HUGGINGFACE_API_KEY", "HUGGINGFACE_HUB_TOKEN")
    )
    # Behind a mirror, its address.
    hf_endpoint: HttpUrl = HttpUrl("https://huggingface.co")

    @property
    def named_models(self) -> list[str]:
        """The models that the engines of these settings load from `models_dir`."""
        names = [f"whisper-{self.whisper_model_size}"] if self.stt_engine == "whisper" else []
        names += [self.supertonic_model] if self.tts_engine == "supertonic" else []
        names += [name for name in (self.llm_gguf, self.judge_gguf) if name]
        names += [self.embedding_model] if self.embedding_model and not self.embedding_url else []
        return [name for name in names if not Path(name.removeprefix("whisper-")).exists()]


@dataclass(frozen=True)
class RemoteFile:
    """A file of a repository. The checksum is SHA-256 of a large file, and git's of any other."""

    name: str
    size: int
    sha256: str | None
    git_blob: str


def download(names: Sequence[str], settings: DownloadSettings) -> list[Path]:
    """Fetch the models, known by name here or named OWNER/NAME as on the hub. Those that are here stay as they are.

    Returns where they lie. Raises `DownloadError`.
    """
    models = [_model(name) for name in names]
    return [Download(model, settings).run() for model in models]


def _model(name: str) -> KnownModel:
    if known := known_model(name):
        return known
    if name.count("/") == 1 and not name.startswith(("/", ".")):
        return KnownModel(name, "embeddings", name, TRANSFORMER_FILES, size=0, memory=0, licence="see the hub")
    names = ", ".join(known.name for known in KNOWN_MODELS)
    raise DownloadError(f"there is no model {name!r}. Known are {names}; others are named OWNER/NAME as on the hub.")


class Download:
    """One model, from the hub to its place."""

    def __init__(self, model: KnownModel, settings: DownloadSettings) -> None:
        self._model = model
        self._target = settings.models_dir / model.name
        self._unfinished = settings.models_dir / UNFINISHED / model.name
        self._endpoint = str(settings.hf_endpoint).rstrip("/")
        # False, so that a token which someone has stored on this machine is not used unasked.
        self._token = settings.hf_token.get_secret_value() if settings.hf_token else False

    def run(self) -> Path:
        if self._target.exists():
            return self._target
        try:
            commit, files = self._wanted()
            self._check_space(files)
            for file in files:
                self._fetch(commit, file)
            self._target.parent.mkdir(parents=True, exist_ok=True)
            self._unfinished.rename(self._target)
        except GatedRepoError as error:
            raise DownloadError(
                f"{self._model.repository} wants its licence accepted: do so on {self._endpoint}/"
                f"{self._model.repository}, then set HF_TOKEN to a token of that account."
            ) from error
        except (RepositoryNotFoundError, RevisionNotFoundError) as error:
            raise DownloadError(
                f"{self._endpoint} has no {self._model.repository} at {self._model.revision}, or only for some: "
                "check the name, and HF_TOKEN."
            ) from error
        except (HfHubHTTPError, httpx2.HTTPError) as error:
            raise DownloadError(
                f"{self._model.name} was broken off ({type(error).__name__}). The same command goes on from there."
            ) from error
        except OSError as error:
            raise DownloadError(f"{self._model.name} cannot be stored in {self._target.parent}: {error}.") from error
        return self._target

    def _wanted(self) -> tuple[str, list[RemoteFile]]:
        """The commit that the revision is now, and the files of it that the model needs."""
        api = HfApi(endpoint=self._endpoint, token=self._token)
        info = api.model_info(self._model.repository, revision=self._model.revision, files_metadata=True)
        files = list(_files(info, self._model.files))
        if any(file.name == "model.safetensors" for file in files):
            files = [file for file in files if file.name != "pytorch_model.bin"]  # the same weights once more
        if not files or info.sha is None:
            raise DownloadError(f"{self._model.repository} has no {' or '.join(self._model.files)}.")
        return info.sha, files

    def _check_space(self, files: Iterable[RemoteFile]) -> None:
        self._unfinished.mkdir(parents=True, exist_ok=True)
        here = sum(file.stat().st_size for file in self._unfinished.rglob("*") if file.is_file())
        missing = sum(file.size for file in files) - here
        if missing > (free := shutil.disk_usage(self._unfinished).free):
            raise DownloadError(
                f"{self._model.name} needs {missing / 1e9:.1f} GB more in {self._target.parent}, where "
                f"{free / 1e9:.1f} GB are free. Make room, or set MODELS_DIR to a folder on a larger disk."
            )

    def _fetch(self, commit: str, file: RemoteFile) -> None:
        whole = self._unfinished / file.name
        if whole.exists():
            return
        whole.parent.mkdir(parents=True, exist_ok=True)
        # Of this very content: what a newer revision has instead does not go on from it.
        part = whole.with_name(f"{whole.name}.{(file.sha256 or file.git_blob)[:16]}.part")
        with part.open("ab") as sink:
            http_get(  # and not hf_hub_download, which forgets what was broken off in another process
                hf_hub_url(self._model.repository, file.name, revision=commit, endpoint=self._endpoint),
                sink,
                resume_size=sink.tell(),
                headers={"Authorization": f"Bearer {self._token}"} if self._token else {},
                expected_size=file.size,
                displayed_filename=file.name,
            )
        if _checksum(part, file) != (file.sha256 or file.git_blob):
            part.unlink()
            raise DownloadError(
                f"{file.name} of {self._model.repository} did not arrive as it is on the hub, and was thrown away. "
                "Run the same command again; if it stays so, something on the way changes it."
            )
        part.rename(whole)


def _files(info: ModelInfo, patterns: Sequence[str]) -> Iterable[RemoteFile]:
    for sibling in info.siblings or ():
        if sibling.blob_id and any(fnmatch(sibling.rfilename, pattern) for pattern in patterns):
            sha256 = sibling.lfs.sha256 if sibling.lfs else None
            yield RemoteFile(sibling.rfilename, sibling.size or 0, sha256, sibling.blob_id)


def _checksum(path: Path, file: RemoteFile) -> str:
    # SHA-1 is how git names what it stores; large files have better.
    digest = hashlib.sha256() if file.sha256 else hashlib.sha1(f"blob {file.size}\0".encode(), usedforsecurity=False)
    with path.open("rb") as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def main(arguments: Sequence[str]) -> int:
    """Fetch the named models, or those that the environment's settings name."""
    try:
        settings = DownloadSettings()
        names = list(arguments) or settings.named_models
        for path in download(names, settings):
            sys.stdout.write(f"{path} is whole\n")
    except (DownloadError, ValidationError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if not names:
        sys.stdout.write("No setting names a model that would have to be fetched.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
