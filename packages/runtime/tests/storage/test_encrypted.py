"""What is kept encrypted: readable with its key alone, by range, after the platform's key has changed."""

import os
import secrets
from pathlib import Path

import pytest
from contracts.errors import StorageFailed, StorageNotSet
from runtime.storage import ObjectStore
from runtime.storage.encrypted import FRAME, TAG, EncryptedStore, Keyring
from runtime.storage.folder import FolderStore
from runtime.storage.settings import PrivateStorageSettings

SECRET, OTHER = secrets.token_urlsafe(48), secrets.token_urlsafe(48)
NAME = "resumes/3f/a"


@pytest.fixture
def private(store: ObjectStore) -> EncryptedStore:
    return EncryptedStore(store, Keyring(SECRET))


@pytest.mark.parametrize("size", [0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME])
async def test_what_was_written_is_read_whatever_its_size(private: EncryptedStore, store: ObjectStore, size: int):
    data = os.urandom(size)
    wrapped = await private.put(NAME, data)
    assert await private.get(NAME, wrapped) == data
    kept = await store.get(NAME)
    assert kept is not None
    assert len(kept) == size + TAG * max(1, -(-size // FRAME))
    assert size < 100 or data[:100] not in kept
    await private.delete(NAME)
    assert await private.get(NAME, wrapped) is None


@pytest.mark.parametrize(
    ("start", "end"),
    [(0, 0), (0, 1), (FRAME - 1, FRAME + 1), (FRAME, 2 * FRAME), (7, 2 * FRAME + 9), (2 * FRAME, 9 * FRAME)],
)
async def test_a_range_is_read_from_its_own_frames(private: EncryptedStore, start: int, end: int):
    data = os.urandom(2 * FRAME + 500)
    wrapped = await private.put(NAME, data)
    assert await private.get_range(NAME, wrapped, start, end) == data[start:end]


async def test_a_range_that_begins_behind_the_end_is_refused(private: EncryptedStore):
    wrapped = await private.put(NAME, b"short")
    with pytest.raises(ValueError, match="outside"):
        await private.get_range(NAME, wrapped, 6, 9)


async def test_a_new_key_opens_what_the_old_one_wrapped_and_wraps_it_anew(folder: Path):
    wrapped = await EncryptedStore(FolderStore(folder), Keyring(SECRET)).put(NAME, b"kept")
    both = Keyring(OTHER, [SECRET])
    assert await EncryptedStore(FolderStore(folder), both).get(NAME, wrapped) == b"kept"
    only_new = EncryptedStore(FolderStore(folder), Keyring(OTHER))
    with pytest.raises(StorageFailed):
        await only_new.get(NAME, wrapped)
    assert await only_new.get(NAME, both.rewrap(wrapped, NAME)) == b"kept"


async def test_what_was_changed_cut_off_or_moved_is_not_read(folder: Path):
    store = FolderStore(folder)
    private = EncryptedStore(store, Keyring(SECRET))
    wrapped = await private.put(NAME, os.urandom(2 * FRAME))
    kept = await store.get(NAME)
    assert kept
    frame = FRAME + TAG
    changed = kept[:100] + bytes([kept[100] ^ 1]) + kept[101:]
    for forged in (changed, kept[:frame], kept[frame:] + kept[:frame], kept[:frame] * 2, b""):
        await store.put(NAME, forged)
        with pytest.raises(StorageFailed):
            await private.get(NAME, wrapped)
    await store.put("resumes/3f/b", kept)
    with pytest.raises(StorageFailed):
        await private.get("resumes/3f/b", wrapped)


@pytest.mark.parametrize("wrapped", ["", "nonsense", "00000000.!!!", "00000000."])
async def test_a_wrapped_key_that_is_none_opens_nothing(folder: Path, wrapped: str):
    with pytest.raises(StorageFailed):
        await EncryptedStore(FolderStore(folder), Keyring(SECRET)).get(NAME, wrapped)


def test_without_a_storage_nothing_is_kept():
    with pytest.raises(StorageNotSet):
        PrivateStorageSettings.model_validate({"storage_key": SECRET}).private_store()


async def test_the_settings_name_the_key_and_those_before_it(folder: Path):
    settings = {"storage_key": SECRET, "storage_url": os.fspath(folder)}
    wrapped = await PrivateStorageSettings.model_validate(settings).private_store().put(NAME, b"kept")
    later = {**settings, "storage_key": OTHER, "storage_keys_before": f"{secrets.token_urlsafe(48)}, {SECRET}"}
    assert await PrivateStorageSettings.model_validate(later).private_store().get(NAME, wrapped) == b"kept"
