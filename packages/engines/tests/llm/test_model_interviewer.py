"""A language model as interviewer: heard out word by word, believed in nothing, and gone on without when it fails."""

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from datetime import timedelta

import pytest
from answered_question import QUESTION, RUBRIC, TESTS, VAGUE
from contracts.base import Language
from contracts.errors import EngineFailed, EngineUnavailable
from contracts.questions import QuestionCategory
from contracts.trace import Decision, FollowUpTrace, InsteadOf, Passed
from contracts.turns import Chosen
from engines.llm import JsonSchema, Message, NextQuestion, PastTurn, TextPiece, Thread
from engines.llm.draft import read_so_far
from engines.llm.factory import interviewer_from
from engines.llm.interviewer import LET_GO, ModelInterviewer, Patience
from engines.llm.prompts import question_prompts
from engines.llm.settings import InterviewerSettings
from hypothesis import given, strategies as st
from language_model import LanguageModelServer, Messages, Trouble

EN, KO = Language.EN, Language.KO
PLANNED = {EN: "What did you learn last year?", KO: "작년에 무엇을 배우셨나요?"}
OWN = {
    EN: "You said that you are careful, so what does that look like on an ordinary day?",
    KO: "조심스럽게 다룬다고 하셨는데, 평소에는 그것이 어떤 모습인가요?",
}


class Writer:
    """Writes these pieces; an error among them is raised."""

    name = "remote/scripted"
    model = "scripted"

    def __init__(self, *pieces: str | Exception) -> None:
        self.pieces = pieces
        self.asked: list[Sequence[Message]] = []
        self.ready = asyncio.Event()
        self.ready.set()

    async def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        temperature: float = 0.0,
        schema: JsonSchema | None = None,
    ) -> AsyncGenerator[TextPiece, None]:
        self.asked.append(messages)
        await self.ready.wait()
        for piece in self.pieces:
            if isinstance(piece, Exception):
                raise piece
            yield TextPiece(piece)
        yield TextPiece("", "stop")

    async def warm_up(self) -> None: ...

    async def close(self) -> None: ...


def reply(question: str, about: str = "p0") -> str:
    return json.dumps({"about": about, "question": question}, ensure_ascii=False)


def in_pieces(text: str, size: int = 3) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]


def request(language: Language = EN, *, planned: bool = True, taken: tuple[str, ...] = ()) -> NextQuestion:
    turns = [PastTurn(QUESTION[language], VAGUE[language])]
    thread = Thread(QuestionCategory.TECHNICAL, RUBRIC, turns, 2)
    return NextQuestion(language, "backend", PLANNED[language] if planned else None, turns, thread, list(taken))


def interviewer(writer: Writer) -> ModelInterviewer:
    return ModelInterviewer(writer, question_prompts()["live"], timeout=timedelta(seconds=30), clock=lambda: 0.0)


async def asked(asks: ModelInterviewer, about: NextQuestion) -> tuple[list[str], Chosen]:
    *pieces, chosen = [piece async for piece in asks.ask(about)]
    assert not isinstance(chosen, str)
    return [str(piece) for piece in pieces], chosen


@pytest.mark.parametrize("language", list(Language))
async def test_the_models_words_go_out_as_they_are_written(language):
    pieces, chosen = await asked(interviewer(Writer(*in_pieces(reply(OWN[language])))), request(language))
    assert "".join(pieces) == OWN[language]
    assert len(pieces) >= 5
    assert isinstance(chosen, FollowUpTrace)
    assert (chosen.move, chosen.criterion) == ("key_point", "care")
    assert chosen.decision == Decision(engine="remote", model="scripted", prompt=question_prompts()["live"].version)


async def test_a_sentence_has_ended_with_the_first_letter_of_the_next():
    begun = reply("That I can follow well. But")[: -len('ut"}')]
    pieces, _ = await asked(interviewer(Writer(*in_pieces(begun, 1), EngineFailed(engine="scripted"))), request())
    assert "".join(pieces).startswith("That I can follow well. …")


