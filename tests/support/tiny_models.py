"""Models so small that a test builds them, in the files and with the tokenizers of real ones.

They go through the same loading code as models of gigabytes. The Whisper among them says what the test wants said; the
others have random weights.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from transformers import WhisperTokenizer


def bytes_as_characters() -> list[str]:
    """GPT-2's characters for the 256 bytes: printable ones stand for themselves, the others for the next free ones."""
    printable = {*range(33, 127), *range(161, 173), *range(174, 256)}
    free = iter(range(256, 512))
    return [chr(byte if byte in printable else next(free)) for byte in range(256)]


TINY_WHISPER = {
    "num_mel_bins": 80,
    "encoder_layers": 1,
    "decoder_layers": 2,
    "d_model": 64,
    "encoder_attention_heads": 4,
    "decoder_attention_heads": 4,
    "encoder_ffn_dim": 64,
    "decoder_ffn_dim": 64,
}


def tiny_whisper(folder: Path, says: str | None, shape: Mapping[str, int] = TINY_WHISPER) -> Path:
    """A Whisper that hears `says` in every sound, sure of itself; random weights, sure of nothing, for None.

    Its position embeddings point at the tokens that are to be said, and nothing else moves its mind. With a `shape` of
    WhisperConfig's it is as large as that.
    """
    import torch
    from transformers import WhisperConfig, WhisperFeatureExtractor, WhisperForConditionalGeneration, WhisperProcessor

    torch.manual_seed(0)
    tokenizer = _whisper_tokenizer()
    config = WhisperConfig(**{"vocab_size": len(tokenizer), **shape})
    start, end = tokenizer.convert_tokens_to_ids(["<|startoftranscript|>", "<|endoftext|>"])
    config.decoder_start_token_id = start
    config.eos_token_id = config.bos_token_id = config.pad_token_id = end
    config.suppress_tokens = config.begin_suppress_tokens = None
    model = WhisperForConditionalGeneration(config)
    _configure_generation(model, tokenizer)
    if says is not None:
        _teach(model, [*tokenizer(says, add_special_tokens=False).input_ids, end])
    model.save_pretrained(folder)
    WhisperProcessor(WhisperFeatureExtractor(feature_size=config.num_mel_bins), tokenizer).save_pretrained(folder)
    return folder


def _whisper_tokenizer() -> WhisperTokenizer:
    from transformers import WhisperTokenizer
    from transformers.models.whisper.tokenization_whisper import LANGUAGES

    vocabulary = {character: byte for byte, character in enumerate(bytes_as_characters())}
    tokenizer = WhisperTokenizer(vocab=vocabulary | {"<|endoftext|>": 256}, merges=[])
    special = ["<|startoftranscript|>", *(f"<|{code}|>" for code in LANGUAGES)]
    special += [
        "<|translate|>",
        "<|transcribe|>",
        "<|startoflm|>",
        "<|startofprev|>",
        "<|nospeech|>",
        "<|notimestamps|>",
    ]
    tokenizer.add_special_tokens({"additional_special_tokens": special})
    tokenizer.add_tokens([f"<|{step * 0.02:.2f}|>" for step in range(1501)])
    return tokenizer


def _configure_generation(model: object, tokenizer: WhisperTokenizer) -> None:
    from transformers import GenerationConfig
    from transformers.models.whisper.tokenization_whisper import LANGUAGES

    def token(name: str) -> int:
        return int(tokenizer.convert_tokens_to_ids(f"<|{name}|>"))

    model.generation_config = GenerationConfig(
        decoder_start_token_id=token("startoftranscript"),
        eos_token_id=token("endoftext"),
        pad_token_id=token("endoftext"),
        max_length=448,
        is_multilingual=True,
        no_timestamps_token_id=token("notimestamps"),
        prev_sot_token_id=token("startofprev"),
        lang_to_id={f"<|{code}|>": token(code) for code in LANGUAGES},
        task_to_id={task: token(task) for task in ("translate", "transcribe")},
        suppress_tokens=list(range(257, model.config.vocab_size)),
    )


def _teach(model: object, tokens: list[int]) -> None:
    import torch

    prompt = 4  # start, language, task, no time stamps
    decoder = model.model.decoder
    with torch.no_grad():
        decoder.embed_tokens.weight.normal_(0, 1)
        decoder.embed_positions.weight.zero_()
        for position, token in enumerate(tokens, start=prompt - 1):
            decoder.embed_positions.weight[position] = 4 * decoder.embed_tokens.weight[token]
        for layer in decoder.layers:
            for last in (layer.self_attn.out_proj, layer.encoder_attn.out_proj, layer.fc2):
                last.weight.zero_()
                last.bias.zero_()


AMBIGUOUS_BYTES = [0xC0, 0xC1, 0xE0, 0xED, 0xF0, *range(0xF4, 0x100)]
"""What begins no UTF-8 character, or one that has a shorter form. To a grammar of llama.cpp an overlong quote is a
quote; models that have learned from text write none."""


def tiny_gguf(file: Path) -> Path:
    """A Llama with random weights and a vocabulary of bytes, half a megabyte."""
    import gguf
    import numpy as np

    layers, width, heads, hidden, context = 2, 64, 4, 128, 2048
    tokens = [*bytes_as_characters(), "<|bos|>", "<|eos|>"]
    writer = gguf.GGUFWriter(str(file), "llama")
    writer.add_context_length(context)
    writer.add_embedding_length(width)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(hidden)
    writer.add_head_count(heads)
    writer.add_head_count_kv(heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(width // heads)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types([gguf.TokenType.NORMAL] * 256 + [gguf.TokenType.CONTROL] * 2)
    writer.add_token_merges(["a b"])
    writer.add_bos_token_id(256)
    writer.add_eos_token_id(257)
    writer.add_chat_template("{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant: ")

    random = np.random.default_rng(0)

    def weights(name: str, *shape: int) -> None:
        writer.add_tensor(f"{name}.weight", drawn(*shape))

    def drawn(*shape: int) -> np.ndarray:
        return (random.normal(size=shape) * 0.05).astype(np.float32)

    def norm(name: str) -> None:
        writer.add_tensor(f"{name}.weight", np.ones(width, np.float32))

    embedding, output = drawn(len(tokens), width), drawn(len(tokens), width)
    embedding[:, 0] = 1  # the one thing that every state has in common, and that speaks against these bytes
    output[AMBIGUOUS_BYTES, 0] = -10
    writer.add_tensor("token_embd.weight", embedding)
    writer.add_tensor("output.weight", output)
    norm("output_norm")
    for block in (f"blk.{layer}" for layer in range(layers)):
        norm(f"{block}.attn_norm")
        norm(f"{block}.ffn_norm")
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            weights(f"{block}.{name}", width, width)
        weights(f"{block}.ffn_gate", hidden, width)
        weights(f"{block}.ffn_up", hidden, width)
        weights(f"{block}.ffn_down", width, hidden)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return file


def tiny_embedder(folder: Path, dimensions: int) -> Path:
    """A sentence-transformers model with random weights and the mean of its tokens as the vector."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    torch.manual_seed(0)
    folder.mkdir(parents=True)
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "search", "index", "database", "customer", "angry"]
    (folder / "vocab.txt").write_text("\n".join(vocabulary))
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=dimensions,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
    )
    BertModel(config).save_pretrained(folder)
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    transformer = Transformer(str(folder))
    made = folder.with_name(f"{folder.name}-made")
    SentenceTransformer(modules=[transformer, Pooling(dimensions)], device="cpu").save(str(made))
    return made
