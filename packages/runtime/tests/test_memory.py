"""What a process gives back."""

import subprocess
import sys

import pytest

FREED = """
import psutil
from runtime import memory
blocks = [bytes([1]) * 50_000 for _ in range(2_000)]
last = blocks.pop()  # glibc gives back by itself what is free at the end
blocks.clear()
before = psutil.Process().memory_info().rss
memory.give_back()
print((before - psutil.Process().memory_info().rss) // 2**20)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other C libraries keep what is free")
def test_what_is_free_goes_back() -> None:
    run = subprocess.run([sys.executable, "-c", FREED], capture_output=True, text=True, check=True)
    assert int(run.stdout) > 80
