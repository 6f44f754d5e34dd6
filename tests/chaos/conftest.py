"""One platform that drills kill and bring back; each leaves all of its parts running."""

import os
from collections.abc import Iterator

import pytest
from platform_under_test import PlatformUnderTest

AS_DELIVERED = {"JOB_LEASE": "PT30S", "RECONCILE_EVERY": "PT15S"}


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlatformUnderTest]:
    """Quicker to take a worker for dead than a real one, but where its figures are asked for."""
    environment = AS_DELIVERED if os.environ.get("DRILL_COUNT") else {}
    home = tmp_path_factory.mktemp("platform")
    with PlatformUnderTest(home, ("backend-core", "ai-worker"), environment) as platform:
        yield platform
