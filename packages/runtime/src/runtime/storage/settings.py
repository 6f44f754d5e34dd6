"""Where objects are kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import Self

from contracts.errors import StorageNotSet
from pydantic import AliasChoices, Field, HttpUrl, SecretStr, model_validator

from runtime.settings import Settings, StrongSecret
from runtime.storage import ObjectStore
from runtime.storage.encrypted import EncryptedStore, Keyring
from runtime.storage.folder import FolderStore


class StorageSettings(Settings):
    # Object storage: a folder, or s3://bucket/prefix. Not set, nothing is kept that could be made again.
    storage_url: str | None = None
    # Of a server that speaks S3's protocol and is not Amazon's.
    s3_endpoint_url: HttpUrl | None = Field(
        None, validation_alias=AliasChoices("S3_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3")
    )
    s3_region: str = Field("us-east-1", validation_alias=AliasChoices("S3_REGION", "AWS_REGION"))
    # Without a key, the machine's own role.
    s3_access_key_id: str | None = Field(None, validation_alias=AliasChoices("S3_ACCESS_KEY_ID", "AWS_ACCESS_KEY_ID"))
    s3_secret_access_key: SecretStr | None = Field(
        None, validation_alias=AliasChoices("S3_SECRET_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY")
    )

    @property
    def _on_s3(self) -> bool:
        return self.storage_url is not None and self.storage_url.startswith("s3://")

    def object_store(self) -> ObjectStore | None:
        """None where no storage is set."""
        if self.storage_url is None:
            return None
        if not self._on_s3:
            return FolderStore(Path(self.storage_url).expanduser())
        from runtime.storage.s3 import S3Store  # noqa: PLC0415 - a client that only those who use it load

        bucket, _, prefix = self.storage_url.removeprefix("s3://").strip("/").partition("/")
        secret = self.s3_secret_access_key
        return S3Store(
            bucket,
            prefix or None,
            region=self.s3_region,
            endpoint=str(self.s3_endpoint_url).rstrip("/") if self.s3_endpoint_url else None,
            access_key_id=self.s3_access_key_id,
            secret_access_key=secret.get_secret_value() if secret else None,
        )

    @model_validator(mode="after")
    def _refuse_storage_that_is_none(self) -> Self:
        if problem := next(self._storage_problems(), None):
            raise ValueError(problem)
        return self

    def _storage_problems(self) -> Iterator[str]:
        if self._on_s3 and not str(self.storage_url).removeprefix("s3://").strip("/"):
            yield "STORAGE_URL=s3://… needs the name of a bucket"
        if self.storage_url and not self._on_s3 and "://" in self.storage_url:
            yield "STORAGE_URL is a folder or s3://bucket/prefix"
        if bool(self.s3_access_key_id) != bool(self.s3_secret_access_key):
            yield "S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together: set both, or neither"


class PrivateStorageSettings(StorageSettings):
    """For the services that keep what is a candidate's own: it lies encrypted."""

    # What people upload is encrypted under it. It cannot be read without it: keep a copy.
    storage_key: StrongSecret
    # Earlier ones, separated by commas, for what was written under them.
    storage_keys_before: SecretStr = SecretStr("")

    def private_store(self) -> EncryptedStore:
        """Raises `StorageNotSet` where there is no storage."""
        store = self.object_store()
        if store is None:
            raise StorageNotSet
        return EncryptedStore(store, self.keyring())

    def keyring(self) -> Keyring:
        earlier = [key.strip() for key in self.storage_keys_before.get_secret_value().split(",") if key.strip()]
        return Keyring(self.storage_key.get_secret_value(), earlier)
