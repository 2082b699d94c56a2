"""Files of programs that import torch, written by their own code on the processor: the tests read them as they are here.

    pip install trl==1.16.0 torch pandas pyarrow
    pip install --no-deps vllm==0.33.0   # with what its schema imports: openai aiohttp cachetools cbor2 cloudpickle
                                         # fastapi msgspec pybase64 psutil py-cpuinfo pyzmq regex uvloop
    python reference/scripts/interchange_torch.py

A model of random weights writes the completions: what they say does not matter, and the same seed gives the same again.
"""

import json
import sys
import tempfile
from pathlib import Path

here = Path(__file__).parent.parent / "interchange"


def trl_completions() -> None:
    """A step of GRPOTrainer with `log_completions`, which writes completions/completions_00001.parquet."""
    import torch
    from datasets import Dataset
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast, set_seed
    from trl import GRPOConfig, GRPOTrainer

    set_seed(11)
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(here.parents[1] / "models/tiny/tokenizer.json"))
    settings = json.loads((here.parents[1] / "models/tiny/tokenizer_config.json").read_text())
    tokenizer.eos_token = settings["eos_token"]
    tokenizer.pad_token = settings.get("pad_token") or settings["eos_token"]
    tokenizer.chat_template = settings["chat_template"]
    model = LlamaForCausalLM(
        LlamaConfig(
            hidden_size=16, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2, num_key_value_heads=1,
            vocab_size=len(tokenizer), max_position_embeddings=256,
        )
    )

    def length_reward(completions, log_extra=None, **_):
        said = [completion[0]["content"] for completion in completions]
        if log_extra is not None:
            log_extra("feedback", [f"It has {len(text)} letters." for text in said])
        return [len(text) / 100 for text in said]

    with tempfile.TemporaryDirectory() as folder:
        trainer = GRPOTrainer(
            model=model,
            processing_class=tokenizer,
            reward_funcs=length_reward,
            train_dataset=Dataset.from_list([{"prompt": [{"role": "user", "content": "Given the numbers xs, keep the even ones."}]}] * 4),
            args=GRPOConfig(
                output_dir=folder, max_steps=1, per_device_train_batch_size=4, num_generations=4,
                max_completion_length=12, log_completions=True, logging_steps=1, report_to=[], use_cpu=True, seed=11,
                save_strategy="no", disable_tqdm=True,
            ),
        )
        trainer.train()
        made = Path(folder) / "completions/completions_00001.parquet"
        (here / "completions_00001.parquet").write_bytes(made.read_bytes())
        import pandas

        rows = pandas.read_parquet(made)
        said = [{**row, "prompt": list(row["prompt"]), "completion": list(row["completion"])} for row in rows.to_dict("records")]
        (here / "completions_00001.json").write_text(json.dumps(said, indent=1) + "\n")


def vllm_answers() -> None:
    """vLLM's own schema of an answer to `prompt_logprobs` and `return_token_ids`, and of a chat with `logprobs`."""
    from vllm.entrypoints.openai.chat_completion.protocol import ChatCompletionResponse
    from vllm.entrypoints.openai.completion.protocol import CompletionResponse
    from vllm.logprobs import Logprob

    def position(*entries):
        return {token: Logprob(logprob=value, rank=rank, decoded_token=text) for rank, (token, text, value) in enumerate(entries, 1)}

    usage = {"prompt_tokens": 4, "total_tokens": 5, "completion_tokens": 1}
    reading = CompletionResponse.model_validate(
        {
            "id": "c", "created": 0, "model": "some-model", "usage": usage,
            "choices": [
                {
                    "index": 0, "text": "", "finish_reason": "length", "prompt_token_ids": [5, 6, 41, 42],
                    "prompt_logprobs": [
                        None,
                        position((6, " is", -0.105361), (7, " was", -2.525729)),
                        position((40, "Can", -0.223144), (41, "Syd", -2.302585)),
                        position((42, "ney", -0.020203)),
                    ],
                }
            ],
        }
    )
    (here / "prompt-logprobs.json").write_text(reading.model_dump_json(indent=1) + "\n")
    chat = ChatCompletionResponse.model_validate(
        {
            "id": "d", "created": 0, "model": "some-model", "usage": usage,
            "choices": [
                {
                    "index": 0, "finish_reason": "stop", "token_ids": [41, 42],
                    "message": {"role": "assistant", "content": "Sydney"},
                    "logprobs": {
                        "content": [
                            {
                                "token": token, "logprob": value, "bytes": list(token.encode()),
                                "top_logprobs": [{"token": other, "logprob": p, "bytes": list(other.encode())} for other, p in top],
                            }
                            for token, value, top in [
                                ("Syd", -0.510826, [("Syd", -0.510826), ("Can", -1.203973)]),
                                ("ney", -0.010050, [("ney", -0.010050)]),
                            ]
                        ]
                    },
                }
            ],
        }
    )
    (here / "vllm-chat.json").write_text(chat.model_dump_json(indent=1) + "\n")


for write in {"trl": [trl_completions], "vllm": [vllm_answers]}.get(sys.argv[-1], [trl_completions, vllm_answers]):
    write()
