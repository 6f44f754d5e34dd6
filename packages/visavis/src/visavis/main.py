"""The `visavis` command. Every command imports what it needs when it runs, so that help is quick."""

# ruff: noqa: PLC0415 - the reason is in the docstring
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from visavis.launcher.run import Afterwards
    from visavis.launcher.services import Platform
    from visavis.launcher.settings import LauncherSettings
    from visavis.launcher.supervisor import Supervisor

# For commands of other modules: their own parser reads the arguments, and is imported only then.
DELEGATING = {"allow_extra_args": True, "ignore_unknown_options": True}

app = typer.Typer(
    name="visavis",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # they may hold passwords
    help="Visavis on this machine.",
)
admin = typer.Typer(no_args_is_help=True, help="Manage the people of a platform.")
app.add_typer(admin, name="admin")
models = typer.Typer(invoke_without_command=True, help="List the engines and the local models, or fetch models.")
app.add_typer(models, name="models")


@app.command()
def up() -> None:
    """Start the platform and keep it running until Ctrl-C."""
    _run()


@app.command()
def demo() -> None:
    """Start the platform and let a virtual candidate hold one interview. One that runs already is used as it is."""
    from visavis.launcher.run import candidate_command

    def hold_interview(platform: "Platform", supervisor: "Supervisor") -> None:
        command, environment = candidate_command(platform)
        if status := supervisor.run_on_terminal(command, environment, platform.checkout):
            typer.secho(f"The virtual candidate ended with exit code {status}.", fg="red", err=True)

    if running := _run(hold_interview):
        command, environment = candidate_command(running)
        raise typer.Exit(subprocess.run(command, env=environment, check=False).returncode)


@app.command()
def down() -> None:
    """Stop the platform, wherever it was started."""
    from rich.console import Console

    from visavis.launcher.errors import LauncherError
    from visavis.launcher.run import stop
    from visavis.launcher.steps import Steps

    try:
        with Steps(Console(), 1).step("Stopping") as step:
            stopped = stop(_settings(), step.pulse)
            step.done("everything has stopped" if stopped else "nothing was running")
    except LauncherError as error:
        _fail(error)


@app.command(hidden=True)
def status() -> None:
    """Say whether the platform runs, and where."""
    from visavis.launcher.home import Home, Lock

    lock = Lock(Home.create(_settings().home_path))
    holder = None if lock.is_free() else lock.holder()
    typer.echo(f"runs at {holder.url} (process {holder.pid})" if holder else "does not run")
    raise typer.Exit(0 if holder else 1)


@app.command()
def mailbox(count: Annotated[int, typer.Option(min=1, help="How many of the latest.")] = 3) -> None:
    """Show the letters that the local platform has written: without SMTP_URL nobody gets them."""
    from rich.console import Console

    from visavis.launcher.home import Home
    from visavis.mailbox import show_letters

    show_letters(Home.create(_settings().home_path), count, Console())


@app.command()
def doctor() -> None:
    """Check whether this machine can run the platform, and say what to do where it cannot."""
    from visavis.doctor import report

    raise typer.Exit(0 if report(_settings()) else 1)


@models.callback()
def list_models(context: typer.Context) -> None:
    """List the engines: which are configured, and what each of them needs; and the models that can be fetched."""
    if context.invoked_subcommand:
        return
    from visavis import models

    models.list_engines()
    models.list_models()


@models.command("download")
def download_models(
    names: Annotated[
        list[str] | None, typer.Argument(help="Models by name, or OWNER/NAME on the hub; none: those that .env names.")
    ] = None,
) -> None:
    """Fetch local models from the hub; what was broken off goes on where it was."""
    from engines.download import DownloadError
    from pydantic import ValidationError

    from visavis.launcher.errors import LauncherError
    from visavis.models import download_models as fetch

    try:
        paths = fetch(names or [])
    except (DownloadError, LauncherError, ValidationError) as error:
        _fail(error)
    for path in paths:
        typer.echo(f"{path} is whole.")
    if not paths:
        typer.echo("No setting names a model that would have to be fetched; `visavis models` lists them.")


