/** Code as small models write it, judged by what comes out. */
import { describe, expect, it } from 'vitest'
import { extractExpression, extractFunction } from '../extract.ts'
import { runnable } from './runnable.ts'

const F = '```'
const body = 'def double(x):\n    return 2 * x'

describe('fences', () => {
  it.each<[name: string, response: string, code: string]>([
    ['closed without being opened', `${body}\n${F}`, body],
    [
      'in a docstring',
      `${F}python\ndef double(x):\n    """\n    ${F}\n    double(3)\n    ${F}\n    """\n    return 2 * x\n${F}`,
      `def double(x):\n    """\n    ${F}\n    double(3)\n    ${F}\n    """\n    return 2 * x`,
    ],
    ['all on one line', `${F}python def double(x): return 2 * x${F}`, 'def double(x): return 2 * x'],
    ['closed behind the code', `${F}python\ndef double(x): return 2 * x${F}`, 'def double(x): return 2 * x'],
    ['tag in braces', `${F}{python}\n${body}\n${F}`, body],
    ['tag with a file', `${F}python:double.py\n${body}\n${F}`, body],
    ['tag with attributes', `${F}py title="a.py"\n${body}\n${F}`, body],
    ['tag text', `${F}text\n${body}\n${F}`, body],
    [
      'indented in a list',
      `1. Here:\n\n   ${F}python\n   def double(x):\n       return 2 * x\n   ${F}\n2. Done.`,
      body,
    ],
    ['closed deeper than opened', `${F}python\n${body}\n    ${F}\nThat is all.`, body],
    ['an interpreter', `${F}python\n>>> def double(x):\n...     return 2 * x\n${F}`, body],
    [
      'escaped for a page',
      `${F}python\ndef double(x):\n    return x &lt;&lt; 1\n${F}`,
      'def double(x):\n    return x << 1',
    ],
    [
      'a helper in a block before',
      `${F}python\ndef twice(x):\n    return 2 * x\n${F}\nThen:\n${F}python\ndef double(x):\n    return twice(x)\n${F}`,
      'def twice(x):\n    return 2 * x\ndef double(x):\n    return twice(x)',
    ],
    ['inline code', 'The function is `double = lambda x: 2 * x`.', 'double = lambda x: 2 * x'],
    [
      'thinking without its opening tag',
      `${F}python\ndef double(x):\n    return x\n${F}\n</think>\n${body}`,
      body,
    ],
  ])('%s', (_, response, code) => {
    expect(extractFunction(response, 'double', 'python')?.text).toBe(code)
  })
})

describe('an expression', () => {
  it.each([
    `${F}xs.map(f)${F}`,
    `${F}js xs.map(f)${F}`,
    'Answer: xs.map(f)',
    'You can write `xs.map(f)`.',
    'return xs.map(f)',
    'const ys = xs.map(f);',
    '// doubled\nxs.map(f)',
    'xs.map(f) // doubled',
    'try it</think>xs.map(f)',
  ])('%s', (response) => {
    expect(extractExpression(response, ['xs']).text).toBe('xs.map(f)')
  })
  it('a function of the parameters is called', () => {
    expect(extractExpression('(xs) => xs.map(f)', ['xs']).text).toBe('((xs) => xs.map(f))(xs)')
    expect(extractExpression('xs.map(x => x)', ['xs']).text).toBe('xs.map(x => x)')
  })
})

describe('what the sandbox runs', () => {
  const value = async (code: string, call: string) => {
    const script = await runnable(code, 'javascript', 'double')
    return new Function(
      `globalThis.double = undefined; return (0, eval)(${JSON.stringify(`(() => { ${script}\n; return ${call} })()`)})`,
    )() as unknown
  }
  it.each([
    'module.exports = function double(x) { return 2 * x }',
    'function double(x) { return 2 * x }\nmodule.exports = { double }',
    'function double(x) { return 2 * x }\nif (typeof module !== "undefined") module.exports = double',
    'exports.double = (x) => 2 * x',
    'export const double = (x) => 2 * x',
    'const double = (x) => 2 * x\nexport { double }',
    'const double = (x) => 2 * x\nexport default double',
    'const double = (x: number): number => 2 * x',
    'interface Box { n: number }\nfunction double(x: number, box?: Box): number { return 2 * (x as number) }',
    'type N = number\nexport function double<T extends N>(x: T): N { return 2 * x }',
    'enum Two { Value = 2 }\nfunction double(x: number) { return Two.Value * x }',
    'class Solution {\n  double(x) { return 2 * x }\n}',
    'class Solution {\n  private two = 2\n  double(x: number): number { return this.two * x }\n}',
  ])('%s', async (code) => {
    expect(await value(code, 'double(3)')).toBe(6)
  })
  it('plain JavaScript as it stands, and what cannot be read too', async () => {
    for (const code of [
      'const double = (a, b, c) => ({ a: [a], b: a < b > (c) })',
      'const double = (x: => ',
      'double = 1',
    ])
      expect(await runnable(code, 'javascript', 'double')).toBe(code)
  })
})
