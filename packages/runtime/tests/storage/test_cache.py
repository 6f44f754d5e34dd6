"""A bounded part of a storage."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from runtime.storage import ObjectStore
from runtime.storage.cache import ObjectCache
from runtime.storage.folder import FolderStore

MONTH = timedelta(days=30)


def aged(folder: Path, name: str, *, written_days_ago: float, used_days_ago: float) -> None:
    now = time.time()
    os.utime(folder / "speech" / name[:2] / name, (now - used_days_ago * 86_400, now - written_days_ago * 86_400))


async def test_what_was_put_is_found_until_it_is_forgotten(store: ObjectStore) -> None:
    cache = ObjectCache(store, "speech", max_bytes=10_000, lifetime=MONTH)
    await cache.put("abcd", b"1")
    assert await cache.get("abcd") == b"1"
    await cache.forget("abcd")
    assert await cache.get("abcd") is None


async def test_the_least_recently_used_goes_first(folder: Path) -> None:
    cache = ObjectCache(FolderStore(folder), "speech", max_bytes=1000, lifetime=MONTH)
    names = [f"{number:02}" for number in range(10)]
    for number, name in enumerate(names):
        await cache.put(name, bytes(100))
        aged(folder, name, written_days_ago=10 - number / 10, used_days_ago=10 - number / 10)
    assert await cache.get("00"), "asked for now, though written first"
    await cache.put("10", bytes(100))
    left = {found.key.rsplit("/")[-1] for found in await FolderStore(folder).list("speech")}
    assert left == {"00", *names[3:], "10"}


async def test_the_old_goes_whoever_used_it(folder: Path) -> None:
    cache = ObjectCache(FolderStore(folder), "speech", max_bytes=1000, lifetime=MONTH)
    await cache.put("old", b"1")
    await cache.put("new", b"1")
    aged(folder, "old", written_days_ago=31, used_days_ago=0)
    await cache.make_room()
    assert await cache.get("old") is None
    assert await cache.get("new") == b"1"


async def test_room_is_made_on_any_storage(store: ObjectStore) -> None:
    cache = ObjectCache(store, "speech", max_bytes=1000, lifetime=MONTH)
    for number in range(30):
        await cache.put(f"{number:02}", bytes(100))
    found = await store.list("speech")
    assert 0 < sum(entry.size for entry in found) <= 1050


async def test_what_is_too_large_is_not_kept(folder: Path) -> None:
    cache = ObjectCache(FolderStore(folder), "speech", max_bytes=1000, lifetime=MONTH)
    await cache.put("huge", bytes(101))
    assert await cache.get("huge") is None


@pytest.mark.parametrize("name", ["../../etc", "..", ""])
async def test_a_name_is_no_way_out(folder: Path, name: str) -> None:
    cache = ObjectCache(FolderStore(folder), "speech", max_bytes=1000, lifetime=MONTH)
    with pytest.raises(ValueError, match="not a key"):
        await cache.get(name)
