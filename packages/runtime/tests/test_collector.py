import subprocess
import sys

PROGRAM = """
import gc
from runtime.collector import exempt_loaded

loaded = [[] for _ in range(1000)]
exempt_loaded()
after = [[] for _ in range(10)]
watched = {id(one) for one in gc.get_objects()}
print(sum(id(one) in watched for one in loaded), sum(id(one) in watched for one in after))
"""


def test_what_is_loaded_is_looked_at_no_more_and_what_comes_later_is() -> None:
    assert subprocess.check_output([sys.executable, "-c", PROGRAM], text=True).split() == ["0", "10"]
