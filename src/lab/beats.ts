/**
 * The five acts of one update as stops on the event log. An act ends after its last event in its
 * step; arms without a teacher have fewer acts. Next, previous and play move from stop to stop.
 */
import type { Beat } from '../engine/protocol.ts'

export interface Stop {
  /** Number of events seen at this stop. */
  at: number
  step: number
  beat: Beat
}

export const beats: readonly Beat[] = ['sample', 'judge', 'reprompt', 'score', 'update']

/** Names of the acts as the header of an attempt shows them. */
export const beatNames: Readonly<Record<Beat, string>> = { sample: 'Attempt', judge: 'Judge', reprompt: 'Re-read', score: 'Credit', update: 'Update' }
