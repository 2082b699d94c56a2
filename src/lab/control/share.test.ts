import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stageSchema } from '../../engine/protocol.ts'
import { defaultRunConfig, ofLogits } from '../../sdpo/config.ts'
import { sampleProblem } from '../../engine/scripted-run.testing.ts'
import { decodeShare, encodeShare, type Shared } from './share.ts'

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const shared: fc.Arbitrary<Shared> = fc
  .record({
    recording: maybe(fc.string({ minLength: 1 })),
    problem: maybe(
      fc.oneof(
        fc.string({ minLength: 1 }),
        fc.string({ minLength: 1 }).map((title) => ({ ...sampleProblem, title })),
      ),
    ),
    config: maybe(
      fc
        .record({
          seed: fc.nat(1e6),
          alpha: fc.constantFrom(0, 0.5, 1),
          topK: fc.constantFrom(null, 3),
          rate: fc.double({ min: 0, max: 1, noNaN: true }),
        })
        .map(({ seed, alpha, topK, rate }) => ({
          ...defaultRunConfig,
          seed,
          loss: { ...defaultRunConfig.loss, distillation: ofLogits(alpha as 0 | 0.5 | 1, topK) },
          teacher: { kind: 'ema' as const, rate: Object.is(rate, -0) ? 0 : rate },
        })),
    ),
    step: maybe(fc.integer({ min: 1, max: 999 })),
    stage: maybe(fc.constantFrom(...stageSchema.options)),
    attempt: maybe(fc.integer({ min: 1, max: 9999 })),
    token: maybe(fc.nat(500)),
    mode: maybe(fc.constantFrom('grpo' as const, 'mix' as const)),
    level: maybe(fc.constantFrom('token' as const, 'sequence' as const)),
    feedback: maybe(fc.constant(false as const)),
    solution: maybe(fc.constant(false as const)),
    page: maybe(fc.integer({ min: 1, max: 9 })),
    present: maybe(fc.constant(true as const)),
  })
  .map(
    (given) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Shared,
  )

describe('a link', () => {
  it('says all that it was made of', () => {
    fc.assert(
      fc.property(shared, (given) => {
        expect(decodeShare(`#${encodeShare(given)}`)).toEqual({ shared: given, notice: null })
      }),
    )
  })

  it('is short where nothing is unusual', () => {
    const link = encodeShare({
      problem: 'lists-4',
      config: { ...defaultRunConfig, seed: 7 },
      step: 6,
      stage: 'score',
      attempt: 42,
      token: 16,
      mode: 'sdpo',
      level: 'logit',
      page: 3,
    })
    expect(link).toBe('p=lists-4&s=7&u=6&b=score&a=42&t=16&l=3')
  })

  it('never throws, and is valid in what it says', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webQueryParameters()), (hash) => {
        const { shared: read } = decodeShare(`#${hash}`)
        expect(decodeShare(encodeShare(read)).shared).toEqual(read)
      }),
    )
  })

  it.each(['h', 'h=abc', 'h=abc&s=3'])('reads a hidden meaning and writes it again: #%s', (hash) => {
    const { shared: read } = decodeShare(`#${hash}`)
    expect(read.ticket).toBe(hash === 'h' ? '' : 'abc')
    expect(decodeShare(encodeShare(read)).shared).toEqual(read)
  })

  it('ignores what it gets wrong and says what', () => {
    const { shared: read, notice } = decodeShare('#u=six&m=grpo&a=-4&q=%%%&s=12')
    expect(read).toEqual({ mode: 'grpo', config: { ...defaultRunConfig, seed: 12 } })
    expect(notice).toBe(
      "This link's problem and update and attempt could not be read; the rest of it is shown.",
    )
  })

  it('carries words of any script in a problem', () => {
    const problem = { ...sampleProblem, statement: 'Behalte die großen — 大きい数 🙂' }
    expect(decodeShare(encodeShare({ problem })).shared.problem).toEqual(problem)
  })
})
