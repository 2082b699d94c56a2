/** What is said of a foreign token is so, whatever the numbers; and what other programs' text is, it stays text. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { gapOf, type ForeignAttempt } from './foreign.ts'
import { formats } from './formats.ts'
import { readersOf } from './readers.ts'
import { lacksOf, rivalOf, tokenLine } from './words.ts'
import { TraceFile } from './trace-file.ts'

const logProb = fc.option(fc.double({ min: -30, max: 0, noNaN: true }), { nil: null })
const attempt: fc.Arbitrary<ForeignAttempt> = fc
  .array(
    fc.record({
      text: fc.string(),
      student: logProb,
      teacher: logProb,
      advantage: logProb,
      others: fc.array(fc.record({ text: fc.string(), student: logProb, teacher: logProb }), {
        maxLength: 4,
      }),
    }),
    { maxLength: 5 },
  )
  .map((tokens) => ({
    step: null,
    attempt: null,
    prompt: null,
    teacherPrompt: null,
    text: '',
    tokens,
    reward: null,
    feedback: null,
    advantage: null,
  }))
const format = fc.constantFrom(...formats.map(({ id }) => id))
/** Written so that the sentence can be read back. */
const write = {
  percent: (p: number) => `<${p}>`,
  signed: (nats: number) => `[${nats}]`,
  name: () => 'TOKEN',
}

it('a sentence names the numbers of its token, those that are there and no others', () => {
  fc.assert(
    fc.property(attempt, fc.nat(4), format, (of, at, id) => {
      const said = tokenLine(of, at, readersOf(id), write)
      const token = of.tokens[at]
      const numbers = [...said.matchAll(/<([^>]+)>/g)].map(([, number]) => Number(number))
      const gaps = [...said.matchAll(/\[([^\]]+)\]/g)].map(([, number]) => Number(number))
      if (!token) return void expect(numbers).toEqual([])
      const rival = rivalOf(token)
      const both = token.student !== null && token.teacher !== null
      expect(numbers).toEqual(
        [token.student, token.teacher, both ? (rival?.teacher ?? null) : null]
          .filter((value) => value !== null)
          .map(Math.exp),
      )
      expect(gaps).toEqual(both ? [gapOf(token)] : [])
      if (rival)
        expect(token.others.every(({ teacher }) => (teacher ?? -Infinity) <= rival.teacher!)).toBe(true)
      // Nothing is claimed of the lab's own model, teacher or updates.
      expect(said).not.toMatch(/\b(same model|self-teacher|hindsight|update|learn)/)
    }),
  )
})

it('what a file lacks is said of what it lacks', () => {
  const flags = ['tokens', 'student', 'teacher', 'others', 'advantages', 'rewards', 'feedback'] as const
  fc.assert(
    fc.property(format, fc.tuple(...flags.map(() => fc.boolean())), (id, on) => {
      const has = Object.fromEntries(flags.map((flag, i) => [flag, on[i]])) as Record<
        (typeof flags)[number],
        boolean
      >
      const said = lacksOf(id, has).join(' ')
      if (!has.tokens) return void expect(said).toContain('no strip')
      expect(said.includes('no gap')).toBe(!has.teacher)
      expect(said.includes('no rewards')).toBe(!has.rewards)
      expect(said.includes('feedback in words')).toBe(!has.feedback)
    }),
  )
})

it('any JSON is read or refused, and what was read is of the one form', async () => {
  const strange = fc.oneof(
    fc.jsonValue({ maxDepth: 6 }),
    fc.record(
      Object.fromEntries(
        [
          'format',
          'tokens',
          'traces',
          'nodes',
          'choices',
          'logprobs',
          'input',
          'output',
          '__proto__',
          'step',
        ].map((key) => [key, fc.jsonValue()]),
      ),
      { requiredKeys: [] },
    ),
    fc.record({
      traces: fc.array(
        fc.record({
          nodes: fc.array(
            fc.record({
              message: fc.oneof(
                fc.constant({ content: [1, { text: 'x' }] }),
                fc.dictionary(fc.string(), fc.jsonValue()),
              ),
              sampled: fc.boolean(),
              parent: fc.oneof(fc.integer({ min: -2, max: 4 }), fc.jsonValue()),
              token_ids: fc.oneof(fc.array(fc.integer()), fc.jsonValue()),
              mask: fc.oneof(fc.array(fc.boolean()), fc.jsonValue()),
              logprobs: fc.jsonValue(),
            }),
            { maxLength: 5 },
          ),
          rewards: fc.jsonValue(),
        }),
        { maxLength: 3 },
      ),
    }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(strange, { maxLength: 4 }), async (values) => {
      const file = new TraceFile(new Blob([values.map((value) => JSON.stringify(value)).join('\n')]))
      let rows = 0
      try {
        await file.list((progress) => (rows += progress.rows.length))
      } catch (error) {
        expect(error).toHaveProperty('name', 'ForeignError')
        return
      }
      for (let n = 0; n < rows; n++) {
        const read = await file.read(n)
        expect(typeof read!.text).toBe('string')
        for (const { text, student, teacher } of read!.tokens) {
          expect(typeof text).toBe('string')
          for (const value of [student, teacher]) expect(value === null || Number.isFinite(value)).toBe(true)
        }
      }
    }),
    { numRuns: 150 },
  )
})
