/** What a backend makes of a model, a few tokens and one update, in a form that another's can be held against, here or later. */
import type { LlamaModel } from '../../src/lm/llama-model.ts'
import { MeasuredSteps } from './measured-step.ts'

export interface Reading {
  tokens: number[][]
  /** Of the tokens, nats. */
  logProbs: number[][]
  /** Of two updates, one after the other. */
  updates: { loss: number; gradNorm: number; gradient: number[] }[]
}

/** Values of a gradient that are kept, evenly spread. */
const kept = 500

/** Attempts of so many tokens, drawn with fixed seeds, and two updates on them. */
export async function readModel(
  model: LlamaModel,
  prompt: readonly number[],
  { attempts, tokens }: { attempts: number; tokens: number },
): Promise<Reading> {
  const teacherPrompt = [...prompt.slice(-3), ...prompt]
  const steps = new MeasuredSteps(model, { prompt, teacherPrompt }, attempts)
  const samples = await steps.sample(tokens)
  const rows = steps.rowsOf(samples)
  const updates: Reading['updates'] = []
  for (let i = 0; i < 2; i++) {
    const { loss, gradNorm, gradient } = await steps.learner.update(rows, steps.config)
    const stride = Math.max(1, Math.floor(gradient.length / kept))
    updates.push({ loss, gradNorm, gradient: [...gradient].filter((_, at) => at % stride === 0) })
  }
  return {
    tokens: samples.map((sample) => sample.tokens),
    logProbs: samples.map(({ logProbs }) => logProbs),
    updates,
  }
}

export interface Agreement {
  sameTokens: boolean
  /** The largest difference of a log-probability, nats; and of losses, norms and gradients over the largest of the other's. */
  logProbs: number
  loss: number
  gradNorm: number
  gradient: number
}

/** The largest that an agreement's figures may be. */
const agreementBar = 1e-4

export const agrees = ({ sameTokens, ...figures }: Agreement): boolean =>
  sameTokens && Object.values(figures).every((figure) => figure <= agreementBar)

/** Holds a reading against another's. What is not a number is infinitely far. */
export function agreementOf(own: Reading, other: Reading): Agreement {
  const furthest = (a: readonly number[], b: readonly number[]) =>
    a.length === b.length
      ? a.reduce((most, x, i) => {
          const distance = Math.abs(x - b[i]!)
          return distance <= most ? most : Number.isNaN(distance) ? Infinity : distance
        }, 0)
      : Infinity
  const relative = (of: (update: Reading['updates'][number]) => readonly number[]) =>
    Math.max(
      ...own.updates.map((update, i) => {
        const expected = other.updates[i] ? of(other.updates[i]) : []
        return furthest(of(update), expected) / Math.max(...expected.map(Math.abs), 1e-12)
      }),
    )
  return {
    sameTokens: JSON.stringify(own.tokens) === JSON.stringify(other.tokens),
    logProbs: furthest(own.logProbs.flat(), other.logProbs.flat()),
    loss: relative(({ loss }) => [loss]),
    gradNorm: relative(({ gradNorm }) => [gradNorm]),
    gradient: relative(({ gradient }) => gradient),
  }
}
