"""`docker compose up --wait`, as an operator starts it: what is there, what is open, and that it holds interviews."""

import subprocess
from pathlib import Path

import pytest
from browser import Devices, find_chromium
from compose_project import FIRST_UDP, ComposeProject
from journey import Journey

SERVICES = {"caddy", "backend-core", "migrate", "ai-worker-cpu", "model-server", "media-server", "db", "redis"}
ANSWER = (
    "First I measured where the time went, then I wrote tests and moved the slow query to an index. As a result the "
    "page loads in 300 milliseconds instead of four seconds, because the index fits into memory."
)


def test_every_service_is_healthy(project: ComposeProject):
    states = {container.service: container.details["State"] for container in project.containers()}
    assert set(states) == SERVICES
    assert states.pop("migrate")["ExitCode"] == 0
    assert {service: state["Health"]["Status"] for service, state in states.items()} == dict.fromkeys(states, "healthy")


def test_nothing_runs_as_root(project: ComposeProject):
    """Not the programs either that a container's first program has started."""
    for container in project.containers():
        if container.service == "migrate":
            continue
        listed = subprocess.check_output(["docker", "top", container.id, "-eo", "pid,uid,args"], text=True)
        programs = listed.splitlines()[1:]
        assert programs
        assert [program for program in programs if program.split()[1] == "0"] == [], container.service


def test_a_file_system_is_written_only_where_it_must_be(project: ComposeProject):
    assert [c.service for c in project.containers() if not c.details["HostConfig"]["ReadonlyRootfs"]] == []


def test_only_caddy_and_the_media_range_are_published(project: ComposeProject):
    first, last = map(int, FIRST_UDP.split("-"))
    published = {
        (container.service, port)
        for container in project.containers()
        for port, bindings in (container.details["NetworkSettings"]["Ports"] or {}).items()
        if bindings
    }
    media = {("media-server", f"{port}/udp") for port in range(first, last + 1)}
    assert published == media | {("caddy", "80/tcp"), ("caddy", "443/tcp"), ("caddy", "443/udp")}


def test_the_media_server_cannot_reach_the_database(project: ComposeProject):
    look_up = "import socket, sys\ntry: socket.getaddrinfo('db', 5432)\nexcept OSError: sys.exit(0)\nsys.exit(1)"
    project.compose("exec", "-T", "media-server", "python", "-c", look_up)


@pytest.mark.parametrize(
    "missing", ["SECRET_KEY", "SERVICE_TOKEN", "STORAGE_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"]
)
def test_a_missing_secret_stops_everything(missing: str):
    project = ComposeProject()
    del project.secrets[missing]
    with pytest.raises(AssertionError, match=f"{missing} is missing a value: run make env"):
        project.compose("config")


def test_the_gpu_overlay_is_a_valid_configuration():
    services = ComposeProject("docker-compose.yml", "docker-compose.gpu.yml").compose("config", "--services").split()
    assert {"ai-worker-gpu", "vllm"} < set(services)


@pytest.mark.skipif(find_chromium() is None, reason="no Chromium or Chrome on this machine")
def test_an_interview_over_https_outlives_down_and_up(
    project: ComposeProject, open_page, speaking: Path, face: Path, answer_words: set[str]
):
    """Voice over the published UDP range, one answer typed; report and sign-in are there again after the next start."""
    page = open_page(Devices(microphone=speaking, camera=face), ignore_https_errors=True)
    journey = Journey(page, "en")
    journey.sign_up()
    journey.new_interview(questions=2, consents=("transcription", "delivery"))
    journey.enter_room()
    journey.question_is(1, 2)
    journey.question_is(2, 2)
    journey.answer_on(lambda: journey.type_answer(ANSWER), until=2)
    journey.report_is_there()
    report = journey.report()
    assert report["answers"][0]["source"] == "speech"
    assert any(word in report["answers"][0]["text"] for word in answer_words)
    assert report["answers"][1]["evaluation"]["score"] is not None

    project.compose("down", "--timeout", "30")
    project.up()
    page.goto(f"/interviews/{report['interview_id']}/report")
    journey.report_is_there()
    assert journey.report() == report
