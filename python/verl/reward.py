"""verl's reward function for the problem of this folder: the judge's reward, and what it says of the attempt as `feedback`.

verl asks it in the processes that judge; each has a judge of its own.
"""

import json
import sys
from functools import cache
from pathlib import Path

here = Path(__file__).resolve().parent
sys.path.insert(0, str(here))

from judge import Judge  # noqa: E402


@cache
def judge():
    run = json.loads((here / "run.json").read_text(encoding="utf-8"))
    return Judge(here / "problem.json", run["failing_test"], run["seed"])


def compute_score(data_source, solution_str, ground_truth, extra_info=None, **_):
    truncated = bool((extra_info or {}).get("truncated", False))
    reward, feedback = judge()(solution_str, truncated)
    return {"score": float(reward), "acc": float(reward >= 1), "feedback": feedback}
