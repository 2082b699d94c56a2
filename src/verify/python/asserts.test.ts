/** Python asserts and calls: right programs of every kind pass, and none that lies to the test does. */
import { afterAll, describe, expect, it } from 'vitest'
import type { Problem, TestCase } from '../../problems/problem.ts'
import { createLocalJudge } from '../local.ts'
import { nodePython } from '../node-python.ts'

const judge = createLocalJudge(nodePython)
afterAll(() => judge.dispose())

function problemOf(name: string, tests: TestCase[], objects = false): Problem {
  return {
    id: name,
    title: name,
    statement: name,
    program: { kind: 'function', name, language: 'python', ...(objects && { objects }) },
    tests,
    feedbackStyle: 'leetcode',
  }
}

const liar = `class A:
    def __eq__(self, other): return True
    __ne__ = __lt__ = __gt__ = __le__ = __ge__ = __contains__ = __eq__
    def __sub__(self, other): return 0
    __add__ = __radd__ = __rsub__ = __mul__ = __sub__
    def __abs__(self): return 0
    def __bool__(self): return True
    def __len__(self): return 3
    def __hash__(self): return 1
    def __getattr__(self, name): return lambda *args: True
    def startswith(self, other): return True
`
const stack = `class Stack:
    def __init__(self): self.items = []
    def push(self, x):
        self.items.append(x)
        return self
    def pop(self): return self.items.pop()
    def __len__(self): return len(self.items)
    def __str__(self): return 'Stack' + str(self.items)
`
const cases: [name: string, code: string, assert: string, passes: boolean, objects?: boolean][] = [
  ['add', 'def add(a, b): return a + b', 'assert add(1, 2) == 3', true],
  ['add', `${liar}def add(a, b): return A()`, 'assert add(1, 2) == 3', false],
  ['add', `${liar}def add(a, b): return A()`, 'assert add(1, 2)', false],
  ['f', `${liar}def f(x): return A()`, 'assert abs(f(1.33) - 0.33) < 1e-6', false],
  ['f', 'def f(x): return x % 1', 'assert abs(f(1.33) - 0.33) < 1e-6', true],
  ['f', `${liar}def f(x): return A()`, 'assert f("x").startswith("a")', false],
  ['f', `${liar}def f(x): return A()`, 'assert 3 in f(1)', false],
  ['f', `${liar}def f(x): return A()`, 'assert len(f(1)) == 3', false],
  ['f', `${liar}def f(x): return A()`, 'assert isinstance(f(1), list)', false],
  ['f', `${liar}def f(x): return A()`, 'assert 0.33 - f(1) == 0', false],
  ['f', `${liar}def f(x): return A()`, 'assert f(1) == f(2)', false],
  ['f', `${liar}def f(x): return A()`, 'assert all(x == y for x, y in zip([f(1)], [2]))', false],
  ['A', `${liar}`, 'assert A() == 3', false],
  ['sum', 'def sum(xs): return 0', 'assert sum([1, 2]) == 3', false],
  ['sum', 'def sum(xs): return 3', 'assert sum([1, 2]) == 3', true],
  [
    'f',
    'import builtins, math\nbuiltins.abs = lambda x: 0\nbuiltins.AssertionError = ValueError\nmath.isclose = lambda *a, **k: True\ndef f(x): return 9',
    'assert abs(f(1) - 1) < 1',
    false,
  ],
  [
    'f',
    'import sys\ndef f(x):\n    frame = sys._getframe()\n    while frame:\n        for each in frame.f_code.co_consts:\n            if type(each) is int and each > 999: return each\n        frame = frame.f_back\n    return 0',
    'assert f(1) == 1234',
    false,
  ],
  [
    'f',
    'import gc\ndef f(x):\n    found = [s for o in gc.get_objects() for s in gc.get_referents(o) if type(s) is str and "assert f" in s and "co_consts" not in s]\n    return 1234 if found else 0',
    'assert f(1) == 1234',
    false,
  ],
  [
    'Stack',
    stack,
    's = Stack()\ns.push(1).push(2)\nassert s.pop() == 2 and len(s) == 1 and str(s) == "Stack[1]"',
    true,
  ],
  ['Stack', stack, 's = Stack()\nassert s.pop() == 2', false],
  ['Stack', `${liar}Stack = A`, 's = Stack()\ns.push(1)\nassert s.pop() == 1', true],
  ['gen', 'def gen(n):\n    yield from range(n)', 'assert list(gen(3)) == [0, 1, 2]', true],
  [
    'gen',
    'def gen():\n    n = 0\n    while True:\n        yield n\n        n += 1',
    'import itertools\nassert list(itertools.islice(gen(), 5)) == [0, 1, 2, 3, 4]',
    true,
  ],
  [
    'gen',
    'def gen():\n    yield 1\n    raise ValueError("no")',
    'g = gen()\nassert next(g) == 1\ntry:\n    next(g)\n    assert False\nexcept ValueError: pass',
    true,
  ],
  ['apply', 'def apply(f, x): return f(x)', 'assert apply(lambda x: x + 1, 3) == 4', true],
  [
    'apply',
    'def apply(f, x): return f(x)',
    'n = 5\ndef g(x):\n    return x + n\nassert apply(g, 3) == 8 and apply(len, [1]) == 1 and apply(str.upper, "a") == "A"',
    true,
  ],
  ['adder', 'def adder(a):\n    return lambda b: a + b', 'assert adder(1)(2) == 3', true],
  ['sort', 'def sort(xs): xs.sort()', 'xs = [3, 1, 2]\nsort(xs)\nassert xs == [1, 2, 3]', true],
  [
    'f',
    'def f(x):\n    if x < 0: raise ValueError("neg")\n    return x',
    'try:\n    f(-1)\n    assert False\nexcept ValueError as e:\n    assert str(e) == "neg"',
    true,
  ],
  [
    'f',
    'class Bad(ValueError): pass\ndef f(x): raise Bad("b")',
    'try:\n    f(-1)\n    assert False\nexcept Bad: pass\ntry: f(1)\nexcept ValueError: pass',
    true,
  ],
  [
    'f',
    'def f(x): return x',
    'try:\n    f(-1)\n    assert False, "no error"\nexcept ValueError: pass',
    false,
  ],
  ['f', 'def f(n): return n * n', 'for i in range(200):\n    assert f(i) == i ** 2', true],
  ['f', 'def f(n): return n * n if n < 150 else 0', 'for i in range(200):\n    assert f(i) == i ** 2', false],
  ['f', 'def f(n): return n + 1', 'x = 0\nfor i in range(20):\n    x = f(x)\nassert x == 20', true],
  ['f', 'def f(n): return n % 2 == 0', 'for i in range(50):\n    assert f(i) is (i % 2 == 0)', true],
  [
    'f',
    'import random\ndef f(xs): return sorted(xs)',
    'import random\nfor _ in range(30):\n    xs = [random.randint(0, 9) for _ in range(5)]\n    assert f(xs[:]) == sorted(xs)',
    true,
  ],
  ['f', 'def f(a, b): return (a / b, {a}, {"k": (a,)})', 'assert f(1, 2) == (0.5, {1}, {"k": (1,)})', true],
  [
    'f',
    'from decimal import Decimal\ndef f(): return Decimal("1.50")',
    'from decimal import Decimal\nassert f() == Decimal("1.5")',
    true,
  ],
  [
    'f',
    'from collections import Counter\ndef f(s): return Counter(s)',
    'from collections import Counter\nassert f("aab") == Counter("aab") == {"a": 2, "b": 1}',
    true,
  ],
  [
    'f',
    'from fractions import Fraction\ndef f(x): return x + Fraction(1, 2)',
    'from fractions import Fraction\nassert f(Fraction(1, 2)) == 1',
    true,
  ],
  [
    'V',
    'class V:\n    def __init__(self, x): self.x = x\n    def __add__(self, o): return V(self.x + o.x)',
    'assert (V(1) + V(2)).x == 3 and isinstance(V(1), V)',
    true,
  ],
  [
    'make',
    'class P:\n    def __init__(self, x): self.x = x\ndef make(x): return P(x)',
    'assert make(3).x == 3',
    true,
  ],
  ['make', `${liar}def make(): return A()`, 'assert make().pop() == 1', false],
  [
    'make',
    stack.replace('Stack:', 'S:') + 'def make(): return S()',
    's = make()\ns.push(4)\nassert s.pop() == 4',
    true,
    true,
  ],
  ['make', `${liar}def make(): return A()`, 'assert make() == 1', false, true],
  ['f', 'K = 3\ndef f(): return K', 'assert K == 3 and f() == K', true],
  ['f', 'def f(x): assert x > 0', 'assert f(-1) is None', false],
]

