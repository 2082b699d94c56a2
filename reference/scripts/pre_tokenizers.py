"""Writes reference/gguf/pre-tokenizers.json: one small vocabulary under each `tokenizer.ggml.pre`, tokenised by llama.cpp."""
import json
import sys
import tempfile
from pathlib import Path

import gguf
import numpy as np
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from llama_cpp import LlamaCpp
from texts import SPECIAL_TEXTS, TEXTS

PRES = ["default", "gpt-2", "smollm", "qwen2", "llama-bpe"]
CONTROL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
USER_DEFINED = ["<think>", "</think>"]

# Trained without a pre-tokeniser, so that merges reach over every border that one of them sets.
bpe = Tokenizer(models.BPE())
bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
bpe.decoder = decoders.ByteLevel()
bpe.train_from_iterator(TEXTS * 8, trainers.BpeTrainer(vocab_size=1200, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), max_token_length=12, show_progress=False))
model = json.loads(bpe.to_str())["model"]
tokens = [token for token, _ in sorted(model["vocab"].items(), key=lambda item: item[1])]
merges = [" ".join(merge) for merge in model["merges"]]
types = [gguf.TokenType.NORMAL] * len(tokens) + [gguf.TokenType.CONTROL] * len(CONTROL) + [gguf.TokenType.USER_DEFINED] * len(USER_DEFINED) + [gguf.TokenType.UNUSED]
tokens += CONTROL + USER_DEFINED + ["[PAD0]"]


def write(path: Path, pre: str) -> None:
    """A Llama of one layer that no one runs: llama.cpp wants weights beside a vocabulary."""
    d, f, v = 32, 32, len(tokens)
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_block_count(1)
    writer.add_context_length(64)
    writer.add_embedding_length(d)
    writer.add_feed_forward_length(f)
    writer.add_head_count(1)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(v)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre)
    writer.add_token_list(tokens)
    writer.add_token_merges(merges)
    writer.add_token_types(types)
    writer.add_bos_token_id(tokens.index("<|im_start|>"))
    writer.add_eos_token_id(tokens.index("<|im_end|>"))
    shapes = {"token_embd": (v, d), "output_norm": (d,), "blk.0.attn_norm": (d,), "blk.0.ffn_norm": (d,), "blk.0.ffn_gate": (f, d), "blk.0.ffn_up": (f, d), "blk.0.ffn_down": (d, f)}
    shapes |= {f"blk.0.attn_{name}": (d, d) for name in ("q", "k", "v", "output")}
    for name, shape in shapes.items():
        writer.add_tensor(f"{name}.weight", np.zeros(shape, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


texts = TEXTS + SPECIAL_TEXTS
result = {"tokens": tokens, "merges": merges, "token_type": [int(kind) for kind in types], "texts": texts, "ids": {}}
with tempfile.TemporaryDirectory() as folder:
    for pre in PRES:
        path = Path(folder) / f"{pre}.gguf"
        write(path, pre)
        engine = LlamaCpp(path)
        result["ids"][pre] = [engine.encode(text) for text in texts]
        del engine
out = Path(__file__).parents[1] / "gguf" / "pre-tokenizers.json"
out.write_text(json.dumps(result, ensure_ascii=True) + "\n")
for a in PRES:
    print(a, {b: sum(x != y for x, y in zip(result["ids"][a], result["ids"][b])) for b in PRES}, file=sys.stderr)
