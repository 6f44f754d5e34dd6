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
def recognition(
    speech: Annotated[Path, typer.Option(help="A folder of clips with their MANIFEST.json.")],
    engine: Annotated[str, typer.Option(help="As in STT_ENGINE.")] = "pocketsphinx",
    opus: Annotated[bool, typer.Option(help="Send the clips through Opus first, as a call does.")] = True,
    json: Annotated[Path | None, typer.Option(help="Write the results to this file too.")] = None,
) -> None:
    """Word error rate and speed of speech recognition, on clips whose words are known."""
    import asyncio

    from rich.console import Console

    from visavis.bench.recognition import ManifestError, measure_folder, table

    try:
        results = asyncio.run(measure_folder(speech, engine, opus=opus))
    except (ManifestError, ValueError) as error:
        typer.secho(str(error), fg="red", err=True)
        raise typer.Exit(2) from error
    Console().print(table(results))
    if json:
        json.write_text(results.model_dump_json(indent=2), encoding="utf-8")
