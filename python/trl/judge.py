"""The judge of this folder's problem: reward and feedback on a response. `python judge.py < response.txt` prints both.

Python programs are judged here, in processes that are ended when they overrun; they are not a sandbox against a
hostile program. Every other kind of problem is judged by SDPO Lab's own judge, which needs Node: the command
`sdpo-lab` (or what the environment variable SDPO_LAB says) must be there.
"""

import json
import os
import random
import shlex
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import programs


def needs_node(problem):
    """Why the problem cannot be judged in Python alone, or None."""
    program = problem["program"]
    kind = program["kind"]
    if kind not in ("function", "stdin"):
        return f"problems of the kind {kind} are judged by SDPO Lab's own judge"
    if program.get("language", "javascript") != "python":
        return "the programs of this problem are JavaScript"
    if "checker" in problem.get("compare", {}):
        return "its checker is JavaScript"
    if any("assert" in test for test in problem["tests"]) or program.get("objects") or program.get("adapter"):
        return "its tests look at objects of the program, which SDPO Lab's own judge keeps apart from it"
    return None


class Judge:
    """`judge(response, truncated)` is (reward, feedback)."""

    def __init__(self, path, failing_test="reference", seed=0):
        self.path = Path(path)
        self.problem = json.loads(self.path.read_text(encoding="utf-8"))
        self.failing_test, self.random = failing_test, random.Random(seed)
        reason = needs_node(self.problem)
        self.node = None if reason is None else self._start(reason)

    def _start(self, reason):
        command = shlex.split(os.environ.get("SDPO_LAB", "sdpo-lab"))
        if shutil.which(command[0]) is None:
            raise SystemExit(
                f"This problem needs Node: {reason}. Install the lab's package (npm install -g sdpo-lab-VERSION.tgz, "
                "made by `npm run pack`), or set SDPO_LAB to the command that starts it."
            )
        return subprocess.Popen([*command, "judge", str(self.path), "--lines"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def _pick(self):
        return {"first": 0.0, "random": self.random.random()}.get(self.failing_test)

    def __call__(self, response, truncated=False):
        pick = self._pick()
        if self.node is None:
            return programs.judged(self.problem, response, truncated, pick)
        self.node.stdin.write(json.dumps({"response": response, "truncated": truncated, "pick": pick}) + "\n")
        self.node.stdin.flush()
        line = self.node.stdout.readline()
        if not line:
            raise RuntimeError(f"The judge ended with {self.node.wait()}; what it said stands above.")
        verdict = json.loads(line)
        return verdict["reward"], verdict["feedback"]

    def all(self, responses, truncated):
        """Many at once: Python programs beside one another."""
        if self.node is not None:
            return [self(*each) for each in zip(responses, truncated)]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(self, responses, truncated))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.node is not None:
            self.node.stdin.close()
            self.node.wait()


if __name__ == "__main__":
    with Judge(Path(__file__).with_name("problem.json")) as judge:
        reward, feedback = judge(sys.stdin.read())
    print(json.dumps({"reward": reward, "feedback": feedback}, ensure_ascii=False))
