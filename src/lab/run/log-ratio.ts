/** The quantity of the method: how much more the self-teacher likes the sampled token than the student did. */
import type { Position } from '../../engine/protocol.ts'

/** log p_T - log p_S of the sampled token, nats; the sampled token is the position's first candidate. */
export function logRatio({ teacher, student }: Position): number {
  return teacher[0]! - student[0]!
}

/** The same at every position. */
export function logRatios(positions: readonly Position[]): number[] {
  return positions.map(logRatio)
}

/** The largest |log-ratio| of an attempt; 0 where nobody has read it. */
export function widestGap(positions: readonly Position[] | null): number {
  return Math.max(0, ...logRatios(positions ?? []).map(Math.abs))
}
