/** Drawing one token from logits, on the host: temperature, nucleus truncation (Holtzman et al. 2020), seeded. */
import type { Rng } from '../rng.ts'

export interface Draw {
  token: number
  /** log p of the token under the full distribution at this temperature. */
  logProb: number
}

/** Log-probabilities [V], in nats and float64, of logits [V] divided by the temperature. */
export function logSoftmax(logits: Float32Array, temperature: number): Float64Array {
  let largest = -Infinity
  for (const logit of logits) if (logit > largest) largest = logit
  const result = new Float64Array(logits.length)
  let total = 0
  for (let i = 0; i < logits.length; i++) {
    const x = (logits[i]! - largest) / temperature
    result[i] = x
    total += Math.exp(x)
  }
  const shift = Math.log(total)
  for (let i = 0; i < result.length; i++) result[i]! -= shift
  return result
}

/** What the graph computes is no probability: NaN or infinity in the weights, the adapter or the arithmetic. */
export class NotFiniteError extends Error {}

/**
 * `topP` 1 draws from everything; below, from the smallest set of likeliest tokens whose mass reaches it.
 * Throws `NotFiniteError` where a logit is NaN or positive infinity, or none is finite.
 */
export function draw(logits: Float32Array, temperature: number, topP: number, rng: Rng): Draw {
  const logProbs = logSoftmax(logits, temperature)
  // One NaN or infinity among the logits makes the normaliser, and so every log-probability, NaN.
  if (Number.isNaN(logProbs[0]!))
    throw new NotFiniteError(
      'The model computes no probabilities: there is a NaN or an infinity among its logits. Its weights, its adapter or the last updates hold one, or the backend computes it. Take an earlier update, a smaller learning rate, other weights, or the CPU backend.',
    )
  const order = topP < 1 ? nucleus(logProbs, topP) : null
  const count = order ? order.length : logProbs.length
  const at = (i: number) => (order ? order[i]! : i)
  let mass = 0
  for (let i = 0; i < count; i++) mass += Math.exp(logProbs[at(i)]!)
  let rest = rng.uniform() * mass
  for (let i = 0; i < count; i++) {
    rest -= Math.exp(logProbs[at(i)]!)
    if (rest < 0) return { token: at(i), logProb: logProbs[at(i)]! }
  }
  return { token: at(count - 1), logProb: logProbs[at(count - 1)]! }
}

/** Likeliest first, equal ones by id. A large vocabulary is not sorted for the few tokens that matter: only what lies within a bound of the likeliest is, and the bound grows until it holds enough. */
function nucleus(logProbs: Float64Array, topP: number): number[] {
  const largest = logProbs.reduce((a, b) => Math.max(a, b), -Infinity)
  for (let bound = 8; ; bound *= 2) {
    const near: number[] = []
    for (let i = 0; i < logProbs.length; i++) if (logProbs[i]! >= largest - bound) near.push(i)
    const order = near.sort((a, b) => logProbs[b]! - logProbs[a]!)
    let mass = 0
    const end = order.findIndex((token) => (mass += Math.exp(logProbs[token]!)) >= topP)
    if (end >= 0) return order.slice(0, end + 1)
    if (near.length === logProbs.length) return order
  }
}
