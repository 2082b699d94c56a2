import { describe, expect, it } from 'vitest'
import { Rng } from '../../../src/rng.ts'
import type { Json } from '../../../src/problems/problem.ts'
import { drawReading, drawZipf, zipfProbability } from '../../../src/problems/tickets/choices.ts'
import { sameJson, type Outcome } from '../../../src/problems/families/outcome.ts'
import {
  drawFeedback,
  drawHard,
  drawProblem,
  evaluationPrompts,
  feedbackOn,
  maxPromptTokens,
  maxResponseTokens,
  writtenSample,
} from './samples.ts'
import type { Drawn } from '../../../src/problems/tickets/drawn.ts'
import { splitOf } from '../../../src/problems/tickets/split.ts'
import { compileStrictRows } from '../../../src/problems/families/strict-rows.ts'

/** Runs a program's text in this realm, as a judge does in its sandbox. */
function runNatively(drawn: Drawn, code: string, args: readonly Json[]): Outcome {
  const { program, strictFields } = drawn.family.judging(drawn.ticket, drawn.truth)
  if (program.kind !== 'expression') throw new Error('families write expressions')
  const values = strictFields
    ? [compileStrictRows()(args[0] as Record<string, Json>[], strictFields)]
    : structuredClone(args)
  try {
    return { value: new Function(...program.parameters, `return ${code}`)(...values) }
  } catch (error) {
    const { name, message } = error as Error
    return { error: { name, message } }
  }
}

const names = ['lists', 'records'] as const

describe('the prior over meanings', () => {
  it('is Zipf: probabilities add up and draws follow them', () => {
    const n = 7
    const probabilities = Array.from({ length: n }, (_, i) => zipfProbability(i, n))
    expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 12)
    expect(probabilities[0]! / probabilities[1]!).toBeCloseTo(2 ** 1.2, 9)
    const rng = Rng.of(1, 'zipf')
    const counts = new Array<number>(n).fill(0)
    for (let i = 0; i < 20_000; i++) counts[drawZipf(rng, n)]!++
    counts.forEach((count, i) => expect(Math.abs(count / 20_000 - probabilities[i]!)).toBeLessThan(0.015))
  })
})

describe.each(names)('%s', (name) => {
  it('draws the same problem from the same seed, and others from other seeds', () => {
    const draw = (seed: number) => {
      const rng = Rng.of(seed, 'same')
      const drawn = drawHard(rng, name, 'dev')
      return JSON.stringify([drawn.ticket.text, drawn.code, drawn.tests, drawFeedback(rng, drawn, 3)])
    }
    expect(draw(3)).toBe(draw(3))
    expect(new Set([1, 2, 3, 4, 5, 6].map(draw)).size).toBe(6)
  })

  it('runs a reading exactly as JavaScript runs its text, errors included', () => {
    const rng = Rng.of(11, name, 'native')
    let errors = 0
    for (let i = 0; i < 300; i++) {
      const drawn = drawProblem(rng, name, 'train', 'uniform')
      for (let j = 0; j < 3; j++) {
        const attempt = drawReading(rng, drawn.ticket.sizes, j === 0 ? 'usual' : 'uniform')
        const code = drawn.family.code(drawn.ticket, attempt)
        for (const test of drawn.tests) {
          const ours = drawn.family.run(drawn.ticket, drawn.truth, attempt, test)
          const native = runNatively(drawn, code, test.args)
          if ('error' in ours) {
            errors++
            expect(native, code).toEqual(ours)
          } else
            expect(
              sameJson((native as { value: unknown }).value, (ours as { value: unknown }).value),
              `${code} on ${JSON.stringify(test.args)}`,
            ).toBe(true)
        }
      }
    }
    if (name === 'records') expect(errors).toBeGreaterThan(100)
    else expect(errors).toBe(0)
  })

  it('lets the truth pass its tests and gives no feedback on it', () => {
    const rng = Rng.of(12, name, 'truth')
    for (let i = 0; i < 100; i++) {
      const drawn = drawHard(rng, name, i % 2 ? 'dev' : 'test')
      expect(feedbackOn(rng, drawn, drawn.truth)).toBeNull()
      for (const test of drawn.tests)
        expect(runNatively(drawn, drawn.code, test.args)).toEqual({ value: test.expected })
    }
  })

  it('uses every failing test for feedback, not always the first', () => {
    const rng = Rng.of(13, name, 'random-test')
    const drawn = drawHard(rng, name, 'dev')
    const attempt = drawn.truth.map((index, i) => (index + 1) % drawn.ticket.sizes[i]!)
    const told = new Set(Array.from({ length: 100 }, () => feedbackOn(rng, drawn, attempt)))
    const failing = drawn.tests.filter((test) => {
      const outcome = drawn.family.run(drawn.ticket, drawn.truth, attempt, test)
      return !('value' in outcome && sameJson(outcome.value, test.expected))
    })
    expect(failing.length).toBeGreaterThan(0)
    if (name === 'lists') expect(told.size).toBe(failing.length)
    expect(told.has(null)).toBe(false)
  })
})

