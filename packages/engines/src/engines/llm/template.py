"""Text without a language model: one follow-up question about what the prompt last states.

It finds the statement that a candidate's answer ends with, takes its most telling phrase, and asks about it in the
prompt's language. The same prompt always gives the same question; it understands nothing.
"""

import re
from collections.abc import AsyncGenerator, Iterator, Sequence

from contracts.base import Language
from contracts.errors import SchemaUnsupported

from engines.llm import JsonSchema, Message, TextPiece, Usage
from engines.llm.statements import Kind, read
from engines.text import english, korean
from engines.text.folding import Span, fold
from engines.text.words import content_stems, is_korean

NAME = "template"
MAX_PHRASE_WORDS = 3

ABOUT_PHRASE = {
    Language.KO: "방금 말씀하신 ‘{phrase}’에 대해 더 듣고 싶습니다. 직접 맡으신 일과 그 결과를 말씀해 주시겠어요?",
    Language.EN: "You mentioned “{phrase}”. What was your own part in that, and how did you know that it worked?",
}
WITHOUT_PHRASE = {
    Language.KO: "그 경험을 구체적인 사례 하나로 다시 설명해 주시겠어요?",
    Language.EN: "Could you walk me through one concrete example of that?",
}

_PIECE = re.compile(r"\s*\S+")
_WORD = re.compile(r"[^\s,.;:!?()\[\]{}\"“”‘’]+")
_LABEL = re.compile(r"^\W*[\w ]{1,20}:\s+")
"""“Answer: ” in front of a statement is not its content."""


class TemplateGenerator:
    """Answers any prompt with one question. A token is a word here."""

    name = NAME
    model = NAME

    async def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        temperature: float = 0.0,
        schema: JsonSchema | None = None,
    ) -> AsyncGenerator[TextPiece, None]:
        """The question word by word; `temperature` changes nothing. Raises `SchemaUnsupported` for any schema."""
        if schema is not None:
            raise SchemaUnsupported(problem="the template engine writes plain sentences only")
        prompt = next((message.content for message in reversed(messages) if message.role == "user"), "")
        pieces = _PIECE.findall(follow_up(prompt))
        for piece in pieces[:max_tokens]:
            yield TextPiece(piece)
        usage = Usage(len(prompt.split()), min(len(pieces), max_tokens))
        yield TextPiece("", "length" if len(pieces) > max_tokens else "stop", usage)

    async def warm_up(self) -> None:
        """There is nothing to load."""

    async def close(self) -> None:
        """There is nothing to free."""


def follow_up(prompt: str) -> str:
    """One question about what `prompt` last states, in the language of that statement."""
    folded = fold(prompt)
    statement = _last_statement(folded.text)
    said = prompt if statement is None else _original(prompt, folded.origin(statement))
    language = Language.KO if is_korean(said) else Language.EN
    phrase = None if statement is None else telling_phrase(said)
    return ABOUT_PHRASE[language].format(phrase=phrase) if phrase else WITHOUT_PHRASE[language]


def telling_phrase(statement: str) -> str | None:
    """The longest run of words that carry content, up to three of them; None where no word does."""
    runs = _korean_runs(statement) if is_korean(statement) else _english_runs(statement)
    best = max(runs, key=lambda run: (len(run), sum(map(len, run))), default=None)
    return " ".join(best) if best else None


def _last_statement(folded: str) -> Span | None:
    """What somebody tells of themselves, if there is such a sentence; a prompt often ends with instructions."""
    statements = [
        sentence.span
        for sentence in read(folded, "")
        if sentence.kind is Kind.STATEMENT and not folded[sentence.span.start : sentence.span.end].endswith("?")
    ]
    for span in reversed(statements):
        text = folded[span.start : span.end]
        if english.tells_action(text) or (is_korean(text) and korean.tells_past_action(text)):
            return span
    return statements[-1] if statements else None


def _original(prompt: str, span: Span) -> str:
    return _LABEL.sub("", prompt[span.start : span.end])


def _english_runs(statement: str) -> Iterator[list[str]]:
    run: list[str] = []
    for word in _WORD.findall(statement):
        plain = fold(word).text
        if content_stems(plain) and not english.is_past(plain):
            run.append(word)
        else:
            yield from _cut(run)
            run = []
    yield from _cut(run)


def _korean_runs(statement: str) -> Iterator[list[str]]:
    """Nouns in a row: a particle ends the run, a predicate is not in it."""
    run: list[str] = []
    for word in _WORD.findall(statement):
        bare = korean.without_particle(word)
        if korean.is_predicate(word) or not content_stems(fold(word).text):
            yield from _cut(run)
            run = []
            continue
        run.append(bare)
        if bare != word:
            yield from _cut(run)
            run = []
    yield from _cut(run)


def _cut(run: list[str]) -> Iterator[list[str]]:
    """The end of a run, which holds its head: in "the slow payment service" the service."""
    if run:
        yield run[-MAX_PHRASE_WORDS:]
