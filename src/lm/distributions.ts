/**
 * Sums over next-token distributions in float64, from log-probabilities in nats: what the method's pictures and a model
 * that names its likeliest tokens alone have in common. After lasgroup/SDPO core_algos.py `compute_self_distillation_loss`.
 */

/** Log-mass of the named tokens at most -1e-7, so that the tail keeps a logarithm (at least -16.12). */
const largestLogMass = -1e-7

/** Entropy of a row of log-probabilities, nats. */
export function entropy(logProbs: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < logProbs.length; i++) sum -= weighted(logProbs[i]!, logProbs[i]!)
  return sum
}

/** p log q, with 0 log 0 = 0. */
function weighted(logP: number, logQ: number): number {
  const p = Math.exp(logP)
  return p === 0 ? 0 : p * logQ
}

/**
 * Divergence of two rows over the same candidates, nats; -Infinity is a token that is ruled out. Infinite where the reader
 * that is measured rules out what the other does not.
 * @param alpha 0: KL(teacher || student); 1: KL(student || teacher); between: the generalised Jensen-Shannon divergence.
 */
export function divergenceOf(student: ArrayLike<number>, teacher: ArrayLike<number>, alpha: number): number {
  let sum = 0
  for (let i = 0; i < student.length; i++) {
    const [s, t] = [student[i]!, teacher[i]!]
    if (alpha === 0) sum += weighted(t, t - s)
    else if (alpha === 1) sum += weighted(s, s - t)
    else {
      const m = logAddExp(Math.log(1 - alpha) + s, Math.log(alpha) + t)
      sum += (1 - alpha) * weighted(s, s - m) + alpha * weighted(t, t - m)
    }
  }
  return sum
}

/** Log-probabilities of some tokens, and behind them that of all others together: at least -16.12. */
export function withTail(logProbs: readonly number[]): number[] {
  const logMass = Math.min(logSumExp(logProbs), largestLogMass)
  return [...logProbs, Math.log(-Math.expm1(logMass))]
}

/** Log-probabilities of some tokens as if there were no others. */
export function renormalised(logProbs: readonly number[]): number[] {
  const logMass = logSumExp(logProbs)
  return logProbs.map((value) => value - logMass)
}

function logAddExp(a: number, b: number): number {
  return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)))
}

function logSumExp(values: readonly number[]): number {
  const peak = Math.max(...values)
  return peak + Math.log(values.reduce((sum, value) => sum + Math.exp(value - peak), 0))
}
