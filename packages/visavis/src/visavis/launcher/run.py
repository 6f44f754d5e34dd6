"""One life of the platform: `run` starts it and keeps it until it is told to stop, `stop` tells it so."""

import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import psutil
from rich.console import Console
from rich.table import Table
from runtime import memory

from visavis.launcher.accounts import unprivileged_account
from visavis.launcher.errors import LauncherError
from visavis.launcher.frontend import Frontend
from visavis.launcher.home import DemoUser, Home, Lock
from visavis.launcher.postgres import binaries
from visavis.launcher.preparation import fingerprint, is_prepared
from visavis.launcher.redis import binary
from visavis.launcher.services import Platform
from visavis.launcher.settings import LauncherSettings, checkout, user_environment
from visavis.launcher.steps import Step, Steps
from visavis.launcher.supervisor import Pulse, Supervisor

TICK_S = 0.2
STOP_WITHIN_S = 60
KILLED_WITHIN_S = 30
STEPS = 7
UNCHANGED = "unchanged since the last start"
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

# What runs beside the platform once it is ready.
Afterwards = Callable[[Platform, Supervisor], None]


def run(settings: LauncherSettings, console: Console, afterwards: Afterwards | None = None) -> None:
    """Start the platform, say how to use it, do `afterwards`, and keep it until Ctrl-C or a signal.

    Raises LauncherError when a step fails; whatever has started is stopped by then.
    """
    home = Home.create(settings.home_path)
    lock = Lock(home)
    steps = Steps(console, STEPS)
    _allow_many_files()
    with _signals_interrupt():
        try:
            with steps.step("This machine") as step:
                lock.acquire(settings.port, lambda: step.pulse("an earlier run is being cleaned up"))
                platform = _check_machine(settings, home, step)
            _keep(platform, Supervisor(steps.say, lock.descriptor), steps, afterwards)
        except KeyboardInterrupt:
            steps.say("Everything has stopped.")
        finally:
            lock.release()


def stop(settings: LauncherSettings, pulse: Callable[[], None] = lambda: None) -> bool:
    """Stop the platform of this home, wherever it was started. False where none runs.

    Raises LauncherError when it cannot be stopped.
    """
    if not settings.home_path.exists():
        return False
    lock = Lock(Home.create(settings.home_path))
    if lock.is_free():
        return False
    holder = lock.holder()
    launcher = holder.process() if holder else None
    try:
        if launcher:
            launcher.terminate()
        if not _becomes_free(lock, STOP_WITHIN_S, pulse) and launcher:
            launcher.kill()
            _becomes_free(lock, KILLED_WITHIN_S, pulse)
    except psutil.AccessDenied as error:
        raise LauncherError(f"The platform belongs to another user (process {error.pid}).") from error
    if not lock.is_free():
        raise LauncherError(f"The platform in {settings.home_path} does not stop. Its logs: {settings.home_path}/logs")
    return True


def candidate_command(platform: Platform) -> tuple[Sequence[str], Mapping[str, str]]:
    """The virtual candidate's command and environment, signed in as the demo's candidate."""
    command = [sys.executable, "-m", "visavis", "candidate", "--url", platform.url]
    command += ["--calibrate", "--json", str(platform.home.path / "demo.json")]
    environment = dict(platform.user)
    for user in platform.home.demo_users():
        if user.role == "candidate":
            command += ["--email", user.email]
            environment["VISAVIS_CANDIDATE_PASSWORD"] = user.password
    return command, environment


def start_databases(platform: Platform, supervisor: Supervisor, steps: Steps) -> None:
    """Start PostgreSQL and Redis, and prepare what services find there."""
    with steps.step("PostgreSQL") as step:
        platform.postgres.prepare()
        supervisor.start([platform.postgres.service(platform.home.log("postgres"))], step.pulse)
    with steps.step("Redis") as step:
        supervisor.start([platform.redis.service(platform.home.log("redis"))], step.pulse)
    _prepare_database(platform, supervisor, steps)


def open_platform(settings: LauncherSettings, home: Home) -> Platform:
    """The platform of `home`, running or not."""
    return Platform(home, settings.ports, home.secrets(), user_environment(), checkout())


def _keep(platform: Platform, supervisor: Supervisor, steps: Steps, afterwards: Afterwards | None) -> None:
    try:
        _start(platform, supervisor, steps)
        _say_ready(platform, steps.console)
        memory.give_back()
        if afterwards:
            afterwards(platform, supervisor)
            steps.say(f"Visavis keeps running at {platform.url}. Stop it with Ctrl-C, or with `make down`.")
        while True:
            supervisor.tick()
            time.sleep(TICK_S)
    finally:
        _ignore_signals()
        steps.say("Stopping …")
        supervisor.stop()


