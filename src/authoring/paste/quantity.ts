/** A number with its unit, as an answer line or a field of the editor has it: read as the judge reads a response. */
import { readQuantity as readWhole } from '../../verify/numbers/index.ts'

export interface Quantity {
  value: number
  units: string
  /** Written as a fraction: it has no decimals that say how exact it is. */
  fraction: boolean
}

/** A number and its unit; null where the text is anything else. */
export function readQuantity(text: string): Quantity | null {
  const read = readWhole(text.replace(/^\$+|\$+$/g, '').trim())
  return (
    read && {
      value: read.value,
      units: read.unit ?? '',
      fraction: /\/|\\[dt]?frac/.test(text) && !/\d\.\d/.test(text),
    }
  )
}
