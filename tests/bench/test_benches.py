"""The benches run to their end and measure what they say. What they measure is for people to read."""

import asyncio
import dataclasses
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import av
import gpu
import psutil
import pytest
from api import measure as measure_lists
from audio_delay import measure as measure_ages
from call_cost import capacity, measure as measure_cost
from calls.caller import Caller, Speech, tone
from calls.contenders import BARE_ECHO, BARE_RECEIVE, MOST_UNANSWERED, OURS, PIPECAT, Contender, heard_back
from contracts.base import Language
from embedded_judge import answers as answers_to_judge, measure as measure_judge
from evaluation import measure as measure_evaluations
from load import Watching, watch
from media_server.watching.pool import TrackerPool
from processes.own_environment import GPU as GPU_ENVIRONMENT, PIPECAT as PIPECAT_ENVIRONMENT, NoEnvironment
from processes.process_tree import cpu_seconds, resident_bytes
from processes.running import Server
from rows.api_data import SignedIn
from search import measure as measure_search, prepare, served, ways
from sound_cost import measure as measure_sound
from streaming import PACED, Measured, scene
from turn_latency import measure as measure_turns
from turn_stages import measure as measure_stages
from visavis.candidate.portrait import portrait_frames
from visavis.testing import temporary_home
from watching import Camera, FrameNotAnalysed

pytestmark = pytest.mark.slow


def test_every_command_says_where_the_parts_that_tests_share_are() -> None:
    """Tests are told by pytest, commands have to say it themselves."""
    here = Path(__file__).parent
    shared = {part.stem for part in (here.parent / "support").glob("*.py")}
    for command in {*here.rglob("*.py")} - {Path(__file__)}:
        before, *_ = command.read_text().split("sys.path.")
        imported = set(re.findall(r"^from (\w+) import", before, re.MULTILINE))
        assert not imported & shared, command


async def test_every_turn_is_measured_beside_an_echo() -> None:
    sound = await Speech.synthesised()
    echo, turns = [
        await measure_turns(contender, turns=1, sessions=2, loss=1.0, sound=sound) for contender in (BARE_ECHO, OURS)
    ]
    assert (echo.name, turns.name) == ("bare echo", "media server")
    assert len(echo.turns) == len(turns.turns) == 2
    assert min(turns.turns) > 0, "no turn ends before its silence is over"
    assert min(echo.turns) > 0


class Unheard(Caller):
    async def heard(self, patience: float = 0.0) -> float:
        raise TimeoutError


@asynccontextmanager
async def nobody(video: bool) -> AsyncIterator[Server]:
    yield Server("", psutil.Process())


async def test_who_stops_answering_has_no_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("calls.contenders.PAUSE", 0.0)
    said = []

    async def turns(server: Server, caller: Caller) -> AsyncGenerator[float]:
        async for heard in heard_back(Unheard(0.0, Random(0)), lambda: said.append(caller)):
            yield heard

    result = await measure_turns(Contender("deaf", nobody, turns), turns=1, sessions=2, loss=0.0, sound=tone)
    assert (result.turns, result.percentile(95)) == ([], "–")
    assert len(said) == 2 * MOST_UNANSWERED


async def test_pipecat_takes_turns_with_the_same_candidate() -> None:
    try:
        PIPECAT_ENVIRONMENT.existing_python()
    except NoEnvironment as reason:
        pytest.skip(str(reason))
    result = await measure_turns(PIPECAT, turns=1, sessions=1, loss=0.0, sound=await Speech.synthesised())
    assert min(result.turns) > 0


async def test_captions_and_faces_are_counted_where_both_are_on() -> None:
    (level,) = await capacity(seconds=5, most=2, video=True, processes=2)
    assert level.sessions == 2
    assert level.captions
    assert level.samples_a_second > 0
    assert level.server_cores > 0


async def test_a_call_is_paid_for_until_it_has_been_measured() -> None:
    cost = await measure_cost(BARE_RECEIVE, sessions=1, seconds=1, sound=await Speech.synthesised())
    assert cost.cpu > 0
    assert cost.memory_mib > 0


