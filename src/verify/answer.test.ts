/** Final answers, as language models write them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AnswerRule } from '../problems/problem.ts'
import { compareAnswer, extractAnswer } from './answer.ts'
import { readQuantity } from './numbers/index.ts'

const choice: AnswerRule = {
  type: 'choice',
  options: ['iron', 'gold', 'lead', 'zinc'].map((text, i) => ({ label: 'ABCD'[i]!, text })),
  right: 'B',
}
const speed: AnswerRule = {
  type: 'number',
  value: 12,
  relativeTolerance: 0.01,
  unit: 'm/s',
  units: { 'km/h': 1 / 3.6 },
}
const paris: AnswerRule = { type: 'exact', accepted: ['Paris'] }
const right = (response: string, rule: Exclude<AnswerRule, { type: 'regex' }>) => {
  const answer = extractAnswer(response, rule)
  return answer && compareAnswer(answer, rule).right
}

describe('choices', () => {
  it.each([
    'B',
    'b',
    '(B)',
    'B.',
    'B) gold',
    '**B**',
    'Answer: B',
    'The correct answer is: B.',
    'The answer is (B) gold.',
    'Answer: **B**',
    'the final answer is\n\nB',
    '\\boxed{B}',
    '$\\boxed{\\text{B}}$',
    '<answer>B</answer>',
    '<answer>\nB\n</answer>',
    'gold',
    'A is wrong because it rusts; so B',
    'Not A or C.\nAnswer: B',
    '<think>A? C?</think>\nB',
    'Answer: A\nNo, wait. Answer: B',
    'My choice is option B.',
  ])('%s', (response) => {
    expect(right(response, choice)).toBe(true)
  })
  it.each(['A', 'I choose C', 'The answer is D, not B.', 'A gold ring would be nice. Answer: A'])(
    '%s is wrong',
    (response) => {
      expect(right(response, choice)).toBe(false)
    },
  )
  it.each(['', 'no idea', 'Because of that', '<think>B', 'A. iron\nC. lead\nB. gold'])(
    '%s is none',
    (response) => {
      expect(extractAnswer(response, choice)).toBeNull()
    },
  )
  it('take other labels', () => {
    const rule: AnswerRule = {
      type: 'choice',
      options: [
        { label: 'V', text: 'x' },
        { label: 'W', text: 'y' },
      ],
      right: 'W',
    }
    expect(right('The correct answer is: W.', rule)).toBe(true)
  })
})

describe('numbers', () => {
  it.each([
    '12',
    '12 m/s',
    'Answer: 12.0 m/s',
    'v = 12 m/s',
    '43.2 km/h',
    'It moves at 12.05 m/s.',
    '\\boxed{12 \\text{ m/s}}',
    '\\boxed{12\\,\\mathrm{m/s}}',
    '#### 12',
    '24/2',
    '\\frac{24}{2}',
    '1.2e1',
    '1.2 × 10^1 m/s',
    '1.2 \\times 10^{1}',
    '1.2·10¹'.replace('·', '×'),
    '**12 m/s**',
    'The speed is 3 + 9 = 12.',
    'So the answer is 12 m/s, as it has to be.',
    '$12$',
  ])('%s', (response) => {
    expect(right(response, speed)).toBe(true)
  })
  it.each(['-12', '13 m/s', '12 km/h', '12 kg', '1,200'])('%s is wrong', (response) => {
    expect(right(response, speed)).toBe(false)
  })
  it('are told in what way they are off, not what is right', () => {
    const hint = (response: string) =>
      compareAnswer(extractAnswer(response, speed)!, speed as Exclude<AnswerRule, { type: 'regex' }>).hint
    expect(hint('13')).toBe('It is too large.')
    expect(hint('36 km/h')).toBe('It is too small.')
    expect(hint('12 kg')).toBe('The unit kg is not one of this answer: give it in km/h or m/s.')
  })
  it.each([
    ['1,234,567.5 kg', 1234567.5, 'kg'],
    ['\u22123/4', -0.75, null],
    ['6.02 x 10^23', 6.02e23, null],
    ['25 \u00b0C', 25, '\u00b0C'],
    ['5 %', 5, '%'],
    ['5 % of it', null, null],
    ['about 7', 7, null],
    ['.5', 0.5, null],
    ['9.81 m/s\u00b2', 9.81, 'm/s\u00b2'],
    ['2 and more', null, null],
    ['x', null, null],
  ])('%s', (text, value, unit) => {
    const found = readQuantity(text)
    if (value === null) expect(found).toBeNull()
    else expect([found!.value, found!.unit]).toEqual([expect.closeTo(value, 6), unit])
  })
  it('are read back as they are written', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }), (x) => {
        const rule: AnswerRule = { type: 'number', value: x }
        expect(right(`So, step by step, 3 of 7: the answer is ${x}.`, rule)).toBe(true)
        expect(right(String(x), rule)).toBe(true)
      }),
    )
  })
})

describe('words', () => {
  it.each([
    'Paris',
    ' paris. ',
    'Answer: Paris',
    'It is a city.\nThe answer is **Paris**.',
    '"Paris"',
    '\\boxed{\\text{Paris}}',
  ])('%s', (response) => {
    expect(right(response, paris)).toBe(true)
  })
  it.each([
    ['Bern, the seat of the government', 'Bern', true],
    ['The writer is Kafka, a clerk from Prague.', 'Kafka', true],
    ['a vixen, a mare, a hen', 'a vixen', false],
    ['Mars, the Moon', 'Mars', false],
  ])(
    'what is said of an answer is no second answer, and a list of answers is none: %s',
    (response, word, is) => {
      expect(right(response, { type: 'exact', accepted: [word] })).toBe(is)
    },
  )
  it('keep to the rules of case and space', () => {
    expect(right('new  york', { type: 'exact', accepted: ['New York'] })).toBe(true)
    expect(right('newyork', { type: 'exact', accepted: ['New York'] })).toBe(false)
    expect(right('newyork', { type: 'exact', accepted: ['New York'], spaces: 'ignore' })).toBe(true)
    expect(right('new york', { type: 'exact', accepted: ['New York'], caseSensitive: true })).toBe(false)
  })
  it('never throw, whatever is pasted', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 300 }),
          fc
            .array(
              fc.constantFrom(
                '<answer>',
                '\\boxed{',
                '}',
                'answer is',
                '####',
                '\n',
                '3/0',
                '**',
                '$',
                'B',
                '10^',
                '<think>',
                '\\frac{1}{0}',
              ),
            )
            .map((parts) => parts.join(' ')),
        ),
        (text) => {
          for (const rule of [choice, speed, paris]) {
            const answer = extractAnswer(text, rule)
            if (answer)
              expect(typeof compareAnswer(answer, rule as Exclude<AnswerRule, { type: 'regex' }>).right).toBe(
                'boolean',
              )
          }
        },
      ),
    )
  })
  it('take no time over a megabyte', () => {
    const begun = performance.now()
    for (const text of [
      'answer is '.repeat(100_000),
      '\\boxed{'.repeat(150_000),
      '$'.repeat(1_000_000),
      '<answer>'.repeat(100_000),
      '1'.repeat(1_000_000),
      ' '.repeat(1_000_000),
      '{'.repeat(1_000_000),
    ])
      for (const rule of [choice, speed, paris]) extractAnswer(text, rule)
    expect(performance.now() - begun).toBeLessThan(5000)
  })
})
