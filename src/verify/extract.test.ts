/** Responses as language models write them. */
import { describe, expect, it } from 'vitest'
import { extractExpression, extractFunction } from './extract.ts'

describe('extractFunction', () => {
  const cases: [name: string, response: string, code: string | null][] = [
    ['a fenced block', 'Sure:\n```javascript\nfunction solve() {}\n```\nDone.', 'function solve() {}'],
    ['no language', '```\nconst solve = x => x\n```', 'const solve = x => x'],
    ['tildes and a longer fence', '~~~~js\nfunction solve() { `\n~~~\n` }\n~~~~', 'function solve() { `\n~~~\n` }'],
    ['the last of two that define it', '```js\nfunction solve() { return 1 }\n```\nBetter:\n```js\nfunction solve() { return 2 }\n```', 'function solve() { return 2 }'],
    ['a definition before an example call', '```js\nfunction solve(x) { return x }\n```\nUse:\n```js\nsolve(1)\n```', 'function solve(x) { return x }'],
    ['another language beside it', '```python\ndef solve(): pass\n```\n```js\nlet solve = () => 1\n```', 'let solve = () => 1'],
    ['only another language', '```python\nsolve = 1\n```', null],
    ['a block that defines something else', '```js\nfunction other() {}\n```', 'function other() {}'],
    ['a fence that is never closed', 'Here:\n```js\nfunction solve() { return [', 'function solve() { return ['],
    ['code without a fence', 'function solve(xs) {\n  return xs\n}', 'function solve(xs) {\n  return xs\n}'],
    ['code without a fence, among prose', 'The answer is this.\nconst half = x => x / 2\nconst solve = x => half(x);\nIt halves.', 'const half = x => x / 2\nconst solve = x => half(x);'],
    ['prose alone', 'I would call solve(x) and hope.', null],
    ['a comparison alone', 'if solve == 1 then no', null],
    ['nothing', '  \n', null],
    ['an empty block', '```js\n\n```', null],
    ['thinking before', '<think>\n```js\nfunction solve() { return "thought" }\n```\n</think>\n```js\nfunction solve() { return "said" }\n```', 'function solve() { return "said" }'],
    ['thinking without end', '<think>\n```js\nfunction solve() {}\n```', null],
    ['exports', '```js\nexport default function solve() {}\nexport const other = 1\n```', 'function solve() {}\nconst other = 1'],
    ['async', 'async function solve() {}', 'async function solve() {}'],
    ['Windows line ends', '```js\r\nfunction solve() {}\r\n```\r\n', 'function solve() {}'],
  ]
  it.each(cases)('%s', (_, response, code) => {
    expect(extractFunction(response, 'solve')?.text ?? null).toBe(code)
  })

  it('takes names with a dollar literally', () => {
    expect(extractFunction('const $ = 1\nconst $solve = () => $\nwhere $solve is it', '$solve')?.text).toBe('const $ = 1\nconst $solve = () => $')
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
