/**
 * The two readers at every position, for people: a few candidates, the divergence and both entropies,
 * taken from full log-probabilities outside the update graph. Rounded, because pictures are recorded.
 */
import { entropy } from '../lm/distributions.ts'
import type { ComparedPosition, Scored } from '../lm/model.ts'
import { compare, topIndices } from './divergence.ts'
import type { DivergenceSpec } from './divergence.ts'
import type { Position } from './events.ts'

/** Candidates of each reader at a position. */
export const pictureTopK = 6

/** Ten-thousandths of a nat, and a floor for tokens that a reader rules out: JSON has no infinity. */
export const rounded = (value: number): number => Math.round(Math.max(value, -1000) * 10000) / 10000

/** Log-probabilities of a position, [V]. */
export const rowAt = (scored: Scored, position: number): Float32Array =>
  scored.logProbs.subarray(position * scored.vocabulary, (position + 1) * scored.vocabulary)

/** Both readers of one response. */
export function positionsOf(
  tokens: readonly number[],
  student: Scored,
  teacher: Scored,
  spec: DivergenceSpec,
): Position[] {
  return tokens.map((token, t) => {
    const [s, p] = [rowAt(student, t), rowAt(teacher, t)]
    const ids = [token, ...topIndices(s, pictureTopK), ...topIndices(p, pictureTopK)]
    const on = (row: Float32Array) => ids.map((id) => row[id]!)
    return positionOf({ ids, student: on(s), teacher: on(p), ...compare(s, p, spec) })
  })
}

/** Both readers of a position, each candidate once: the sampled token first, then by the larger probability. */
export function positionOf({ ids, student, teacher, ...compared }: ComparedPosition): Position {
  const others = ids.flatMap((id, i) => (i > 0 && ids.indexOf(id) === i ? [i] : []))
  const larger = (i: number) => Math.max(student[i]!, teacher[i]!)
  const order = [0, ...others.sort((a, b) => larger(b) - larger(a) || ids[a]! - ids[b]!)]
  return {
    ids: order.map((i) => ids[i]!),
    student: order.map((i) => rounded(student[i]!)),
    teacher: order.map((i) => rounded(teacher[i]!)),
    divergence: rounded(compared.divergence),
    studentEntropy: rounded(compared.studentEntropy),
    teacherEntropy: rounded(compared.teacherEntropy),
  }
}

/** A reader's log-probabilities on candidates already chosen, one list a position. */
export function onCandidates(candidates: readonly (readonly number[])[], scored: Scored): number[][] {
  return candidates.map((ids, t) => ids.map((id) => rounded(rowAt(scored, t)[id]!)))
}

/** Mean entropy over all positions of some responses, nats. */
export function meanEntropy(scores: readonly Scored[]): number {
  let [sum, count] = [0, 0]
  for (const scored of scores) {
    for (let t = 0; t * scored.vocabulary < scored.logProbs.length; t++, count++)
      sum += entropy(rowAt(scored, t))
  }
  return sum / count
}
