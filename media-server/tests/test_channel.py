"""What a page learns that attaches late."""

from contracts.base import Language
from contracts.live import Caption, QuestionStarted, ServerMessage, TurnState
from contracts.questions import AskedQuestion, QuestionCategory
from media_server.rtc.channel import Channel, Inbox
from uuid_utils import uuid7


async def told(inbox: Inbox) -> list[ServerMessage]:
    inbox.close()
    messages = []
    while (message := await inbox.get()) is not None:
        messages.append(message)
    return messages


async def test_a_page_that_comes_back_learns_what_is_asked_before_who_has_the_word() -> None:
    question = AskedQuestion(
        id=str(uuid7()),
        turn=2,
        number=2,
        total=3,
        text="Why?",
        category=QuestionCategory.BEHAVIORAL,
        language=Language.EN,
    )
    channel = Channel(Language.EN)
    channel.send(QuestionStarted(question=question))
    channel.send(TurnState(phase="listening", turn=question.turn))
    channel.send(Caption(turn=question.turn, text="So far", stable=0))
    assert [message.type for message in await told(channel.attach())] == ["question.started", "turn.state", "caption"]
