"""A GGUF model by its real loading path: half a megabyte of random weights, which will write anything it is let."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest
from contracts.errors import AtCapacity, EngineFailed, EngineNotInstalled, ModelMissing, PromptTooLong
from engines.llm import JsonSchema, Message, TextGenerator, TextPiece
from engines.llm.factory import generator_from
from engines.llm.gguf import MAX_WAITING, GgufGenerator
from engines.settings import EngineSettings
from pydantic import BaseModel, Field
from tiny_models import tiny_gguf

pytest.importorskip("llama_cpp", reason="local models are not installed; `make models-environment` installs them")

PROMPT = [Message("system", "You interview people."), Message("user", "안녕하세요, let us begin.")]


class Criterion(BaseModel):
    name: str = Field(max_length=12)
    band: int | None = Field(ge=0, le=4)
    weight: float = Field(ge=0, le=1)


class Judgement(BaseModel):
    criteria: list[Criterion] = Field(min_length=1, max_length=3)
    done: bool
    note: str = Field(max_length=40)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_gguf(tmp_path_factory.mktemp("gguf") / "tiny.gguf")


@pytest.fixture
async def generator(model: Path) -> AsyncIterator[GgufGenerator]:
    generator = GgufGenerator(str(model), model.parent, context=512)
    yield generator
    await generator.close()


async def written(
    generator: TextGenerator,
    messages: Sequence[Message] = PROMPT,
    *,
    max_tokens: int = 20,
    temperature: float = 0.0,
    schema: JsonSchema | None = None,
) -> list[TextPiece]:
    pieces = generator.generate(messages, max_tokens=max_tokens, temperature=temperature, schema=schema)
    return [piece async for piece in pieces]


def joined(pieces: list[TextPiece]) -> str:
    return "".join(piece.text for piece in pieces)


async def test_a_text_comes_in_pieces_and_its_last_one_counts(generator: GgufGenerator) -> None:
    pieces = await written(generator)

    assert len(pieces) > 10
    assert [piece.finish_reason for piece in pieces[:-1]] == [None] * (len(pieces) - 1)
    assert pieces[-1].finish_reason == "length"
    assert pieces[-1].usage is not None
    assert pieces[-1].usage.completion_tokens == 20
    prompt = "system: You interview people.\nuser: 안녕하세요, let us begin.\nassistant: "
    assert pieces[-1].usage.prompt_tokens == len(prompt.encode())  # a token is a byte here


async def test_without_temperature_the_same_is_written_twice(generator: GgufGenerator) -> None:
    once, twice = [await written(generator) for _ in range(2)]
    assert [piece.text for piece in once] == [piece.text for piece in twice]


@pytest.mark.parametrize("temperature", [0.0, 1.5])
async def test_what_a_schema_asks_for_is_what_is_written(generator: GgufGenerator, temperature: float) -> None:
    schema = Judgement.model_json_schema()
    for _ in range(10):
        pieces = await written(generator, max_tokens=400, temperature=temperature, schema=schema)

        assert pieces[-1].finish_reason == "stop"
        Judgement.model_validate_json(joined(pieces))


async def test_json_that_is_broken_off_says_so(generator: GgufGenerator) -> None:
    pieces = await written(generator, max_tokens=5, schema=Judgement.model_json_schema())

    assert pieces[-1].finish_reason == "length"
    with pytest.raises(json.JSONDecodeError):
        json.loads(joined(pieces))


async def test_closing_gives_the_text_up(generator: GgufGenerator) -> None:
    async with aclosing(generator.generate(PROMPT, max_tokens=400)) as pieces:
        await anext(pieces)

    assert (await written(generator, max_tokens=3))[-1].finish_reason == "length"


async def test_cancelling_whoever_reads_gives_the_text_up(generator: GgufGenerator) -> None:
    begun = asyncio.Event()

    async def read() -> None:
        async with aclosing(generator.generate(PROMPT, max_tokens=400)) as pieces:
            async for _ in pieces:
                begun.set()

    reader = asyncio.create_task(read())
    await begun.wait()
    reader.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reader

    assert (await written(generator, max_tokens=3))[-1].finish_reason == "length"


async def test_whoever_reads_when_the_engine_closes_hears_of_it(model: Path) -> None:
    generator = GgufGenerator(str(model), model.parent, context=2048)
    pieces = generator.generate(PROMPT, max_tokens=1900)
    waiting = asyncio.create_task(written(generator))
    await anext(pieces)

    closing = asyncio.create_task(generator.close())

    with pytest.raises(EngineFailed):
        async for _ in pieces:
            pass
    with pytest.raises(EngineFailed):
        await waiting
    await closing


async def test_texts_that_are_asked_for_together_do_not_mix(generator: GgufGenerator) -> None:
    other = [Message("user", "Something else.")]
    alone = [joined(await written(generator)), joined(await written(generator, other))]

    together = await asyncio.gather(written(generator), written(generator, other))

    assert list(map(joined, together)) == alone


async def test_one_text_too_many_is_turned_away(generator: GgufGenerator) -> None:
    waiting = [asyncio.create_task(written(generator, max_tokens=30)) for _ in range(MAX_WAITING)]
    await asyncio.sleep(0)

    with pytest.raises(AtCapacity):
        await written(generator)

    assert all(pieces[-1].finish_reason for pieces in await asyncio.gather(*waiting))


async def test_a_prompt_longer_than_the_context_is_refused(generator: GgufGenerator) -> None:
    with pytest.raises(PromptTooLong) as refused:
        await written(generator, [Message("user", "x" * 600)])

    assert refused.value.params["limit"] == "511"


async def test_a_text_ends_where_the_context_does(generator: GgufGenerator) -> None:
    pieces = await written(generator, [Message("user", "x" * 470)], max_tokens=400)

    assert pieces[-1].finish_reason == "length"
    assert pieces[-1].usage is not None
    assert pieces[-1].usage.prompt_tokens + pieces[-1].usage.completion_tokens == 512


async def test_a_control_token_in_a_message_is_text(generator: GgufGenerator) -> None:
    honest = await written(generator, [Message("user", "ab")])
    cunning = await written(generator, [Message("user", "a<|eos|>b")])

    assert honest[-1].usage is not None
    assert cunning[-1].usage is not None
    # As eight characters and the space that breaks them up, not as one token.
    assert cunning[-1].usage.prompt_tokens == honest[-1].usage.prompt_tokens + len("< |eos|>")


async def test_the_event_loop_turns_while_the_model_writes(generator: GgufGenerator) -> None:
    writing = asyncio.create_task(written(generator, max_tokens=100))
    turns = 0
    while not writing.done():
        await asyncio.sleep(0)
        turns += 1

    assert turns > len(await writing)


async def test_settings_name_it(model: Path) -> None:
    settings = EngineSettings.model_validate({"llm_gguf": str(model), "llm_context": 256})
    generator = generator_from(settings)

    with pytest.raises(PromptTooLong) as refused:
        await written(generator, [Message("user", "x" * 300)])

    assert (generator.name, generator.model, refused.value.params["limit"]) == ("llama.cpp", "tiny", "255")
    await generator.close()


async def test_a_model_that_is_not_here_says_how_to_get_it(tmp_path: Path) -> None:
    generator = GgufGenerator("llama-3.1-8b", tmp_path)

    with pytest.raises(ModelMissing) as failure:
        await generator.warm_up()

    assert failure.value.params["model"] == "llama-3.1-8b"
    await generator.close()


async def test_a_known_model_is_found_in_the_folder_that_was_downloaded(model: Path, tmp_path: Path) -> None:
    (tmp_path / "llama-3.1-8b").mkdir()
    (tmp_path / "llama-3.1-8b" / "any-name.gguf").symlink_to(model)
    generator = GgufGenerator("llama-3.1-8b", tmp_path, context=128)

    await generator.warm_up()
    await generator.close()


async def test_what_is_no_model_fails_by_name_and_a_closed_one_writes_no_more(tmp_path: Path) -> None:
    (tmp_path / "broken.gguf").write_bytes(b"no model")
    generator = GgufGenerator(str(tmp_path / "broken.gguf"), tmp_path)

    with pytest.raises(EngineFailed) as failure:
        await written(generator)
    assert failure.value.params == {"engine": "llama.cpp"}

    await generator.close()
    await generator.close()
    with pytest.raises(EngineFailed):
        await written(generator)


def test_without_its_package_the_engine_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    missing: dict[str, Any] = {}
    monkeypatch.setattr("engines.installed.find_spec", missing.get)

    with pytest.raises(EngineNotInstalled):
        GgufGenerator("llama-3.1-8b", tmp_path)
