"""How public graders judge answers: Math-Verify (numbers), lm-evaluation-harness (choices), EvalPlus (values that a function returns).

Run: python graders.py OUT.json. Each grader is called as its own users call it; nothing of the lab is read.
"""

import json
import sys
from importlib.metadata import version

from evalplus.eval import PASS, untrusted_check
from lm_eval.filters.extraction import MultiChoiceRegexFilter, RegexFilter
from math_verify import parse, verify

NUMBERS = {
    "10": [
        r"\boxed{10}", r"\boxed{10.0}", r"\boxed{+10}", r"\boxed{-10}", r"\boxed{10^6}", r"\boxed{10\frac{1}{2}}",
        r"\boxed{10!}", r"\boxed{10\sqrt{2}}", r"\boxed{10\pi}", r"\boxed{10{,}000}", r"\boxed{10\,000}",
        r"\boxed{\frac{20}2}", r"\boxed{\frac{20}{2}}", r"\boxed{\dfrac{20}{2}}", r"\boxed{20/2}", r"\boxed{5 \times 2}",
        r"\boxed{5 \cdot 2}", r"\boxed{2 * 5 = 10}", r"\boxed{x = 10}", r"\boxed{(10, 12)}", r"\boxed{10, 12}",
        r"\boxed{10\%}", r"\boxed{\sqrt{100}}", r"\boxed{1e1}", r"\boxed{1 \times 10^1}", r"\boxed{\text{10}}",
        r"\boxed{10 \text{ apples}}", r"\boxed{10\text{ cm}}", r"\boxed{\$10}", r"\boxed{10.5}", r"\boxed{9.9999}",
        r"\boxed{11} and then \boxed{10}", r"\boxed{10} and then \boxed{11}", r"$10$", r"The answer is 10.",
        r"The answer is $10$.", r"Answer: 10", r"#### 10", r"so we get 3 + 7 = 10.", r"There are 10 million of them.",
        r"Final Answer: The final answer is $10$. I hope it is correct.", r"The answer is 10 or 11.", r"The answer is not 10.",
        r"\boxed{10 \pm 1}", r"\boxed{x > 10}", r"\boxed{10x}", r"\boxed{2^3+2}", r"\boxed{\left(10\right)}", r"ten",
    ],
    "0.75": [
        r"\boxed{0.75}", r"\boxed{.75}", r"\boxed{\frac{3}{4}}", r"\boxed{\frac34}", r"\boxed{\tfrac{6}{8}}", r"\boxed{3/4}",
        r"\boxed{75\%}", r"\boxed{0.750}", r"\boxed{1 - \frac14}", r"\boxed{-\frac{3}{4}}", r"\boxed{\frac{4}{3}}",
        r"\boxed{0.7500001}", r"\boxed{0.76}", r"\boxed{7.5 \times 10^{-1}}", r"\boxed{0{,}75}", r"\boxed{0,75}", r"The answer is 3/4.",
    ],
    "2.5": [
        r"\boxed{2\frac12}", r"\boxed{2\frac{1}{2}}", r"\boxed{2 1/2}", r"\boxed{\frac{5}{2}}", r"\boxed{2.5}", r"\boxed{2.50}",
        r"\boxed{5/2}", r"\boxed{2 \cdot \frac12}", r"\boxed{\frac{2}{5}}",
    ],
    "1234567": [
        r"\boxed{1,234,567}", r"\boxed{1{,}234{,}567}", r"\boxed{1234567}", r"\boxed{1\,234\,567}", r"\boxed{1 234 567}",
        r"\boxed{1.234567 \times 10^6}", r"\boxed{1,234}", r"\boxed{1,234,568}", r"#### 1,234,567", r"The answer is 1,234,567.",
    ],
    "-3": [
        r"\boxed{-3}", r"\boxed{\minus 3}", "\\boxed{\u22123}", r"\boxed{3}", r"\boxed{-3.0}", r"\boxed{- 3}", r"\boxed{-\frac{6}{2}}",
        r"\boxed{\frac{-6}{2}}", r"\boxed{x=-3}", r"\boxed{(-3)}", r"\boxed{|-3|}", r"\boxed{-3^2}",
    ],
    "6.283185307179586": [r"\boxed{2\pi}", r"\boxed{6.283185307179586}", r"\boxed{2}", r"\boxed{\pi}", r"\boxed{\pi \cdot 2}", r"\boxed{\frac{4\pi}{2}}"],
}  # fmt: skip