@admin.command("create")
def create_admin(
    email: Annotated[str, typer.Option(prompt=True, help="The address to sign in with.")],
    full_name: Annotated[str, typer.Option(prompt=True, help="The name that others see.")],
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, envvar="VISAVIS_ADMIN_PASSWORD")
    ],
) -> None:
    """Create an administrator in the database at DATABASE_URL, or else in the local platform."""
    from visavis.admin import create
    from visavis.launcher.errors import LauncherError

    try:
        create(_settings(), email, full_name, password)
    except LauncherError as error:
        _fail(error)
    typer.echo(f"{email} is an administrator now.")


@admin.command("password")
def set_password(
    email: Annotated[str, typer.Argument(help="Whose account.")],
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, envvar="VISAVIS_NEW_PASSWORD")
    ],
) -> None:
    """Give an account another password, and sign it out everywhere."""
    from visavis.admin import set_password as replace
    from visavis.launcher.errors import LauncherError

    try:
        replace(_settings(), email, password)
    except LauncherError as error:
        _fail(error)
    typer.echo("The password is set. Every session of the account has ended.")


@admin.command("second-factor-off")
def remove_second_factor(email: Annotated[str, typer.Argument(help="Whose account.")]) -> None:
    """Let somebody in who has lost their second factor."""
    from visavis.admin import remove_second_factor as remove
    from visavis.launcher.errors import LauncherError

    try:
        remove(_settings(), email)
    except LauncherError as error:
        _fail(error)
    typer.echo("The password is enough now.")


@admin.command("erase")
def erase_account(
    email: Annotated[str, typer.Argument(help="Whose account.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase an account and all that hangs on it, for good."""
    from visavis.admin import erase
    from visavis.launcher.errors import LauncherError

    if not yes:
        typer.confirm(f"Erase {email} with all interviews, transcripts and reports?", abort=True)
    try:
        receipt = erase(_settings(), email)
    except LauncherError as error:
        _fail(error)
    typer.echo(f"Erased. The ledger of erasures has it as {receipt}.")


@admin.command("rotate-storage-key")
def rotate_storage_key() -> None:
    """Wrap what lies under STORAGE_KEYS_BEFORE under STORAGE_KEY; what was broken off goes on where it was."""
    from visavis.admin import rotate_storage_key as rotate
    from visavis.launcher.errors import LauncherError

    try:
        rotation = rotate(_settings())
    except LauncherError as error:
        _fail(error)
    typer.echo(rotation.said)
    raise typer.Exit(1 if rotation.unopened else 0)


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(help="Where it is to lie, in a folder named after the time.")] = Path(
        "backups"
    ),
) -> None:
    """Save the database and the files that belong to it, also while the platform runs. No key is in it."""
    from visavis.backups import backup as save
    from visavis.launcher.errors import LauncherError

    try:
        typer.echo(save(_settings(), folder))
    except LauncherError as error:
        _fail(error)


@app.command()
def restore(
    path: Annotated[Path, typer.Argument(help="The backup's folder.")],
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Throw away what is in the database.")] = False,
) -> None:
    """Put a backup back, of a platform that is stopped, and erase again what was erased since."""
    from visavis.backups import restore as put_back
    from visavis.launcher.errors import LauncherError

    try:
        typer.echo(put_back(_settings(), path, replace=replace))
    except LauncherError as error:
        _fail(error)


@app.command()
def say(
    text: Annotated[str, typer.Argument(help="What to say.")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="A .wav, .mp3, .opus, .ogg or .flac file.")],
    language: Annotated[str | None, typer.Option(help="ko or en; by default that of the text's script.")] = None,
    voice: Annotated[str | None, typer.Option(help="By the engine's own name; an unknown one lists them.")] = None,
    speed: Annotated[float, typer.Option(help="A factor; 1 is the engine's usual pace.")] = 1.0,
    engine: Annotated[str | None, typer.Option(help="As in TTS_ENGINE; by default what the settings choose.")] = None,
) -> None:
    """Speak a text into a sound file, as the interviewer would. No platform need run."""
    from contracts.base import Language

    from visavis.launcher.errors import LauncherError
    from visavis.say import SayError, say as speak

    try:
        if language not in (None, *Language):
            raise SayError(f"There is no language {language!r}; there is {', '.join(Language)}.")
        wished = Language(language) if language else None
        said = speak(text, output, language=wished, engine=engine, voice=voice, speed=speed)
    except (LauncherError, SayError) as error:
        _fail(error)
    by = f"{said.engine}, {said.voice}" if said.voice else said.engine
    typer.echo(f"{said.file}: {said.seconds:.1f} s, spoken by {by}.")


