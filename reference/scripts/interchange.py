"""Files of other programs, written by their own code: the tests read them and hold every number to what is here.

    pip install verifiers==0.4.0 openai
    python reference/scripts/interchange.py

verl's dump is written by a method of a trainer that wants a cluster; its line is what that method writes
(verl/trainer/ppo/ray_trainer.py, _dump_generations), with the feedback that a reward function may add.
"""

import json
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
    rows = {
        "input": ["user\nWhat is the capital of Australia?\nassistant\n"] * 2,
        "output": ["Sydney.", "Canberra."],
        "gts": ["Canberra"] * 2,
        "score": [0.0, 1.0],
        "step": [3, 3],
        "feedback": ["It is not Sydney.", ""],
    }
    lines = [json.dumps({key: values[i] for key, values in rows.items()}, ensure_ascii=False) for i in range(2)]
    (here / "3.jsonl").write_text("\n".join(lines) + "\n")


def reading() -> None:
    """As vllm/entrypoints/openai/completion answers with prompt_logprobs and return_token_ids; vLLM itself wants a GPU."""

    def position(*entries: tuple[int, str, float]) -> dict[str, dict[str, object]]:
        return {
            str(token): {"logprob": value, "rank": rank, "decoded_token": text}
            for rank, (token, text, value) in enumerate(entries, 1)
        }

    answer = {
        "id": "c",
        "object": "text_completion",
        "created": 0,
        "model": "some-model",
        "choices": [
            {
                "index": 0,
                "text": "",
                "finish_reason": "length",
                "prompt_token_ids": [5, 6, 41, 42],
                "prompt_logprobs": [
                    None,
                    position((6, " is", -0.105361), (7, " was", -2.525729)),
                    position((40, "Can", -0.223144), (41, "Syd", -2.302585)),
                    position((42, "ney", -0.020203)),
                ],
            }
        ],
    }
    (here / "prompt-logprobs.json").write_text(json.dumps(answer, indent=1) + "\n")


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
reading()
token_export()