describe('a Python assert', () => {
  it.each(cases.map((each, i) => [`${i}: ${each[2]}`, each] as const))(
    '%s',
    { timeout: 60_000 },
    async (_, [name, code, assert, passes, objects]) => {
      const { verdict, records } = await judge.judge(
        problemOf(name, [{ assert }], objects),
        `\`\`\`python\n${code}\n\`\`\``,
      )
      expect([verdict.reward, passes ? verdict.feedback : '']).toEqual([passes ? 1 : 0, ''])
      expect(records).toHaveLength(1)
    },
  )

  it('tells what its calls returned, and why an object does not do', async () => {
    const { records } = await judge.judge(
      problemOf('add', [{ assert: 'assert add(1, 2) == 3' }]),
      `${liar}def add(a, b): return A()`,
    )
    expect(records[0]!.actual).toBe('add(1, 2) = <A>\n<A> is no plain data; a test compares data.')
  })
})

describe('a Python call', () => {
  it('is not decided by what it returned', async () => {
    const { records } = await judge.judge(
      problemOf('add', [
        { call: 'add(1, 2) == 3', expected: true },
        { call: 'area(Square(2))', expected: 4 },
        { call: 'sorted(add(1, 2))', expected: [] },
        { call: 'sorted(several(3))', expected: [0, 1, 2] },
      ]),
      `${liar}class Square:\n    def __init__(self, a): self.a = a\ndef add(a, b): return A()\ndef area(s): return s.a ** 2\ndef several(n): return {*range(n)}`,
    )
    expect(records.map(({ passed }) => passed)).toEqual([false, true, false, true])
  })
})

