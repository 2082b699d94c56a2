/** Responses as language models write them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Language } from '../problems/problem.ts'
import { extractExpression, extractFunction, extractProgram } from './extract.ts'
import { withoutThinking } from './extract/thinking.ts'

describe('extractFunction', () => {
  const cases: [name: string, response: string, code: string | null][] = [
    ['a fenced block', 'Sure:\n```javascript\nfunction solve() {}\n```\nDone.', 'function solve() {}'],
    ['no language', '```\nconst solve = x => x\n```', 'const solve = x => x'],
    [
      'tildes and a longer fence',
      '~~~~js\nfunction solve() { `\n~~~\n` }\n~~~~',
      'function solve() { `\n~~~\n` }',
    ],
    [
      'the last of two that define it',
      '```js\nfunction solve() { return 1 }\n```\nBetter:\n```js\nfunction solve() { return 2 }\n```',
      'function solve() { return 2 }',
    ],
    [
      'a definition before an example call',
      '```js\nfunction solve(x) { return x }\n```\nUse:\n```js\nsolve(1)\n```',
      'function solve(x) { return x }',
    ],
    [
      'another language beside it',
      '```python\ndef solve(): pass\n```\n```js\nlet solve = () => 1\n```',
      'let solve = () => 1',
    ],
    ['only another language', '```python\nsolve = 1\n```', null],
    ['a block that defines something else', '```js\nfunction other() {}\n```', 'function other() {}'],
    [
      'a fence that is never closed',
      'Here:\n```js\nfunction solve() { return [',
      'function solve() { return [',
    ],
    ['code without a fence', 'function solve(xs) {\n  return xs\n}', 'function solve(xs) {\n  return xs\n}'],
    [
      'code without a fence, among prose',
      'The answer is this.\nconst half = x => x / 2\nconst solve = x => half(x);\nIt halves.',
      'const half = x => x / 2\nconst solve = x => half(x);',
    ],
    ['prose alone', 'I would call solve(x) and hope.', null],
    ['a comparison alone', 'if solve == 1 then no', null],
    ['nothing', '  \n', null],
    ['an empty block', '```js\n\n```', null],
    [
      'thinking before',
      '<think>\n```js\nfunction solve() { return "thought" }\n```\n</think>\n```js\nfunction solve() { return "said" }\n```',
      'function solve() { return "said" }',
    ],
    ['thinking without end', '<think>\n```js\nfunction solve() {}\n```', null],
    [
      'exports',
      '```js\nexport default function solve() {}\nexport const other = 1\n```',
      'function solve() {}\nconst other = 1',
    ],
    ['async', 'async function solve() {}', 'async function solve() {}'],
    ['Windows line ends', '```js\r\nfunction solve() {}\r\n```\r\n', 'function solve() {}'],
  ]
  it.each(cases)('%s', (_, response, code) => {
    expect(extractFunction(response, 'solve')?.text ?? null).toBe(code)
  })

  it('takes names with a dollar literally', () => {
    expect(extractFunction('const $ = 1\nconst $solve = () => $\nwhere $solve is it', '$solve')?.text).toBe(
      'const $ = 1\nconst $solve = () => $',
    )
  })
})

describe('extractExpression', () => {
  it.each([
    ['xs.map(x=>x)', 'xs.map(x=>x)'],
    ['  xs ;; \n', 'xs'],
    ['`xs.length`', 'xs.length'],
    ['`a${xs}` + `b`', '`a${xs}` + `b`'],
    ['The answer:\n```js\nxs.at(-1)\n```', 'xs.at(-1)'],
    ['<think>hm</think> xs', 'xs'],
    ['', ''],
  ])('%s', (response, code) => {
    expect(extractExpression(response).text).toBe(code)
  })
})

describe('Python', () => {
  const cases: [name: string, response: string, code: string | null, from?: string][] = [
    [
      'a fenced block',
      'Sure:\n```python\ndef solve(x):\n    return x\n```\nDone.',
      'def solve(x):\n    return x',
      'the code block',
    ],
    [
      'the block that defines it',
      '```py\ndef solve(x): return x\n```\nUse:\n```python\nprint(solve(1))\n```',
      'def solve(x): return x',
      'code block 1 of 2, the last that defines solve',
    ],
    [
      'a method of a class',
      '```python\nclass Solution:\n    def solve(self, x):\n        return x\n```',
      'class Solution:\n    def solve(self, x):\n        return x',
    ],
    ['JavaScript alone', '```js\nconst solve = 1\n```', null],
    [
      'no fence, prose around',
      'Here it is.\nimport math\n\ndef solve(x):\n    y = [\n1,\n    ]\n\n    return y\nThis works in O(1).',
      'import math\n\ndef solve(x):\n    y = [\n1,\n    ]\n\n    return y',
      'lines 2 to 9, outside any code block',
    ],
    ['a lambda', 'solve = lambda x: x', 'solve = lambda x: x', 'the whole response'],
    [
      'a cut fence',
      '```python\ndef solve(x):\n    return (',
      'def solve(x):\n    return (',
      'the code block, which is never closed',
    ],
    ['prose', 'I would solve it with a loop.', null],
  ]
  it.each(cases)('%s', (_, response, code, from) => {
    const extracted = extractFunction(response, 'solve', 'python')
    expect(extracted?.text ?? null).toBe(code)
    if (from !== undefined) expect(extracted!.from).toBe(from)
  })

  it('whole programs', () => {
    expect(extractProgram('n = int(input())\nprint(n * 2)', 'python')).toEqual({
      text: 'n = int(input())\nprint(n * 2)',
      from: 'the whole response',
    })
    expect(extractProgram('Read n.\n```python\nprint(input())\n```', 'python')?.text).toBe('print(input())')
    expect(extractProgram('(async () => {\n  console.log(1)\n})()', 'javascript')?.text).toBe(
      '(async () => {\n  console.log(1)\n})()',
    )
    expect(extractProgram('I would print the sum.', 'python')).toBeNull()
  })
})

describe('any text', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom(
      '```',
      '```python\n',
      '```js\n',
      '~~~',
      '\n',
      '\r\n',
      '<think>',
      '</think>',
      'def solve(x):',
      'function solve() {',
      '}',
      '    return 1',
      'export default ',
      '`',
    ),
  )
  const text = fc.array(part, { maxLength: 20 }).map((parts) => parts.join(''))

  it('gives code that stands in it, or none', () => {
    fc.assert(
      fc.property(text, fc.constantFrom<Language>('javascript', 'python'), (response, language) => {
        for (const extracted of [
          extractFunction(response, 'solve', language),
          extractProgram(response, language),
        ]) {
          if (!extracted) continue
          expect(extracted.text.trim()).not.toBe('')
          // Thinking that is left out joins what stood around it.
          for (const line of extracted.text.split('\n'))
            expect(withoutThinking(response)).toContain(line.replace(/^\s+/, ''))
        }
      }),
    )
  })

  it('a fenced block is found whatever prose stands around it', () => {
    const prose = fc.string({ unit: 'grapheme', maxLength: 80 }).filter((s) => !/[`~]{3}|<think>/.test(s))
    fc.assert(
      fc.property(prose, prose, (before, after) => {
        const code = 'def solve(x):\n    return [x]'
        expect(
          extractFunction(`${before}\n\`\`\`python\n${code}\n\`\`\`\n${after}`, 'solve', 'python')?.text,
        ).toBe(code)
      }),
    )
  })
})
