"""The platform in containers, built from this checkout, where a Docker engine is at hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from compose_project import ComposeProject, why_not


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They build images and take minutes."""
    mine = [item for item in items if Path(__file__).parent in item.path.parents]
    reason = why_not() if mine else None
    for item in mine:
        item.add_marker(pytest.mark.slow)
        item.add_marker(pytest.mark.timeout(1200))
        if reason:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="module")
def project() -> Iterator[ComposeProject]:
    """Built and up, healthy in every part."""
    project = ComposeProject()
    project.build()
    with project.removed_afterwards():
        project.up()
        yield project


@pytest.fixture(scope="module")
def platform_url(project: ComposeProject) -> str:
    return project.url