FOUR = ["helium", "nitrogen", "oxygen", "argon"]
TEN = [f"option number {word}" for word in "one two three four five six seven eight nine ten".split()]
CHOICES = [
    (FOUR, "B", [
        "B", "(B)", "B.", "**B**", "The answer is B.", "The answer is (B).", "the answer is (B)", "Answer: B", "Answer: (B)",
        "The correct answer is (B) nitrogen.", "(B) nitrogen", "nitrogen", "The answer is nitrogen.", r"\boxed{B}", r"\boxed{(B)}",
        r"$\boxed{\text{B}}$", "It is (A) or (B). The answer is (B).", "(A) is a noble gas. (D) is too. So (B).",
        "Conclusion: (B). Eliminated: (A), (C), (D).", "The answer is not (B).", "The answer is not B.", "The answer is (C).",
        "I would say (C), not (B).", "B is correct, not D.", "I'd go with B rather than C.", "A quick look: it is B.", "b", "(b)",
        "Option B", "The correct option is B: nitrogen.", "I do not know whether it is A or B.", "None of them.", "The final answer is B.",
        "Final answer: B", "The answer is (B), because oxygen (C) makes up less.", "A, B, C and D are gases.", "{\"answer\": \"B\"}",
        "The answer is (B) nitrogen, not (A) helium", "First I thought the answer is (A). On reflection, the answer is (B).",
    ]),
    (TEN, "C", [
        "The answer is (C). I hope it is correct.", "It must be C, I think.", "The answer is C", "answer is (I)", "I think the answer is (C).",
        "A perfect answer would be C.", "the answer is (J)", "C", "Thus, the answer is (C)",
    ]),
]  # fmt: skip

# What a function returns beside what is expected, as Python writes them.
VALUES = [
    ("1", "1"), ("1.0", "1"), ("1", "1.0"), ("True", "1"), ("1", "True"), ("'1'", "1"), ("[1, 2]", "[1, 2]"), ("(1, 2)", "[1, 2]"),
    ("[1, 2]", "[2, 1]"), ("0.1 + 0.2", "0.3"), ("0.3000001", "0.3"), ("0.30001", "0.3"), ("1e6 + 0.05", "1e6"), ("1e6 + 5", "1e6"),
    ("[0.1 + 0.2]", "[0.3]"), ("[1, 0.1 + 0.2]", "[1, 0.3]"), ("None", "None"), ("[]", "None"), ("''", "None"), ("{'a': 1, 'b': 2}", "{'b': 2, 'a': 1}"),
    ("{'a': 1.0000000001}", "{'a': 1.0}"), ("'abc'", "'abc'"), ("'abc '", "'abc'"), ("'ABC'", "'abc'"), ("float('inf')", "1.0"), ("float('nan')", "1.0"),
    ("[[1], [2]]", "[[1], [2]]"), ("[[1], [2.0000000001]]", "[[1], [2.0]]"), ("10 ** 20", "10 ** 20"), ("10 ** 20 + 1", "10 ** 20"),
    ("-0.0", "0.0"), ("2 + 0j", "2"), ("range(3)", "[0, 1, 2]"), ("{1, 2}", "[1, 2]"), ("False", "0.0"), ("[True]", "[1]"), ("b'a'", "'a'"),
]  # fmt: skip


def chosen(filtered: str) -> str | None:
    letter = filtered.strip().strip("().*:").strip()[:1].upper()
    return letter if filtered != "[invalid]" and letter.isalpha() else None


def main(out: str) -> None:
    numbers = [
        {"value": float(gold), "response": response, "right": bool(verify(parse(gold), parse(response)))}
        for gold, responses in NUMBERS.items()
        for response in responses
    ]
    # The filters of its tasks gpqa (flexible-extract) and mmlu_pro (custom-extract).
    flexible = MultiChoiceRegexFilter(regex_pattern=r"(\([A-Z]\))", group_select=-1, ignore_case=True, ignore_punctuation=True)
    strict = RegexFilter(regex_pattern=r"answer is \(?([ABCDEFGHIJ])\)?")
    choices = [
        {
            "options": options,
            "right": right,
            "response": response,
            "gpqa": chosen(flexible.apply([[response]], [{"choices": options}])[0][0]),
            "mmlu_pro": chosen(strict.apply([[response]], [{}])[0][0]),
        }
        for options, right, responses in CHOICES
        for response in responses
    ]
    values = [
        {
            "returned": returned,
            "expected": expected,
            "right": untrusted_check(
                "humaneval", f"def f():\n    return {returned}", [[]], "f", [eval(expected)], 0, [0.1]
            )[0]
            == PASS,
        }
        for returned, expected in VALUES
    ]
    made = {
        "versions": {name: version(name) for name in ("math-verify", "lm-eval", "evalplus")},
        "numbers": numbers,
        "choices": choices,
        "values": values,
    }
    with open(out, "w", encoding="utf-8") as file:
        json.dump(made, file, indent=1, ensure_ascii=False)
        file.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
