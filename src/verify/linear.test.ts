/**
 * Whatever reads a response outside the sandbox has no limit of time but its own: it must be linear. Texts are
 * made of every kind of character and mark that the readers look for, repeated, with a beginning and an end.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AnswerRule } from '../problems/problem.ts'
import { answerForms, type QuestionRule } from '../problems/question-rule.ts'
import { compareAnswer, extractAnswer } from './answer.ts'
import { extractExpression, extractFunction, extractProgram } from './extract.ts'
import { extractCalls } from './extract/calls.ts'
import { sameOutput } from './output.ts'
import { strip } from './python-text.ts'
import { findAnswer } from './question/find.ts'

const rules: Exclude<AnswerRule, { type: 'regex' }>[] = [
  { type: 'exact', accepted: ['Paris'] },
  { type: 'number', value: 10, unit: 'm/s', units: { 'km/h': 1 / 3.6 } },
  { type: 'choice', options: ['iron', 'gold'].map((text, i) => ({ label: 'AB'[i]!, text })), right: 'B' },
]
const questions: QuestionRule[] = [
  { type: 'number', value: 10, unit: 'm/s', options: [10, 1, 0] },
  { type: 'fields', fields: [{ name: 'f', is: 'list', oneOf: ['a', '[1]'] }] },
  ...answerForms.map((form): QuestionRule => ({ type: 'form', form, right: ['gold'] })),
]
const readers: Record<string, (text: string) => unknown> = {
  ...Object.fromEntries(
    rules.map((rule) => [
      `answer: ${rule.type}`,
      (text: string) => {
        const answer = extractAnswer(text, rule)
        return answer && compareAnswer(answer, rule)
      },
    ]),
  ),
  ...Object.fromEntries(
    questions.map((rule) => [
      `question: ${rule.type === 'form' ? rule.form : rule.type}`,
      (text: string) => findAnswer(text, rule),
    ]),
  ),
  'answer: regex': (text) => extractAnswer(text, { type: 'regex', pattern: 'x' }),
  'function in Python': (text) => extractFunction(text, 'solve', 'python'),
  'function in JavaScript': (text) => extractFunction(text, 'solve', 'javascript'),
  'program in Python': (text) => extractProgram(text, 'python'),
  'program in JavaScript': (text) => extractProgram(text, 'javascript'),
  expression: (text) => extractExpression(text, ['xs']),
  'tool calls': (text) => extractCalls(text, tools),
  strip: (text) => strip(`x${text}x`),
  output: (text) => sameOutput(text, `${text}x`, 1e-6),
}

const tools = [{ name: 'f', description: '', parameters: {} }]
const LENGTH = 100_000
const MOST_MS = 200

const units = (
  ' |\t|\n|\r\n|\u00a0|\u2028|a|A|B|I|1|0.|,|.|;|:|!|?|-|\u2212|+|*|**|^|_|/|//|/*|#|#### |%|$|\\|\\\\|"|\'|`|```|~~~|(|)|[|]|{|}|<|>|=|==|&|@|\u00b0|\u00b2|\u00bd|\u00e9|\ud83c\udf89|' +
  '\\frac|\\frac{1}{|\\boxed{|\\text{|\\sqrt{|\\left(|x = |10^|1,|1 |1/|1.1e|2 * |10 m/s |km/h |m |s^{-1}|million |' +
  '<think>|</think>|<thinking>|<answer>|</answer>|<tool_call>|</tool_call>|[TOOL_CALLS]|```python\n|```js\n|~~~\n|\n```\n|' +
  'answer is |Answer: |not |rather than |the answer is B. |A. iron |gold |(B) |option |"answer": "|' +
  'def solve(|def |function solve(|function |solve |solve = |class |import |export |from x |print(|console.log(|return |if x|const |>>> |... |' +
  'Action: f\n|Action Input: {|{"name": "f", |"arguments": {|[f(a=|None|true|"\\|\'\\|`${|export {|module.exports = |"""|\'\'\'|/**|<!--'
).split('|')

/** The least of a few runs, for other work on the machine only ever adds. */
function least(read: (text: string) => unknown, text: string, runs: number): number {
  let best = Infinity
  for (let i = 0; i < runs; i++) {
    const begun = performance.now()
    read(text)
    best = Math.min(best, performance.now() - begun)
    if (best < MOST_MS / 4) break
  }
  return best
}

const long = (head: string, unit: string, tail: string, length = LENGTH) =>
  head + unit.repeat(Math.ceil(length / unit.length)) + tail

describe.each(Object.entries(readers))('%s', (_, read) => {
  it('takes little time over 100,000 characters of any kind, and twice as much over twice as many', () => {
    const slow: string[] = []
    const check = (head: string, unit: string, tail: string) => {
      const ms = least(read, long(head, unit, tail), 4)
      if (ms > MOST_MS) slow.push(`${JSON.stringify([head, unit, tail])} takes ${Math.round(ms)} ms`)
      // Under 20 ms the clock and the collector of garbage say more than the reader does.
      if (ms < 20) return
      const twice = least(read, long(head, unit, tail, 2 * LENGTH), 4)
      if (twice > 3 * ms + 10)
        slow.push(
          `${JSON.stringify([head, unit, tail])}: ${ms.toFixed()} ms, ${twice.toFixed()} ms over twice as much`,
        )
    }
    for (const unit of units.filter((each) => each !== '')) check('', unit, '')
    for (const unit of units.filter((each) => each !== '')) check('def solve(a):\n    return "', unit, '')
    fc.assert(
      fc.property(
        fc.constantFrom(...units),
        fc.array(fc.constantFrom(...units), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
        fc.constantFrom(...units),
        (head, unit, tail) => {
          if (unit !== '') check(head, unit, tail)
        },
      ),
      { numRuns: 25, seed: 20260128 },
    )
    expect(slow).toEqual([])
  }, 120_000)
})

it('a string that is never closed, as a cut attempt leaves it', () => {
  const begun = performance.now()
  extractFunction(`def add(a, b):\n    return "${'\\'.repeat(60)}`, 'add', 'python')
  expect(performance.now() - begun).toBeLessThan(MOST_MS)
})
