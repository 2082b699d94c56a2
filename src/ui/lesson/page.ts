/** What a lesson is made of: sentences whose underlined phrases act on the picture, and the picture that the page asks for. */
import type { WhatIfKind } from '../../engine/protocol.ts'
import type { CreditMode } from '../../lab/reading/credit.ts'
import type { FormulaName } from '../maths/Formula.tsx'

export type Effect =
  | { kind: 'credit'; mode: CreditMode }
  | { kind: 'hide-feedback' }
  /** The attempt in view once more, under other words. */
  | { kind: 'what-if'; what: WhatIfKind }
  /** The token to blame is asked for, before its credit is shown. */
  | { kind: 'guess' }
  | { kind: 'token'; attempt: number; token: number }
  | { kind: 'attempt'; attempt: number; step: number; token?: number }
  | { kind: 'step'; step: number }
  /** Another bundled run in the picture, at its most telling moment or at an update. */
  | { kind: 'recording'; name: string; step?: number }
  /** A live run of the problem in view, with a setting changed. */
  | { kind: 'live'; set?: { setting: string; value: number | string } }
  | { kind: 'panel'; panel: 'race' | 'results' }

export type Word =
  | string
  | { code: string; tone?: 'student' | 'teacher' }
  /** A button; `code` sets the words as a token. */
  | { say: string; effect: Effect; tone?: 'student' | 'teacher'; code?: boolean }
export type Sentence = readonly Word[]

/** The picture of a page: a rule of credit, and the attempt in view, the same with its token to blame asked for, the same after its update, or another. */
export interface Scenery {
  mode: CreditMode
  look: 'here' | 'before-the-credit' | 'after-the-update' | { step: number; attempt: number; token?: number }
}

export interface Page {
  title: string
  /** The whole page in one sentence, for a slide. */
  headline: Sentence
  sentences: readonly Sentence[]
  formula: FormulaName
  /** What to do now, live: the chapter's last word. */
  tryIt: Sentence
  scenery: Scenery
}
