/**
 * Python's verdicts here against CPython's: `npx tsx experiments/commands/python-agreement.ts`. Runs ordinary programs
 * and the hostile corpus in the sandbox and in this machine's python3, by the same tests, and prints where
 * they part. Hostile candidates that would harm a machine without a sandbox, or that only an attack on this
 * one's harness explains, are run in the sandbox alone, and said so. Ordinary programs must agree in reward,
 * status and number of tests passed, hostile ones in the reward. Exits with 1 where a verdict differs.
 */
import { spawnSync } from 'node:child_process'
import type { Json, Problem } from '../../src/problems/problem.ts'
import { createThreadJudge } from '../../src/verify/node.ts'
import { hostilePython, keepLargePython, goodPython } from '../../src/verify/python/hostile.testing.ts'
import { equalsExpected, decodeValue } from '../../src/verify/value.ts'

const timeMs = 1000
/** On a machine of one's own these reach for memory, files, processes, signals or the network. */
const UNSAFE =
  /socket|urllib|subprocess|os\.|open\(|signal|faulthandler|ctypes|while True: (?:all|s \+=|try: all|print)|all\.append|s \+= s|10 \*\* 8|2 \*\* 31|10 \*\* 12|repeat|js\b|pyodide|10 \*\* 10|gc\.|_getframe|co_code|print\("x" \*|setrecursionlimit|\[a, a\]|sys\.modules|_wait|threading/

const ordinary: [name: string, code: string][] = [
  ['right', goodPython],
  ['right, by filter', 'def solve(xs):\n    return list(filter(lambda x: x > 3, xs))'],
  ['right, a tuple', 'def solve(xs):\n    return tuple(x for x in xs if x > 3)'],
  ['right, floats', 'def solve(xs):\n    return [float(x) for x in xs if x > 3]'],
  [
    'right, a class',
    'class Solution:\n    def solve(self, xs: List[int]) -> List[int]:\n        return [x for x in xs if x > 3]',
  ],
  [
    'right, with imports',
    'from collections import deque\nimport itertools, functools, heapq, re, math\ndef solve(xs):\n    return [*itertools.filterfalse(lambda x: x <= 3, deque(xs))]',
  ],
  [
    'right, by numbers',
    'def solve(xs):\n    out = []\n    for x in xs:\n        if 2 ** x > 8: out += [x]\n    return out',
  ],
  [
    'right, by match',
    'def solve(xs):\n    match xs:\n        case []: return []\n        case [x, *rest]: return ([x] if x > 3 else []) + solve(rest)',
  ],
  [
    'right, dataclasses',
    'from dataclasses import dataclass\n@dataclass\nclass V:\n    x: int\ndef solve(xs):\n    return [v.x for v in map(V, xs) if v.x > 3]',
  ],
  ['wrong, off by one', 'def solve(xs):\n    return [x for x in xs if x >= 3]'],
  ['wrong, sorted', 'def solve(xs):\n    return sorted(x for x in xs if x > 3)'],
  ['wrong, a set', 'def solve(xs):\n    return {x for x in xs if x > 3}'],
  ['wrong, a generator', 'def solve(xs):\n    return (x for x in xs if x > 3)'],
  ['wrong, None', 'def solve(xs):\n    xs.sort()'],
  ['wrong, text', 'def solve(xs):\n    return str([x for x in xs if x > 3])'],
  ['wrong, True for 1', 'def solve(xs):\n    return True'],
  ['an index', 'def solve(xs):\n    return xs[10]'],
  ['a name', 'def solve(xs):\n    return ys'],
  ['a type', 'def solve(xs):\n    return xs + 1'],
  ['a division', 'def solve(xs):\n    return 1 / len(xs)'],
  ['a key', 'def solve(xs):\n    return {}[0]'],
  ['an assertion of its own', 'def solve(xs):\n    assert len(xs) < 3\n    return [x for x in xs if x > 3]'],
  ['syntax', 'def solve(xs)\n    return 1'],
  ['indentation', 'def solve(xs):\nreturn 1'],
  ['no such function', 'def other(xs):\n    return xs'],
  ['an unknown module', 'import no_such_module\ndef solve(xs):\n    return xs'],
  ['endless', 'def solve(xs):\n    while True: pass'],
  ['deep', 'def solve(xs):\n    return solve(xs)'],
]

/** CPython's side: the same tests, results written with the same tags. */
const DRIVER = `
import json, sys, typing
job = json.load(sys.stdin)
space = {'__name__': 'solution', **{n: getattr(typing, n) for n in ('List', 'Dict', 'Set', 'Tuple', 'Optional', 'Any')}}
def tag(v):
    if isinstance(v, bool) or v is None or isinstance(v, str): return v
    if isinstance(v, (int, float)): return v if v == v and abs(v) != float('inf') else [2, str(v)]
    if isinstance(v, (list, tuple)): return [0, *map(tag, v)]
    if isinstance(v, dict): return [1, *(e for k, x in v.items() for e in (k if isinstance(k, str) else str(k), tag(x)))]
    return [2, 'other']
def done(out): print('\\n@@' + json.dumps(out), flush=True)
try: code = compile(job['code'], 'solution.py', 'exec')
except Exception: done('syntax-error'); raise SystemExit
try: exec(code, space)
except BaseException: done('runtime-error'); raise SystemExit
if 'solve' not in space and not hasattr(space.get('Solution'), 'solve'): done('format-error'); raise SystemExit
solve = lambda *a: (space['solve'] if 'solve' in space else space['Solution']().solve)(*a)
for test in job['tests']:
    try:
        if 'args' in test: done({'value': json.dumps(tag(solve(*test['args'])))})
        elif 'call' in test: done({'value': json.dumps(tag(eval(test['call'], {'solve': solve})))})
        else: exec(test['assert'], {'solve': solve}); done('held')
    except AssertionError as e: done('runtime-error' if e.__traceback__.tb_next and e.__traceback__.tb_next.tb_next else 'unmet')
    except BaseException: done('runtime-error')
`

/** What is no value of the driver's (its own json was replaced) equals nothing. */
function equals(value: string, expected: Json): boolean {
  try {
    return equalsExpected(decodeValue(value), expected)
  } catch {
    return false
  }
}

/** Whether CPython passes each test, and how the first that fails ends. */
function cpython(problem: Problem, code: string): { passed: number; first: string } {
  const run = spawnSync('python3', ['-c', DRIVER], {
    input: JSON.stringify({ code, tests: problem.tests }),
    timeout: timeMs * 5,
    maxBuffer: 1e8,
    encoding: 'utf8',
  })
  const lines = run.stdout
    .split('\n')
    .flatMap((line) =>
      line.startsWith('@@') ? [JSON.parse(line.slice(2)) as string | { value: string }] : [],
    )
  const outcomes = problem.tests.map((test, i) => {
    const line =
      lines[i] ??
      (lines.length === 1 && typeof lines[0] === 'string' && lines[0].endsWith('-error')
        ? lines[0]
        : 'time-out')
    if (typeof line === 'string') return line === 'held' ? 'passed' : line === 'unmet' ? 'wrong-answer' : line
    return 'expected' in test && equals(line.value, test.expected) ? 'passed' : 'wrong-answer'
  })
  const failing = outcomes.filter((outcome) => outcome !== 'passed')
  return { passed: outcomes.length - failing.length, first: failing[0] ?? 'passed' }
}

const judge = createThreadJudge()
let [same, different, alone] = [0, 0, 0]
const cases = [
  ...ordinary.map(([name, code]) => ({ name, code, isHostile: false })),
  ...hostilePython.map(([name, code]) => ({ name, code, isHostile: true })),
]
for (const { name, code, isHostile } of cases) {
  const { verdict } = await judge.judge(keepLargePython, `\`\`\`python\n${code}\n\`\`\``, {
    limits: { timeMs },
    pick: () => 0,
  })
  if (UNSAFE.test(code)) {
    alone++
    if (verdict.reward !== 0) {
      different++
      console.log(`${name}: passes here`)
    }
    continue
  }
  const theirs = cpython(keepLargePython, code)
  const agrees = isHostile
    ? (theirs.first === 'passed') === (verdict.reward === 1)
    : theirs.passed === verdict.passedTests && theirs.first === verdict.status
  if (agrees) same++
  else {
    different++
    console.log(
      `${name}: here ${verdict.status} with ${verdict.passedTests}, CPython ${theirs.first} with ${theirs.passed}`,
    )
  }
}
judge.dispose()
console.log(
  `${same} verdicts the same as CPython's, ${different} different; ${alone} run in the sandbox alone.`,
)
process.exitCode = different === 0 ? 0 : 1
