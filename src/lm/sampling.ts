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
  for (let i = 0; i < logits.length; i++) if (logits[i]! > largest) largest = logits[i]!
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
  if (topP < 1) {
    const likeliest = nucleus(logProbs, topP)
    const at = indexAt(likeliest.map(Math.exp), rng)
    const logProb = likeliest[at]!
    return { token: nthEqual(logProbs, logProb, at - likeliest.indexOf(logProb)), logProb }
  }
  const token = indexAt(logProbs.map(Math.exp), rng)
  return { token, logProb: logProbs[token]! }
}

/** An index drawn in proportion to the weights. */
function indexAt(weights: Float64Array, rng: Rng): number {
  let mass = 0
  for (let i = 0; i < weights.length; i++) mass += weights[i]!
  let rest = rng.uniform() * mass
  for (let i = 0; i < weights.length - 1; i++) {
    rest -= weights[i]!
    if (rest < 0) return i
  }
  return weights.length - 1
}

/** The index of the n-th value, from 0, that equals `value`. */
function nthEqual(values: Float64Array, value: number, n: number): number {
  let at = values.indexOf(value)
  for (let i = 0; i < n; i++) at = values.indexOf(value, at + 1)
  return at
}

/**
 * The log-probabilities of the nucleus, likeliest first. Numbers are sorted and not tokens, which takes a tenth of the time;
 * equal ones stand for their tokens in the order of ids. Of a large vocabulary only what lies within a bound of the
 * likeliest is sorted, and the bound grows until it holds enough.
 */
function nucleus(logProbs: Float64Array, topP: number): Float64Array {
  let largest = -Infinity
  for (let i = 0; i < logProbs.length; i++) if (logProbs[i]! > largest) largest = logProbs[i]!
  const near = new Float64Array(logProbs.length)
  for (let bound = 8; ; bound *= 2) {
    let count = 0
    for (let i = 0; i < logProbs.length; i++)
      if (logProbs[i]! >= largest - bound) near[count++] = logProbs[i]!
    const order = near.slice(0, count).sort().reverse()
    let mass = 0
    for (let i = 0; i < count; i++) if ((mass += Math.exp(order[i]!)) >= topP) return order.subarray(0, i + 1)
    if (count === logProbs.length) return order
  }
}
