"""Writes reference/architectures: a tiny random model of every family that the lab runs, with its logits by transformers."""
import base64
import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, Gemma3TextConfig, LlamaConfig, Qwen2Config, Qwen3Config, SmolLM3Config

OUT = Path(__file__).parents[1] / "architectures"
COMMON = dict(vocab_size=64, hidden_size=32, intermediate_size=48, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=256)
LLAMA3 = dict(rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=64)

CONFIGS = {
    "llama3": LlamaConfig(**COMMON, head_dim=16, rope_theta=10000.0, rope_scaling=LLAMA3, tie_word_embeddings=True),
    "llama-untied": LlamaConfig(**COMMON, rope_theta=100000.0, rms_norm_eps=1e-5, tie_word_embeddings=False),
    "qwen2": Qwen2Config(**COMMON, rope_theta=1000000.0, tie_word_embeddings=True),
    "qwen3": Qwen3Config(**COMMON, head_dim=16, rope_theta=1000000.0, tie_word_embeddings=True),
    "gemma3_text": Gemma3TextConfig(
        **COMMON, head_dim=12, query_pre_attn_scalar=20, sliding_window=8, rope_theta=1000000.0, rope_local_base_freq=10000.0,
        layer_types=["sliding_attention", "sliding_attention", "full_attention"], tie_word_embeddings=True,
    ),
    "smollm3": SmolLM3Config(
        **COMMON | dict(num_hidden_layers=4), rope_theta=2000000.0, no_rope_layers=[1, 1, 0, 1], no_rope_layer_interval=3, use_sliding_window=False, tie_word_embeddings=True,
        pad_token_id=0, bos_token_id=1, eos_token_id=2,
    ),
}


def randomise(model: torch.nn.Module, generator: torch.Generator) -> None:
    for name, parameter in model.named_parameters():
        scale = 0.3 if "norm" in name or name.endswith("bias") else 1.0 if "embed_tokens" in name else 1.5 / parameter.shape[-1] ** 0.5
        centre = 1.0 if "norm" in name and "gemma" not in type(model).__name__.lower() else 0.0
        with torch.no_grad():
            parameter.copy_(centre + scale * torch.randn(parameter.shape, generator=generator))


OUT.mkdir(exist_ok=True)
for seed, (name, config) in enumerate(CONFIGS.items()):
    generator = torch.Generator().manual_seed(seed)
    config.architectures = None
    model = AutoModelForCausalLM.from_config(config, attn_implementation="eager", dtype=torch.float32).eval()
    randomise(model, generator)
    ids = torch.randint(3, config.vocab_size, (2, 40), generator=generator)
    with torch.no_grad():
        logits = model(input_ids=ids).logits
    tensors = {key: tensor.contiguous() for key, tensor in model.state_dict().items() if not (config.tie_word_embeddings and key == "lm_head.weight")}
    save_file(tensors, OUT / f"{name}.safetensors", metadata={"format": "pt"})
    written = json.loads(config.to_json_string(use_diff=False))
    own = {key: value for key, value in written.items() if key in config.to_diff_dict() or key in COMMON or key in ("rope_theta", "rms_norm_eps", "tie_word_embeddings", "hidden_act", "hidden_activation", "head_dim", "attention_bias", "mlp_bias", "layer_types")}
    own["architectures"] = [type(model).__name__]
    own["model_type"] = config.model_type
    record = {"config": own, "input_ids": ids.tolist(), "logits": {"shape": list(logits.shape), "values": base64.b64encode(logits.numpy().astype("<f4").tobytes()).decode()}}
    (OUT / f"{name}.json").write_text(json.dumps(record) + "\n")
    print(name, tuple(logits.shape), f"std {logits.std():.3f}", json.dumps(own))
