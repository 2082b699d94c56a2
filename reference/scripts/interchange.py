"""Files of other programs, written by their own code: the tests read them and hold every number to what is here.

    pip install verifiers==0.4.0 openai numpy
    pip install --no-deps verl==0.9.1 opd-viz==0.1.0
    python reference/scripts/interchange.py

What vLLM and TRL write is made by interchange_torch.py, since they import torch.
"""

import ast
import json
import os
from importlib.util import find_spec
from pathlib import Path

from openai.types.chat import ChatCompletion
from openai.types.completion import Completion
from verifiers.v1.episode import EnvInfo, Episode, TrainRunInfo, TrainWorkInfo
from verifiers.v1.graph import MessageNode
from verifiers.v1.trace import Reward, Trace, TraceTask
from verifiers.v1.utils.trace_store import write_episode

here = Path(__file__).parent.parent / "interchange"


def verifiers() -> None:
    (here / "traces.jsonl").unlink(missing_ok=True)
    task = TraceTask.model_construct(type="Capital", data={"prompt": "What is the capital of Australia?"})
    for step, (answer, ids, logprobs, reference, advantage, score) in enumerate(
        [
            ("Sydney.", [7, 41, 9], [-0.2231, -1.8971, -0.0513], [-0.9163, -3.5066, -0.0619], -0.5, 0.0),
            ("Canberra.", [7, 52, 9], [-0.2231, -1.2040, -0.0513], [-0.1054, -0.3567, -0.0408], 0.5, 1.0),
        ],
        start=1,
    ):
        nodes = [
            MessageNode(
                message={"role": "user", "content": "What is the capital of Australia?"},
                token_ids=[1, 2, 3, 4],
                mask=[False] * 4,
            ),
            MessageNode(
                parent=0,
                message={"role": "assistant", "content": answer},
                sampled=True,
                token_ids=[5, 6, *ids],
                mask=[False, False, True, True, True],
                logprobs=logprobs,
                reference_logprobs=reference,
                advantages=[advantage] * 3,
            ),
        ]
        trace = Trace.model_construct(
            task=task, nodes=nodes, rewards={"correct": Reward(score=score)}, ok=True, is_completed=True
        )
        run = TrainRunInfo(id="run", work=TrainWorkInfo(step=step))
        write_episode(here, Episode.model_construct(env=EnvInfo(id="capitals"), task=task, run=run, traces=[trace], ok=True))


def server_answers() -> None:
    def chat(rows):
        return ChatCompletion.model_validate(
            {
                "id": "a",
                "object": "chat.completion",
                "created": 0,
                "model": "some-model",
                "choices": [
                    {
                        "index": 0,
                        "finish_reason": "stop",
                        "message": {"role": "assistant", "content": "".join(token for token, _, _ in rows)},
                        "logprobs": {
                            "content": [
                                {
                                    "token": token,
                                    "bytes": list(token.encode()),
                                    "logprob": logprob,
                                    "top_logprobs": [
                                        {"token": other, "bytes": list(other.encode()), "logprob": value}
                                        for other, value in top.items()
                                    ],
                                }
                                for token, logprob, top in rows
                            ]
                        },
                    }
                ],
            }
        )

    student = [("Syd", -0.510826, {"Syd": -0.510826, "Can": -1.203973}), ("ney", -0.010050, {"ney": -0.010050})]
    teacher = [("Syd", -2.302585, {"Can": -0.223144, "Syd": -2.302585}), ("ney", -0.020203, {"ney": -0.020203})]
    (here / "student.json").write_text(chat(student).model_dump_json(indent=1) + "\n")
    (here / "teacher.json").write_text(chat(teacher).model_dump_json(indent=1) + "\n")
    plain = Completion.model_validate(
        {
            "id": "b",
            "object": "text_completion",
            "created": 0,
            "model": "some-model",
            "choices": [
                {
                    "index": 0,
                    "finish_reason": "stop",
                    "text": "Sydney",
                    "logprobs": {
                        "tokens": ["Syd", "ney"],
                        "token_logprobs": [-0.510826, -0.010050],
                        "top_logprobs": [{"Syd": -0.510826, "Can": -1.203973}, {"ney": -0.010050}],
                        "text_offset": [0, 3],
                    },
                }
            ],
        }
    )
    (here / "completion.json").write_text(plain.model_dump_json() + "\n")