def _allow_many_files() -> None:
    """Services inherit it. An event stream is a file of backend-core's, and shells allow 1,024 unless they are told."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError):  # macOS has bounds of its own, and says nothing of them
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _check_machine(settings: LauncherSettings, home: Home, step: Step) -> Platform:
    free = home.check_disk()
    settings.ports.check_free()
    binaries(unprivileged_account())
    binary()
    step.done(f"Python {sys.version.split()[0]}, {free}, ports {settings.port}-{settings.ports.redis}")
    return open_platform(settings, home)


def _start(platform: Platform, supervisor: Supervisor, steps: Steps) -> None:
    """Every step from an empty directory to a platform that is ready. What is done already is not done again."""
    with steps.step("Front end") as step:
        step.done(_build_front_end(platform, supervisor, step.pulse))
    start_databases(platform, supervisor, steps)
    with steps.step("Services") as step:
        services = platform.services()
        supervisor.start(services, step.pulse)
        step.done(", ".join(service.name for service in services))


def _prepare_database(platform: Platform, supervisor: Supervisor, steps: Steps) -> None:
    current = fingerprint(platform.checkout, platform.backend_environment())
    known = [user.email for user in platform.home.demo_users()]
    prepared = bool(known) and is_prepared(platform.postgres, current, known)
    with steps.step("Migrations") as step:
        if prepared:
            step.done(UNCHANGED)
        else:
            _run_module(platform, supervisor, step.pulse, "persistence.migrate")
    with steps.step("Question bank and demo users") as step:
        if prepared:
            step.done(UNCHANGED)
        else:
            arguments = ("--demo-users", "--fingerprint", current)
            output = _run_module(platform, supervisor, step.pulse, "backend_core.seed", *arguments)
            platform.home.keep_demo_users(DemoUser.model_validate_json(line) for line in output.splitlines())


def _build_front_end(platform: Platform, supervisor: Supervisor, pulse: Pulse) -> str:
    def run_tool(command: Sequence[str], directory: Path, path: Path | None) -> None:
        environment = dict(platform.user)
        if path:
            environment["PATH"] = f"{path}:{environment['PATH']}"
        log = platform.home.log("frontend")
        supervisor.run_tool(
            command, name="Building the front end", env=environment, cwd=directory, log=log, pulse=pulse
        )

    return Frontend(platform.checkout / "frontend").build(run_tool, pulse)


def _run_module(platform: Platform, supervisor: Supervisor, pulse: Pulse, module: str, *arguments: str) -> str:
    return supervisor.run_tool(
        [sys.executable, "-m", module, *arguments],
        name=module,
        env=platform.backend_environment(),
        cwd=platform.home.path,
        log=platform.home.log(module),
        pulse=pulse,
    )


def _say_ready(platform: Platform, console: Console) -> None:
    new_users = [user for user in platform.home.demo_users() if not user.shown]
    console.print(f"\n[bold green]Visavis is ready:[/] [link={platform.url}]{platform.url}[/link]\n")
    if new_users:
        table = Table("sign in as", "password", "role", title="Demo users, shown this once", title_justify="left")
        for user in new_users:
            table.add_row(user.email, user.password, user.role)
        console.print(table)
        platform.home.keep_demo_users(user.model_copy(update={"shown": True}) for user in new_users)
    else:
        kept = platform.home.path / "demo-users.json"
        console.print(f"Demo users: shown at the first start, kept in {kept}", soft_wrap=True)
    if "SMTP_URL" not in platform.user:
        console.print("Letters, such as a link for a new password, go to nobody: `make mailbox` shows them")
    console.print(f"Logs: {platform.home.path}/logs    Stop: Ctrl-C here, or `make down` anywhere\n", soft_wrap=True)


def _becomes_free(lock: Lock, within_s: float, pulse: Callable[[], None]) -> bool:
    deadline = time.monotonic() + within_s
    while not lock.is_free():
        if time.monotonic() > deadline:
            return False
        pulse()
        time.sleep(TICK_S)
    return True


@contextmanager
def _signals_interrupt() -> Iterator[None]:
    """Let every signal that asks for an end do what Ctrl-C does, also where the shell has switched that off."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {name: signal.signal(name, interrupt) for name in STOPPING}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _ignore_signals() -> None:
    for name in STOPPING:
        signal.signal(name, signal.SIG_IGN)
