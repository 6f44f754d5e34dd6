"""A session's slot in shared memory: one RGB frame, written by the server, read by the tracker process.

The two never use it at once: the server writes only when the answer to the previous frame has come.
"""

from multiprocessing.shared_memory import SharedMemory

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

MAX_WIDTH, MAX_HEIGHT = 640, 480
SLOT_BYTES = MAX_WIDTH * MAX_HEIGHT * 3


class FrameSlot:
    """Holds a frame of at most 640×480; larger ones are scaled down on the way in."""

    def __init__(self, name: str | None = None) -> None:
        """A new slot, or the one called `name`. Raises `FileNotFoundError` when that is gone."""
        self._memory = SharedMemory(name=name, create=name is None, size=SLOT_BYTES)
        self.name = self._memory.name
        self._reformatter = VideoReformatter()

    def write(self, frame: av.VideoFrame) -> tuple[int, int]:
        """Convert `frame` to RGB into the slot. Returns the width and height it has there."""
        scale = min(MAX_WIDTH / frame.width, MAX_HEIGHT / frame.height, 1.0)
        width, height = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
        # Scaled before the conversion to an array: pixels that nobody looks at are never touched by Python. One
        # reformatter keeps its tables from frame to frame, and one thread is cheaper than waking others for so little.
        small = self._reformatter.reformat(frame, width, height, "rgb24", threads=1)
        self._pixels(width, height)[:] = small.to_ndarray()
        return width, height

    def read(self, width: int, height: int) -> NDArray[np.uint8]:
        """A copy of the frame, uint8, shape (height, width, 3)."""
        return self._pixels(width, height).copy()

    def close(self) -> None:
        self._memory.close()

    def unlink(self) -> None:
        """Free the memory itself; called once, by the side that made it."""
        self._memory.unlink()

    def _pixels(self, width: int, height: int) -> NDArray[np.uint8]:
        return np.ndarray((height, width, 3), np.uint8, self._memory.buf)
