"""A question that is spoken while it arrives."""

from media_server.speaking.sentences import Utterance


async def test_an_utterance_is_taken_while_it_grows() -> None:
    utterance = Utterance("One. Tw")
    sentences = aiter(utterance)
    assert (await anext(sentences)).text == "One."
    utterance.push("o. Three")
    assert (await anext(sentences)).text == "Two."
    utterance.end()
    assert [sentence.text async for sentence in sentences] == ["Three"]
