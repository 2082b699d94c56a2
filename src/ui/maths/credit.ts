/** From a credit in nats to the look of a token. The direction is up or down; colour repeats it. */

/** Below this a token has no tint; at or above `printed` its number stands at the bar. */
export const faint = 0.03
export const printed = 0.3
/** |credit| at which the tint is full. */
const fullTint = 1.7

export type Side = 'up' | 'down' | 'none'

export function sideOf(credit: number): Side {
  if (Math.abs(credit) < faint) return 'none'
  return credit > 0 ? 'up' : 'down'
}

/** Share of the strongest tint, 0 to 1. */
export function tint(credit: number): number {
  const size = Math.abs(credit)
  return size < faint ? 0 : Math.min(1, Math.sqrt(size / fullTint))
}

/** Bar height in pixels on the attempt's one scale. `peak` is the attempt's largest |credit|; small attempts are not blown up. */
export function barHeight(credit: number, peak: number, tallest: number): number {
  return (Math.abs(credit) / Math.max(peak, 1)) * tallest
}

/** What hindsight thinks, for the ear. */
export function likes(credit: number): string {
  if (Math.abs(credit) < faint) return 'hindsight agrees'
  return credit > 0 ? 'hindsight likes it more' : 'hindsight likes it less'
}
