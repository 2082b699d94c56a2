/** A number with its unit, as an answer line or a field of the editor has it: read as the judge reads a response. */
import { readQuantity as readWhole } from '../../verify/numbers/index.ts'

export interface Quantity {
  value: number
  units: string
  /** Written as a fraction: it has no decimals that say how exact it is. */
  fraction: boolean
  /** Written in two units, “2 hours 30 minutes”: counted, not measured. */
  exact: boolean
  /** Half of the last decimal that is written, in the unit; null where none is. */
  rounding: number | null
}

/** A number and its unit; null where the text is anything else. */
export function readQuantity(text: string): Quantity | null {
  // A sign of dollars is one where no other closes it as a formula.
  const plain = text.trim()
  const dollars = /^(?:US)?\\?\$\s?-?[\d.]/.test(plain) && !/\$$/.test(plain)
  const read = readWhole(plain.replace(/^(?:US)?\\?\$+|\$+$/g, '').trim())
  return (
    read && {
      value: read.value,
      units: read.unit ?? (dollars ? 'dollars' : ''),
      exact: read.known !== null && /\d\s*\p{L}+\.?,?\s+(?:and\s+)?\d+\s*\p{L}/u.test(plain),
      fraction: /\/|\\[dt]?frac/.test(text) && !/\d\.\d/.test(text),
      rounding: roundingOf(text, read.value),
    }
  )
}

function roundingOf(text: string, value: number): number | null {
  const decimals = [...text.matchAll(/(\d)(?:[.,]|\{,\})(\d+)(?!\d)/g)]
  const only = decimals.length === 1 ? decimals[0]![2]! : null
  if (only === null) return null
  // Of 3.00 × 10^8 the last decimal is a million.
  const power = /(?:10\s*\^\s*\{?\s*|\d[eE])([-+\u2212]?\d{1,3})/.exec(text)?.[1]?.replace('\u2212', '-')
  const half = 0.5 * 10 ** (Number(power ?? 0) - only.length)
  return half < Math.abs(value) ? Number(half.toPrecision(12)) : null
}