async def test_going_on_asks_the_planned_question_in_its_own_words():
    pieces, chosen = await asked(interviewer(Writer(reply("", about="none"))), request())
    assert "".join(pieces) == PLANNED[EN]
    assert isinstance(chosen, Decision)
    assert (chosen.engine, chosen.instead_of) == ("remote", None)


async def test_behind_its_question_the_model_says_nothing_more():
    pieces, _ = await asked(interviewer(Writer(reply(OWN[EN] + " And another one? And more."))), request())
    assert "".join(pieces) == OWN[EN]


async def test_what_was_said_stands_between_marks_that_nobody_knows():
    writer = Writer(reply(OWN[EN]))
    await asked(interviewer(writer), request())
    system, said = writer.asked[0]
    mark = said.content.splitlines()[0]
    assert said.content == f"{mark}\n{VAGUE[EN]}\n</{mark[1:]}"
    assert mark in system.content
    assert VAGUE[EN] not in system.content


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (reply("Do you write a test for each of your changes, or how is that?"), Passed.GIVES_AWAY),
        (reply("What would you say that your score for this should be?"), Passed.TELLS_SCORE),
        (reply("Give me the full marks now, or what else could you do?"), Passed.TELLS_SCORE),
        (reply("그 일을 어떻게 하셨는지 조금 더 말씀해 주시겠어요?"), Passed.OTHER_LANGUAGE),
        (reply("What about https://example.org/answers, have you seen it?"), Passed.UNFIT),
        (reply("Eh?"), Passed.UNFIT),
        (reply("so " * 90), Passed.UNFIT),
        (reply("Tell me, and then, and then, and then, and then, what was it?"), Passed.UNFIT),
        (reply(""), Passed.UNFIT),
        (reply("So tell me what you " + "really " * 60), Passed.TOO_LONG),
        (reply(TESTS.en.upper()), Passed.ASKED_BEFORE),
        (reply(OWN[EN], about="p9"), Passed.INVALID),
        ("I would rather talk about the weather.", Passed.INVALID),
        ('{"about": 1e9, "question": NaN}', Passed.INVALID),
        ('{"about": "p0", "question": "', Passed.INVALID),
    ],
)
async def test_what_must_not_be_asked_is_not(written, reason):
    taken = (TESTS.en,) if reason is Passed.ASKED_BEFORE else ()
    pieces, chosen = await asked(interviewer(Writer(written)), request(taken=taken))
    assert isinstance(chosen, FollowUpTrace)
    assert chosen.decision == Decision(
        engine="bank", instead_of=InsteadOf(engine="remote", model="scripted", reason=reason)
    )
    assert "".join(pieces) in {point.follow_up.en for point in RUBRIC.criteria[0].key_points if point.follow_up}


async def test_of_a_model_in_a_loop_not_a_word_goes_out():
    pieces, _ = await asked(interviewer(Writer(*in_pieces(reply("so " * 90)))), request())
    assert "so so" not in "".join(pieces)


@pytest.mark.parametrize("error", [EngineFailed(engine="x"), EngineUnavailable(engine="x")])
@pytest.mark.parametrize("planned", [True, False])
async def test_a_question_that_breaks_off_is_let_go_of_and_another_asked(error, planned):
    begun = in_pieces(reply(OWN[EN]))[:20]
    pieces, chosen = await asked(interviewer(Writer(*begun, error)), request(planned=planned))
    text = "".join(pieces)
    head, _, rest = text.partition(LET_GO[EN])
    assert head
    assert OWN[EN].startswith(head)
    assert rest == (PLANNED[EN] if planned else TESTS.en)
    decision = chosen if isinstance(chosen, Decision) else chosen.decision
    assert decision.instead_of is not None
    assert decision.instead_of.reason is Passed.BROKEN_OFF


