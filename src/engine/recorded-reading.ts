/** What a recording can answer of a re-reading: what was read, and what is read without hindsight. */
import type { Command, Position, PromptPiece, RunEvent } from './protocol.ts'

/** Null where the words, or the weights, are not in the recording. */
export function recordedReading(
  events: readonly RunEvent[],
  { attempt, pieces, sameWeights }: Extract<Command, { type: 'reread' }>,
): readonly Position[] | null {
  let recorded: readonly PromptPiece[] | undefined
  let positions: readonly Position[] | undefined
  let step = 0
  for (const event of events) {
    if (event.type === 'attempt-sampled' && event.attempt === attempt) step = event.step
    if (event.type === 'attempt-reprompted' && event.attempt === attempt) recorded = event.pieces
    if (event.type === 'attempt-scored' && event.attempt === attempt) positions = event.positions
  }
  if (!positions) return null
  // Until the first update the teacher's weights are the student's own.
  if (recorded && sameText(recorded, pieces) && (!sameWeights || step === 1)) return positions
  return withoutHindsight(pieces) ? positions.map(asStudent) : null
}

function sameText(a: readonly PromptPiece[], b: readonly PromptPiece[]): boolean {
  return a.map((p) => p.text).join('') === b.map((p) => p.text).join('')
}

function withoutHindsight(pieces: readonly PromptPiece[]): boolean {
  return pieces.every((piece) => piece.kind === 'question')
}

/**
 * The teacher reading the question alone. Its weights differ from the student's only as far as its
 * regularisation keeps them apart, which a recording does not hold: drawn as the student itself.
 */
function asStudent(position: Position): Position {
  return {
    ...position,
    teacher: [...position.student],
    teacherEntropy: position.studentEntropy,
    divergence: 0,
  }
}
