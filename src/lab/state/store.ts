/**
 * The state of the lab (one zustand store) and what is read from it. A run is a log of events and a
 * playhead; `view` is the fold up to the playhead and `whole` the fold of all that is known, so the
 * timeline can show the rest of a recording pale. lab.ts builds the store and does things to it.
 */
import type { Session, Source } from '../run/session.ts'
import type { EngineState } from './engine-state.ts'
import type { Focus } from '../reading/focus.ts'
import type { CreditLevel, CreditMode } from '../reading/credit.ts'
import type { Carried } from '../reading/carried.ts'
import type { GuessState } from '../reading/guess.ts'
import type { Hindsight, Reread } from '../reading/hindsight.ts'
import type { Settings } from '../settings/settings.ts'
import type { RunSummary } from '../history/run-history.ts'
import type { ActionId } from './action-ids.ts'
import type { BranchRequest, Probe, WhatIfKind } from '../../engine/protocol.ts'
import type { Problem } from '../../problems/problem.ts'
import type { BaseRateState } from './base-rate-state.ts'
import type { WorthState } from './worth-state.ts'
import type { ForeignState } from './foreign-state.ts'
import type { ModelsState } from './models-state.ts'
import type { OutlookState } from './outlook-state.ts'
import type { RaceState } from '../race/race.ts'
import type { SideBySide } from '../reading/side-by-side.ts'

export type Panel =
  | 'settings'
  | 'problem-picker'
  | 'problem-editor'
  | 'hide-meaning'
  | 'help'
  | 'runs'
  | 'share'
  | 'model'
  | 'more'
  | 'race'
  | 'mattered'
  | 'palette'
  | 'probes'
  | 'side-by-side'
  | 'foreign'
  | 'results'

/** Slides of a presentation that are no lesson: its title, the question, and what was measured. */
export type SideSlide = 'title' | 'question' | 'measured'

export interface LabState {
  source: Source
  recorded: Session
  live: Session
  engine: EngineState
  /** Whether this browser gives the lab a GPU. */
  gpu: 'not-asked' | 'asking' | 'there' | 'none'
  /** Bytes that going live downloads: the model and the runtime. */
  liveBytes: number
  /** Models of the hub and of the browser's storage. */
  models: ModelsState
  /** The problem of the next live run. */
  problem: Problem | null
  presets: readonly Problem[]
  /** The problem that the editor opens with; null begins an own one. */
  edited: Problem | null
  /** Problems the person made. */
  problems: readonly Problem[]
  focus: Focus
  creditMode: CreditMode
  creditLevel: CreditLevel
  /** The attempt in rows, one for each rule of credit, in place of its strip. */
  compare: boolean
  /** The token through time, in place of its bars. */
  throughTime: boolean
  /** The gradient beside the bars; null shows it with the update, where nothing plays. */
  gradient: boolean | null
  hindsight: Hindsight
  /** Guesses of the token to blame, before hindsight speaks. */
  guess: GuessState
  /** Words on their way from beside a recording to the live run of it. */
  carried: Carried | null
  /** The lesson's page of a link that names no place in the run: it sets its own picture. */
  pageAlone: number | null
  /** What the self-teacher could have read instead, under the strip; null shows nothing of it. */
  whatIf: WhatIfKind | null
  /** By `rereadKey`. */
  rereads: Readonly<Record<string, Reread>>
  /** How often the untouched model passes the problem that was last asked about. */
  baseRate: BaseRateState
  /** What each measure of telling is worth for the question that was last asked about. */
  worth: WorthState
  /** Prompts of the person's own, followed through every run. */
  probes: readonly Probe[]
  /** Branches that were asked for, the ones that are there already included. */
  branching: readonly (BranchRequest & { requestId: number })[]
  /** The attempt whose tokens' changes are being measured; null: none. */
  valuing: { attempt: number; requestId: number } | null
  /** The branch that is shown in full, by its key. */
  branch: string | null
  /** The adapter file that live runs start from; null: the base model. */
  startsFrom: { name: string; zip: Uint8Array<ArrayBuffer> } | null
  /** prefers-reduced-motion, or the person's own choice. */
  reducedMotion: boolean
  settings: Settings
  history: readonly RunSummary[]
  /** The run waits for the browser to keep what it has come to. */
  keepingIsSlow: boolean
  /** Two runs to be looked at together. */
  sideBySide: SideBySide | null
  /** Taken out of the history last; can still be put back. */
  removedRun: RunSummary | null
  /** How the next live run may go. */
  outlook: OutlookState
  /** The arms on one problem, beside the run. */
  race: RaceState
  present: boolean
  /** False: the page of a link for a class, which has the question, the attempt and the lesson alone. */
  controls: boolean
  /** The slide before or after the lessons that is on; null: a lesson's. */
  side: SideSlide | null
  /** The presentation shows nothing. */
  blank: boolean
  /** What the speaker sees of the presentation, in a window of its own. */
  speaker: boolean
  /** The speaker's own notes, by `slideId`. */
  slideNotes: Readonly<Record<string, string>>
  /** The dot of the presentation. */
  pointer: boolean
  /** 1-based page of the lesson. */
  lessonPage: number
  lessonPages: number
  panel: Panel | null
  /** A run that another program made, while it is looked at. */
  foreign: ForeignState
  /** One-line messages to the person, newest last; each with what broke and the way out. */
  notices: readonly Notice[]
}

interface Notice {
  id: number
  tone: 'info' | 'error'
  text: string
  /** Acts that are the way out. */
  acts: readonly ActionId[]
}
