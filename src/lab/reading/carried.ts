/** Words that were put in a judge's mouth beside a recording, on their way to a live run of the same. */
import type { Problem } from '../../problems/problem.ts'
import { fullHindsight, type Hindsight } from './hindsight.ts'

export interface Carried extends Pick<Hindsight, 'edited' | 'swapped'> {
  problem: Problem
  seed: number
  /** The attempt that the run is made up to. */
  attempt: number
}

/** What a new run begins with: the words that were brought along to this very one; those of another go. */
export function broughtTo(
  carried: Carried | null,
  problem: Problem,
  seed: number,
): { words: Pick<Hindsight, 'edited' | 'swapped'>; carried: Carried | null } {
  const brought = carried?.problem === problem && carried.seed === seed ? carried : null
  const { edited, swapped } = brought ?? fullHindsight
  return { words: { edited, swapped }, carried: brought }
}
