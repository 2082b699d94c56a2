"""Whether TRL from PyPI still has the losses of section `trl_sdpo`: python reference/scripts/trl_losses.py

Calls the methods of its SDPOTrainer on the section's batch, in float64, and prints how far each mode is from what is
written there; exits with 1 where one is further than 1e-6. Made with trl 1.16.0, torch 2.15.0.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace

import torch
import trl
from trl.experimental.sdpo.sdpo_trainer import DistillationLogits, SDPOTrainer

section = json.loads((Path(__file__).parents[1] / "sdpo-vectors.json").read_text())["trl_sdpo"]
batch = section["input"]
rows, length, vocabulary = batch["shape"]


def tensor(name, *shape, dtype=torch.float64):
    return torch.tensor(batch[name], dtype=dtype).reshape(shape)


def losses(case):
    """Distillation and policy gradient, as SDPOTrainer.compute_loss asks for them."""
    trainer = SimpleNamespace(
        args=SimpleNamespace(**{f"distillation_{name}": case.get(f"distillation_{name}") for name in ("mode", "alpha", "topk", "add_tail", "is_clip")}),
        model=SimpleNamespace(training=True),
        accelerator=SimpleNamespace(gather=lambda value: value),
        importance_sampling_level="token",
        loss_type=case.get("loss_type", "grpo"),
        epsilon_low=case.get("epsilon_low", 0.2),
        epsilon_high=case.get("epsilon_high", 0.2),
        max_completion_length=case.get("max_completion_length", length),
        _metrics={"train": defaultdict(list)},
        _log_self_distillation_metric=lambda *_: None,
    )
    student = tensor("student_logits", rows, length, vocabulary).requires_grad_()
    mask = tensor("response_mask", rows, length)
    inputs = {
        "completion_ids": tensor("tokens", rows, length, dtype=torch.long),
        "completion_mask": mask,
        "old_per_token_logps": tensor("old_log_probs", rows, length),
        "advantages": torch.tensor(section["advantages"], dtype=torch.float64),
    }
    read = DistillationLogits(
        completion_ids=inputs["completion_ids"],
        completion_mask=mask,
        loss_mask=mask * tensor("self_distillation_mask", rows, 1),
        student_logits=student / batch["temperature"],
        teacher_logits=tensor("teacher_logits", rows, length, vocabulary) / batch["temperature"],
    )
    taught = SDPOTrainer._compute_self_distillation_loss(trainer, trainer.model, inputs, read)
    return taught.item(), SDPOTrainer._compute_policy_loss(trainer, inputs, read.student_logits).item()


worst = 0.0
print(f"trl {trl.__version__}")
for case in section["cases"]:
    off = abs(losses(case)[0] - case["expect"]["loss"])
    worst = max(worst, off)
    print(f"{case['id']:45} {off:.1e}")
for case in section["mix_cases"]:
    taught, policy = losses(case)
    weight = case["distillation_weight"]
    off = abs((1 - weight) * policy + weight * taught - case["expect"]["loss"])
    worst = max(worst, off)
    print(f"mix/{case['id']:41} {off:.1e}")
sys.exit(worst > 1e-6)
