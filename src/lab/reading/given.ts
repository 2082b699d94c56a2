/** What the self-teacher's hindsight is under the switches: whose words it has read, or none. */
import type { AttemptView } from '../run/view.ts'
import type { Reading } from './hindsight.ts'

export type Given =
  /** The same words as the student: nothing was said, or what was said is hidden. */
  | { kind: 'nothing'; hidden: boolean }
  /** The judge's words about this attempt. */
  | { kind: 'feedback' }
  /** Words of the person's own in their place. */
  | { kind: 'edited' }
  /** The judge's words about somebody else: `attempt 27`. */
  | { kind: 'lent'; from: string }
  /** Another attempt's text, which passed. */
  | { kind: 'solution'; from: number }

export function givenOf(attempt: AttemptView, reading: Reading): Given {
  const shown = reading.pieces.filter((piece) => piece.state !== 'hidden')
  const feedback = shown.find((piece) => piece.kind === 'feedback')
  const solution = shown.some((piece) => piece.kind === 'solution')
  if (reading.swappedFrom !== null && feedback) return { kind: 'lent', from: reading.swappedFrom }
  if (feedback?.state === 'edited') return { kind: 'edited' }
  const from = attempt.reprompt?.solutionFrom ?? null
  if (solution && from !== null) return { kind: 'solution', from }
  if (feedback) return { kind: 'feedback' }
  return { kind: 'nothing', hidden: reading.pieces.some((piece) => piece.state === 'hidden') }
}
