/**
 * What the screen reads from the state. Every selector returns the same object while what it depends
 * on is the same, so it can be used as a hook's selector without a comparison.
 */
import type { Position } from '../../engine/protocol.ts'
import { chanceOf } from '../../outlook/known.ts'
import type { Problem } from '../../problems/problem.ts'
import { planOf, type ArmPlan } from '../../sdpo/arms.ts'
import { advantageClipOf, type RunConfig } from '../../sdpo/config.ts'
import { creditRows, type CreditRow } from '../reading/compare.ts'
import { creditOf, type CreditLevel, type CreditMode } from '../reading/credit.ts'
import { resolveFocus, type ResolvedFocus, type Focus } from '../reading/focus.ts'
import { readingOf, type Reading } from '../reading/hindsight.ts'
import { lendersOf, type Lender } from '../reading/swapped-feedback.ts'
import type { OutlookOf } from './outlook-state.ts'
import type { LabState } from './store.ts'
import type { Session } from '../run/session.ts'
import type { AttemptView, RunView } from '../run/view.ts'
import { pieceOf } from '../text/token.ts'

export function selectSession(state: LabState): Session {
  return state.source === 'live' ? state.live : state.recorded
}

/** The run up to the playhead. */
export function selectView(state: LabState): RunView {
  return selectSession(state).view
}

/** A run is shown, as against an empty page before the first one. */
export function selectHasRun(state: LabState): boolean {
  return selectSession(state).log.length > 0
}

/** Everything known of the shown run, beyond the playhead too. */
export function selectWhole(state: LabState): RunView {
  return selectSession(state).whole
}

/** What of the shown run has been shown once: the whole of a live run, and of a recording as far as it was played. */
export function selectKnown(state: LabState): RunView {
  return selectSession(state).known
}

/** The shown run's configuration at this moment, or the next run's before one has started. */
export function selectConfig(state: LabState): RunConfig {
  return selectView(state).config ?? selectWhole(state).config ?? state.settings.config
}

/** The shown run's problem, or the next run's before one has started. */
export function selectProblem(state: LabState): Problem | null {
  return selectWhole(state).problem ?? state.problem
}

/** The last answer again while the arguments are the same. */
export function remember<A extends readonly unknown[], R>(compute: (...args: A) => R): (...args: A) => R {
  let last: { args: A; result: R } | null = null
  return (...args) => {
    if (!last || args.some((arg, i) => arg !== last!.args[i])) last = { args, result: compute(...args) }
    return last.result
  }
}

const focusOf = remember((view: RunView, focus: Focus, whole: RunView): ResolvedFocus =>
  resolveFocus(view, focus, whole),
)

/** What is looked at: chosen, or the most telling. */
export function selectFocus(state: LabState): ResolvedFocus {
  return focusOf(selectView(state), state.focus, selectWhole(state))
}

const readings = new WeakMap<
  AttemptView,
  (hindsight: LabState['hindsight'], rereads: LabState['rereads']) => Reading
>()

/** What the self-teacher reads of an attempt under the switches, and thinks. */
export function selectReading(state: LabState, attempt: AttemptView): Reading {
  let read = readings.get(attempt)
  if (!read)
    readings.set(
      attempt,
      (read = remember((hindsight, rereads) => readingOf({ hindsight, rereads }, attempt))),
    )
  return read(state.hindsight, state.rereads)
}

type Credits = (
  positions: readonly Position[] | null,
  mode: CreditMode,
  level: CreditLevel,
  lambda: number,
  clip: number | null,
) => readonly number[] | null
const credits = new WeakMap<AttemptView, Credits>()

/** The rule that credit is drawn by: the one that was chosen, where the arm's attempts are re-read; without a self-teacher there is GRPO's, or none. */
export function selectCreditMode(state: LabState): CreditMode {
  const { teacher, trains } = selectPlan(state)
  return teacher ? state.creditMode : trains ? 'grpo' : 'sdpo'
}

/** What the arm of the shown run does, on its model. */
export function selectPlan(state: LabState): ArmPlan {
  return planFor(selectConfig(state).arm, selectView(state).model)
}

const planFor = remember(planOf)

/** Whether a self-teacher re-reads the attempts of the shown run. */
export function selectTaught(state: LabState): boolean {
  return selectPlan(state).teacher
}

