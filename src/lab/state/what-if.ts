/** The what-if in view: what is asked of the self-teacher of the attempt in focus, and what it thinks then. From the recording where it is there; else asked of the engine. */
import type { Position, PromptPiece, WhatIfKind } from '../../engine/protocol.ts'
import { rereadKey, type Reread } from '../reading/hindsight.ts'
import { lenderName } from '../reading/swapped-feedback.ts'
import { whatIfOf } from '../reading/what-if.ts'
import type { AttemptView, StepView } from '../run/view.ts'
import { selectAsking } from './guess.ts'
import { remember, selectConfig, selectFocus, selectProblem, selectView, selectWhole } from './selectors.ts'
import type { LabState } from './store.ts'

export interface WhatIfView {
  what: WhatIfKind
  attempt: AttemptView
  /** Null where there are no such words. */
  pieces: readonly PromptPiece[] | null
  /** Whose they are, where they are somebody's. */
  from: string | null
  /** What it thinks under them; null while it is not known. */
  positions: readonly Position[] | null
  /** Why there is nothing to see, or that it is being read; '' where it is there. */
  note: string
  /** What is asked of a live engine; null where nothing is. */
  asks: { key: string; pieces: PromptPiece[] } | null
}

/** The attempt in focus, where its self-teacher has read it and nobody is asked to guess what it found. */
export function selectWhatIfAttempt(state: LabState): AttemptView | null {
  const { attempt } = selectFocus(state)
  if (selectAsking(state)) return null
  return attempt?.positions && attempt.reprompt?.mask === 1 ? attempt : null
}

const viewOf = remember(
  (
    what: WhatIfKind,
    step: StepView,
    attempt: AttemptView,
    problem: ReturnType<typeof selectProblem>,
    problems: LabState['presets'],
    question: string,
    config: ReturnType<typeof selectConfig>,
    live: boolean,
    whatIfs: ReturnType<typeof selectWhole>['whatIfs'],
    rereads: LabState['rereads'],
  ): WhatIfView => {
    const recorded = whatIfs[attempt.attempt]?.find((read) => read.what === what)
    const none = { what, attempt, pieces: null, from: null, positions: null, asks: null }
    if (recorded) {
      const from = recorded.from === undefined ? null : lenderName(recorded.from)
      return { ...none, ...recorded, from, note: '' }
    }
    if (!problem) return { ...none, note: 'The problem of this run is not known.' }
    const whatIf = whatIfOf(what, { step, attempt, problem, problems, question, config })
    if ('hindrance' in whatIf) return { ...none, note: whatIf.hindrance }
    const asked = { ...none, pieces: whatIf.pieces, from: whatIf.from ?? null }
    if (!live)
      return {
        ...asked,
        note: 'This reading is not in the recording. Go live, and the self-teacher will read it.',
      }
    const pieces = [...whatIf.pieces]
    const key = rereadKey(attempt.attempt, pieces, false)
    const reread = rereads[key]
    return {
      ...asked,
      positions: reread?.positions ?? null,
      note: noteOf(reread),
      asks: { key, pieces },
    }
  },
)

function noteOf(reread: Reread | undefined): string {
  const reading = 'The self-teacher is reading.'
  if (!reread) return reading
  switch (reread.status) {
    case 'asked':
      return reading
    case 'failed':
      return reread.note
    case 'done':
      return reread.unknownWords.length > 0 ? `The model cannot read: ${reread.unknownWords.join(', ')}` : ''
    default:
      return reread.status satisfies never
  }
}

/** Null where none is looked at. */
export function selectWhatIf(state: LabState): WhatIfView | null {
  const attempt = selectWhatIfAttempt(state)
  const { step } = selectFocus(state)
  if (state.whatIf === null || !attempt || !step) return null
  return viewOf(
    state.whatIf,
    step,
    attempt,
    selectProblem(state),
    state.presets,
    selectView(state).question,
    selectConfig(state),
    state.source === 'live',
    selectWhole(state).whatIfs,
    state.rereads,
  )
}
