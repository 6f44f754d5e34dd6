"""What was spoken a moment ago, kept in memory for whoever fetches it."""

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic


@dataclass(frozen=True)
class SpokenFile:
    data: bytes
    media_type: str
    expires: float


class SpokenFiles:
    """Files by a name that cannot be guessed. The oldest go when their time is up or the room is full."""

    def __init__(self, lifetime: timedelta, max_bytes: int, clock: Callable[[], float] = monotonic) -> None:
        self._lifetime = lifetime.total_seconds()
        self._room = max_bytes
        self._clock = clock
        self._files: OrderedDict[str, SpokenFile] = OrderedDict()

    def put(self, data: bytes, media_type: str) -> str:
        """The new file's name."""
        name = secrets.token_urlsafe(24)
        self._files[name] = SpokenFile(data, media_type, self._clock() + self._lifetime)
        self._room -= len(data)
        self._drop_expired()
        while self._room < 0 and len(self._files) > 1:
            self._drop_oldest()
        return name

    def get(self, name: str) -> SpokenFile | None:
        self._drop_expired()
        return self._files.get(name)

    def _drop_expired(self) -> None:
        while self._files and next(iter(self._files.values())).expires <= self._clock():
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        _, file = self._files.popitem(last=False)
        self._room += len(file.data)