/** The credit of every token of an attempt as the strip draws it: under the mode, level and switches. Null while unknown. */
export function selectCredit(state: LabState, attempt: AttemptView): readonly number[] | null {
  let credit = credits.get(attempt)
  if (!credit) {
    credit = remember((positions, mode, level, lambda, advantageClip) =>
      creditOf(attempt, positions, { mode, level, lambda, advantageClip }),
    )
    credits.set(attempt, credit)
  }
  const { loss } = selectConfig(state)
  return credit(
    selectReading(state, attempt).positions,
    selectCreditMode(state),
    state.creditLevel,
    loss.lambda,
    advantageClipOf(loss.distillation),
  )
}

const rowsOf = remember(
  (
    attempt: AttemptView,
    positions: readonly Position[] | null,
    lambda: number,
    advantageClip: number | null,
    groupMean: number | null,
  ): readonly CreditRow[] => creditRows(attempt, positions, { lambda, advantageClip, groupMean }),
)

/** The focused attempt under every rule of credit; empty without one. */
export function selectCreditRows(state: LabState): readonly CreditRow[] {
  const { step, attempt } = selectFocus(state)
  if (!attempt) return noRows
  const { loss } = selectConfig(state)
  return rowsOf(
    attempt,
    selectReading(state, attempt).positions,
    loss.lambda,
    advantageClipOf(loss.distillation),
    step?.groupMean ?? null,
  )
}
const noRows: readonly CreditRow[] = []

const lendersFor = remember(lendersOf)
const noLenders: readonly Lender[] = []

/** Whose feedback the focused attempt's teacher could be given instead. Nobody's where it has none of its own to replace. */
export function selectLenders(state: LabState): readonly Lender[] {
  const { step, attempt } = selectFocus(state)
  if (!step || !attempt?.reprompt?.pieces.some((piece) => piece.kind === 'feedback')) return noLenders
  return lendersFor(step, attempt, state.presets, selectProblem(state))
}

/** Whether the gradient stands beside the bars: with an update unless it was chosen, and while a run plays by choice alone, so that the bars stay where they are. */
export function selectGradient(state: LabState): boolean {
  return state.gradient ?? (selectFocus(state).step?.stage === 'update' && !selectSession(state).playing)
}

/** A token's text in the shown run. */
export function selectPiece(state: LabState): (id: number) => string {
  return pieceIn(selectWhole(state).vocabulary)
}

const pieceIn = remember(
  (vocabulary: RunView['vocabulary']) =>
    (id: number): string =>
      pieceOf(vocabulary, id),
)

/** What could be measured now, before a run; null where one is under way, or there is no model or no problem. */
export function selectOutlookSubject({
  source,
  live,
  engine,
  problem,
  settings,
}: LabState): OutlookOf | null {
  if (source !== 'live' || live.log.length > 0 || engine.phase !== 'ready' || !engine.model || !problem)
    return null
  // Its attempts cost what the server costs, and whole distributions are not to be had.
  if (engine.model.served) return null
  const { config } = settings
  return { problem, model: engine.model.id, settings: outlookSettings(config), arm: config.arm }
}

/** The settings that attempts and their feedback depend on. */
const outlookSettings = remember(
  ({
    attemptsPerStep,
    maxNewTokens,
    temperature,
    topP,
    thinking,
    reprompt,
    failingTest,
    adapter,
  }: RunConfig) =>
    JSON.stringify({
      attemptsPerStep,
      maxNewTokens,
      temperature,
      topP,
      thinking,
      reprompt,
      failingTest,
      adapter,
    }),
)

export function sameSubject(a: OutlookOf, b: OutlookOf): boolean {
  return a.arm === b.arm && sameAttempts(a, b)
}

/** Whether attempts of the untouched model and their feedback are those of the other too: they do not depend on the arm. */
export function sameAttempts(a: OutlookOf, b: OutlookOf): boolean {
  return a.problem === b.problem && a.model === b.model && a.settings === b.settings
}

/** How likely a blind guess passes at the shown problem; null where guesses are not of a few. */
export function selectChance(state: LabState): number | null {
  const problem = selectProblem(state)
  return problem && chanceOf(problem)
}
