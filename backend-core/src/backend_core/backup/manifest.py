"""What a backup says of itself."""

from hashlib import sha256
from pathlib import Path
from typing import Literal

from contracts.base import Contract, Timestamp
from contracts.errors import BackupDamaged
from persistence import copies
from pydantic import ValidationError
from runtime.storage.folder import FolderStore

MANIFEST = "manifest.json"


class SavedTable(Contract):
    """As `persistence.copies.TableCopy`."""

    columns: list[str]
    rows: int
    sha256: str


class SavedObject(Contract):
    size: int
    sha256: str

    @classmethod
    def of(cls, data: bytes) -> "SavedObject":
        return cls(size=len(data), sha256=sha256(data).hexdigest())


class Manifest(Contract):
    """`revision` is the migration that the tables are of, `storage_key` names the key that the files lie under, and
    `missing_objects` counts those that the record names and the storage did not have.
    """

    format: Literal[1] = 1
    made_at: Timestamp
    revision: str
    storage_key: str
    tables: dict[str, SavedTable]
    objects: dict[str, SavedObject]
    missing_objects: int = 0

    @property
    def copies(self) -> dict[str, copies.TableCopy]:
        return {name: copies.TableCopy(**table.model_dump()) for name, table in self.tables.items()}


def tables_of(backup: Path) -> Path:
    return backup / "tables"


def objects_of(backup: Path) -> FolderStore:
    return FolderStore(backup / "objects")


async def verified(backup: Path) -> Manifest:
    """The manifest of a backup whose every file is as it says. Raises `BackupDamaged`, `StorageFailed`."""
    try:
        manifest = Manifest.model_validate_json((backup / MANIFEST).read_bytes())
    except (OSError, ValidationError) as error:
        raise BackupDamaged(part=MANIFEST) from error
    for name, table in manifest.tables.items():
        try:
            digest = copies.digest_of(tables_of(backup), name)
        except OSError as error:
            raise BackupDamaged(part=name) from error
        if digest != table.sha256:
            raise BackupDamaged(part=name)
    objects = objects_of(backup)
    for key, saved in manifest.objects.items():
        data = await objects.get(key)
        if data is None or SavedObject.of(data) != saved:
            raise BackupDamaged(part=key)
    return manifest
