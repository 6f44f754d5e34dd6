from contracts.base import Language
from contracts.trace import Decision
from engines.llm import NextQuestion
from engines.llm.bank import BankInterviewer
from hypothesis import given, strategies as st


async def _pieces(planned: str) -> list[str]:
    request = NextQuestion(language=Language.KO, position="backend", planned=planned, history=[])
    *pieces, chosen = [piece async for piece in BankInterviewer().ask(request)]
    assert chosen == Decision(engine="bank")
    return [str(piece) for piece in pieces]


@given(st.text(min_size=1).filter(str.strip))
async def test_the_pieces_are_the_planned_question(planned: str) -> None:
    assert "".join(await _pieces(planned)) == planned


async def test_a_question_comes_in_words() -> None:
    assert await _pieces("Where do you start?") == ["Where ", "do ", "you ", "start?"]
