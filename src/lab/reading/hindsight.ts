/**
 * What the self-teacher is given under the switches, and what it then thinks: the recorded reading,
 * or a re-reading of the same attempt with hindsight hidden or rewritten.
 */
import type { Position, PromptPiece } from '../../engine/protocol.ts'
import type { AttemptView } from '../run/view.ts'

/** What the self-teacher is given beside the question. */
export interface Hindsight {
  feedback: boolean
  solution: boolean
  /** Feedback rewritten by hand, by attempt number. */
  edited: Readonly<Record<number, string>>
  /** Whose words an edited feedback is, where it is someone else's: `attempt 27`. By attempt number. */
  swapped: Readonly<Record<number, string>>
  /** The teacher reads with the student's weights, so that what is left is the effect of the words alone. */
  sameWeights: boolean
}

/** The same attempt under another reprompt. */
export interface Reread {
  attempt: number
  pieces: readonly PromptPiece[]
  status: 'asked' | 'done' | 'failed'
  positions: readonly Position[] | null
  unknownWords: readonly string[]
  /** Why the picture is what it is, in a sentence; '' when nothing needs saying. */
  note: string
}

export interface ShownPiece extends PromptPiece {
  /** Given to the teacher as it was, hidden from it, or rewritten by hand. */
  state: 'given' | 'hidden' | 'edited'
}

export const fullHindsight: Hindsight = {
  feedback: true,
  solution: true,
  edited: {},
  swapped: {},
  sameWeights: false,
}

/** The reprompt as the screen shows it, hidden pieces included. Empty before the reprompt. */
export function shownPieces(attempt: AttemptView, hindsight: Hindsight): ShownPiece[] {
  return (attempt.reprompt?.pieces ?? []).map((piece) => {
    if (piece.kind === 'feedback' && !hindsight.feedback) return { ...piece, state: 'hidden' }
    if (piece.kind === 'solution' && !hindsight.solution) return { ...piece, state: 'hidden' }
    const edited = hindsight.edited[attempt.attempt]
    if (piece.kind === 'feedback' && edited !== undefined) {
      const changed = rewritten(piece, edited)
      if (changed.text !== piece.text) return { ...changed, state: 'edited' }
    }
    return { ...piece, state: 'given' }
  })
}

/** The heading stays, the judge's words under it go. */
function rewritten(piece: PromptPiece, edited: string): PromptPiece {
  const [start, end] = wordsOf(piece)
  return {
    ...piece,
    text: piece.text.slice(0, start) + edited + piece.text.slice(end),
    words: [start, start + edited.length],
  }
}

/** Where a piece's own words stand: all of it where it has no heading. */
export const wordsOf = ({ text, words }: PromptPiece): readonly [number, number] => words ?? [0, text.length]

/** What the teacher is given: with nothing of hindsight left, the question alone, as the student reads it. */
export function givenPieces(attempt: AttemptView, hindsight: Hindsight): PromptPiece[] {
  const kept = shownPieces(attempt, hindsight).filter((piece) => piece.state !== 'hidden')
  const hasHindsight = kept.some((piece) => piece.kind === 'feedback' || piece.kind === 'solution')
  return kept
    .filter((piece) => hasHindsight || piece.kind === 'question')
    .map(({ state: _, ...piece }) => piece)
}

/** By what a re-reading is kept. */
export function rereadKey(attempt: number, pieces: readonly PromptPiece[], sameWeights: boolean): string {
  return [attempt, sameWeights ? 'same' : 'own', ...pieces.map((piece) => piece.text)].join('\u001f')
}

export interface Reading {
  pieces: readonly ShownPiece[]
  /** Null while it is not known. */
  positions: readonly Position[] | null
  /** The run's own reading, or a re-reading that is asked for, done or refused. */
  status: 'own' | Reread['status']
  note: string
  unknownWords: readonly string[]
  /** The teacher reads the same words as the student. */
  sameWords: boolean
  /** The teacher reads with the student's own weights. */
  sameWeights: boolean
  /** Whose feedback it reads where it is not the attempt's own: `attempt 27`. */
  swappedFrom: string | null
}

/** The re-reading that an attempt needs under the switches; null where its own reading is the one. */
export function neededReread(
  attempt: AttemptView,
  hindsight: Hindsight,
): { key: string; pieces: PromptPiece[]; sameWeights: boolean } | null {
  if (!attempt.reprompt || !attempt.positions || attempt.reprompt.mask === 0) return null
  const { sameWeights } = hindsight
  if (!sameWeights && shownPieces(attempt, hindsight).every((piece) => piece.state === 'given')) return null
  const pieces = givenPieces(attempt, hindsight)
  return { key: rereadKey(attempt.attempt, pieces, sameWeights), pieces, sameWeights }
}

export function readingOf(
  state: { hindsight: Hindsight; rereads: Readonly<Record<string, Reread>> },
  attempt: AttemptView,
): Reading {
  const pieces = shownPieces(attempt, state.hindsight)
  const needed = neededReread(attempt, state.hindsight)
  if (!needed) {
    return {
      pieces,
      positions: attempt.positions,
      status: 'own',
      note: '',
      unknownWords: [],
      sameWords: attempt.reprompt?.mask === 0,
      sameWeights: false,
      swappedFrom: null,
    }
  }
  const swappedFrom = pieces.some((piece) => piece.state === 'edited')
    ? (state.hindsight.swapped[attempt.attempt] ?? null)
    : null
  const { sameWeights } = needed
  const reread = state.rereads[needed.key]
  const sameWords = needed.pieces.every((piece) => piece.kind === 'question')
  if (!reread)
    return {
      pieces,
      positions: null,
      status: 'asked',
      note: '',
      unknownWords: [],
      sameWords,
      sameWeights,
      swappedFrom,
    }
  return {
    pieces,
    positions: reread.positions,
    status: reread.status,
    note: reread.note,
    unknownWords: reread.unknownWords,
    sameWords,
    sameWeights,
    swappedFrom,
  }
}
