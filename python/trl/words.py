"""What each test came to, and how a failing one is told: the words of lasgroup/SDPO's `format_test_feedback`."""

import json
import re

ERROR = "Error: "
TIME_OUT = "Time out"
NO_FORMAT = "Incorrect format"
VERDICTS = {
    "passed": "Accepted",
    "wrong-answer": "Wrong Answer",
    "runtime-error": "Runtime Error",
    "syntax-error": "Syntax Error",
    "time-out": "Time Limit Exceeded",
    "memory-limit": "Memory Limit Exceeded",
    "format-error": "Incorrect Format",
}
TRUNCATED = "Truncated Attempt: Your previous response was too long and truncated because it reached the maximum response length. Try again with a shorter response."
TRUNCATION_NOTE = "The answer was cut at the length limit."
NO_MODULE = "\nThe sandbox has Python\u2019s standard library alone."


def number(value):
    """As JSON is written in JavaScript: 2.0 is 2, 1e-07 is 1e-7."""
    if isinstance(value, int):
        return str(value)
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    return re.sub(r"e([+-])0(\d)$", r"e\1\2", repr(value))


def shown(value):
    """A value from candidate.py, spelt as JSON; or the text of what JSON has no word for."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, (int, float)):
        return number(value)
    tag, *rest = value
    if tag == "n":
        return rest[0]
    if tag == "s":
        items = ", ".join(shown(each) for each in rest[1:])
        return f"frozenset({{{items}}})" if rest[0] == "frozenset" else f"{{{items}}}" if items else "set()"
    if tag == "l":
        return "[" + ",".join(shown(each) for each in rest) + "]"
    return "{" + ",".join(f"{json.dumps(key_of(k), ensure_ascii=False)}:{shown(v)}" for k, v in zip(rest[::2], rest[1::2])) + "}"


def key_of(key):
    return key if isinstance(key, str) else shown(key)


def tagged(value):
    """JSON as candidate.py writes values."""
    if isinstance(value, list):
        return ["l", *map(tagged, value)]
    if isinstance(value, dict):
        return ["d", *(each for key, item in value.items() for each in (key, tagged(item)))]
    return value


def formed(value, rules, depth=0):
    """Both sides brought to one form, where order or case do not count."""
    if isinstance(value, str):
        return value.lower() if rules.get("case") else value
    if not isinstance(value, list) or value[0] not in "ld":
        return value
    if value[0] == "d":
        return ["d", *(formed(each, rules, depth + 1) if i % 2 else each for i, each in enumerate(value[1:]))]
    items = [formed(each, rules, depth + 1) for each in value[1:]]
    loose = rules.get("order") == "any-nested" or (rules.get("order") == "any" and depth == 0)
    return ["l", *(sorted(items, key=order_of) if loose else items)]


def order_of(value):
    plain = isinstance(value, (int, float)) and not isinstance(value, bool)
    return (0, value, "") if plain else (1, 0, shown(value))


def same(value, expected, tolerance=None):
    """Same type, same items, same keys in any order; numbers that are not both whole may differ by rounding."""
    if isinstance(value, bool) or isinstance(expected, bool) or value is None or expected is None:
        return value is expected
    if isinstance(value, (int, float)) and isinstance(expected, (int, float)):
        if value == expected:
            return True
        if tolerance is not None and abs(value - expected) <= tolerance * max(1, abs(expected)):
            return True
        whole = float(value).is_integer() and float(expected).is_integer()
        return not whole and abs(value - expected) <= 1e-9 * max(1, abs(value), abs(expected))
    if isinstance(value, str) or isinstance(expected, str):
        return isinstance(value, str) and isinstance(expected, str) and value == expected
    if not isinstance(value, list) or not isinstance(expected, list) or value[0] != expected[0] or value[0] not in "ld":
        return False
    if value[0] == "l":
        return len(value) == len(expected) and all(same(a, b, tolerance) for a, b in zip(value[1:], expected[1:]))
    a = {key_of(k): v for k, v in zip(value[1::2], value[2::2])}
    b = {key_of(k): v for k, v in zip(expected[1::2], expected[2::2])}
    return a.keys() == b.keys() and all(same(a[key], b[key], tolerance) for key in a)


def same_text(actual, expected, rules, tolerance):
    """Line by line, white space at their ends and at the text's aside."""

    def lines(text):
        text = text.lower() if rules.get("case") else text
        lines = [line.rstrip() for line in text.rstrip().split("\n")]
        if rules.get("order") == "any-nested":
            lines = [" ".join(sorted(line.split(), key=word_order)) for line in lines]
        return sorted(lines, key=word_order) if rules.get("order") else lines

    def close(a, b):
        try:
            return abs(float(a) - float(b)) <= tolerance * max(1, abs(float(b)))
        except ValueError:
            return False

    def same_words(a, b):
        a, b = a.split(), b.split()
        return len(a) == len(b) and all(x == y or close(x, y) for x, y in zip(a, b))

    a, b = lines(actual), lines(expected)
    return len(a) == len(b) and all(x == y or (tolerance is not None and same_words(x, y)) for x, y in zip(a, b))


def word_order(word):
    try:
        return (0, float(word.split()[0]), word)
    except (ValueError, IndexError):
        return (1, 0.0, word)


