/**
 * The state of the lab (one zustand store) and what is read from it. A run is a log of events and a
 * playhead; `view` is the fold up to the playhead and `whole` the fold of all that is known, so the
 * timeline can show the rest of a recording pale. lab.ts builds the store and does things to it.
 */
import type { ActionId } from '../actions/ids.ts'
import type {
  BackendInfo,
  BackendName,
  BranchRequest,
  EngineEvent,
  ModelChoice,
  ModelInfo,
  Position,
  Probe,
  PromptPiece,
} from '../../engine/protocol.ts'
import type { Problem } from '../../problems/problem.ts'
import type { RunConfig } from '../../sdpo/config.ts'
import type { Stop } from '../run/beats.ts'
import type { RunLog } from '../run/fold.ts'
import type { ModelsState } from './models-state.ts'
import type { RaceState } from '../race/race.ts'
import type { SideBySide } from '../reading/side-by-side.ts'
import type { RunView } from '../run/view.ts'

export type Source = 'recorded' | 'live'
export type CreditMode = 'sdpo' | 'grpo' | 'mix'
export type Grain = 'logit' | 'token' | 'sequence'
export type Theme = 'system' | 'light' | 'dark' | 'projector'
export type Fault = Omit<Extract<EngineEvent, { type: 'fault' }>, 'type'>

/** One run as the lab holds it. */
export interface Session {
  /** Every event known, in order; grows at its end while a live run goes on. */
  log: RunLog
  /** How many of them the picture has seen: 0 .. log.length. */
  playhead: number
  /** Tokens half decoded, shown on top of the playhead's view. */
  decoding: { step: number; tokens: readonly (readonly number[])[] } | null
  /** Fold of the first `playhead` events, with the tokens being decoded when at the live end. */
  view: RunView
  /** Fold of all events. */
  whole: RunView
  /** Where acts end, in order of time (beats.ts). */
  stops: readonly Stop[]
  /** The picture moves on with new events. Scrubbing back clears it, reaching the end sets it. */
  following: boolean
  /** The player goes through known events, act after act. */
  playing: boolean
  /** Where the act being played ends; null at rest. */
  target: Stop | null
  /** A sentence about the log itself (a file cut short, a repaired entry); null mostly. */
  notice: string | null
  /** Where the run is kept in the history; null when it is not. */
  historyId: string | null
  /** Name of the bundled recording that this is; null when it is not one. */
  bundled: string | null
}

export type EnginePhase = 'absent' | 'loading' | 'ready' | 'running' | 'pausing' | 'fault'

export interface EngineState {
  phase: EnginePhase
  /** Bytes over all files; total 0 while unknown. */
  loadedBytes: number
  totalBytes: number
  /** What is being loaded, in words. */
  what: string
  /** The model that loading loads. */
  choice: ModelChoice
  /** The one that is there; null without one. */
  loaded: ModelChoice | null
  model: ModelInfo | null
  backend: BackendInfo | null
  /** The last thing that broke; kept until the next success or dismissal. */
  fault: Fault | null
}

/** What the person looks at. Null means "choose for me": see `resolveFocus` (focus.ts). */
export interface Focus {
  attempt: number | null
  /** Pinned position in the attempt. */
  token: number | null
  /** Hovered or keyboard-focused position: previews; leaving restores the pin. */
  hovered: number | null
}

/** What the self-teacher is given beside the question. */
export interface Hindsight {
  feedback: boolean
  solution: boolean
  /** Feedback rewritten by hand, by attempt number. */
  edited: Readonly<Record<number, string>>
  /** Whose words an edited feedback is, where it is someone else's: `attempt 27`. By attempt number. */
  lent: Readonly<Record<number, string>>
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

/** The person's choices that outlive the page (persist.ts). */
export interface Settings {
  /** Configuration of the next run; a running one takes it from its next step. */
  config: RunConfig
  theme: Theme
  backend: Exclude<BackendName, 'node'> | 'auto'
  /** Null follows the system's prefers-reduced-motion. */
  reducedMotion: boolean | null
}

export interface RunSummary {
  id: string
  /** Milliseconds since the epoch. */
  at: number
  title: string
  seed: number
  arm: RunConfig['arm']
  steps: number
  attempts: number
  firstPass: number | null
  /** What the person calls it; absent: its problem's title. */
  name?: string
  /** Bytes of its events as text, and of its adapters. */
  bytes?: number
  adapterBytes?: number
  /** Its adapter is kept, so it can go on. */
  resumable?: boolean
}

export type Panel =
  | 'settings'
  | 'problem-picker'
  | 'problem-editor'
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
  | 'results'

export interface LabState {
  source: Source
  recorded: Session
  live: Session
  engine: EngineState
  /** Bytes that going live downloads: the model and the runtime. */
  liveBytes: number
  /** Models of the hub and of the browser's storage. */
  models: ModelsState
  /** The problem of the next live run. */
  problem: Problem | null
  presets: readonly Problem[]
  /** Problems the person made. */
  problems: readonly Problem[]
  focus: Focus
  creditMode: CreditMode
  grain: Grain
  /** The attempt in rows, one for each rule of credit, in place of its strip. */
  compare: boolean
  /** The token through time, in place of its bars. */
  throughTime: boolean
  /** The gradient beside the bars; null shows it with the update. */
  gradient: boolean | null
  hindsight: Hindsight
  /** By `rereadKey`. */
  rereads: Readonly<Record<string, Reread>>
  /** Prompts of the person's own, followed through every run. */
  probes: readonly Probe[]
  /** Branches that were asked for, the ones that are there already included. */
  branching: readonly BranchRequest[]
  /** The branch that is shown in full, by its key. */
  branch: string | null
  /** The adapter file that live runs start from; null: the base model. */
  startsFrom: { name: string; zip: Uint8Array<ArrayBuffer> } | null
  /** prefers-reduced-motion, or the person's own choice. */
  reducedMotion: boolean
  settings: Settings
  history: readonly RunSummary[]
  /** Two runs to be looked at together. */
  sideBySide: SideBySide | null
  /** Taken out of the history last; can still be put back. */
  removedRun: RunSummary | null
  /** The arms on one problem, beside the run. */
  race: RaceState
  present: boolean
  /** The dot of the presentation. */
  pointer: boolean
  /** 1-based page of the lesson. */
  lessonPage: number
  lessonPages: number
  panel: Panel | null
  /** One-line messages to the person, newest last; each with what broke and the way out. */
  notices: readonly Notice[]
}

export interface Notice {
  id: number
  tone: 'info' | 'error'
  text: string
  /** Acts that are the way out. */
  acts: readonly ActionId[]
}
