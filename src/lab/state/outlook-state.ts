/** What the page knows of how a run may go, before it begins. */
import type { Measured } from '../../outlook/measured.ts'
import type { Problem } from '../../problems/problem.ts'
import type { Arm } from '../../sdpo/config.ts'

/** What is measured, of which problem, on which model, under which settings of sampling and feedback; the step that is timed is the arm's. */
export interface OutlookOf {
  problem: Problem
  model: string
  settings: string
  arm: Arm
}

export type OutlookState =
  | { phase: 'none' }
  | {
      phase: 'measuring'
      depth: 'words' | 'samples'
      of: OutlookOf
      requestId: number
      measured: Measured | null
    }
  | { phase: 'measured'; of: OutlookOf; measured: Measured }
  | { phase: 'failed'; of: OutlookOf; why: string }

export const noOutlook: OutlookState = { phase: 'none' }