class Result:
    """One test and what it came to."""

    def __init__(self, problem, index, outcome, memory_mb):
        test = problem["tests"][index]
        self.index, self.hidden, self.printed = index, test.get("hidden", False), outcome.get("printed", "")
        self.input = test.get("stdin", test.get("call")) or "\n".join(shown(tagged(each)) for each in test.get("args", []))
        self.expected = test["stdout"].rstrip() if "stdout" in test else shown(tagged(test["expected"]))
        kind = outcome["kind"]
        if kind == "returned":
            value = outcome["value"]
            self.status = "passed" if self.meets(problem, test, value) else "wrong-answer"
            self.actual = value.rstrip() if "stdin" in test else shown(value)
        elif kind in ("threw", "syntax-error"):
            error = outcome["error"]
            self.status = "runtime-error" if kind == "threw" else kind
            line = "" if error["line"] is None else f"\nLine {error['line']}"
            note = NO_MODULE if error["name"] == "ModuleNotFoundError" else ""
            self.actual = f"{ERROR}{error['name']}{': ' + error['message'] if error['message'] else ''}{line}{note}"
        else:
            self.status, self.actual = {
                "output-limit": ("runtime-error", f"{ERROR}Error: Output Limit Exceeded (65536 characters)"),
                "memory-limit": ("memory-limit", f"{ERROR}Memory Limit Exceeded ({memory_mb} MB)"),
                "time-out": ("time-out", TIME_OUT),
                "not-run": ("not-run", "Not run"),
                "no-program": ("format-error", NO_FORMAT),
            }[kind]
        if len(self.actual) > 2000:
            self.actual = self.actual[:2000] + "..."

    @staticmethod
    def meets(problem, test, value):
        rules = problem.get("compare", {})
        tolerance = rules.get("tolerance", problem["program"].get("tolerance"))
        if "stdin" in test:
            return same_text(value, test["stdout"], rules, tolerance)
        return same(formed(value, rules), formed(tagged(test["expected"]), rules), tolerance)


def told(problem, results, truncated, has_code, pick):
    """(status, feedback); `pick`, from 0 to 1, is which failing test is told, and None the reference's choice."""
    failing = [result for result in results if result.status not in ("passed", "not-run")]
    if not failing:
        return "passed", ""
    about_all = failing[0].status in ("syntax-error", "format-error")
    tellable = failing if about_all else [result for result in failing if not result.hidden]
    if not tellable:
        first = selected(failing, 1)[0]
    else:
        first = selected(tellable, 1)[0] if pick is None else tellable[int(pick * len(tellable))]
    detail = problem.get("feedbackDetail", "first-failure")
    if first.hidden and not about_all:
        text = f"{VERDICTS[first.status]}\nEvery test that is shown passes; a hidden test does not."
    elif detail == "all-failures" and not about_all:
        unrun = sum(result.status == "not-run" for result in results)
        texts = [reference_text(problem, [each], truncated, has_code) for each in tellable]
        text = "\n\n".join(texts + ([f"{unrun} {'test was' if unrun == 1 else 'tests were'} not run."] if unrun else []))
    else:
        text = reference_text(problem, tellable if pick is None else [first], truncated, has_code)
    return first.status, with_detail(problem, detail, text, first.status, results, truncated)


def with_detail(problem, detail, text, status, results, truncated):
    passed = sum(result.status == "passed" for result in results)
    count = f"{passed} of {len(results)} {'test passes' if len(results) == 1 else 'tests passes' if passed == 1 else 'tests pass'}."
    if detail == "nothing":
        return ""
    if detail == "verdict":
        return text if status == "format-error" else f"{VERDICTS[status]}\n{count}"
    counted = (problem.get("partialCredit") or detail == "all-failures") and status not in ("format-error", "syntax-error")
    text = f"{text}\n\n{count}" if counted else text
    return f"{text}\n{TRUNCATION_NOTE}" if truncated and not text.startswith("Truncated Attempt") else text


def selected(results, most):
    """The first error, else the first time-out, else the failing tests, shortest first."""
    for broken in (lambda r: r.actual.startswith(ERROR), lambda r: r.actual == TIME_OUT, lambda r: r.actual == NO_FORMAT):
        first = next(filter(broken, results), None)
        if first:
            return [first]
    return sorted(results, key=lambda r: len(r.input) + len(r.actual))[:most]


def reference_text(problem, results, truncated, has_code):
    status, program = results[0].status, problem["program"]
    if status == "format-error" and has_code and program["kind"] == "function":
        return f"Incorrect Format: The code defines no function {program['name']}."
    text = "\n".join(line for result in selected(results, 2) for line in [*lines_of(result, truncated), ""]).rstrip()[:2000]
    if status == "syntax-error":
        text = re.sub(r"\n\nLast Executed Input[\s\S]*$", "", text.replace("Runtime Error\n", "Syntax Error\n", 1))
    return text


def lines_of(result, truncated):
    def cut(text):
        return text if len(text) <= 250 else text[:250] + "..."

    def with_more(lines, most, each):
        return [*map(each, lines[:most]), *([f"... ({len(lines) - most} more lines)"] if len(lines) > most else [])]

    given = with_more(result.input.splitlines(), 8, cut)
    printed = result.printed.strip()
    debug = ["", "Debug Output", *with_more(printed.split("\n"), 10, lambda line: line if len(line) <= 300 else line[:300] + "...")] if printed else []
    if result.actual.startswith(ERROR):
        return ["Runtime Error", result.actual[len(ERROR) :], "", "Last Executed Input", *given, *debug]
    if result.actual == TIME_OUT:
        return ["Time Limit Exceeded", "", "Last Executed Input", *given, *debug]
    if result.actual == NO_FORMAT:
        return [TRUNCATED if truncated else "Incorrect Format: Put your code inside a ```python ... ``` block."]
    expected = ["", "Expected", cut(result.expected)]
    return [f"Test Case {result.index + 1}: Wrong Answer", "", "Input", *given, "", "Output", cut(result.actual), *expected, *debug]
