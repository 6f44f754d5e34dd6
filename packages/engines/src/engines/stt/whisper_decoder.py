"""What runs in Whisper's own process: the model in transformers, and nothing of an answer but the utterance at hand."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import LogitsProcessorList, WhisperForConditionalGeneration, WhisperProcessor
from transformers.utils import logging as transformers_logging

from engines.stt.agreement import DecodedWord
from engines.stt.hallucination import is_made_up

SAMPLE_RATE = 16_000
TOKENS_PER_SECOND, SPARE_TOKENS = 20, 16
"""More than the fastest speech has, Korean in bytes included; a decoder that loops is stopped by it."""
MAX_TOKENS = 440
"""Of the decoder's 448 places, without those of the prompt."""
_WORD_START = "Ġ"
"""The byte-level tokenizer's space."""


class Whisper:
    def __init__(self, folder: str, device: str) -> None:
        """`device` as in `LocalModelSettings.whisper_device`. Half precision on a GPU, single on a processor."""
        transformers_logging.set_verbosity_error()
        transformers_logging.disable_progress_bar()
        if device == "auto":
            device = "cuda" if torch.cuda.is_available() else "cpu"
        self._device = torch.device(device)
        self._dtype = torch.float16 if self._device.type == "cuda" else torch.float32
        self._processor = WhisperProcessor.from_pretrained(folder, local_files_only=True)
        model = WhisperForConditionalGeneration.from_pretrained(folder, dtype=self._dtype, local_files_only=True)
        self._model = model.to(self._device).eval()
        self._config = model.generation_config
        self._config.max_length = None  # `max_new_tokens` is what counts here
        if not getattr(self._config, "alignment_heads", None):
            self._config.alignment_heads = _upper_heads(model.config)

    def hear(
        self, utterance: NDArray[np.float32], language: str, said: Sequence[int], timed: bool
    ) -> list[DecodedWord]:
        """The words of an utterance of at most 30 s, which begin with the tokens `said`.

        Where the rest is made up, only `said` is heard.
        """
        features = self._processor.feature_extractor(
            utterance, sampling_rate=SAMPLE_RATE, return_tensors="pt", return_attention_mask=True
        )
        with torch.inference_mode():
            output = self._generate(features, language, said, len(utterance) / SAMPLE_RATE, timed)
        tokens = output["sequences"][0].tolist()[-len(output["logits"]) :]
        logs = [
            torch.log_softmax(logits[0].float(), -1)[token].item()
            for logits, token in zip(output["logits"], tokens, strict=True)
        ]
        ends = output["token_timestamps"][0].tolist()[-len(tokens) :] if timed else [0.0] * len(tokens)
        words = self._words(tokens, logs, ends)
        if is_made_up(" ".join(word.text for word in words), sum(logs) / len(logs)):
            return [word for word, known in _cumulated(words) if known <= len(said)]
        return words

    def _generate(self, features: Any, language: str, said: Sequence[int], seconds: float, timed: bool) -> Any:
        """Transformers' output, which is not typed."""
        return self._model.generate(
            features.input_features.to(self._device, self._dtype),
            attention_mask=features.attention_mask.to(self._device),
            **({"language": language, "task": "transcribe"} if self._config.is_multilingual else {}),
            max_new_tokens=min(MAX_TOKENS, SPARE_TOKENS + round(TOKENS_PER_SECOND * seconds)),
            num_beams=1,
            do_sample=False,
            return_dict_in_generate=True,
            output_logits=True,
            return_token_timestamps=timed,
            logits_processor=LogitsProcessorList([_Beginning(said)]),
        )

    def _words(self, tokens: list[int], logs: list[float], ends: list[float]) -> list[DecodedWord]:
        tokenizer = self._processor.tokenizer
        end_of_text = self._model.config.eos_token_id
        groups: list[list[int]] = []
        for index, (token, piece) in enumerate(zip(tokens, tokenizer.convert_ids_to_tokens(tokens), strict=True)):
            if token >= end_of_text:  # what is no text comes behind it in the vocabulary
                continue
            if piece.startswith(_WORD_START) or not groups:
                groups.append([])
            groups[-1].append(index)
        words = [
            DecodedWord(
                text=tokenizer.decode([tokens[index] for index in group]).strip(),
                tokens=tuple(tokens[index] for index in group),
                confidence=math.exp(sum(logs[index] for index in group) / len(group)),
                start=ends[group[0] - 1] if group[0] else 0.0,
                end=ends[group[-1]],
            )
            for group in groups
        ]
        return [word for word in words if word.text]


class _Beginning:
    """Lets the decoder write the tokens `said` first, and what it likes after them."""

    def __init__(self, said: Sequence[int]) -> None:
        self._said = said
        self._prompt: int | None = None

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        if self._prompt is None:
            self._prompt = input_ids.shape[1]
        position = input_ids.shape[1] - self._prompt
        if position >= len(self._said):
            return scores
        forced = torch.full_like(scores, -torch.inf)
        forced[:, self._said[position]] = 0
        return forced


def _upper_heads(config: Any) -> list[list[int]]:
    """The attention that aligns words with sound, of a model that does not say: the upper half's, as in OpenAI's code.

    `config` is transformers' own, which is not typed.
    """
    layers, heads = config.decoder_layers, config.decoder_attention_heads
    return [[layer, head] for layer in range(layers // 2, layers) for head in range(heads)]


def _cumulated(words: list[DecodedWord]) -> list[tuple[DecodedWord, int]]:
    """Each word with the number of tokens up to its end."""
    known, cumulated = 0, []
    for word in words:
        known += len(word.tokens)
        cumulated.append((word, known))
    return cumulated
