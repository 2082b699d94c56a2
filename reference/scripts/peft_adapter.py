"""
Writes reference/peft/NAME.json: an adapter that the lab wrote, loaded by peft over transformers, and the log-probs it gives.

  python reference/scripts/peft_adapter.py NAME BASE ADAPTER_FOLDER [GGUF_FILE]

BASE is a folder with config.json and model.safetensors, or, with GGUF_FILE, the folder of that file. The adapter's values
are a formula (reference/README.md, update.json), so only its hash is kept.
"""
import hashlib
import json
import sys
from pathlib import Path

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM

name, base, folder, *gguf = sys.argv[1:]
torch.set_num_threads(1)
model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32, attn_implementation="eager", **({"gguf_file": gguf[0]} if gguf else {})).eval()
vocabulary = model.config.vocab_size
rows = [[(7 * i * i + 13 * i + 5 * row) % min(vocabulary, 500) + 2 for i in range(12 + 5 * row)] for row in range(3)]
responses = [[(11 * i * i + 3 * i + 17 * row) % min(vocabulary, 500) + 2 for i in range(6 + row)] for row in range(3)]


def log_probs(policy, prompt, response):
    with torch.no_grad():
        logits = policy(input_ids=torch.tensor([prompt + response])).logits[0, len(prompt) - 1 : -1]
    return torch.log_softmax(logits.double(), -1)[range(len(response)), response].tolist()


without = [log_probs(model, p, r) for p, r in zip(rows, responses)]
adapted = PeftModel.from_pretrained(model, folder).eval()
weights = (Path(folder) / "adapter_model.safetensors").read_bytes()
cases = [
    {"prompt": p, "response": r, "base_log_probs": b, "adapter_log_probs": log_probs(adapted, p, r)} for p, r, b in zip(rows, responses, without)
]
record = {"base": name, "adapter_sha256": hashlib.sha256(weights).hexdigest(), "adapter_config": json.loads((Path(folder) / "adapter_config.json").read_text()), "cases": cases}
out = Path(__file__).parents[1] / "peft" / f"{name}.json"
out.parent.mkdir(exist_ok=True)
out.write_text(json.dumps(record) + "\n")
change = max(abs(a - b) for case in cases for a, b in zip(case["adapter_log_probs"], case["base_log_probs"]))
print(f"{out}: {len(cases)} cases, the adapter moves a log-prob by up to {change:.3f} nats")
