"""The figures of `visavis bench stt`, for a terminal and as Markdown."""

from collections.abc import Iterator, Sequence
from statistics import median, quantiles

from rich.table import Table

from visavis.bench.mistakes import Mistakes
from visavis.bench.stt import ClipResult, FolderResults, SttResults

NONE = "–"


def measures(results: SttResults, clips: Sequence[ClipResult]) -> Iterator[tuple[str, str]]:
    """Name and value of each measure over `clips`; "–" for what was not measured."""
    failed = [clip for clip in clips if clip.failure]
    heard = [clip for clip in clips if not clip.failure]
    counts = [clip.mistakes for clip in heard if clip.mistakes]
    yield "clips × runs", f"{len(clips)}"
    yield "failures", f"{len(failed)}" + (f" ({', '.join(sorted({str(c.failure) for c in failed}))})" if failed else "")
    yield "word error rate", share(sum(c.word_errors for c in counts), sum(c.words for c in counts))
    yield "worst clip", worst(heard)
    yield "character error rate", share(sum(c.character_errors for c in counts), sum(c.characters for c in counts))
    yield "the same without spaces", share(sum(c.letter_errors for c in counts), sum(c.letters for c in counts))
    yield (
        "substituted, lost, invented",
        "{} / {} / {}".format(
            *(sum(getattr(c, kind) for c in counts) for kind in ("substitutions", "deletions", "insertions"))
        ),
    )
    yield "words lost at the end", f"{sum(c.lost_at_end for c in counts)}"
    yield "spaces wrong", share(sum(c.spacing_errors for c in counts), sum(c.spacing_places for c in counts))
    yield "sentence ends found", sentence_ends(counts)
    silent = [clip for clip in heard if not clip.reference]
    yield "words in silence and noise", f"{sum(c.invented for c in silent)} in {len(silent)}" if silent else NONE
    yield "real-time factor", real_time_factor(results, heard)
    latencies = [clip.latency for clip in heard if clip.latency]
    yield "first caption (s)", spread([x.first_partial for x in latencies if x.first_partial is not None])
    yield "word in a caption (s)", spread([lag for x in latencies for lag in x.words])
    yield "final text (s)", spread([x.final for x in latencies])


def cost_of(results: SttResults) -> Iterator[tuple[str, str]]:
    """Over all folders together."""
    cost = results.cost
    sound = sum(clip.duration for folder in results.folders for clip in folder.clips) or 1.0
    yield "processor, engine's processes (s a second of sound)", f"{cost.engine_cpu_seconds / sound:.2f}"
    yield "processor, this process (s a second of sound)", f"{cost.own_cpu_seconds / sound:.2f}"
    yield "memory, engine's processes (MiB)", f"{cost.engine_memory_mib:.0f}"
    yield "memory, this process (MiB)", f"{cost.own_memory_mib:.0f}"
    yield "GPU memory (MiB)", NONE if cost.gpu_memory_mib is None else f"{cost.gpu_memory_mib:.0f}"
    yield "GPU busy (%)", NONE if cost.gpu_utilisation is None else f"{cost.gpu_utilisation:.0f}"


def summary_table(results: SttResults) -> Table:
    """The folders side by side."""
    table = Table(title=title(results), caption=not_heard(results) or None)
    table.add_column("")
    for folder in results.folders:
        table.add_column(folder.folder, justify="right")
    for name, values in _side_by_side(results):
        table.add_row(name, *values)
    table.add_section()
    for name, value in cost_of(results):
        table.add_row(name, value, *([""] * (len(results.folders) - 1)))
    return table


def clip_table(folder: FolderResults) -> Table:
    """A line a clip: the mean of its runs, and what was heard in the worst of them."""
    table = Table(title=folder.folder)
    for column in ("clip", "seconds", "words", "errors", "worst", "heard"):
        table.add_column(column, justify="left" if column in {"clip", "heard"} else "right")
    for row in _clip_rows(folder):
        table.add_row(*row)
    return table


def markdown(results: SttResults, command: str) -> str:
    """A document: the command, the folders side by side, and every clip."""
    names = [folder.folder for folder in results.folders]
    lines = [f"# {title(results)}", "", "```sh", command, "```", ""]
    lines += [_row(["", *names]), _row(["---", *(["---:"] * len(names))])]
    lines += [_row([name, *values]) for name, values in _side_by_side(results)]
    lines += ["", "| cost | |", "| --- | ---: |", *(_row(pair) for pair in cost_of(results))]
    for folder in results.folders:
        lines += ["", f"## {folder.folder}", "", _row(["clip", "seconds", "words", "errors", "worst", "heard"])]
        lines += [_row(["---", "---:", "---:", "---:", "---:", "---"]), *map(_row, _clip_rows(folder))]
    if left_out := not_heard(results):
        lines += ["", left_out]
    return "\n".join(lines) + "\n"


def title(results: SttResults) -> str:
    way = "fed as fast as said" if results.realtime else "fed as fast as heard"
    return f"{results.engine}: {results.runs} run{'s' if results.runs > 1 else ''}, {way}" + (
        ", through Opus" if results.opus else ""
    )


def not_heard(results: SttResults) -> str:
    files = [file for folder in results.folders for file in folder.not_heard]
    return f"Not heard, in a language that the engine does not know: {', '.join(files)}" if files else ""


def share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else NONE


def spread(values: list[float]) -> str:
    """Median and 95th percentile."""
    if not values:
        return NONE
    worst = quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]
    return f"{median(values):.2f}, p95 {worst:.2f}"


def sentence_ends(counts: Sequence[Mistakes]) -> str:
    expected = sum(c.sentences for c in counts)
    found, invented = sum(c.sentences_found for c in counts), sum(c.sentences_invented for c in counts)
    return f"{found} of {expected}, {invented} invented"


def worst(clips: Sequence[ClipResult]) -> str:
    rates = [clip.mistakes.word_errors / clip.mistakes.words for clip in clips if clip.mistakes]
    return f"{max(rates):.2f}" if rates else NONE


def real_time_factor(results: SttResults, clips: Sequence[ClipResult]) -> str:
    sound = sum(clip.duration for clip in clips)
    return NONE if results.realtime or not sound else f"{sum(clip.took for clip in clips) / sound:.2f}"


def _side_by_side(results: SttResults) -> Iterator[tuple[str, list[str]]]:
    columns = [dict(measures(results, folder.clips)) for folder in results.folders]
    for name in columns[0]:
        yield name, [column[name] for column in columns]


def _clip_rows(folder: FolderResults) -> Iterator[list[str]]:
    for file in dict.fromkeys(clip.file for clip in folder.clips):
        runs = [clip for clip in folder.clips if clip.file == file]
        worst_run = max(runs, key=_errors)
        yield [
            file,
            f"{worst_run.duration:.1f}",
            str(worst_run.mistakes.words if worst_run.mistakes else 0),
            f"{sum(map(_errors, runs)) / len(runs):.1f}",
            str(_errors(worst_run)),
            worst_run.failure or worst_run.text,
        ]


def _errors(clip: ClipResult) -> int:
    return clip.mistakes.word_errors if clip.mistakes else clip.invented


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '¦') for cell in cells)} |"
