"""Judges Python programs by the problem's tests, each attempt in processes of its own."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from responses import function_in, program_in
from words import Result, told

MB = 1024 * 1024
RUNNER = Path(__file__).with_name("candidate.py")


def judged(problem, response, truncated, pick):
    """(reward, feedback)."""
    program = problem["program"]
    limits = problem.get("limits", {})
    seconds = limits.get("timeMs", 4000) / 1000
    # As the lab counts it: what the interpreter itself takes is on top.
    memory = (limits["memoryMb"] + 32 if "memoryMb" in limits else 160) * MB
    if program["kind"] == "stdin":
        code = program_in(response)
        outcomes = [] if code is None else run_whole(code, problem["tests"], seconds, memory)
    else:
        code = function_in(response, program["name"])
        outcomes = [] if code is None else run_function(code, program, problem["tests"], seconds, memory)
    if code is None:
        outcomes = [{"kind": "no-program"}]
    if outcomes and outcomes[0]["kind"] in ("syntax-error", "no-program"):
        outcomes = outcomes[:1] * len(problem["tests"])
    outcomes += [{"kind": "not-run"}] * (len(problem["tests"]) - len(outcomes))
    results = [Result(problem, i, outcome, memory // MB) for i, outcome in enumerate(outcomes)]
    status, feedback = told(problem, results, truncated, code is not None, pick)
    passed = sum(result.status == "passed" for result in results)
    partial = passed / len(results) if problem.get("partialCredit") else 0.0
    return (1.0 if status == "passed" else partial), feedback


def run_function(code, program, tests, seconds, memory):
    steps = [{key: test[key] for key in ("args", "call") if key in test} for test in tests]
    job = {"code": code, "name": program["name"], "prelude": program.get("prelude"), "tests": steps, "memory": memory + 256 * MB}
    # No environment: what a candidate may read is not what the trainer was given.
    child = subprocess.Popen(
        [sys.executable, "-I", str(RUNNER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd=tempfile.gettempdir(), start_new_session=True
    )
    late = False
    try:
        out, _ = child.communicate(json.dumps(job).encode() + b"\n", timeout=seconds + 0.5)
    except subprocess.TimeoutExpired:
        child.kill()
        out, _ = child.communicate()
        late = True
    outcomes = [json.loads(line) for line in out.decode().splitlines() if line.endswith("}")][: len(tests)]
    if late:
        return outcomes + [{"kind": "time-out"}] if len(outcomes) < len(tests) else outcomes
    if len(outcomes) < len(tests) and not (outcomes and outcomes[0]["kind"] in ("syntax-error", "no-program")):
        ending = {"name": "InternalError", "message": "the program ended its interpreter", "line": None}
        outcomes += [{"kind": "threw", "error": ending, "printed": ""}] * (len(tests) - len(outcomes))
    return outcomes


def run_whole(code, tests, seconds, memory):
    try:
        compile(code, "solution.py", "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        return [{"kind": "syntax-error", "error": {"name": type(error).__name__, "message": getattr(error, "msg", str(error)), "line": line}}]
    deadline, outcomes = time.monotonic() + seconds + 0.5 * len(tests), []
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "solution.py").write_text(code, encoding="utf-8")
        for test in tests:
            limited = f"import resource, runpy; resource.setrlimit(resource.RLIMIT_AS, ({memory + 256 * MB},) * 2); runpy.run_path('solution.py', run_name='__main__')"
            try:
                done = subprocess.run(
                    [sys.executable, "-I", "-c", limited], input=test["stdin"].encode(), capture_output=True, env={}, cwd=folder, timeout=max(0.01, deadline - time.monotonic())
                )
            except subprocess.TimeoutExpired:
                return [*outcomes, {"kind": "time-out"}]
            outcomes.append(whole_outcome(done))
    return outcomes


def whole_outcome(done):
    printed, said = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
    if done.returncode == 0:
        return {"kind": "output-limit"} if len(printed) > 65_536 else {"kind": "returned", "value": printed, "printed": ""}
    last = said.strip().splitlines()[-1] if said.strip() else ""
    error = re.match(r"(?:\w+\.)*(\w+)(?:: (.*))?$", last)
    if error and error[1] == "MemoryError":
        return {"kind": "memory-limit"}
    lines = re.findall(r'File "[^"]*solution\.py", line (\d+)', said)
    name, message = (error[1], error[2] or "") if error else ("SystemExit", str(done.returncode))
    return {"kind": "threw", "error": {"name": name, "message": message[:500], "line": int(lines[-1]) if lines else None}, "printed": printed}
