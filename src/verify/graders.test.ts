/** Public graders beside the lab's, by the vectors of reference/scripts/graders.py: wherever they disagree, it is decided here who is followed and why. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { jsonSchema, type Json, type Problem } from '../problems/problem.ts'
import { compareAnswer, extractAnswer } from './answer.ts'
import type { Judge } from './judge.ts'
import { createLocalJudge } from './local.ts'
import { nodePython } from './node-python.ts'

const vectors = z
  .object({
    numbers: z.array(z.object({ value: z.number(), response: z.string(), right: z.boolean() })),
    choices: z.array(
      z.object({
        options: z.array(z.string()),
        right: z.string(),
        response: z.string(),
        gpqa: z.string().nullable(),
        mmlu_pro: z.string().nullable(),
      }),
    ),
    values: z.array(z.object({ returned: z.string(), expected: z.string(), right: z.boolean() })),
  })
  .parse(JSON.parse(readFileSync(new URL('../../reference/grader-vectors.json', import.meta.url), 'utf8')))

type NumberOrChoice = Extract<Parameters<typeof compareAnswer>[1], { type: 'number' } | { type: 'choice' }>

const isRight = (response: string, rule: NumberOrChoice): boolean => {
  const answer = extractAnswer(response, rule)
  return answer !== null && compareAnswer(answer, rule).right
}

/** Where Math-Verify passes what is refused here: each would reward another number. */
const refusedNumbers: Record<string, string> = {
  '10: \\boxed{10\\%}': 'ten per cent is a tenth',
  '10: There are 10 million of them.': 'ten million',
  '10: The answer is 10 or 11.': 'no answer, but two',
  '10: The answer is not 10.': 'denied',
  '0.75: \\boxed{0.7500001}': 'it compares six digits; here a tolerance is the problem\u2019s to give',
}
/** Where Math-Verify refuses what passes here: each is the number, as people and models write it. */
const passedNumbers: Record<string, string> = {
  '10: \\boxed{1e1}': 'e notation',
  '10: \\boxed{11} and then \\boxed{10}': 'the last box is the answer, not the first',
  '10: ten': 'in words',
  '0.75: \\boxed{0{,}75}': 'decimal comma',
  '0.75: \\boxed{0,75}': 'decimal comma',
  '2.5: \\boxed{2 1/2}': 'a mixed number',
  '1234567: \\boxed{1\\,234\\,567}': 'thin spaces between thousands',
  '1234567: \\boxed{1 234 567}': 'spaces between thousands',
}

/** Where lm-evaluation-harness takes a letter that is refused here, or another than the one that is meant. */
const choicesOfTheHarness: Record<string, string> = {
  'gpqa: The answer is not (B).': 'denied',
  'gpqa: I would say (C), not (B).': 'it takes the last option in brackets, though that is denied',
}

/** Values that EvalPlus takes for equal, or not, and a test with a value does not, or does. */
const values: Record<string, string> = {
  'True for 1': 'a truth value is no number: a test says which is expected',
  '1 for True': 'a truth value is no number: a test says which is expected',
  'False for 0.0': 'a truth value is no number: a test says which is expected',
  '[True] for [1]': 'a truth value is no number: a test says which is expected',
  '2 + 0j for 2': 'a complex number is no data that a test can hold',
  '0.3000001 for 0.3':
    'it allows 1e-6 wherever a float is expected; here a tolerance is the problem\u2019s to give, and rounding passes',
  '1e6 + 0.05 for 1e6': 'it allows 1e-7 of the value wherever a float is expected',
  '(1, 2) for [1, 2]':
    'a tuple equals the list of the same items, as in LeetCode\u2019s and JSON\u2019s tests',
  '[1, 0.1 + 0.2] for [1, 0.3]': 'rounding passes within a list that also holds whole numbers',
  "{'a': 1.0000000001} for {'a': 1.0}": 'rounding passes within a dict',
  '[[1], [2.0000000001]] for [[1], [2.0]]': 'rounding passes within nested lists',
}

describe('numbers, beside Math-Verify', () => {
  it('every disagreement is decided', () => {
    const refused: string[] = []
    const passed: string[] = []
    for (const { value, response, right } of vectors.numbers) {
      const own = isRight(response, { type: 'number', value })
      if (own !== right) (own ? passed : refused).push(`${value}: ${response}`)
    }
    expect(refused.sort()).toEqual(Object.keys(refusedNumbers).sort())
    expect(passed.sort()).toEqual(Object.keys(passedNumbers).sort())
  })
})

describe('choices, beside lm-evaluation-harness', () => {
  const rows = vectors.choices.flatMap(({ options, right, response, gpqa, mmlu_pro }) => {
    const own = isRight(response, {
      type: 'choice',
      options: options.map((text, i) => ({ label: 'ABCDEFGHIJ'[i]!, text })),
      right,
    })
    return [
      { name: `gpqa: ${response}`, own, found: gpqa, right },
      { name: `mmlu_pro: ${response}`, own, found: mmlu_pro, right },
    ]
  })
  it('what is refused here though it takes the right letter is decided', () => {
    const refused = rows.filter(({ own, found, right }) => !own && found === right)
    expect(refused.map(({ name }) => name).sort()).toEqual(Object.keys(choicesOfTheHarness).sort())
  })
  // Its patterns know one or two forms; what they miss or take from the explanation is no answer that it calls wrong.
  it('what passes here and not there is an answer in a form that its patterns miss, or the answer before a remark', () => {
    const misread = rows.filter(({ own, found, right }) => own && found !== null && found !== right)
    expect(misread.map(({ name, found }) => `${name} -> ${found}`)).toEqual([
      'gpqa: Conclusion: (B). Eliminated: (A), (C), (D). -> D',
      'gpqa: The answer is (B), because oxygen (C) makes up less. -> C',
      'gpqa: The answer is (B) nitrogen, not (A) helium -> A',
      'mmlu_pro: First I thought the answer is (A). On reflection, the answer is (B). -> A',
    ])
    expect(rows.filter(({ own, found }) => own && found === null).length).toBeLessThan(rows.length / 2)
  })
})

describe('values that a function returns, beside EvalPlus', () => {
  let judge: Judge
  beforeAll(() => (judge = createLocalJudge(nodePython)))
  afterAll(() => judge.dispose())

  it('every disagreement is decided', async () => {
    const differ: string[] = []
    for (const { returned, expected, right } of vectors.values) {
      const value = asJson(expected)
      if (value === undefined) continue
      const problem: Problem = {
        id: 'f',
        title: '',
        feedbackStyle: 'leetcode',
        statement: '',
        program: { kind: 'function', name: 'f', language: 'python' },
        tests: [{ args: [], expected: value }],
      }
      const { verdict } = await judge.judge(problem, `\`\`\`python\ndef f():\n    return ${returned}\n\`\`\``)
      if ((verdict.status === 'passed') !== right) differ.push(`${returned} for ${expected}`)
    }
    expect(differ.sort()).toEqual(Object.keys(values).sort())
  })
})

/** What Python wrote, as a test holds it; undefined where it holds no such thing. */
function asJson(text: string): Json | undefined {
  const words: Record<string, Json> = { True: true, False: false, None: null, '1e6': 1e6 }
  if (text in words) return words[text]
  try {
    return jsonSchema.parse(JSON.parse(text.replaceAll("'", '"')))
  } catch {
    return undefined
  }
}
