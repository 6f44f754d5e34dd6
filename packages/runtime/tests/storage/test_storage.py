"""Objects in a folder and on S3, by the same rules."""

import asyncio
import os
import threading
import time
from pathlib import Path

import pytest
from contracts.errors import StorageFailed
from pydantic import ValidationError
from runtime.storage import ObjectStore
from runtime.storage.folder import FolderStore
from runtime.storage.settings import StorageSettings


async def test_an_object_is_there_whole_until_it_is_deleted(store: ObjectStore) -> None:
    data = os.urandom(300_000)
    assert await store.get("speech/3f/a.flac") is None
    await store.put("speech/3f/a.flac", data)
    assert await store.get("speech/3f/a.flac") == data
    await store.put("speech/3f/a.flac", b"")
    assert await store.get("speech/3f/a.flac") == b""
    await store.delete("speech/3f/a.flac")
    await store.delete("speech/3f/a.flac")
    assert await store.get("speech/3f/a.flac") is None


async def test_a_range_of_an_object_is_read(store: ObjectStore) -> None:
    assert await store.get_range("a", 0, 1) is None
    await store.put("a", b"0123456789")
    assert await store.get_range("a", 2, 5) == b"234"
    assert await store.get_range("a", 8, 99) == b"89"


async def test_what_lies_under_a_prefix_is_listed(store: ObjectStore) -> None:
    await store.put("speech/3f/a", b"123")
    await store.put("speech/b", b"12345")
    await store.put("speeches/c", b"1")
    assert {found.key: found.size for found in await store.list("speech")} == {"speech/3f/a": 3, "speech/b": 5}
    assert await store.list("nothing") == []
    assert all(abs(found.written.timestamp() - time.time()) < 60 for found in await store.list("speech"))


@pytest.mark.parametrize(
    "key",
    ["", "/etc/passwd", "../a", "a/../b", "a/./b", "a//b", "a/", ".incoming/a", "a\\b", "a\0b", "a b", "ä", "x" * 513],
)
def test_a_key_that_is_none_reaches_nothing(store: ObjectStore, key: str, folder: Path) -> None:
    for attempt in (store.put(key, b"1"), store.get(key), store.delete(key), store.list(key)):
        with pytest.raises(ValueError, match="not a key"):
            asyncio.run(attempt)
    assert not folder.exists()


async def test_a_reader_gets_the_old_or_the_new_object_and_never_half_of_one(folder: Path) -> None:
    store, over = FolderStore(folder), threading.Event()
    objects = [bytes([number]) * 200_000 for number in (1, 2)]
    await store.put("a", objects[0])

    def write() -> None:
        while not over.is_set():
            for data in objects:
                asyncio.run(FolderStore(folder).put("a", data))

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    seen = [await store.get("a") for _ in range(200)]
    over.set()
    for writer in writers:
        writer.join()
    assert set(seen) <= set(objects)
    assert [found.key for found in await store.list("a")] == []
    assert list((folder / ".incoming").iterdir()) == []


async def test_what_a_killed_writer_left_is_cleared_away(folder: Path) -> None:
    store = FolderStore(folder)
    await store.put("kept/a", b"1")
    old, young = folder / ".incoming" / "old", folder / ".incoming" / "young"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert [found.key for found in await store.list("kept")] == ["kept/a"]
    assert (old.exists(), young.exists()) == (False, True)


async def test_a_folder_that_cannot_be_written_is_an_error_of_the_storage(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StorageFailed):
        await FolderStore(tmp_path / "file").put("a", b"1")


async def test_a_bucket_that_is_not_there_is_an_error_of_the_storage(s3_settings: StorageSettings) -> None:
    elsewhere = s3_settings.model_copy(update={"storage_url": "s3://no-such-bucket"}).object_store()
    assert elsewhere
    with pytest.raises(StorageFailed):
        await elsewhere.put("a", b"1")


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"storage_url": "s3://"}, "name of a bucket"),
        ({"storage_url": "https://example.org/bucket"}, "a folder or s3://"),
        ({"storage_url": "s3://bucket", "s3_access_key_id": "key"}, "belong together"),
    ],
)
def test_settings_that_lead_nowhere_are_refused(settings: dict[str, object], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        StorageSettings.model_validate(settings)


def test_no_setting_is_no_storage() -> None:
    assert StorageSettings().object_store() is None
