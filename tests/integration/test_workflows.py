"""The workflows of GitHub ask for no more than they need, and for targets that there are."""

import re
from typing import Any

import pytest
import yaml
from visavis.launcher.settings import checkout

WORKFLOWS = sorted((checkout() / ".github/workflows").glob("*.yml"))
MAY_WRITE = {("release.yml", "images"): {"packages"}}
"""What a job may write, beside those that write nothing."""
READ_ONLY = {"contents": "read"}


def jobs() -> list[tuple[str, str, dict[str, Any]]]:
    """Those with steps of their own; another workflow's have theirs there."""
    found = [(path.name, yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]) for path in WORKFLOWS]
    return [(file, name, job) for file, jobs in found for name, job in jobs.items() if "uses" not in job]


JOBS = pytest.mark.parametrize(("file", "name", "job"), jobs(), ids=lambda part: part if isinstance(part, str) else "")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_reads_the_sources_and_no_more(path):
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == READ_ONLY
    # What somebody else proposes must not run with this repository's secrets. YAML takes `on` for true.
    assert "pull_request_target" not in workflow[True]


def test_nothing_is_released_that_has_not_passed_the_checks():
    """A tag may stand on any commit."""
    release = yaml.safe_load((checkout() / ".github/workflows/release.yml").read_text(encoding="utf-8"))["jobs"]
    assert release["checks"] == {"uses": "./.github/workflows/checks.yml"}
    assert release["images"]["needs"] == "checks"
    assert release["deploy"]["needs"] == "images"


@JOBS
def test_a_job_writes_what_it_must_and_ends(file: str, name: str, job: dict[str, Any]):
    written = {scope for scope, right in job.get("permissions", {}).items() if right != "read"}
    assert written == MAY_WRITE.get((file, name), set())
    assert job["timeout-minutes"] <= 90


@JOBS
def test_actions_are_pinned_and_keep_no_token(file: str, name: str, job: dict[str, Any]):
    for step in job["steps"]:
        if "uses" not in step:
            continue
        assert re.fullmatch(r"actions/[\w-]+@(v\d+|[0-9a-f]{40})", step["uses"]), step["uses"]
        if step["uses"].startswith("actions/checkout@"):
            assert step["with"] == {"persist-credentials": False}


@JOBS
def test_what_is_run_is_there_and_takes_nothing_from_the_event_as_code(file: str, name: str, job: dict[str, Any]):
    targets = set(re.findall(r"^([a-z-]+):", (checkout() / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for step in job["steps"]:
        script = step.get("run", "")
        assert "${{" not in script, "an expression in a script is code that whoever names a branch writes"
        for line in script.splitlines():
            words = line.split()
            if words[:1] == ["make"]:
                assert set(words[1:]) <= targets
            if words and words[0].startswith("infra/"):
                assert (checkout() / words[0]).stat().st_mode & 0o111
