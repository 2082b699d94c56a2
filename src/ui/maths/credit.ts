/** From a credit in nats to the look of a token. The direction is up or down; colour repeats it. */

import { negligibleCredit } from '../../lab/reading/credit.ts'

/** |credit| at which the tint is full. */
const fullTint = 1.7

export type Side = 'up' | 'down' | 'none'

export function sideOf(credit: number): Side {
  if (Math.abs(credit) < negligibleCredit) return 'none'
  return credit > 0 ? 'up' : 'down'
}

/** Share of the strongest tint, 0 to 1. */
export function tint(credit: number): number {
  const size = Math.abs(credit)
  return size < negligibleCredit ? 0 : Math.min(1, Math.sqrt(size / fullTint))
}

/**
 * Bar height in pixels on the attempt's one scale, by the square root, as the tint is: beside a credit of -8 one of .1 is still
 * seen. Whatever draws such bars says so (`heightWords`). `peak` is the attempt's largest |credit|; small attempts are not blown up.
 */
export function barHeight(credit: number, peak: number, tallest: number): number {
  return Math.sqrt(Math.abs(credit) / Math.max(peak, 1)) * tallest
}

/** How high a bar is, for the legends: of one strip of credits, and of any others. */
export const heightWords = 'square-root scale'
export const heightSentence = 'Bars grow with the square root of their number.'

/** What hindsight thinks, for the ear. */
export function likes(credit: number): string {
  if (Math.abs(credit) < negligibleCredit) return 'hindsight agrees'
  return credit > 0 ? 'hindsight likes it more' : 'hindsight likes it less'
}