def test_what_two_processes_share_is_counted_once() -> None:
    program = "import numpy, sys; sys.stdout.write('.'); sys.stdout.flush(); sys.stdin.read()"
    both = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {program!r}]); {program}"
    with subprocess.Popen([sys.executable, "-c", both], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        assert parent.stdin
        parent.stdout.read(1)
        tree = psutil.Process(parent.pid)
        alone = [member.memory_info().rss for member in (tree, *tree.children(recursive=True))]
        assert len(alone) == 2
        assert max(alone) < resident_bytes(tree) < sum(alone)
        assert cpu_seconds(tree) > 0
        parent.stdin.close()


async def test_lost_packets_are_missing_and_no_other() -> None:
    ordered, bare = await measure_ages(seconds=4, share=0.1)
    assert ordered.missing > 0
    assert ordered.missing <= bare.missing, "the same packets were lost on both lines"
    assert ordered.p50_ms > 0
    assert bare.p50_ms > 0


async def test_a_frame_that_no_tracker_takes_ends_the_bench() -> None:
    pool = TrackerPool(1)
    camera = Camera(pool, "00000000-0000-7000-8000-000000000001")
    try:
        await pool.warm_up()
        os.kill(pool.pids[0], signal.SIGKILL)
        with pytest.raises(FrameNotAnalysed):
            await camera.show(av.VideoFrame.from_ndarray(next(iter(portrait_frames(1, 1)))), 0.0)
    finally:
        await pool.close()


async def test_the_stages_of_a_turn_add_up_to_all_of_it() -> None:
    stages = await measure_stages(turns=1, sessions=1, loss=0.0, sound=await Speech.synthesised())
    *parts, whole = (spent for (spent,) in stages.values())
    assert sum(parts) == pytest.approx(whole)


async def test_sound_is_paid_for_both_ways() -> None:
    threads, loop = await measure_sound(sessions=1, seconds=1, rounds=1)
    assert min(*threads.rounds, *loop.rounds) > 0


async def test_an_interview_with_paced_engines_is_measured_where_the_model_asks() -> None:
    way = Measured("paced, prepared", PACED, prepares=True)
    async with scene(True) as at_work:
        await at_work.interview(way, Random(0), questions=1)
    assert way.turns
    assert min(way.turns) > 0
    assert way.preparations["used"] >= len(way.turns)


async def test_every_kind_of_work_is_done_and_timed() -> None:
    results = await asyncio.to_thread(measure_evaluations, answers=4, single=1, processes=1)
    assert [len(one.rounds) for one in results.throughputs] == [4, 4, 4]
    assert min(rate for one in results.throughputs for rate in one.rounds) > 0
    assert all(delay > 0 for delays in results.delays for delay in delays.milliseconds)
    assert results.judging > 0


def test_the_embedded_judge_is_timed_on_its_first_answer_and_the_next() -> None:
    judged = measure_judge(answers_to_judge(2, (Language.EN,)))
    assert min(judged.first_ms, judged.next_ms) > 0
    assert judged.expressions > 0


async def test_what_a_judge_reads_again_is_counted(tmp_path: Path) -> None:
    pytest.importorskip("llama_cpp", reason="local models are not installed; `make models-environment` installs them")
    from judging_tokens import ANSWERS, load_bank, measure, tiny_gguf

    model, question = tiny_gguf(tmp_path / "tiny.gguf"), load_bank()[0]
    read = await asyncio.to_thread(measure, "two answers", model, [(question, said) for said in ANSWERS[:2]])
    assert read.texts == 2
    assert read.prompt / 2 < read.evaluated < 0.7 * read.prompt


async def test_a_search_finds_most_of_what_is_nearest() -> None:
    with temporary_home() as home, served(home) as server:
        asked = ways(1000)[0]
        measured = measure_search(prepare(server, 1000, [asked.table]), 1000, asked, queries=2, kept=home)
    assert measured.recall >= 0.5
    assert measured.words_p95 > 0


async def test_models_are_measured_in_tiny_shapes_as_they_are_on_a_card() -> None:
    try:
        python = gpu.python_here() or GPU_ENVIRONMENT.existing_python()
    except NoEnvironment as reason:
        pytest.skip(str(reason))
    measured = await asyncio.to_thread(gpu.measure, python, tiny=True)
    assert set(measured.steps_ms) == {1, 4, 8, 16, 32}
    assert min(measured.bandwidth, measured.prefill_ms, measured.kept_prefill_ms, *measured.steps_ms.values()) > 0
    assert min(*measured.final_ms, *measured.caption_ms, *measured.together_ms) > 0


def test_without_a_card_nothing_is_measured_and_the_reason_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(gpu, "cards", lambda: 0)
    monkeypatch.setattr(gpu, "measure", lambda *_, **__: pytest.fail("there is nothing to measure on"))
    gpu.main()
    assert "no CUDA device" in capsys.readouterr().out


def test_a_turn_and_a_cards_sessions_follow_from_what_was_measured() -> None:
    card = gpu.Measured(
        card="a card",
        memory=20_000,
        versions="",
        bandwidth=1000.0,
        context=1500,
        weights=100,
        resident=10_000,
        cache=10,
        steps_ms={1: 10.0, 4: 12.0},
        prefill_ms=90.0,
        kept_prefill_ms=20.0,
        segment=10.0,
        final_ms=[100.0],
        caption_ms=[50.0],
        together=8,
        together_ms=[400.0],
    )
    assert card.turn_ms(4) == pytest.approx(100 + 20 + 20 * 12 + 150)
    assert card.limit(4) == pytest.approx(4 * 1000 / (100 + 4 * 10))
    of_a_turn = 3 * (12.5 * 50 + 100) + 20 + 60 * 12 / 4
    assert card.sessions(4) == int(0.7 * 40_000 / of_a_turn)
    assert dataclasses.replace(card, memory=11_200).sessions(4) == 8, "what memory has room for"


async def test_a_list_answers_beside_bare_endpoints_with_as_many_rows() -> None:
    (result,) = await measure_lists(requests=8, rows=2, connections=1, only=["interviews"])
    assert [one.name for one in result.contenders] == ["bare", "bare, token checked", "ours"]
    for one in result.contenders:
        assert len(one.latencies) == 8
        assert min(one.latencies) > 0
        assert one.bytes > 500


async def test_a_stream_is_watched_until_it_ends_and_one_that_is_refused_is_counted() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        if b"/refused/" in request:
            writer.write(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")
        else:
            writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for told in (
                b"event: snapshot\ndata: {}\n\n",
                b"id: 1\ndata: {}\n\n",
                b": still here\n\nid: 2\ndata: {}\n\n",
            ):
                writer.write(b"%x\r\n%b\r\n" % (len(told), told))
            writer.write(b"0\r\n\r\n")
        await writer.drain()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        watching, opened = Watching(recorded={("told", 2): 0.0}), asyncio.Semaphore(1)
        for interview_id in ("told", "refused"):
            await watch(url, SignedIn("somebody", "a-token"), interview_id, watching, opened)
    assert watching.arrived.keys() == {("told", 1), ("told", 2)}
    assert len(watching.late) == 1, "of what nobody recorded nobody can say how late it is"
    assert (watching.refused, watching.broken) == (1, 1)
