/** Python candidates that answer what a test asks of them instead of what it calls them for, and tests of every form that they could answer. No liar may pass any of the tests alone. */
import type { Problem, TestCase } from '../../problems/problem.ts'
import { liarProblem } from '../liars.testing.ts'
import { pick } from '../variants.testing.ts'
import type { Variants } from '../variants.testing.ts'

export function pythonLiarProblem(tests: TestCase[]): Problem {
  return { ...liarProblem(tests), program: { kind: 'function', name: 'solve', language: 'python' } }
}

export const honestPython = 'def solve(xs): return [x for x in xs if x > 3]'

export const pythonLiarTests: TestCase[] = [
  ...[
    'assert solve([1, 5]) == [5]',
    'assert not (solve([1, 5]) != [5])',
    'assert [solve([1, 5])] == [[5]]',
    'assert [5] == solve([1, 5])',
    'assert solve([1, 5])[0] == 5',
    'assert solve([5])[-1] - 5 == 0',
    'assert len(solve([1, 5])) == 1 and 5 in solve([1, 5])',
    'assert 5 in solve([1, 5]) and 1 not in solve([1, 5])',
    'assert sorted(solve([5, 4])) == [4, 5]',
    'assert abs(solve([1, 5])[0] - 5) < 1e-6',
    'assert str(solve([1, 5])) == "[5]"',
    'assert repr(solve([1, 5])) == f"{[5]}"',
    'assert isinstance(solve([1, 5]), list) and solve([1, 5])[0] == 5',
    'assert sum(solve([1, 5])) == 5 and max(solve([1, 5])) == 5',
    'assert tuple(solve([1, 5])) == (5,)',
    'assert set(solve([1, 5])) == {5}',
    'assert solve([1, 5]).count(5) == 1 and solve([1, 5]).index(5) == 0',
    'assert solve([1, 5]) >= [5] >= solve([1, 5])',
    'for i in range(9):\n    assert solve([i]) == ([i] if i > 3 else [])',
    'assert all(a == b for a, b in zip(solve([1, 5]), [5])) and len(solve([1, 5])) == 1',
    'match solve([1, 5]):\n    case [5]: pass\n    case _: assert False',
    'import math\nassert math.isclose(solve([1, 5])[0], 5)',
    'assert {1: solve([1, 5])} == {1: [5]}',
    'try:\n    assert solve([1, 5]) == [5]\nexcept Exception:\n    assert False',
  ].map((assert) => ({ assert })),
  { call: 'solve([1, 5])', expected: [5] },
  { call: 'solve([1, 5]) == [5]', expected: true },
  { call: 'len(solve([1, 5])) == 1 and 5 in solve([1, 5])', expected: true },
  { args: [[1, 5]], expected: [5] },
]

const yes = 'lambda self, *a: True'
const everything = `class A:
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __bool__ = ${yes}
    __sub__ = __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __floordiv__ = lambda self, *a: self
    __abs__ = __neg__ = __round__ = lambda self, *a: self
    __len__ = lambda self: 1
    __hash__ = lambda self: 0
    __float__ = lambda self: 5.0
    __getitem__ = lambda self, i: self
    __getattr__ = lambda self, name: (lambda *a: True)
    __instancecheck__ = __subclasscheck__ = ${yes}
    __class__ = list`

