/** Two cuts of one text, beside one another; and another model's numbers over the stretches that both cut at. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { stretches } from './align.ts'
import type { ForeignAttempt, ForeignToken } from './foreign.ts'
import { askedOf, opinionsOf } from './opinion.ts'
import { ruleRows } from './rules.ts'

const token = (text: string, student: number | null, teacher: number | null = null): ForeignToken => ({
  text,
  student,
  teacher,
  advantage: null,
  others: [],
})
const attemptOf = (tokens: readonly ForeignToken[], more: Partial<ForeignAttempt> = {}): ForeignAttempt => ({
  step: 1,
  attempt: 1,
  prompt: 'Which city?',
  teacherPrompt: null,
  text: tokens.map(({ text }) => text).join(''),
  tokens,
  reward: 0,
  feedback: null,
  advantage: null,
  ...more,
})

it('stretches are the shortest that both cut at, and hold every token of both', () => {
  expect(stretches([' Can', 'ber', 'ra.'], [' Canb', 'er', 'ra', '.'])).toEqual([
    { text: ' Canber', first: 2, second: 2 },
    { text: 'ra.', first: 1, second: 2 },
  ])
  expect(stretches(['a', 'b'], ['a', 'c'])).toBe(null)
  const pieces = (text: string) =>
    fc.array(fc.nat(text.length), { maxLength: 6 }).map((cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), text.length]
      return at.slice(1).map((to, i) => text.slice(at[i], to))
    })
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }).chain((text) => fc.tuple(pieces(text), pieces(text))),
      ([first, second]) => {
        const found = stretches(first, second)!
        expect(found.map(({ text }) => text).join('')).toBe(first.join(''))
        expect(found.reduce((sum, each) => sum + each.first, 0)).toBe(first.length)
        expect(found.reduce((sum, each) => sum + each.second, 0)).toBe(second.length)
        let [i, j] = [0, 0]
        for (const each of found) {
          const of = (all: readonly string[], from: number, n: number) => all.slice(from, from + n).join('')
          expect(of(second, j, each.second)).toBe(of(first, i, each.first))
          ;[i, j] = [i + each.first, j + each.second]
        }
      },
    ),
  )
})

it('spaces are kept apart where vocabularies keep them differently', () => {
  expect(stretches([' Syd', 'ney'], ['Syd', 'ney'])?.map(({ text }) => text)).toEqual([' Syd', 'ney'])
})

it('an opinion has the sums of both over a stretch, and none where the texts differ', () => {
  const attempt = attemptOf([token('Can', -1), token('berra', -2), token('<|im_end|>', -0.5)], {
    text: 'Canberra',
    feedback: 'It is not.',
  })
  expect(askedOf(attempt).text).toBe('Canberra')
  expect(askedOf(attempt).prompts[1]).toMatch(/^Which city\?\nThe following is feedback.*\n\nIt is not\./)
  const reading = {
    model: 'SmolLM2',
    pieces: ['Canb', 'erra'],
    readings: [
      [-0.25, -0.5],
      [-3, -4],
    ],
    unknownWords: [],
  }
  const [against, told] = opinionsOf(attempt, reading)
  expect(against!.attempt.tokens.map(({ text, student, teacher }) => [text, student, teacher])).toEqual([
    ['Canberra', -3, -0.75],
  ])
  expect(told!.attempt.tokens.map(({ student, teacher }) => [student, teacher])).toEqual([
    [-0.25, -3],
    [-0.5, -4],
  ])
  const others = opinionsOf(attemptOf([token('#12', -1)]), { ...reading, readings: [[-1, -2]] })
  expect(others.map(({ kind }) => kind)).toEqual(['after-feedback'])
})

it('a rule has numbers where the file has what it is made of, and says what is missing where not', () => {
  const bare = ruleRows(attemptOf([token('a', -1), token('b', null)]))
  expect(bare.every(({ values }) => values === null)).toBe(true)
  expect(bare.map(({ said }) => said).join(' ')).toContain('no advantages')
  const full = ruleRows(
    attemptOf(
      [
        { ...token('a', -1, -3), others: [{ text: 'c', student: -2, teacher: -0.2 }] },
        { ...token('b', -1, -1), others: [] },
      ],
      { advantage: -0.5 },
    ),
  )
  const of = (name: string) => full.find((row) => row.name === name)!.values!
  expect(of('SDPO, token')).toEqual([-2, 0])
  expect(of('SDPO, sequence')).toEqual([-1, -1])
  expect(of('GRPO')).toEqual([-0.5, -0.5])
  // The second reader would rather not have written the first: 1.2 times the blame.
  expect(of('RLSD')[0]).toBeCloseTo(-0.6, 12)
  expect(of('RLSD')[1]).toBeCloseTo(-0.5, 12)
  expect(of('SDPO, logit')[0]).toBeGreaterThan(0.2)
  expect(of('SDPO, logit')[1]).toBe(null)
})