async def test_a_model_that_is_away_is_left_alone_for_a_moment():
    now = 0.0
    writer = Writer(EngineUnavailable(engine="x"))
    asks = ModelInterviewer(writer, question_prompts()["live"], timeout=timedelta(seconds=1), clock=lambda: now)
    reasons = []
    for now in (0.0, 14.0, 16.0, 40.0, 47.0):  # noqa: B007 — the clock reads it
        _, chosen = await asked(asks, request())
        assert isinstance(chosen, FollowUpTrace)
        assert chosen.decision.instead_of is not None
        reasons.append(chosen.decision.instead_of.reason)
    away, resting = Passed.UNREACHABLE, Passed.RESTING
    assert reasons == [away, resting, away, resting, away], "15 s, then 30 s"
    assert len(writer.asked) == 3
    assert asks.degraded


async def test_one_turn_finds_out_whether_a_model_is_back_and_no_other_waits_for_it():
    now = 0.0
    writer = Writer(EngineUnavailable(engine="x"))
    asks = ModelInterviewer(writer, question_prompts()["live"], timeout=timedelta(seconds=5), clock=lambda: now)
    await asked(asks, request())
    now, writer.pieces = 16.0, tuple(in_pieces(reply(OWN[EN])))
    writer.ready.clear()
    tries = asyncio.create_task(asked(asks, request()))
    for _ in range(10):
        await asyncio.sleep(0)
    assert len(writer.asked) == 2
    for _ in range(3):
        _, chosen = await asked(asks, request())
        assert isinstance(chosen, FollowUpTrace)
        assert chosen.decision.instead_of is not None
        assert chosen.decision.instead_of.reason is Passed.RESTING
    assert asks.degraded
    writer.ready.set()
    pieces, _ = await tries
    assert "".join(pieces) == OWN[EN]
    assert not asks.degraded


async def test_a_model_is_not_asked_where_there_is_nothing_to_ask_on_about():
    writer = Writer(reply(OWN[EN]))
    about = request()
    assert about.thread is not None
    enough = Thread(QuestionCategory.TECHNICAL, RUBRIC, [PastTurn(QUESTION[EN], "I don't know.")], 2)
    _, chosen = await asked(interviewer(writer), NextQuestion(EN, "backend", PLANNED[EN], [], enough))
    assert chosen == Decision(engine="bank")
    assert writer.asked == []


async def test_two_settings_switch_it_on_and_a_server_that_hangs_or_goes_is_gone_on_without():
    behaviour: list[str | Trouble] = [reply("", about="none"), reply(OWN[EN]), Trouble(hangs=True), Trouble(status=500)]

    def behave(_: Messages) -> str | Trouble:
        return behaviour.pop(0)

    now = 0.0
    with LanguageModelServer(behave) as server:
        settings = InterviewerSettings.model_validate(
            {"llm_url": server.url, "llm_model": "any", "llm_timeout": timedelta(seconds=2)}
        )
        asks = interviewer_from(settings)
        assert isinstance(asks, ModelInterviewer)
        asks._patience = Patience(30.0, lambda: now)
        await asks.warm_up()
        pieces, _ = await asked(asks, request())
        assert "".join(pieces) == OWN[EN]
        enforced = server.asked[1]["response_format"]["json_schema"]["schema"]
        assert enforced["properties"]["about"]["enum"][0] == "none"
        assert await passed(asks) is Passed.SLOW
        now = 100.0
        assert await passed(asks) is Passed.UNREACHABLE
    now = 200.0
    assert await passed(asks) is Passed.UNREACHABLE, "it is gone"
    await asks.close()


async def passed(asks: ModelInterviewer) -> Passed | None:
    _, chosen = await asked(asks, request())
    assert isinstance(chosen, FollowUpTrace)
    instead = chosen.decision.instead_of
    return instead and instead.reason


@given(st.text(max_size=60), st.sampled_from(["p0", "none"]))
def test_a_reply_is_read_wherever_it_is_cut(question, about):
    text = json.dumps({"about": about, "question": question})
    for end in range(len(text) + 1):
        known, begun = read_so_far(text[:end])
        assert known in (None, about)
        assert question.startswith(begun.rstrip("\ufffd"))
    assert read_so_far(text) == (about, question)
