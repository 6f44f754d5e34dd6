"""Measurements: `visavis bench …`. What they print are figures of this machine and this data, not promises."""

# ruff: noqa: PLC0415 - a benchmark imports what it needs when it runs, so that help is quick
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Measure engines and latency on this machine.")


@app.callback()
def bench() -> None:
    """Measure engines and latency on this machine."""


@app.command()
def stt(  # noqa: PLR0917 - options are given by name on the command line
    data: Annotated[
        list[Path], typer.Option(help="A folder of clips with their MANIFEST.json; given again, beside the first.")
    ],
    engine: Annotated[str, typer.Option(help="As in STT_ENGINE, with its other settings.")] = "pocketsphinx",
    opus: Annotated[bool, typer.Option(help="Send the clips through Opus first, as a call does.")] = True,
    realtime: Annotated[bool, typer.Option(help="Feed them as fast as they were said, and measure latencies.")] = False,
    runs: Annotated[int, typer.Option(min=1, help="How often each clip is heard, in another noise of the room.")] = 1,
    json: Annotated[Path | None, typer.Option(help="Write the results to this file, and as Markdown to .md.")] = None,
) -> None:
    """How well, how fast and at what cost speech is recognised, on clips whose words are known."""
    import asyncio
    import shlex
    import sys

    from contracts.errors import VisavisError
    from rich.console import Console

    from visavis.bench import stt_report
    from visavis.bench.clips import ManifestError
    from visavis.bench.stt import measure

    try:
        if json:
            json.parent.mkdir(parents=True, exist_ok=True)
        results = asyncio.run(measure(data, engine, opus=opus, realtime=realtime, runs=runs))
    except (VisavisError, ManifestError, OSError, ValueError) as error:
        typer.secho(_why(error), fg="red", err=True)
        raise typer.Exit(2) from error
    console = Console()
    for folder in results.folders:
        console.print(stt_report.clip_table(folder))
    console.print(stt_report.summary_table(results))
    if json:
        json.write_text(results.model_dump_json(indent=2) + "\n", encoding="utf-8")
        command = shlex.join(["visavis", *sys.argv[1:]])
        json.with_suffix(".md").write_text(stt_report.markdown(results, command), encoding="utf-8")


@app.command()
def retrieval(
    json: Annotated[Path | None, typer.Option(help="Write the results to this file.")] = None,
) -> None:
    """How often a question of the bank is found by other words, with the embedder that the settings name."""
    from contracts.errors import VisavisError

    from visavis.bench.retrieval import measure

    try:
        if json:
            json.parent.mkdir(parents=True, exist_ok=True)
        results = measure()
    except (VisavisError, OSError, ValueError) as error:
        typer.secho(_why(error), fg="red", err=True)
        raise typer.Exit(2) from error
    for language, recall in results.recall_at_5.items():
        typer.echo(f"{language.value}: {recall:.0%} in the first five ({results.embedder})")
    if json:
        json.write_text(results.model_dump_json(indent=2) + "\n", encoding="utf-8")


@app.command()
def judge(
    data: Annotated[
        Path | None, typer.Option(help="CSV with question, reference, answer, score (may be empty), score_max.")
    ] = None,
    json: Annotated[Path | None, typer.Option(help="Write predictions and figures to this file.")] = None,
    calibrate: Annotated[
        Path | None, typer.Option(help="Fit the scale on the other questions of this file, instead of this one's.")
    ] = None,
    robustness: Annotated[bool, typer.Option(help="Try what must not move a judge; about 600 judgements.")] = False,
) -> None:
    """How well the judge that the settings name agrees with people's grades, and what moves it that should not."""
    from contextlib import closing

    from contracts.errors import VisavisError
    from engines.llm.factory import judge_from
    from engines.llm.settings import JudgeSettings
    from pydantic_core import to_json
    from rich.console import Console

    from visavis.bench import judge_report, robustness as trial
    from visavis.bench.grading import GradingDataError, read_answers
    from visavis.bench.judge import measure

    if data is None and not robustness:
        raise typer.BadParameter("name a file with --data, or ask for --robustness", param_hint="--data")
    try:
        if json:
            json.parent.mkdir(parents=True, exist_ok=True)
        answers, others = (read_answers(file) if file else [] for file in (data, calibrate))
        with closing(judge_from(JudgeSettings())) as engine:
            agreement = measure(engine, answers, others) if answers else None
            tried = trial.measure(engine) if robustness else None
    except (VisavisError, GradingDataError, OSError, ValueError) as error:
        typer.secho(_why(error), fg="red", err=True)
        raise typer.Exit(2) from error
    console = Console()
    if agreement:
        console.print(judge_report.question_table(agreement), judge_report.agreement_table(agreement))
        console.print(*judge_report.notes(agreement), sep="\n")
    if tried:
        console.print(judge_report.robustness_table(tried))
    if json:
        parts = (dict(agreement) if agreement else {}) | ({"robustness": tried} if tried else {})
        json.write_bytes(to_json(parts, indent=2) + b"\n")


def _why(error: Exception) -> str:
    """What to tell whoever asked for a measurement that cannot be made."""
    from contracts.base import Language
    from contracts.errors import VisavisError
    from pydantic import ValidationError

    if isinstance(error, VisavisError):
        return error.body(Language.EN).detail
    if isinstance(error, ValidationError):
        return "; ".join(problem["msg"].removeprefix("Value error, ") for problem in error.errors())
    return str(error)
