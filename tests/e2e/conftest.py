"""Who is on the platform behind the pages, and what they say."""

from pathlib import Path

import pytest
from browser import Sound, find_chromium, quiet, write_wav
from visavis.launcher.home import DemoUser, Home


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They need a browser and take minutes."""
    missing = pytest.mark.skip(reason="no Chromium or Chrome on this machine")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)
            if find_chromium() is None:
                item.add_marker(missing)


@pytest.fixture(scope="session")
def accounts(platform_url: str, platform_home: Path) -> dict[str, DemoUser]:
    """Those that a fresh local platform has, by role."""
    return {user.role: user for user in Home(platform_home).demo_users()}


@pytest.fixture(scope="session")
def talking(tmp_path_factory: pytest.TempPathFactory, answer: Sound) -> Path:
    """Silence while the question is asked, and then somebody who talks for a minute and more without a break."""
    path = tmp_path_factory.mktemp("microphone") / "talking.wav"
    return write_wav(path, quiet(8), *[answer] * 8)
