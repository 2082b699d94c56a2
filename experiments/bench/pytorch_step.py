"""One SDPO step of a Llama-like model in PyTorch, transformers and peft: what `npm run bench -- pytorch` measures the lab against.

pytorch_step.py [THREADS] speaks one JSON line a turn: {"sample", "score", "update", "rescore"} in seconds; a line on the
input asks for the next turn. pytorch_step.py --card SHAPE TURNS takes the turns on a CUDA card.
The models have the shapes of stock models and random weights, which take the same time.
"""
import json
import sys
import time

import torch
from peft import LoraConfig, get_peft_model
from transformers import LlamaConfig, LlamaForCausalLM

attempts, new_tokens, prompt_tokens, teacher_tokens = 4, 48, 100, 250
shapes = {
    "smollm2": dict(
        hidden_size=576, intermediate_size=1536, num_hidden_layers=30, num_attention_heads=9,
        num_key_value_heads=3, vocab_size=49152, max_position_embeddings=8192, tie_word_embeddings=True,
    ),
    "qwen2.5-0.5b": dict(
        hidden_size=896, intermediate_size=4864, num_hidden_layers=24, num_attention_heads=14,
        num_key_value_heads=2, vocab_size=151936, max_position_embeddings=8192, tie_word_embeddings=True,
    ),
    "qwen3-1.7b": dict(
        hidden_size=2048, intermediate_size=6144, num_hidden_layers=28, num_attention_heads=16,
        num_key_value_heads=8, head_dim=128, vocab_size=151936, max_position_embeddings=8192, tie_word_embeddings=True,
    ),
}
on_card = "--card" in sys.argv
if on_card:
    _, _, shape, turns = sys.argv
    torch.set_default_device("cuda")
else:
    shape, turns = "smollm2", None
    torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
torch.manual_seed(1)

config = LlamaConfig(**shapes[shape])
targets = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
model = get_peft_model(LlamaForCausalLM(config), LoraConfig(r=8, lora_alpha=16, target_modules=targets))
optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-3)
prompt = torch.arange(300, 300 + prompt_tokens).repeat(attempts, 1)
reprompt = torch.arange(300, 300 + teacher_tokens).repeat(attempts, 1)


def now() -> float:
    """Seconds, when all that was asked of the card is done."""
    if on_card:
        torch.cuda.synchronize()
    return time.perf_counter()


def read(start: torch.Tensor, response: torch.Tensor) -> torch.Tensor:
    """Log-probabilities of the response, [G, N, V]; the head at its positions alone."""
    ids = torch.cat([start, response], 1)[:, :-1]
    logits = model(ids, logits_to_keep=response.shape[1]).logits
    return torch.log_softmax(logits, -1)


def step() -> dict[str, float]:
    """Sampling, both readers, a reverse-KL update of the adapter, and the student read again."""
    marks = [now()]
    with torch.no_grad():
        ids = model.generate(
            input_ids=prompt, attention_mask=torch.ones_like(prompt), do_sample=True, temperature=0.7, top_p=0.95,
            min_new_tokens=new_tokens, max_new_tokens=new_tokens, pad_token_id=0,
        )
        response = ids[:, prompt_tokens:]
        marks.append(now())
        read(prompt, response)
        teacher = read(reprompt, response)
        marks.append(now())
    student = read(prompt, response)
    loss = (student.exp() * (student - teacher)).sum(-1).mean()
    optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    marks.append(now())
    with torch.no_grad():
        read(prompt, response)
    marks.append(now())
    return dict(zip(["sample", "score", "update", "rescore"], [b - a for a, b in zip(marks, marks[1:])]))


print(json.dumps({"torch": torch.__version__}), flush=True)
for _ in range(int(turns)) if turns else sys.stdin:
    print(json.dumps(step()), flush=True)
