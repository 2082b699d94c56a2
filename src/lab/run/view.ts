/**
 * What the lab shows of a run: the fold of its events up to one of them (fold.ts). Plain immutable
 * data that shares structure between neighbouring events, so a component re-renders only for what
 * changed. Everything here is a function of the events; nothing is remembered from elsewhere.
 */
import type { Stage, BackendInfo, ModelInfo, RunEventOf, Signals } from '../../engine/protocol.ts'
import type { Problem } from '../../problems/problem.ts'
import type { RunConfig } from '../../sdpo/config.ts'
import type { AttemptView } from './attempt-view.ts'
import type { BranchView, PrefixValues, ProbeView } from './fold-queries.ts'

export type { AttemptView } from './attempt-view.ts'

export interface StepView {
  /** 1-based. */
  step: number
  attempts: readonly AttemptView[]
  /** The last stage that is complete; null while the first is under way. */
  stage: Stage | null
  /** Mean reward of the group; null until GRPO's advantages are known. */
  groupMean: number | null
  /** Null until the update; also present on a skipped step. */
  signals: Signals | null
  /** Why the update was not taken, in words; null when it was (or is not yet known). */
  skipped: string | null
  /** Wall milliseconds; null until the update. */
  timings: RunEventOf<'step-updated'>['timings'] | null
  /** How far the update moved the adapter; null until it, where it was not taken, and where a file does not tell. */
  movement: RunEventOf<'step-updated'>['movement'] | null
  /** Number passed of those judged. */
  passed: number
  judged: number
  /** The configurations before and after, where this step began under another; null mostly. Marks the timeline. */
  changed: { before: RunConfig; after: RunConfig } | null
}

/** An attempt as its self-teacher read it again under other words. */
type RecordedWhatIf = Omit<RunEventOf<'attempt-reread'>, 'type' | 'attempt'>

type FinishReason = RunEventOf<'run-finished'>['reason']

export interface RunView {
  /** How many events this view has seen. */
  events: number
  startedAt: number | null
  problem: Problem | null
  /** The configuration in force at this point of the run. */
  config: RunConfig | null
  model: ModelInfo | null
  backend: BackendInfo | null
  /** What the student reads, chat template left out. */
  question: string
  /** Token texts by id, as far as they have been named. */
  vocabulary: Readonly<Record<string, string>>
  /** By step - 1. */
  steps: readonly StepView[]
  /** Attempts sampled, and passed, so far. */
  sampled: number
  passed: number
  /** Attempt number of the best attempt so far: most tests passed, the earliest of equals; null before a verdict. */
  best: number | null
  /** What the best is better by (fold.ts); looked for among all attempts, it was most of what folding a long run took. */
  bestScore: number
  /** Attempt number of the first that passed every test. */
  firstPass: number | null
  finished: FinishReason | null
  /** Attempts gone on with another token, in the order they were asked for. */
  branches: readonly BranchView[]
  /** What attempts' tokens did to their chance, by attempt, of those that were asked for. */
  values: Readonly<Record<number, PrefixValues>>
  /** What attempts' self-teachers would have thought under other words, by attempt, as far as it was recorded. */
  whatIfs: Readonly<Record<number, readonly RecordedWhatIf[]>>
  /** The person's prompts followed through the run. */
  probes: readonly ProbeView[]
}

export const emptyView: RunView = {
  events: 0,
  startedAt: null,
  problem: null,
  config: null,
  model: null,
  backend: null,
  question: '',
  vocabulary: {},
  steps: [],
  sampled: 0,
  passed: 0,
  best: null,
  bestScore: 0,
  firstPass: null,
  finished: null,
  branches: [],
  values: {},
  whatIfs: {},
  probes: [],
}

/** The step under way, or the last one. */
export function currentStep(view: RunView): StepView | null {
  return view.steps.at(-1) ?? null
}

/** An attempt by its number through the run; null when the view has not come to it. */
export function attemptOf(view: RunView, attempt: number): AttemptView | null {
  for (let i = view.steps.length - 1; i >= 0; i--) {
    const attempts = view.steps[i]!.attempts
    const first = attempts[0]
    if (!first || first.attempt > attempt) continue
    return attempts.find((a) => a.attempt === attempt) ?? null
  }
  return null
}
