"""Writes reference/gguf/sentencepiece.json: one small SentencePiece vocabulary, tokenised by llama.cpp from GGUF and by transformers from its own file."""
import json
import sys
import tempfile
from pathlib import Path

import gguf
import numpy as np
import sentencepiece
from transformers import LlamaTokenizerFast

from llama_cpp import LlamaCpp
from texts import SPECIAL_TEXTS, TEXTS

CONTROL = ["<|im_start|>", "<|im_end|>"]
USER_DEFINED = ["<think>", "</think>"]


def train(folder: Path) -> sentencepiece.SentencePieceProcessor:
    """As Llama's was trained: BPE, bytes for what it lacks, text taken as it is."""
    (folder / "texts").write_text("\n".join(line for text in TEXTS for line in text.split("\n") if "\0" not in line and line.strip()) + "\n")
    sentencepiece.SentencePieceTrainer.train(
        input=str(folder / "texts"), model_prefix=str(folder / "tokenizer"), model_type="bpe", vocab_size=700, byte_fallback=True, character_coverage=0.98,
        normalization_rule_name="identity", remove_extra_whitespaces=False, split_digits=True, allow_whitespace_only_pieces=True, max_sentencepiece_length=12,
        control_symbols=CONTROL, user_defined_symbols=USER_DEFINED, hard_vocab_limit=False, minloglevel=2,
    )
    return sentencepiece.SentencePieceProcessor(model_file=str(folder / "tokenizer.model"))


def kind(model: sentencepiece.SentencePieceProcessor, id: int) -> gguf.TokenType:
    if model.is_unknown(id):
        return gguf.TokenType.UNKNOWN
    if model.is_control(id):
        return gguf.TokenType.CONTROL
    if model.is_byte(id):
        return gguf.TokenType.BYTE
    return gguf.TokenType.USER_DEFINED if model.id_to_piece(id) in USER_DEFINED else gguf.TokenType.NORMAL


def write(path: Path, tokens: list[str], scores: list[float], types: list[gguf.TokenType], prefix: bool) -> None:
    """A Llama of one layer that no one runs: llama.cpp wants weights beside a vocabulary."""
    d, v = 32, len(tokens)
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_block_count(1)
    writer.add_context_length(64)
    writer.add_embedding_length(d)
    writer.add_feed_forward_length(d)
    writer.add_head_count(1)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(v)
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(tokens)
    writer.add_token_scores(scores)
    writer.add_token_types(types)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_space_prefix(prefix)
    shapes = {"token_embd": (v, d), "output_norm": (d,), "blk.0.attn_norm": (d,), "blk.0.ffn_norm": (d,)}
    shapes |= {f"blk.0.{name}": (d, d) for name in ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")}
    for name, shape in shapes.items():
        writer.add_tensor(f"{name}.weight", np.zeros(shape, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


texts = TEXTS + SPECIAL_TEXTS
with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    model = train(folder)
    ids = range(model.get_piece_size())
    tokens, scores, types = [model.id_to_piece(id) for id in ids], [model.get_score(id) for id in ids], [kind(model, id) for id in ids]
    result = {"tokens": tokens, "scores": scores, "token_type": [int(one) for one in types], "texts": texts, "ids": {}}
    for prefix in (True, False):
        path = folder / f"{prefix}.gguf"
        write(path, tokens, scores, types, prefix)
        engine = LlamaCpp(path)
        result["ids"]["prefix" if prefix else "none"] = [engine.encode(text) for text in texts]
        del engine
    hub = LlamaTokenizerFast(vocab_file=str(folder / "tokenizer.model"), legacy=True, add_prefix_space=True)
    result["ids"]["transformers"] = [hub.encode(text, add_special_tokens=False) for text in texts]
for text, ours, theirs in zip(texts, result["ids"]["prefix"], result["ids"]["transformers"]):
    if ours != theirs:
        print("transformers differs:", json.dumps(text), ours[:12], theirs[:12], file=sys.stderr)
out = Path(__file__).parents[1] / "gguf" / "sentencepiece.json"
out.write_text(json.dumps(result, ensure_ascii=True) + "\n")