@app.command()
def mic(
    *,
    url: Annotated[str, typer.Option(help="Address of a model server.")] = "http://127.0.0.1:8002",
    file: Annotated[Path | None, typer.Option(help="Hear this sound file instead of the microphone.")] = None,
    language: Annotated[str | None, typer.Option(help="ko or en; by default what the server hears best.")] = None,
    device: Annotated[str | None, typer.Option(help="A microphone's name or number; by default the system's.")] = None,
    token: Annotated[
        str | None, typer.Option(envvar="SERVICE_TOKEN", show_envvar=True, help="What the server is shown.")
    ] = None,
    json: Annotated[
        Path | None, typer.Option(help="Write words and times to this file; - prints them instead of the text.")
    ] = None,
) -> None:
    """Print what is said into the microphone, as a model server hears it; Ctrl-C ends."""
    from contracts.base import Language
    from contracts.errors import VisavisError

    from visavis.mic.cli import listen
    from visavis.mic.sources import FileSource, Microphone, SourceError

    try:
        if language not in (None, *Language):
            raise SourceError(f"There is no language {language!r}; there is {', '.join(Language)}.")
        wished = Language(language) if language else None
        listen(url, token, wished, source=FileSource(file) if file else Microphone(device), json=json)
    except SourceError as error:
        _fail(error)
    except VisavisError as error:
        _fail(RuntimeError(f"{url}: {error.body(Language.EN).detail}"))
    except OSError as error:
        _fail(error)


@app.command(context_settings=DELEGATING, add_help_option=False)
def candidate(context: typer.Context) -> None:
    """Hold one interview as a person in a browser would: practice, or one on an invitation."""
    from visavis.candidate.cli import candidate as hold_interview

    command = typer.Typer(add_completion=False, pretty_exceptions_show_locals=False)
    command.command()(hold_interview)
    command(args=context.args, prog_name=context.command_path)


@app.command(context_settings=DELEGATING, add_help_option=False)
def bench(context: typer.Context) -> None:
    """Measure engines on this machine."""
    from visavis.bench import app as measurements

    measurements(args=context.args, prog_name=context.command_path)


@app.command(hidden=True, context_settings=DELEGATING, add_help_option=False)
def npm(context: typer.Context) -> None:
    """Run npm in the front end, with the Node that builds it."""
    from visavis.development import npm as run_npm
    from visavis.launcher.errors import LauncherError

    try:
        raise typer.Exit(run_npm(context.args))
    except LauncherError as error:
        _fail(error)


@app.command(hidden=True)
def migrate(message: Annotated[str | None, typer.Option(help="Write a new migration that does this.")] = None) -> None:
    """Bring the database at DATABASE_URL, or the local platform's, to the newest schema."""
    from visavis.development import upgrade, write_migration
    from visavis.launcher.errors import LauncherError

    try:
        if message:
            write_migration(message)
        else:
            upgrade(_settings())
    except LauncherError as error:
        _fail(error)


def _run(afterwards: "Afterwards | None" = None) -> "Platform | None":
    """Run the platform to its end. Where it runs already, say so and return it."""
    from rich.console import Console

    from visavis.launcher.errors import LauncherError
    from visavis.launcher.home import AlreadyRunningError, Home
    from visavis.launcher.run import open_platform, run

    settings = _settings()
    try:
        run(settings, Console(), afterwards)
    except AlreadyRunningError as running:
        typer.echo(running)
        there = settings.model_copy(update={"port": running.holder.port})
        return open_platform(there, Home(settings.home_path))
    except LauncherError as error:
        _fail(error)
    return None


def _settings() -> "LauncherSettings":
    from visavis.launcher.errors import LauncherError
    from visavis.launcher.settings import load_settings

    try:
        return load_settings()
    except LauncherError as error:
        _fail(error)


def _fail(error: Exception) -> NoReturn:
    typer.secho(f"✗ {error}", fg="red", err=True)
    raise typer.Exit(1)