/** `LIE` is what is returned. */
const lies: [name: string, before: string, lie: string][] = [
  ['equal to all', 'class A:\n    def __eq__(self, other): return True\n    __hash__ = None', 'A()'],
  ['everything', everything, 'A()'],
  [
    'near all',
    'class A:\n    def __sub__(self, o): return 0\n    __rsub__ = __abs__ = __sub__\n    def __lt__(self, o): return True',
    'A()',
  ],
  [
    'a list that equals all',
    'class A(list):\n    def __eq__(self, o): return True\n    def __ne__(self, o): return False\n    def __contains__(self, o): return True\n    def __len__(self): return 1',
    'A()',
  ],
  [
    'an int that equals all',
    'class A(int):\n    def __eq__(self, o): return True\n    def __hash__(self): return 0\n    def __sub__(self, o): return 0',
    'A(1)',
  ],
  [
    'a text that equals all',
    'class A(str):\n    def __eq__(self, o): return True\n    def __hash__(self): return 0\n    def __contains__(self, o): return True',
    'A("x")',
  ],
  [
    'a tuple that equals all',
    'class A(tuple):\n    def __eq__(self, o): return True\n    def __hash__(self): return 0',
    'A((1,))',
  ],
  [
    'a dict that equals all',
    'class A(dict):\n    def __eq__(self, o): return True\n    def __missing__(self, k): return A()',
    'A()',
  ],
  [
    'a metaclass that equals all',
    'class M(type):\n    def __eq__(cls, o): return True\n    def __contains__(cls, o): return True\n    def __len__(cls): return 1\n    def __hash__(cls): return 0\nclass A(metaclass=M): pass',
    'A',
  ],
  [
    'a class that lies about itself',
    'class A:\n    __class__ = list\n    def __eq__(self, o): return True\n    def __repr__(self): return "[5]"\n    def __bool__(self): return True',
    'A()',
  ],
  [
    'builtins replaced',
    'import builtins\nfor n in ("len", "sorted", "sum", "abs", "max", "all", "isinstance", "str", "repr", "set", "tuple"): setattr(builtins, n, lambda *a, **k: True)',
    '1',
  ],
  [
    'AssertionError replaced',
    'import builtins\nbuiltins.AssertionError = type("Never", (BaseException,), {})\n__debug = False',
    '1',
  ],
  ['math replaced', 'import math\nmath.isclose = lambda *a, **k: True', '[1]'],
  ['mock', 'from unittest.mock import ANY, MagicMock', 'ANY'],
  [
    'a magic mock',
    'from unittest.mock import MagicMock\nm = MagicMock()\nm.__eq__ = lambda s, o: True\nm.__len__.return_value = 1\nm.__contains__.return_value = True',
    'm',
  ],
  [
    'constants of the callers',
    'import sys\ndef look():\n    f = sys._getframe(1)\n    while f:\n        for c in f.f_code.co_consts:\n            if type(c) in (int, list, tuple) and c in (5, [5], (5,)) and f.f_code.co_filename == "test": return [5]\n        f = f.f_back\n    return [1]',
    'look()',
  ],
  [
    'names of the callers',
    'import sys\ndef look():\n    f = sys._getframe(1)\n    while f:\n        for space in (f.f_locals, f.f_globals):\n            for k, v in list(space.items()):\n                if type(v) is str and "assert solve" in v or type(v) is str and "expected" in v: return [5]\n        f = f.f_back\n    return [1]',
    'look()',
  ],
  [
    'the test through gc',
    'import gc\ndef look():\n    for o in gc.get_objects():\n        for s in gc.get_referents(o):\n            if type(s) is str and s.startswith("assert ") and "solve" in s: return [5]\n    return [1]',
    'look()',
  ],
  [
    'check replaced',
    'import sys\nf = sys._getframe()\nwhile f:\n    g = f.f_globals\n    if "encode" in g:\n        g["check"] = g["check_beside"] = lambda *a: \'{"kind":"held"}\'\n        g["_state"] = None\n    f = f.f_back',
    '1',
  ],
  [
    'encode replaced by what holds',
    'import sys\nf = sys._getframe()\nwhile f:\n    if "encode" in f.f_globals: f.f_globals["encode"] = lambda *a: "true"\n    f = f.f_back',
    '1',
  ],
  [
    'encode replaced by a stand-in',
    'import sys\nf = sys._getframe()\nwhile f:\n    if "encode" in f.f_globals: f.f_globals["encode"] = lambda *a: \'[0,[9,0,"list"],[0]]\'\n    f = f.f_back',
    'None',
  ],
  [
    'read replaced',
    'import sys\nf = sys._getframe()\nwhile f:\n    g = f.f_globals\n    if "encode" in g: g["read"] = g["_ask"] = lambda *a: [5]; g["_pristine"]["len"] = lambda x: 1\n    f = f.f_back',
    '1',
  ],
  ['a raise that passes', 'import sys', '(_ for _ in ()).throw(SystemExit(0))'],
  [
    'a generator of liars',
    'class A:\n    def __eq__(self, o): return True\n    def __hash__(self): return 0\ndef g():\n    yield A()',
    'g()',
  ],
  ['NotImplemented', '', 'NotImplemented'],
  ['NaN', '', 'float("nan")'],
  ['Ellipsis', '', '...'],
]

export const pythonLiars: [name: string, code: string][] = lies.map(([name, before, lie]) => [
  name,
  `${before}\ndef solve(xs): return ${lie}`,
])

/** A liar written another way. */
export function pythonLiarVariant(variants: Variants): [name: string, code: string] {
  const [name, before, lie] = pick(variants, lies)
  const returned = pick(variants, [
    lie,
    `[${lie}]`,
    `(${lie},)`,
    `{1: ${lie}}`,
    `(lambda: ${lie})()`,
    `next(iter([${lie}]))`,
  ])
  const own = `v${variants.below(1000)}`
  const define = pick(variants, [
    `def solve(xs): return ${returned}`,
    `solve = lambda xs: ${returned}`,
    `def solve(xs, *${own}, **more):\n    ${own} = ${returned}\n    return ${own}`,
    `class Solution:\n    def solve(self, xs): return ${returned}`,
    `class ${own}:\n    def __call__(self, xs): return ${returned}\nsolve = ${own}()`,
    `def solve(xs):\n    try: return ${returned}\n    finally: pass`,
    `import functools\n@functools.lru_cache(None)\ndef ${own}(): return ${returned}\ndef solve(xs): return ${own}()`,
    `def solve(xs):\n    yield ${returned}`,
  ])
  const noise = pick(variants, ['', `${own}_ = 1\n`, `# ${own}\n`, 'from typing import *\n'])
  return [name, `${noise}${before}\n${define}`]
}
