/** What of a response is judged, and where it stands there. */
import type { Verdict } from '../verdict.ts'

export interface Extracted {
  text: string
  /** Where it stands, to follow "Judged: ": `the last of 3 code blocks`. */
  from: string
}

export const WHOLE = 'the whole response'

/** What of a response was judged, for the verdict; left out where it is all of it. */
export function judgedPart(extracted: Extracted | null): Pick<Verdict, 'judged'> {
  return extracted === null || extracted.from === WHOLE
    ? {}
    : { judged: { text: extracted.text, from: extracted.from } }
}
