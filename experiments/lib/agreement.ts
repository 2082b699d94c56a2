/**
 * What a backend makes of a model, a few tokens and two updates, in a form that another's can be held against, here or later.
 * Two backends that round differently differ by more than either is wrong, so an update is held against float64 where that is at
 * hand: to as far as the native runtime itself is from it. The updates begin from thetas that are given, not one from the other:
 * Adam's first step divides a gradient by its own size, and where that is almost nothing its rounding would decide the second.
 */
import type { LlamaModel } from '../../src/lm/llama-model.ts'
import { LlamaLearner } from '../../src/sdpo/llama-learner.ts'
import type { UpdateRow } from '../../src/sdpo/learner.ts'
import { MeasuredSteps } from './measured-step.ts'

/** Values of a gradient that are kept, evenly spread. */
const kept = 500

export interface UpdateReading {
  loss: number
  gradNorm: number
  gradient: number[]
}

export interface Reading {
  tokens: number[][]
  /** Of the tokens, nats. */
  logProbs: number[][]
  /** From adapters at their start, and from a student and a teacher that have parted. */
  updates: UpdateReading[]
}

interface ReadOptions {
  attempts: number
  tokens: number
}

/** Attempts of so many tokens, drawn with fixed seeds, and two updates on them. */
export async function readModel(
  model: LlamaModel,
  prompt: readonly number[],
  { attempts, tokens }: ReadOptions,
): Promise<Reading & { rows: UpdateRow[] }> {
  const steps = new MeasuredSteps(model, { prompt, teacherPrompt: teacherPrompt(prompt) }, attempts)
  const samples = await steps.sample(tokens)
  const rows = steps.rowsOf(samples)
  const updates: UpdateReading[] = []
  for (const { student, teacher } of statesOf(model)) {
    const { loss, gradNorm, gradient } = await new LlamaLearner(model, student, teacher).update(
      rows,
      steps.config,
    )
    updates.push({ loss, gradNorm, gradient: sparse(gradient) })
  }
  return {
    tokens: samples.map((sample) => sample.tokens),
    logProbs: samples.map(({ logProbs }) => logProbs),
    updates,
    rows,
  }
}

const teacherPrompt = (prompt: readonly number[]) => [...prompt.slice(-3), ...prompt]

/** What the updates begin from. */
export function statesOf(model: LlamaModel): { student: Float32Array; teacher: Float32Array }[] {
  const start = LlamaLearner.initialTheta(model, 1)
  const moved = (seed: number) => start.map((x, i) => x + 0.01 * Math.sin(0.37 * i + seed))
  return [
    { student: start, teacher: start },
    { student: moved(0), teacher: moved(1) },
  ]
}

/** The values of a gradient that a reading keeps. */
export function sparse(gradient: Float32Array): number[] {
  const stride = Math.max(1, Math.floor(gradient.length / kept))
  return [...gradient].filter((_, at) => at % stride === 0)
}

/** The largest differences of losses, norms and gradients over the largest of the other's. */
type Distance = Record<'loss' | 'gradNorm' | 'gradient', number>

export interface Agreement {
  sameTokens: boolean
  /** The largest difference of a log-probability from the native runtime's, nats. */
  logProbs: number
  fromNative: Distance
  /** How far both are from float64; null where that is not at hand. */
  fromExact: { own: Distance; native: Distance } | null
}

/** The largest that an agreement's figures may be, and how much further from float64 than the native runtime is. */
const [agreementBar, furtherThanNative] = [1e-4, 2]
const figures = ['loss', 'gradNorm', 'gradient'] as const

export const agrees = ({ sameTokens, logProbs, fromNative, fromExact }: Agreement): boolean =>
  sameTokens &&
  logProbs <= agreementBar &&
  figures.every((figure) =>
    fromExact
      ? fromExact.own[figure] <= Math.max(agreementBar, furtherThanNative * fromExact.native[figure])
      : fromNative[figure] <= agreementBar,
  )

/** Holds a reading against the native runtime's, and both against float64. What is not a number is infinitely far. */
export function agreementOf(
  own: Reading,
  native: Reading,
  exact: readonly UpdateReading[] | null,
): Agreement {
  return {
    sameTokens: JSON.stringify(own.tokens) === JSON.stringify(native.tokens),
    logProbs: furthest(own.logProbs.flat(), native.logProbs.flat()),
    fromNative: distance(own.updates, native.updates),
    fromExact: exact && { own: distance(own.updates, exact), native: distance(native.updates, exact) },
  }
}

function distance(own: readonly UpdateReading[], other: readonly UpdateReading[]): Distance {
  const relative = (of: (update: UpdateReading) => readonly number[]) =>
    Math.max(
      ...own.map((update, i) => {
        const expected = other[i] ? of(other[i]) : []
        return furthest(of(update), expected) / Math.max(...expected.map(Math.abs), 1e-12)
      }),
    )
  return {
    loss: relative(({ loss }) => [loss]),
    gradNorm: relative(({ gradNorm }) => [gradNorm]),
    gradient: relative(({ gradient }) => gradient),
  }
}

function furthest(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return Infinity
  return a.reduce((most, x, i) => {
    const far = Math.abs(x - b[i]!)
    return far <= most ? most : Number.isNaN(far) ? Infinity : far
  }, 0)
}