describe('splits', () => {
  it('are about 90, 5 and 5 percent of the programs', () => {
    const rng = Rng.of(21, 'split')
    const codes = new Set<string>()
    while (codes.size < 4000) codes.add(`xs.slice(${rng.below(1000)}).at(${rng.below(1000)})`)
    const share = (split: string) => [...codes].filter((code) => splitOf(code) === split).length / codes.size
    expect(share('train')).toBeGreaterThan(0.88)
    expect(share('dev')).toBeGreaterThan(0.035)
    expect(share('test')).toBeGreaterThan(0.035)
  })

  it('keep every response of the training data in the train split', () => {
    const rng = Rng.of(22, 'train')
    for (let i = 0; i < 5000; i++) expect(splitOf(writtenSample(rng).code)).toBe('train')
  })

  it('keep evaluation out of it, and within the window', () => {
    for (const name of names)
      for (const split of ['dev', 'test'] as const)
        for (const hindsight of [0, 1, 4, 'solution'] as const)
          for (const { prompt, response } of evaluationPrompts(
            Rng.of(23, split, name),
            split,
            name,
            hindsight,
            10,
          )) {
            expect(prompt.length).toBeLessThanOrEqual(maxPromptTokens)
            expect(response.length).toBeLessThanOrEqual(maxResponseTokens)
          }
    const drawn = drawHard(Rng.of(24, 'x'), 'lists', 'test')
    expect(splitOf(drawn.code)).toBe('test')
  })
})

describe('training samples', () => {
  it('come in the mixture that was asked for', () => {
    const rng = Rng.of(31, 'mixture')
    const samples = Array.from({ length: 4000 }, () => writtenSample(rng))
    const share = (holds: (sample: (typeof samples)[number]) => boolean) =>
      samples.filter(holds).length / samples.length
    expect(share((s) => s.code.startsWith('xs'))).toBeCloseTo(0.6, 1)
    expect(share((s) => s.userText.includes('Correct solution:'))).toBeGreaterThan(0.14)
    expect(share((s) => s.userText.includes('feedback from your unsuccessful'))).toBeGreaterThan(0.5)
    expect(share((s) => !s.userText.includes('\n'))).toBeGreaterThan(0.23)
  })

  it('copy a shown solution to the letter', () => {
    const rng = Rng.of(32, 'copy')
    let shown = 0
    for (let i = 0; i < 1000; i++) {
      const { userText, code } = writtenSample(rng)
      const solution = /Correct solution:\n\n(.*)/.exec(userText)?.[1]
      if (solution === undefined) continue
      shown++
      expect(solution).toBe(code)
    }
    expect(shown).toBeGreaterThan(100)
  })

  it('fit the window', () => {
    const rng = Rng.of(33, 'window')
    for (let i = 0; i < 3000; i++) {
      const { prompt, response } = writtenSample(rng)
      expect(prompt.length).toBeLessThanOrEqual(maxPromptTokens)
      expect(response.length).toBeLessThanOrEqual(maxResponseTokens)
    }
  })
})