describe('an answer that a candidate forged', () => {
  const forge = (text: string) =>
    `import sys\ndef add(a, b):\n    frame = sys._getframe()\n    while frame:\n        if 'encode' in frame.f_globals: frame.f_globals['encode'] = lambda *args: ${text}\n        frame = frame.f_back\n    return 0`
  const tests: TestCase[] = [{ args: [1, 2], expected: 3 }, { assert: 'assert add(1, 2) == 3' }]

  it.each([
    ['NaN', "'[4,NaN,[0]]'"],
    ['an object', '\'[4,{"a":1},[0]]\''],
    ['a list as a key', "'[0,[1,[0],1],[0]]'"],
    ['a stand-in', '\'[0,[9,0,"x"],[0]]\''],
    ['nothing', "''"],
    ['no text', 'None'],
    ['depth', "'[0,' * 50000 + '0' + ']' * 50000"],
    ['40 MB', "'[0' + ',0' * 20000000 + ']'"],
    ['a quotation mark', "'\"'"],
  ])('gets a verdict: %s', { timeout: 60_000 }, async (_, text) => {
    const begun = performance.now()
    const { verdict } = await judge.judge(problemOf('add', tests), forge(text))
    expect(verdict.reward).toBe(0)
    expect(performance.now() - begun).toBeLessThan(4500)
    const next = await judge.judge(problemOf('add', tests), 'def add(a, b): return a + b')
    expect(next.verdict.reward).toBe(1)
  })
})

describe('a function that is given with the problem', () => {
  const given: Problem = {
    ...problemOf('unshift', [
      {
        assert:
          "import random\nfor _ in range(300):\n    s = ''.join(random.choice('abc') for _ in range(9))\n    assert unshift(shift(s)) == s",
      },
      { assert: 'xs = [1, 2]\nassert added(xs) is None\nassert xs == [1, 2, 0]' },
      { assert: 'assert box(unshift("b")).held == "a"' },
    ]),
    program: {
      kind: 'function',
      name: 'unshift',
      language: 'python',
      objects: true,
      prelude:
        "def shift(s): return ''.join(chr(ord(c) + 1) for c in s)\ndef added(xs): xs.append(0)\nclass Box:\n    def __init__(self, held): self.held = held\ndef box(held): return Box(held)",
    },
  }
  const told = async (code: string) => (await judge.judge(given, code)).verdict.passedTests

  it('is called by a test in a loop, changes its arguments, and makes objects', async () => {
    expect(await told("def unshift(s): return ''.join(chr(ord(c) - 1) for c in s)")).toBe(3)
    expect(await told('def unshift(s): return s')).toBe(1)
  })
})
