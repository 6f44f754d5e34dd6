"""llama.cpp through llama-cpp-python, one token at a time. For one thread."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import llama_cpp
from llama_cpp.llama_chat_format import Jinja2ChatFormatter

from engines.llm import Message

CHAT_TEMPLATE = "tokenizer.chat_template"


class Llama:
    def __init__(self, file: Path, context: int, gpu_layers: int) -> None:
        """Raises `ValueError` for what is no model, and for one that does not say how it is talked to."""
        self._llama = llama_cpp.Llama(str(file), n_ctx=context, n_gpu_layers=gpu_layers, verbose=False)
        self._vocabulary = llama_cpp.llama_model_get_vocab(self._llama.model)
        template = self._llama.metadata.get(CHAT_TEMPLATE)
        if template is None:
            self.close()
            raise ValueError(f"{file.name} has no chat template")
        begin, end = self._text(self._llama.token_bos()), self._text(self._llama.token_eos())
        self._formatter = Jinja2ChatFormatter(template, eos_token=end, bos_token=begin)
        self._control = re.compile("|".join(map(re.escape, self._control_tokens())) or r"(?!)")
        self.context: int = self._llama.n_ctx()
        self.evaluated = 0
        """Tokens that the model has read, those that it wrote among them."""
        self._evaluate = self._llama.eval
        self._llama.eval = self._count  # llama.cpp's own counters cannot tell one token from none

    def prompt(self, messages: Sequence[Message]) -> list[int]:
        """The tokens of a conversation in the model's own format, up to where the assistant speaks.

        What looks like a control token in a message is text and stays text: nobody ends their turn by saying so.
        """
        spoken = [{"role": message.role, "content": self._defused(message.content)} for message in messages]
        formatted = self._formatter(messages=spoken)
        tokens: list[int] = self._llama.tokenize(
            formatted.prompt.encode(), add_bos=not formatted.added_special, special=True
        )
        return tokens

    def tokens(self, prompt: list[int], temperature: float, grammar: str | None) -> Iterator[bytes | None]:
        """What the model writes, a token's bytes at a time; None where it ends its turn.

        What the prompt has in common with the beginning of the one before it, and what was written then, is not read
        again.
        """
        rules = llama_cpp.LlamaGrammar.from_string(grammar, verbose=False) if grammar else None
        for token in self._llama.generate(prompt, temp=temperature, grammar=rules):
            ended = llama_cpp.llama_vocab_is_eog(self._vocabulary, token)
            yield None if ended else self._llama.detokenize([token])

    def close(self) -> None:
        self._llama.close()

    def _count(self, tokens: Sequence[int]) -> None:
        self.evaluated += len(tokens)
        self._evaluate(tokens)

    def _defused(self, text: str) -> str:
        return self._control.sub(lambda token: f"{token[0][0]} {token[0][1:]}", text)

    def _control_tokens(self) -> list[str]:
        """Longest first, so that none hides behind one that it begins with."""
        count = llama_cpp.llama_vocab_n_tokens(self._vocabulary)
        control = [
            self._text(token) for token in range(count) if llama_cpp.llama_vocab_is_control(self._vocabulary, token)
        ]
        return sorted((token for token in control if len(token) > 1), key=len, reverse=True)

    def _text(self, token: int) -> str:
        return llama_cpp.llama_vocab_get_text(self._vocabulary, token).decode() if token >= 0 else ""
