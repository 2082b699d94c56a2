/** What the bars of a foreign attempt can show: whichever of it the file has. */
import { gapOf, type ForeignToken } from '../../interchange/foreign.ts'
import { percent, signed } from '../../lab/text/format.ts'

export type Measure = 'gap' | 'advantage' | 'surprise'

export const measures: readonly Measure[] = ['gap', 'advantage', 'surprise']

/** The gap of both readers, the run's own advantages, and how unlikely a token was to its writer. */
export const measureNames: Readonly<Record<Measure, string>> = {
  gap: 'Gap',
  advantage: 'Advantage',
  surprise: 'Surprise',
}

export function valueOf(token: ForeignToken, measure: Measure): number | null {
  switch (measure) {
    case 'gap':
      return gapOf(token)
    case 'advantage':
      return token.advantage
    case 'surprise':
      return token.student === null ? null : -token.student
    default:
      return measure satisfies never
  }
}

/** A value for the ear. */
export const spokenValue: Readonly<Record<Measure, (value: number) => string>> = {
  gap: (value) => `gap ${signed(value)} nats`,
  advantage: (value) => `advantage ${signed(value)}`,
  surprise: (value) => `probability ${percent(Math.exp(-value))}`,
}

/** The place of the largest value; null where there is none. */
export function largestAt(values: readonly (number | null)[]): number | null {
  let best: number | null = null
  for (const [i, value] of values.entries())
    if (value !== null && (best === null || Math.abs(value) > Math.abs(values[best]!))) best = i
  return best
}
