"""`visavis candidate`: one interview on a running platform, with files of the user's own or without."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from contracts.base import Language
from contracts.errors import VisavisError
from engines.llm.follow_up import MOST_FOLLOW_UPS
from rich.console import Console
from runtime.logging import configure_logging

from visavis.candidate.errors import CandidateError, CandidateInputError
from visavis.candidate.face import load_film, portrait_film
from visavis.candidate.record import InterviewRecord
from visavis.candidate.run import POSITION, QUESTIONS, Account, InterviewOptions, fresh_account, run_interview
from visavis.candidate.summary import render_summary
from visavis.candidate.voice import load_clip

PASSWORD_VARIABLE = "VISAVIS_CANDIDATE_PASSWORD"  # noqa: S105 — the name of a variable
INVITATION_PAGE = "/invitation"
EXIT_FAILED = 1
EXIT_BAD_INPUT = 2

Url = Annotated[str, typer.Option(help="Address of the platform.")]
SpeechFiles = Annotated[
    list[Path] | None,
    typer.Option(help="Sound file of an answer; give one for each question. Without: answers of its own."),
]
VideoFile = Annotated[
    Path | None, typer.Option(help="Film of a face (its first 20 s, to and fro). Without: a drawn portrait.")
]
InvitationLink = Annotated[
    str | None,
    typer.Option(
        help="Link of an invitation: accept it and hold that interview, on whose length the posting decides. "
        "It leads to its platform; --url is for one that is a path. Without: practice."
    ),
]
InterviewLanguage = Annotated[
    Language | None,
    typer.Option(help="Language of the interview. Without: English, or that of the invitation.", show_default=False),
]
QuestionCount = Annotated[
    int | None, typer.Option(min=1, max=10, help="Number of questions.", show_default=str(QUESTIONS))
]
FollowUps = Annotated[
    int | None,
    typer.Option(
        min=0, max=MOST_FOLLOW_UPS, help="Follow-ups to each question, at most.", show_default=str(MOST_FOLLOW_UPS)
    ),
]
Position = Annotated[
    str | None,
    typer.Option(
        help="Role: backend, frontend, mobile, data, ml, devops, security, product, design, sales or support.",
        show_default=POSITION,
    ),
]
JsonFile = Annotated[Path | None, typer.Option("--json", help="Write the whole record here.")]
References = Annotated[
    list[str] | None, typer.Option(help="What is said in each --speech file, for the word error rate.")
]
TypedTurns = Annotated[list[int] | None, typer.Option(min=1, help="Type the answer to this question.")]
TypedFiles = Annotated[
    list[Path] | None, typer.Option(help="Text file of a typed answer. Without --typed-turn, every answer is typed.")
]
Calibrates = Annotated[
    bool, typer.Option("--calibrate", help="Before practice, measure the face that gaze, smile and tension go by.")
]
RecordFile = Annotated[Path | None, typer.Option(help="Keep what was heard of the interviewer (WAV).")]
LossPercent = Annotated[float, typer.Option("--loss", min=0, max=50, help="Percent of the media packets to lose.")]
ThroughRelay = Annotated[
    bool, typer.Option("--relay", help="Send voice and face through the platform's relay (TURN) and on no other way.")
]
Email = Annotated[
    str | None,
    typer.Option(help=f"Sign in as this user; the password is in {PASSWORD_VARIABLE}. Without: a fresh account."),
]
PasswordOnStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]


def candidate(
    *,
    url: Url = "http://localhost:8000",
    invitation: InvitationLink = None,
    speech: SpeechFiles = None,
    video: VideoFile = None,
    language: InterviewLanguage = None,
    questions: QuestionCount = None,
    follow_ups: FollowUps = None,
    position: Position = None,
    json_file: JsonFile = None,
    reference: References = None,
    typed_turn: TypedTurns = None,
    typed: TypedFiles = None,
    calibrate: Calibrates = False,
    record: RecordFile = None,
    loss: LossPercent = 0.0,
    relay: ThroughRelay = False,
    email: Email = None,
    password_stdin: PasswordOnStdin = False,
) -> None:
    """Hold one interview as a person in a browser would: a voice, a face, in real time."""
    configure_logging("candidate", "WARNING", "console")
    console = Console(stderr=True)
    try:
        token: str | None = None
        if invitation is not None:
            _require_none(questions=questions, follow_ups=follow_ups, position=position)
            url, token = invitation_at(invitation, url)
        account = _account(email, password_stdin=password_stdin)
        texts = [_typed_text(path) for path in typed or []]
        options = InterviewOptions(
            url=url,
            film=load_film(video) if video else portrait_film(),
            invitation=token,
            language=language,
            questions=questions or QUESTIONS,
            follow_ups=MOST_FOLLOW_UPS if follow_ups is None else follow_ups,
            position=position or POSITION,
            account=account,
            clips=[load_clip(path) for path in speech or []],
            references=reference or [],
            typed_turns=frozenset(typed_turn or []),
            typed_texts=texts,
            calibrate=calibrate,
            record_to=record,
            loss=loss / 100,
            relay=relay,
        )
        _require_writable(json_file, record)
        result = asyncio.run(run_interview(options, lambda step: console.print(f"· {step}", highlight=False)))
    except CandidateError as error:
        console.print(f"[red]Error:[/red] {error}", highlight=False)
        raise typer.Exit(EXIT_BAD_INPUT if isinstance(error, CandidateInputError) else EXIT_FAILED) from error
    except VisavisError as error:  # the candidate's own voice failed
        console.print(f"[red]Error:[/red] {error.body(language or Language.EN).detail}", highlight=False)
        raise typer.Exit(EXIT_FAILED) from error
    _leave(result, account, json_file)


def invitation_at(link: str, url: str) -> tuple[str, str]:
    """The platform that an invitation's link leads to, `url` where it is only a path, and the invitation's token.

    Raises `CandidateInputError`.
    """
    page, _, token = link.partition("#")
    if not token or not page.endswith(INVITATION_PAGE):
        raise CandidateInputError(
            f"--invitation is not an invitation's link: give all of it, as in http://localhost:8000{INVITATION_PAGE}#…"
        )
    return page.removesuffix(INVITATION_PAGE) or url, token


def _require_none(**options: object) -> None:
    """Those of practice alone would be ignored without a word."""
    given = [f"--{name.replace('_', '-')}" for name, value in options.items() if value is not None]
    if given:
        raise CandidateInputError(f"With --invitation the posting decides on {', '.join(given)}. Leave that out.")


def _leave(result: InterviewRecord, account: Account, json_file: Path | None) -> None:
    """Print the summary, write the record, and say how to open the report."""
    console = Console()
    console.print(render_summary(result))
    # Soft wrapping keeps an address in one piece, to be clicked or copied.
    console.print(f"\n[bold]Report:[/bold] {result.report_url}", soft_wrap=True, highlight=False)
    if account.fresh:
        console.print(
            f"Sign in as {account.email} with the password {account.password}", soft_wrap=True, highlight=False
        )
    if json_file:
        result.write(json_file)
        console.print(f"Everything, as JSON: {json_file}", soft_wrap=True, highlight=False)


def _account(email: str | None, *, password_stdin: bool) -> Account:
    if email is None:
        return fresh_account()
    password = sys.stdin.readline().rstrip("\n") if password_stdin else os.environ.get(PASSWORD_VARIABLE, "")
    if not password:
        raise CandidateInputError(f"No password for {email}. Set {PASSWORD_VARIABLE}, or use --password-stdin.")
    return Account(email, password)


def _typed_text(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CandidateInputError(f"{path.name}: cannot be read as UTF-8 text. Check the file.") from error
    if not text:
        raise CandidateInputError(f"{path.name}: this file is empty. Write the answer into it.")
    return text


def _require_writable(*paths: Path | None) -> None:
    """An interview takes minutes: a path that cannot be written is worth knowing before."""
    for path in paths:
        if path is not None and not os.access(path.parent, os.W_OK):
            raise CandidateInputError(f"{path}: cannot be written there. Choose another directory.")
