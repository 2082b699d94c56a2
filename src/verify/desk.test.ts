/** The sandboxes as the machines of contests: ways to read, to end, to recurse and to count that programs take for granted. */
import { afterAll, describe, expect, it } from 'vitest'
import type { Problem } from '../problems/problem.ts'
import { createLocalJudge } from './local.ts'
import { nodePython } from './node-python.ts'

const judge = createLocalJudge(nodePython)
afterAll(() => judge.dispose())

function sum(language: 'javascript' | 'python'): Problem {
  return {
    id: 'sum',
    title: 'Sum',
    statement: 'Read n, then n numbers. Print their sum.',
    program: { kind: 'stdin', language },
    tests: [{ stdin: '3\n1 2 3\n', stdout: '6\n' }],
    feedbackStyle: 'leetcode',
  }
}
const double: Problem = {
  ...sum('javascript'),
  program: { kind: 'function', name: 'double' },
  tests: [{ args: [3], expected: 6 }],
}
const python = (body: string) => `\`\`\`python\n${body}\n\`\`\``
const js = (body: string) => `\`\`\`js\n${body}\n\`\`\``
const read = 'n = int(input())\nprint(sum(map(int, input().split())))'
const deep = 'import sys\nfrom functools import cache, lru_cache\nsys.setrecursionlimit(10 ** 6)\n'

describe('a Python program', () => {
  it.each([
    ['standard input as a file', "d = open('/dev/stdin').read().split()\nprint(sum(map(int, d[1:])))"],
    ['its descriptor as a file', "d = open('/proc/self/fd/0').read().split()\nprint(sum(map(int, d[1:])))"],
    ['bytes', 'import sys\nd = sys.stdin.buffer.read().split()\nprint(sum(map(int, d[1:])))'],
    ['the mode of a stream', `import sys\nassert 'r' in sys.stdin.mode and 'w' in sys.stdout.mode\n${read}`],
    [
      'standard error apart',
      `import sys, warnings\nwarnings.warn('careful')\nprint('debug', file=sys.stderr)\n${read}`,
    ],
    ['an end without cleaning up', `import os, sys\n${read}\nsys.stdout.flush()\nos._exit(0)`],
    [
      'a thread with a large stack',
      `import threading\nthreading.stack_size(1 << 26)\ndef main():\n    ${read.replace('\n', '\n    ')}\nt = threading.Thread(target=main)\nt.start()\nt.join()`,
    ],
    [
      'limits of the machine',
      `import resource\nresource.setrlimit(resource.RLIMIT_STACK, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))\n${read}`,
    ],
    ['a large number', `import sys\nassert sys.maxsize == 2 ** 63 - 1\n${read}`],
    [
      'wide arrays',
      `from array import array\nimport struct\nassert array('l', [5 * 10 ** 9])[0] == 5 * 10 ** 9 and struct.unpack('l', struct.pack('l', -5 * 10 ** 9))[0] == -5 * 10 ** 9\n${read}`,
    ],
    [
      'recursion of 10,000',
      `${deep}def f(n): return 0 if n == 0 else 1 + f(n - 1)\nassert f(10000) == 10000\n${read}`,
    ],
    [
      'cached recursion of 10,000',
      `${deep}@cache\ndef f(n): return 0 if n == 0 else 1 + f(n - 1)\nassert f(10000) == 10000\n${read}`,
    ],
    [
      'a cache that forgets',
      `${deep}@lru_cache(maxsize=2)\ndef f(n): return n\nf(1), f(2), f(1), f(3), f(2)\nassert f.cache_info()[:2] == (1, 4)\nf.cache_clear()\nassert f.cache_info().currsize == 0\n${read}`,
    ],
    [
      'a cached method',
      `from functools import cache\nclass A:\n    @cache\n    def f(self, n): return n\nassert A().f(2) == 2\n${read}`,
    ],
  ])('may use %s', { timeout: 60_000 }, async (_, code) => {
    const { verdict } = await judge.judge(sum('python'), python(code))
    expect([verdict.reward, verdict.feedback]).toEqual([1, ''])
  })

  it('is told what it wrote to standard error, beside what it printed', async () => {
    const { records } = await judge.judge(
      sum('python'),
      python('import sys\nprint(7)\nprint("why", file=sys.stderr)'),
    )
    expect(records[0]).toMatchObject({ actual: '7', debug: 'why\n' })
  })

  it('is told that a limit is the sandbox’s, and which library there is', async () => {
    const deeper = `${deep}def d(t): return 1 + max(map(d, t), default=0)\nt = []\nfor _ in range(5000): t = [t]\nd(t)\n${read}`
    const recursion = await judge.judge(sum('python'), python(deeper))
    expect(recursion.verdict.feedback).toContain('This limit is the sandbox’s')
    const numpy = await judge.judge(sum('python'), python(`import numpy as np\n${read}`))
    expect(numpy.verdict.feedback).toContain('The sandbox has Python’s standard library alone.')
  })
})

describe('a JavaScript program', () => {
  const lines = "const [n, xs] = require('fs').readFileSync(0, 'utf8').trim().split('\\n')"
  const total = "xs.split(' ').map(Number).reduce((a, b) => a + b, 0)"
  it.each([
    ['console.error', `${lines}\nconsole.error('debug', n)\nconsole.warn(n)\nconsole.log(${total})`],
    ['stderr', `${lines}\nprocess.stderr.write('debug')\nconsole.log(${total})`],
    [
      'the end of a line',
      `const { EOL } = require('node:os')\n${lines}\nprocess.stdout.write(${total} + EOL)`,
    ],
    [
      'promised lines',
      `const rl = require('readline/promises').createInterface({ input: process.stdin });\n(async () => { await rl.question(''); const xs = await rl.question(''); console.log(${total}) })()`,
    ],
    [
      'recursion of 800',
      `const f = (n) => (n === 0 ? 0 : 1 + f(n - 1))\nf(800)\n${lines}\nconsole.log(${total})`,
    ],
  ])('may use %s', async (_, code) => {
    const { verdict } = await judge.judge(sum('javascript'), js(code))
    expect([verdict.reward, verdict.feedback]).toEqual([1, ''])
  })

  it('is told that a limit is the sandbox’s', async () => {
    const { verdict } = await judge.judge(
      sum('javascript'),
      js('const f = (n) => n && 1 + f(n - 1)\nf(9000)'),
    )
    expect(verdict.feedback).toContain('This limit is the sandbox’s')
  })
})

describe('a JavaScript function', () => {
  it.each([
    ['exported', 'module.exports = (x) => 2 * x'],
    ['exported by name', 'exports.double = (x) => 2 * x'],
    ['a method of Solution', 'class Solution { double(x) { return 2 * x } }'],
    [
      'beside its own tests',
      "const assert = require('assert')\nfunction double(x) { return 2 * x }\nassert.strictEqual(double(2), 4)\nsetTimeout(() => console.log(double(2)), 0)",
    ],
    [
      'with a clone',
      'function double(x) { console.time("t"); console.table([x]); return structuredClone([x])[0] * 2 }',
    ],
  ])('may be %s', async (_, code) => {
    const { verdict } = await judge.judge(double, js(code))
    expect([verdict.reward, verdict.feedback]).toEqual([1, ''])
  })
})
