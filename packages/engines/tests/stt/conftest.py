"""What tests of recognisers that listen live share."""

import pytest
from engines.stt import live


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trouble is over sooner than a candidate would have to bear it."""
    monkeypatch.setattr(live, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(live, "LONGEST_PAUSE", 0.05)
    monkeypatch.setattr(live, "REPLY_TIMEOUT", 1.0)
    monkeypatch.setattr(live, "PATIENCE", 3.0)
