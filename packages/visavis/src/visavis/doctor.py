"""`visavis doctor`: what this machine has and lacks, and what to do about it."""

import platform
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import httpx
from engines.llm.settings import InterviewerSettings, JudgeSettings
from engines.llm.variants import Variant
from engines.settings import Server
from pydantic import BaseModel, ValidationError
from rich.console import Console
from rich.text import Text

from visavis.launcher.accounts import unprivileged_account
from visavis.launcher.errors import LauncherError
from visavis.launcher.frontend import Frontend, node_on_path
from visavis.launcher.home import Home, Lock
from visavis.launcher.postgres import MIN_PGVECTOR, binaries, pgvector_version
from visavis.launcher.redis import binary
from visavis.launcher.settings import LauncherSettings, checkout, user_environment
from visavis.models import ENGINES, refusal, unknown_choices

Verdict = Literal["ok", "warn", "fail"]
SIGNS: dict[Verdict, tuple[str, str]] = {"ok": ("✓", "green"), "warn": ("!", "yellow"), "fail": ("✗", "red")}
PROGRAM_TIMEOUT_S = 20
SERVER_TIMEOUT_S = 5


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. Where it is not well, `text` says what to do."""

    verdict: Verdict
    subject: str
    text: str


def report(settings: LauncherSettings) -> bool:
    """Print every finding; whether the platform can run."""
    console = Console()
    healthy = True
    for finding in examine(settings):
        sign, colour = SIGNS[finding.verdict]
        console.print(Text.assemble((sign, colour), f" {finding.subject}: {finding.text}"), soft_wrap=True)
        healthy &= finding.verdict != "fail"
    return healthy


def examine(settings: LauncherSettings) -> Iterator[Finding]:
    """Look at everything the platform needs, in the order in which it is needed."""
    home = Home.create(settings.home_path)
    yield Finding("ok", "Python", f"{platform.python_version()} at {sys.executable}")
    yield _finding("disk", home.check_disk)
    yield _ports(settings, home)
    yield _finding("PostgreSQL", lambda: _run(str(binaries(unprivileged_account()) / "postgres"), "--version"))
    yield _pgvector()
    yield _finding("Redis", lambda: _run(str(binary()), "--version"))
    yield _node()
    yield from _engines()
    yield _loopback_media(settings)


def _finding(subject: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding("ok", subject, check())
    except (LauncherError, OSError, subprocess.SubprocessError) as error:
        return Finding("fail", subject, str(error))


def _ports(settings: LauncherSettings, home: Home) -> Finding:
    lock = Lock(home)
    if not lock.is_free() and (holder := lock.holder()):
        return Finding("ok", "ports", f"in use by this platform, which runs at {holder.url}")
    try:
        settings.ports.check_free()
    except LauncherError as error:
        return Finding("fail", "ports", str(error))
    return Finding("ok", "ports", f"{settings.port}-{settings.ports.redis} are free")


def _pgvector() -> Finding:
    try:
        found = pgvector_version()
    except LauncherError as error:
        return Finding("fail", "pgvector", str(error))
    wanted = ".".join(map(str, MIN_PGVECTOR))
    if tuple(int(part) for part in found.split(".")) < MIN_PGVECTOR:
        return Finding("fail", "pgvector", f"{found} corrupts vector indexes; {wanted} is needed. Run `uv sync`.")
    return Finding("ok", "pgvector", found)


def _run(*command: str) -> str:
    """What a program says of itself; as the user who will run it, where that is another one."""
    account = unprivileged_account() if command[0].endswith("postgres") else None
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=True,
        timeout=PROGRAM_TIMEOUT_S,
        cwd="/",
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
    return done.stdout.strip()


def _node() -> Finding:
    if Frontend(checkout() / "frontend").is_built():
        return Finding("ok", "front end", "built from the present sources")
    if node := node_on_path():
        return Finding("ok", "front end", f"will be built with Node {node.version}")
    advice = "there is no Node 20.19 or later; one comes from PyPI at the first start (about 60 MB)"
    return Finding("warn", "front end", advice)


def _engines() -> Iterator[Finding]:
    environment = user_environment()
    if refused := refusal(environment):
        yield Finding("fail", "settings", f"{refused}. Services would not start with them.")
        return
    for engine in ENGINES:
        if not engine.is_chosen(environment):
            continue
        subject = f"{engine.task} ({engine.name})"
        if missing := engine.missing(environment):
            yield Finding("fail", subject, f"lacks {', '.join(missing)}.")
        else:
            yield Finding("ok", subject, engine.about)
    for setting, name in unknown_choices(environment):
        names = ", ".join(engine.name for engine in ENGINES if engine.setting == setting)
        yield Finding("fail", setting, f"there is no engine {name!r}; there is {names}.")
    yield from _language_models(environment)


class _Held(BaseModel):
    id: str


class _Models(BaseModel):
    data: list[_Held]


def _language_models(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Ask the servers of those that ask and judge which models they hold; nobody's words are sent."""
    asks, judges = InterviewerSettings.of(environment), JudgeSettings.of(environment)
    asking: list[Variant | None] = [*asks.llm_variants] or [None]
    judging: list[Variant | None] = [*judges.judge_variants] or [None]
    wanted = {
        *((asks.interviewer_server(one), asks.interviewer_model_of(one)) for one in asking),
        *((judges.judge_server(one), judges.judge_model_of(one)) for one in judging),
    }
    for server, model in sorted(((s, m) for s, m in wanted if s and m), key=lambda one: (one[0].url, one[1])):
        yield _language_model(server, model)


def _language_model(server: Server, model: str) -> Finding:
    subject = f"language model {model} at {server.url}"
    headers = {"Authorization": f"Bearer {server.token}"} if server.token else {}
    try:
        response = httpx.get(f"{server.url}/models", headers=headers, timeout=SERVER_TIMEOUT_S, trust_env=False)
        response.raise_for_status()
        held = [one.id for one in _Models.model_validate_json(response.content).data]
    except (httpx.HTTPError, ValidationError) as error:
        problem = f"{error.response.status_code}" if isinstance(error, httpx.HTTPStatusError) else type(error).__name__
        advice = (
            "Until it does, the embedded interviewer asks, and answers wait for their judge. Is it running, does the "
            "address end with its /v1, and is the key right?"
        )
        return Finding("warn", subject, f"does not say what it holds ({problem}). {advice}")
    if not any(name.removeprefix("models/") == model for name in held):  # Gemini's names have that before them
        return Finding("warn", subject, f"is called otherwise there, or is not there: {', '.join(held) or 'nothing'}.")
    return Finding("ok", subject, "is there")


def _loopback_media(settings: LauncherSettings) -> Finding:
    """Send a datagram to ourselves on a media port, as a browser on this machine will."""
    ports = settings.ports.media_udp
    for port in ports:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
            receiver.settimeout(1)
            try:
                receiver.bind(("127.0.0.1", port))
                receiver.sendto(b"visavis", ("127.0.0.1", port))
                receiver.recv(16)
            except OSError:
                continue
            return Finding("ok", "media", f"UDP {ports[0]}-{ports[-1]} on 127.0.0.1")
    return Finding(
        "fail", "media", f"nothing sent to UDP {ports[0]}-{ports[-1]} on 127.0.0.1 arrives; see the firewall"
    )
