"""reference/sdpo-solution-vectors.json: whose solution the self-teacher is shown, decided by the reference's own code.

usage: python sdpo_solutions.py RAY_TRAINER.py

RAY_TRAINER.py is verl/trainer/ppo/ray_trainer.py of lasgroup/SDPO (Apache-2.0) at commit
0e6d5106abe69f578c63bf38a9394e22905c8773. Its methods `_collect_feedback`, `_collect_solutions_by_uid`,
`_remove_thinking_trace`, `_get_solution` and `_maybe_build_self_distillation_batch` are taken out of the file and run
as they are, on a batch, a tokenizer and tensors that only remember what they are given. The rule that these cases are
about is in `_get_solution`: `solution_idxs = [j for j in solution_idxs if j != idx]`, then the first that is left.

Needs nothing but Python. The schema is section `reprompt` of reference/README.md; templates are those of
reference/sdpo-vectors.json.
"""

import ast
import itertools
import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Optional

folder = Path(__file__).resolve().parent.parent
methods = (
    "_collect_feedback",
    "_collect_solutions_by_uid",
    "_remove_thinking_trace",
    "_get_solution",
    "_maybe_build_self_distillation_batch",
)


class Values(list):
    """A tensor of rank 1 as far as the reference's method asks for one."""

    def sum(self, dim):
        return self

    def detach(self):
        return self

    def cpu(self):
        return self

    def numpy(self):
        return self

    def float(self):
        return self

    def to(self, device):
        return self

    def mean(self):
        return SimpleNamespace(item=lambda: sum(self) / len(self))


class Settings(SimpleNamespace):
    def get(self, name, otherwise=None):
        return getattr(self, name, otherwise)


class Batch:
    @staticmethod
    def from_dict(tensors):
        return tensors


class Tokenizer:
    """Decodes a response to itself and remembers the messages that it is to put into the chat template."""

    def decode(self, ids, skip_special_tokens):
        return ids

    def apply_chat_template(self, messages, **_):
        self.messages = messages
        return defaultdict(Values)


class Tensors(dict):
    """The batch's tensors: `batch_size` beside the entries."""

    def __init__(self, responses):
        super().__init__(input_ids=SimpleNamespace(device=None), response_mask=Values(), responses=responses)
        self.batch_size = [len(responses)]


def reference_trainer(source: str) -> type:
    """A class of the named methods, as they stand in the reference's trainer."""
    trainer = next(
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef) and node.name == "RayPPOTrainer"
    )
    trainer.bases, trainer.decorator_list = [], []
    trainer.body = [node for node in trainer.body if getattr(node, "name", None) in methods]
    assert {node.name for node in trainer.body} == set(methods)
    fakes = SimpleNamespace(
        Tensor=Any,
        float32=None,
        cat=lambda parts, dim: None,
        tensor=lambda values, dtype, device: Values(float(value) for value in values),
    )
    scope = {
        "Any": Any,
        "Optional": Optional,
        "DataProto": Batch,
        "compute_position_id_with_mask": lambda mask: None,
        "defaultdict": defaultdict,
        "re": re,
        "torch": fakes,
    }
    exec(compile(ast.Module([trainer], []), "ray_trainer.py", "exec"), scope)
    return scope["RayPPOTrainer"]


def expected(Trainer: type, config: dict, samples: list[dict]) -> dict:
    trainer = Trainer()
    trainer.tokenizer = Tokenizer()
    trainer.config = SimpleNamespace(
        actor_rollout_ref=SimpleNamespace(
            actor=Settings(self_distillation=Settings(**config), policy_loss=Settings(loss_mode="sdpo"))
        ),
        data=SimpleNamespace(apply_chat_template_kwargs={}),
    )
    batch = SimpleNamespace(
        batch=Tensors([sample["response"] for sample in samples]),
        non_tensor_batch={
            "uid": [sample["uid"] for sample in samples],
            "raw_prompt": [sample["messages"] for sample in samples],
        },
    )
    tensors, metrics = trainer._maybe_build_self_distillation_batch(
        batch,
        Values(sample["score"] for sample in samples),
        {"feedback": [sample["feedback"] for sample in samples]},
    )
    return {
        "teacher_messages": trainer.tokenizer.messages,
        "teacher_last_user_text": [messages[-1]["content"] for messages in trainer.tokenizer.messages],
        "self_distillation_mask": [int(value) for value in tensors["self_distillation_mask"]],
        "metrics": {name: round(value, 9) for name, value in metrics.items()},
    }


def sample(uid: str, response: str, score: float, feedback: str | None) -> dict:
    return {
        "uid": uid,
        "messages": [{"role": "user", "content": f"Solve {uid}."}],
        "response": response,
        "score": score,
        "feedback": feedback,
    }


groups = {
    "two_of_three": [
        sample("q", "<think>a</think>\n\nright A", 1, "Slow."),
        sample("q", "right B", 1, None),
        sample("q", "wrong C", 0, "Wrong Answer"),
    ],
    "scalar_late_successes": [
        sample("q", "wrong A", 0, None),
        sample("q", "right B", 1, None),
        sample("q", "wrong C", 0, None),
        sample("q", "right D", 1, None),
        sample("q", "right E", 1, None),
    ],
    "all_right": [
        sample("q", "<think>a</think> same", 1, ""),
        sample("q", "same", 1, "Passed."),
        sample("q", "<think>open", 1, None),
        sample("q", "other", 1, "Passed."),
    ],
    "groups_interleaved": [
        sample("p", "right A", 1, "Passed."),
        sample("q", "wrong B", 0, "Error: B"),
        sample("p", "wrong C", 0, "Error: C"),
        sample("q", "right D", 1, None),
        sample("p", "right E", 1, None),
        sample("q", "right F", 1, "Passed."),
        sample("r", "right alone", 1, "Passed."),
    ],
    "partly_right": [
        sample("q", "half A", 0.5, "Half."),
        sample("q", "most B", 0.75, "Most."),
        sample("q", "right C", 1, "Passed."),
        sample("q", "wrong D", 0, "None."),
    ],
}
flags = (
    "dont_reprompt_on_self_success",
    "remove_thinking_from_demonstration",
    "include_environment_feedback",
    "environment_feedback_only_without_solution",
)


def main() -> None:
    Trainer = reference_trainer(Path(sys.argv[1]).read_text())
    vectors = json.loads((folder / "sdpo-vectors.json").read_text())
    templates = {}
    for case in vectors["reprompt"]:
        templates[case["template_set"]] = {
            name: text for name, text in case["config"].items() if name.endswith("_template")
        }
    cases = []
    for (group, samples), template_set, threshold in itertools.product(groups.items(), templates, (0.5, 1.0)):
        if threshold == 0.5 and group != "partly_right":
            continue
        for values in itertools.product((True, False), repeat=len(flags)):
            config = {
                **dict(zip(flags, values)),
                "success_reward_threshold": threshold,
                "max_reprompt_len": 10240,
                **templates[template_set],
            }
            on = "+".join(flag for flag, value in zip(flags, values) if value) or "no_flag"
            cases.append(
                {
                    "id": f"{group}/{template_set}/threshold{threshold:g}/{on}",
                    "template_set": template_set,
                    "config": config,
                    "samples": samples,
                    "expect": expected(Trainer, config, samples),
                }
            )
    text = json.dumps({"reprompt": cases}, separators=(",", ":"))
    (folder / "sdpo-solution-vectors.json").write_text(text + "\n")
    print(f"{len(cases)} cases, {len(text) // 1024} kB")


if __name__ == "__main__":
    main()