def verl() -> None:
    """By the method that dumps rollouts, taken from verl's trainer as it stands: the trainer itself imports a cluster."""
    source = Path(find_spec("verl").submodule_search_locations[0]) / "trainer/ppo/ray_trainer.py"
    [dump] = [
        node
        for node in ast.walk(ast.parse(source.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name == "_write_generations"
    ]
    dump.decorator_list = []
    names = {"json": json, "os": os}
    exec(compile(ast.Module([dump], []), str(source), "exec"), names)
    names["_write_generations"](
        inputs=["user\nWhat is the capital of Australia?\nassistant\n"] * 2,
        outputs=["Sydney.", "Canberra."],
        gts=["Canberra"] * 2,
        scores=[0.0, 1.0],
        reward_extra_infos_dict={"feedback": ["It is not Sydney.", ""]},
        dump_path=str(here),
        global_steps=3,
    )


def opd_viz() -> None:
    """By its backend, which asks a server for both readings; here the answers are written down."""
    from opd_viz.backends import VLLMBackend

    texts = {40: "Can", 41: "Syd", 42: "ney", 43: "berra"}
    student = [{41: -0.510826, 40: -1.203973}, {42: -0.010050, 43: -6.214608}]
    teacher = [{40: -0.223144, 41: -2.302585}, {42: -0.020203, 43: -4.605170}]

    class Tokenizer:
        all_special_ids: list[int] = []

        def decode(self, ids):
            return "".join(texts[each] for each in ids)

        def apply_chat_template(self, *_, **__):
            return [1, 2, 3]

    class Server:
        def post(self, path, payload):
            if path == "/chat/completions":
                content = [
                    {
                        "token": f"token_id:{id}",
                        "logprob": readings[id],
                        "top_logprobs": [{"token": f"token_id:{other}", "logprob": p} for other, p in readings.items()],
                    }
                    for id, readings in zip([41, 42], student)
                ]
                return {"choices": [{"message": {"content": "Sydney"}, "logprobs": {"content": content}}]}
            ranked = [
                {str(id): {"logprob": p, "rank": rank} for rank, (id, p) in enumerate(readings.items(), 1)}
                for readings in teacher
            ]
            return {"choices": [{"prompt_logprobs": [None, None, None, *ranked]}]}

    backend = VLLMBackend(Server(), Tokenizer(), "some-model")
    scored = backend.score(backend.generate("What is the capital of Australia?"), "It is not Sydney.")
    (here / "opd-viz.json").write_text(json.dumps(scored, ensure_ascii=False) + "\n")


def token_export() -> None:
    """A line as prime-rl's trainer writes it where SDPO runs (schema_version 1), its columns without a part in the picture left out."""
    support = [[], [], [40, 41], [42]]
    row = {
        "schema_version": 1,
        "step": 4,
        "export_step": 2,
        "rank": 0,
        "sample_id": "a",
        "env_name": "capitals",
        "token_ids": [5, 6, 41, 42],
        "loss_mask": [False, False, True, True],
        "advantages": [0.0, 0.0, -0.5, -0.5],
        "rewards": [0.0, 0.0, 0.25, 0.25],
        "inference_logprobs": [0.0, 0.0, -0.510826, -0.010050],
        "trainer_logprobs": [0.0, 0.0, -0.510830, -0.010051],
        "sdpo_weights": [0.0, 0.0, 1.0, 1.0],
        "sdpo_topk_token_ids": support,
        "sdpo_topk_logprobs": [[], [], [-0.223144, -2.302585], [-0.020203]],
        "sdpo_student_topk_token_ids": support,
        "sdpo_student_topk_logprobs": [[], [], [-1.203973, -0.510826], [-0.010050]],
    }
    (here / "rank_0.jsonl").write_text(json.dumps(row, separators=(",", ":")) + "\n")


verifiers()
server_answers()
verl()
opd_viz()
token_export()
