"""Runs one attempt, in a process of its own that is ended when it overruns; started by programs.py.

Reads what to do as JSON on standard input and writes one JSON line a test. What a test expects is never here.
"""

import io
import json
import os
import resource
import sys

MOST_CHARACTERS = 65_536
PLAIN = (type(None), bool, int, float, str)


def encoded(value, depth=0):
    """JSON with tags: lists `["l", ...]`, dicts `["d", key, value, ...]`, what JSON has no word for `["n", text]`."""
    if depth > 64:
        return ["n", "[nested deeper than 64]"]
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return ["n", repr(value)]
    if isinstance(value, PLAIN):
        return next(kind(value) for kind in (bool, int, float, str) if isinstance(value, kind)) if value is not None else None
    if isinstance(value, (list, tuple)):
        return ["l", *(encoded(each, depth + 1) for each in value)]
    if isinstance(value, dict):
        return ["d", *(encoded(each, depth + 1) for pair in value.items() for each in pair)]
    if isinstance(value, (set, frozenset)):
        return ["s", type(value).__name__, *(encoded(each, depth + 1) for each in value)]
    kind = type(value).__name__
    return ["n", f"<class {value.__name__}>" if kind == "type" else f"<{kind}>"]


def failure(error):
    """Its name, its words and the last line of the attempt's code that it went through."""
    line, trace = None, error.__traceback__
    message = str(error)[:500]
    if isinstance(error, SyntaxError) and error.filename == "solution.py":
        message, line = str(error.msg)[:500], error.lineno
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "solution.py":
            line = trace.tb_lineno
        trace = trace.tb_next
    return {"name": type(error).__name__, "message": message, "line": line}


def main():
    job = json.loads(sys.stdin.buffer.readline())
    resource.setrlimit(resource.RLIMIT_AS, (job["memory"], job["memory"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    said = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)

    def say(outcome):
        said.write(json.dumps(outcome) + "\n")
        said.flush()

    def ended(body):
        printed = sys.stdout = io.StringIO()
        try:
            value = encoded(body())
            if len(json.dumps(value)) > MOST_CHARACTERS or printed.tell() > MOST_CHARACTERS:
                return {"kind": "output-limit"}
            return {"kind": "returned", "value": value, "printed": printed.getvalue()}
        except MemoryError:
            return {"kind": "memory-limit"}
        except BaseException as error:  # noqa: BLE001 - whatever an attempt does, it gets a verdict
            return {"kind": "threw", "error": failure(error), "printed": printed.getvalue()}

    try:
        code = compile(job["code"], "solution.py", "exec", dont_inherit=True)
    except BaseException as error:  # noqa: BLE001
        return say({"kind": "syntax-error", "error": failure(error)})
    space = {"__name__": "solution"}
    exec("from typing import *", space)
    if job["prelude"]:
        exec(job["prelude"], space)
    name = job["name"]

    def define():
        try:
            exec(code, space)
        except (EOFError, SystemExit) as end:
            if name not in space or getattr(end, "code", None) not in (None, 0):
                raise

    outcome = ended(define)
    if outcome["kind"] != "returned":
        for _ in job["tests"]:
            say(outcome)
        return
    if name not in space and hasattr(space.get("Solution"), name):
        space[name] = lambda *args, **named: getattr(space["Solution"](), name)(*args, **named)
    if not callable(space.get(name)):
        return say({"kind": "no-program"})
    for test in job["tests"]:
        if "call" in test:
            say(ended(lambda: eval(test["call"], dict(space))))
        else:
            say(ended(lambda: space[name](*test["args"])))


main()
