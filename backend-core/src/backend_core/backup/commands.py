"""The commands, with the settings of the environment; each returns what is to be said."""

import asyncio
from pathlib import Path

from runtime.settings import DatabaseSettings
from runtime.storage.settings import PrivateStorageSettings

from backend_core.backup.creation import create
from backend_core.backup.manifest import Manifest, verified
from backend_core.backup.restoration import restore as put_back


def backup(folder: Path) -> str:
    """Raises as `creation.create`."""
    path, manifest = create(str(DatabaseSettings().database_url), PrivateStorageSettings(), folder)
    said = f"{path}: {_held(manifest)}."
    if manifest.missing_objects:
        said += (
            f" The storage lacks {manifest.missing_objects} files that the record names: see that STORAGE_URL is right."
        )
    return said


def check(path: Path) -> str:
    """Raises `BackupDamaged`."""
    return f"{path} is whole: {_held(asyncio.run(verified(path)))}."


def restore(path: Path, *, replace: bool) -> str:
    """Raises as `restoration.restore`."""
    settings = DatabaseSettings()
    restored = put_back(
        str(settings.database_url), str(settings.redis_url), PrivateStorageSettings(), path, replace=replace
    )
    made_at = f"{restored.manifest.made_at:%Y-%m-%d %H:%M} UTC"
    return (
        f"{_held(restored.manifest)} are as they were at {made_at}. Erased or taken back again, as they had been "
        f"since: {restored.erased_again}. Everybody signs in anew."
    )


def _held(manifest: Manifest) -> str:
    rows = sum(table.rows for table in manifest.tables.values())
    return f"{rows} rows and {len(manifest.objects)} files"
