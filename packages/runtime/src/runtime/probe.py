"""Is a service ready? `python -m runtime.probe URL` ends with 0 where the address answers well, else with 1."""

import sys
import urllib.error
import urllib.request

TIMEOUT_S = 5.0


def answers(url: str) -> bool:
    """Whether `url` answers with a status of success."""
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_S):  # noqa: S310 — the operator's own address
            return True
    except (urllib.error.URLError, TimeoutError):
        return False


if __name__ == "__main__":
    sys.exit(0 if answers(sys.argv[1]) else 1)
