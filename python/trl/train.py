"""Trains on the problem of this folder: `accelerate launch --config_file accelerate.yaml train.py`.

Writes traces.jsonl, an attempt a line, and adapter-trained/, which peft loads. `--help` lists what can be said.
"""

import argparse
import json
import math
import os
from pathlib import Path

import torch
from datasets import Dataset
from peft import LoraConfig, PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl.experimental.sdpo import SDPOConfig

from judge import Judge
from traces import StopAtFirstPass, TraceWriter
from trainer import FeedbackSDPOTrainer

here = Path(__file__).parent


def arguments():
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--model", help="name on the hub, a folder, or a .gguf file; else the run's own")
    told.add_argument("--steps", type=int, help="updates; else the run's budget")
    told.add_argument("--attempts", type=int, help="attempts an update; else the run's")
    told.add_argument("--completion", type=int, help="tokens of an attempt, at most; else the run's")
    told.add_argument("--at-once", type=int, help="attempts in memory at once on one device; else all of its share")
    told.add_argument("--vllm", action="store_true", help="sample with vLLM, in the same process")
    told.add_argument("--out", default=".", help="folder of what is written")
    return told.parse_args()


def loaded(name, dtype):
    """Model and tokenizer; a .gguf file is dequantised."""
    if not name.endswith(".gguf"):
        return AutoModelForCausalLM.from_pretrained(name, dtype=dtype), AutoTokenizer.from_pretrained(name)
    folder, file = os.path.split(os.path.abspath(name))
    model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=dtype)
    # Its weights are plain numbers by now, whatever its file says of itself.
    model.is_quantized, model.hf_quantizer = False, None
    return model, AutoTokenizer.from_pretrained(folder, gguf_file=file)


def main():
    given = arguments()
    run = json.loads((here / "run.json").read_text(encoding="utf-8"))
    for line in run["differences"]:
        print(f"Differs from the lab: {line}")
    name = given.model or run["model"]
    if name is None:
        raise SystemExit("The run does not say which model it is of: name one with --model.")
    on_gpu = torch.cuda.is_available()
    model, tokenizer = loaded(name, "auto" if on_gpu else "float32")
    tokenizer.padding_side = "left"
    lora = None
    if (here / "adapter").is_dir():
        model = PeftModel.from_pretrained(model, here / "adapter", is_trainable=True)
    else:
        lora = LoraConfig(task_type="CAUSAL_LM", **run["lora"])

    settings = run["settings"]
    attempts = given.attempts or settings.pop("num_generations")
    settings["num_generations"] = attempts
    if given.completion:
        settings["max_completion_length"] = given.completion
    processes = int(os.environ.get("WORLD_SIZE", "1"))
    # One group of attempts an update, shared by all devices where it can be.
    share = attempts // processes if attempts % processes == 0 else attempts
    at_once = given.at_once or share
    if share % at_once:
        raise SystemExit(f"--at-once must divide {share}, the attempts of one device.")
    args = SDPOConfig(
        output_dir=str(Path(given.out) / "trainer"),
        per_device_train_batch_size=at_once,
        gradient_accumulation_steps=share // at_once,
        max_steps=given.steps or math.ceil(run["budget"] / attempts),
        use_vllm=given.vllm,
        use_cpu=not on_gpu,
        bf16=on_gpu and torch.cuda.is_bf16_supported(),
        **settings,
    )
    callbacks = [TraceWriter(Path(given.out) / "traces.jsonl")]
    if run["stop"] == "first-pass":
        callbacks.append(StopAtFirstPass())
    rows = [json.loads(line) for line in (here / "dataset.jsonl").read_text(encoding="utf-8").splitlines()]
    groups = max(1, share * processes // attempts)
    with Judge(here / "problem.json", run["failing_test"], settings["seed"]) as judge:
        trainer = FeedbackSDPOTrainer(
            model=model,
            args=args,
            judge=judge,
            train_dataset=Dataset.from_list(rows * math.ceil(groups / len(rows))),
            processing_class=tokenizer,
            peft_config=lora,
            callbacks=callbacks,
        )
        trainer.train()
    if trainer.accelerator.is_main_process:
        trained = trainer.accelerator.unwrap_model(trainer.model)
        trained.save_pretrained(Path(given.out) / "adapter-trained", selected_adapters=["default"])
        print("Written: traces.jsonl (open it in SDPO Lab) and adapter-trained/ (peft loads it, the lab too).")


if __name__ == "__main__":
    main()
