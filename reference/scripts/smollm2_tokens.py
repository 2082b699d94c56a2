"""Writes reference/gguf/smollm2-tokens.json: SmolLM2's ids by llama.cpp. Argument: the GGUF file."""
import json
import sys
from pathlib import Path

from llama_cpp import LlamaCpp
from texts import SPECIAL_TEXTS, TEXTS

engine = LlamaCpp(sys.argv[1])
texts = [{"text": text, "ids": engine.encode(text)} for text in TEXTS + SPECIAL_TEXTS]
conversations = [
    [{"role": "user", "content": "What is 17 + 25?"}],
    [{"role": "system", "content": "Answer in one word."}, {"role": "user", "content": "Capital of France?"}],
    [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}, {"role": "user", "content": "  Write `f`.\n\n"}],
]
chats = []
for messages in conversations:
    prompt = engine.post("/apply-template", {"messages": messages})["prompt"]
    chats.append({"messages": messages, "prompt": prompt, "ids": engine.encode(prompt)})
out = Path(__file__).parents[1] / "gguf" / "smollm2-tokens.json"
out.write_text(json.dumps({"texts": texts, "chats": chats}) + "\n")
print(out, file=sys.stderr)
