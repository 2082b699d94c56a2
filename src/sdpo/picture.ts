/**
 * The two readers at every position, for people: a few candidates, the divergence and both entropies,
 * taken from full log-probabilities outside the update graph. Rounded, because pictures are recorded.
 */
import type { Scored } from '../lm/model.ts'
import { compare, entropy, topIndices } from './divergence.ts'
import type { DivergenceSpec } from './divergence.ts'
import type { Position } from './events.ts'

/** Candidates of each reader at a position. */
export const pictureTopK = 6

/** Ten-thousandths of a nat, and a floor for tokens that a reader rules out: JSON has no infinity. */
export const rounded = (value: number): number => Math.round(Math.max(value, -1000) * 10000) / 10000

/** Log-probabilities of a position, [V]. */
export const rowAt = (scored: Scored, position: number): Float32Array =>
  scored.logProbs.subarray(position * scored.vocabulary, (position + 1) * scored.vocabulary)

/** Both readers of one response; the sampled token first, then by the larger probability. */
export function positionsOf(
  tokens: readonly number[],
  student: Scored,
  teacher: Scored,
  spec: DivergenceSpec,
): Position[] {
  return tokens.map((token, t): Position => {
    const [s, p] = [rowAt(student, t), rowAt(teacher, t)]
    const others = new Set([...topIndices(s, pictureTopK), ...topIndices(p, pictureTopK)])
    others.delete(token)
    const larger = (id: number) => Math.max(s[id]!, p[id]!)
    const ids = [token, ...[...others].sort((a, b) => larger(b) - larger(a) || a - b)]
    const compared = compare(s, p, spec)
    return {
      ids,
      student: ids.map((id) => rounded(s[id]!)),
      teacher: ids.map((id) => rounded(p[id]!)),
      divergence: rounded(compared.divergence),
      studentEntropy: rounded(compared.studentEntropy),
      teacherEntropy: rounded(compared.teacherEntropy),
    }
  })
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
