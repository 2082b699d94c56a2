/**
 * A run's view is the fold of its events, and `reduceRun` is that fold's step. Time is an input: a view
 * is always computed forward, never by undoing. Events that speak of attempts or steps that do not exist
 * change nothing but the count.
 */
import {
  decoding,
  judged,
  reprompted,
  rescored,
  sampled,
  scored,
  updated,
  waiting,
  withAdvantage,
} from './fold-attempt.ts'
import type { Stage, RunEvent, RunEventOf } from '../../engine/protocol.ts'
import { opened } from './archive.ts'
import { branchOf, probeRead, probesSet, reads } from './fold-queries.ts'
import { emptyView, type AttemptView, type RunView, type StepView } from './view.ts'
import { pieceOf } from '../text/token.ts'

/** The view after one more event. Pure; shares all that did not change. */
export function reduceRun(view: RunView, event: RunEvent): RunView {
  const next = apply(view, event)
  return next === view ? { ...view, events: view.events + 1 } : { ...next, events: view.events + 1 }
}

/** The view while tokens arrive: the same fold, without counting, for progress that is never stored. */
export function withDecoding(
  view: RunView,
  step: number,
  tokens: readonly (readonly number[])[],
  vocabulary = view.vocabulary,
): RunView {
  return changeStep({ ...view, vocabulary }, step, (s) => ({
    ...s,
    attempts: s.attempts.map((a, i) => decoding(a, tokens[i] ?? [], vocabulary)),
  }))
}

function apply(view: RunView, event: RunEvent): RunView {
  switch (event.type) {
    case 'run-started':
      return {
        ...emptyView,
        events: view.events,
        vocabulary: view.vocabulary,
        startedAt: event.at,
        problem: event.problem,
        config: event.config,
        model: event.model,
        backend: event.backend,
        question: event.question,
      }
    case 'vocabulary':
      return { ...view, vocabulary: { ...view.vocabulary, ...event.pieces } }
    case 'step-started':
      return startStep(view, event)
    case 'sampling':
      return withDecoding(view, event.step, event.tokens)
    case 'attempt-sampled': {
      const next = changeAttempt(view, event.attempt, (a) => sampled(a, event, view.vocabulary))
      return next === view ? view : { ...next, sampled: view.sampled + 1 }
    }
    case 'attempt-judged':
      return withVerdict(view, event)
    case 'attempt-reprompted':
      return changeAttempt(view, event.attempt, (a) => reprompted(a, event))
    case 'attempt-scored':
      return changeAttempt(view, event.attempt, (a) => scored(a, event))
    case 'advantages': {
      const rowOf = new Map(event.attempts.map((attempt, i) => [attempt, i]))
      const at = <T>(values: readonly T[] | undefined, attempt: number) => values?.[rowOf.get(attempt) ?? -1]
      return changeStep(view, event.step, (s) => ({
        ...s,
        groupMean: event.groupMean,
        attempts: s.attempts.map((a) =>
          withAdvantage(a, at(event.values, a.attempt), at(event.selected, a.attempt) ?? null),
        ),
      }))
    }
    case 'step-updated':
      return changeStep(view, event.step, (s) => ({
        ...s,
        signals: event.signals,
        skipped: event.skipped ?? null,
        timings: event.timings,
        movement: event.movement ?? null,
        attempts: s.attempts.map(updated),
      }))
    case 'attempt-rescored':
      return changeAttempt(view, event.attempt, (a) => rescored(a, event))
    case 'attempt-branched': {
      if (!findAttempt(view, event.attempt)) return view
      const branch = branchOf(event, (id) => pieceOf(view.vocabulary, id))
      return { ...view, branches: [...view.branches.filter(({ key }) => key !== branch.key), branch] }
    }
    case 'attempt-valued': {
      const { attempt, samples, passed } = event
      if (!findAttempt(view, attempt)) return view
      return { ...view, values: { ...view.values, [attempt]: { samples, passed } } }
    }
    case 'attempt-reread': {
      const { type: _, attempt, ...whatIf } = event
      if (!reads(whatIf.positions, findAttempt(view, attempt))) return view
      const others = (view.whatIfs[attempt] ?? []).filter(({ what }) => what !== whatIf.what)
      return { ...view, whatIfs: { ...view.whatIfs, [attempt]: [...others, whatIf] } }
    }
    case 'probes-set':
      return { ...view, probes: probesSet(view.probes, event) }
    case 'probe-read':
      return { ...view, probes: probeRead(view.probes, event) }
    case 'run-finished':
      return { ...view, finished: event.reason }
    default:
      return event satisfies never
  }
}

function startStep(view: RunView, event: Extract<RunEvent, { type: 'step-started' }>): RunView {
  const step: StepView = {
    step: event.step,
    attempts: event.attempts.map((attempt, row) => waiting(attempt, event.step, row)),
    stage: null,
    groupMean: null,
    signals: null,
    skipped: null,
    timings: null,
    movement: null,
    passed: 0,
    judged: 0,
    changed: event.config && view.config ? { before: view.config, after: event.config } : null,
  }
  return { ...view, config: event.config ?? view.config, steps: [...view.steps, step], finished: null }
}

function withVerdict(view: RunView, event: RunEventOf<'attempt-judged'>): RunView {
  const passed = event.verdict.reward >= 1
  const next = changeAttempt(view, event.attempt, (a) => judged(a, event))
  if (next === view) return view
  const score = scoreOf(event.verdict)
  const better = view.best === null || score > view.bestScore
  return {
    ...next,
    passed: view.passed + (passed ? 1 : 0),
    firstPass: view.firstPass ?? (passed ? event.attempt : null),
    best: better ? event.attempt : view.best,
    bestScore: better ? score : view.bestScore,
  }
}

/** How good an attempt is among others. */
function scoreOf({ reward, passedTests, totalTests }: RunEventOf<'attempt-judged'>['verdict']): number {
  return reward + passedTests / Math.max(1, totalTests)
}

function findAttempt(view: RunView, attempt: number): AttemptView | undefined {
  for (let i = view.steps.length - 1; i >= 0; i--) {
    const found = view.steps[i]!.attempts.find((a) => a.attempt === attempt)
    if (found) return found
  }
  return undefined
}

function changeAttempt(view: RunView, attempt: number, change: (a: AttemptView) => AttemptView): RunView {
  for (let i = view.steps.length - 1; i >= 0; i--) {
    const step = view.steps[i]!
    const row = step.attempts.findIndex((a) => a.attempt === attempt)
    if (row >= 0)
      return changeStep(view, step.step, (s) => ({
        ...s,
        attempts: s.attempts.with(row, change(s.attempts[row]!)),
      }))
  }
  return view
}

function changeStep(view: RunView, step: number, change: (s: StepView) => StepView): RunView {
  const index = view.steps.findLastIndex((s) => s.step === step)
  if (index < 0) return view
  return { ...view, steps: view.steps.with(index, summarise(change(opened(view.steps[index]!)))) }
}

/** The parts of a step that follow from its attempts. */
function summarise(step: StepView): StepView {
  const judged = step.attempts.filter((a) => a.verdict).length
  return { ...step, judged, passed: step.attempts.filter((a) => a.passed).length, stage: completeStage(step) }
}

type AttemptStage = AttemptView['stage']
const order: readonly AttemptStage[] = [
  'waiting',
  'sampling',
  'sampled',
  'judged',
  'reprompted',
  'scored',
  'updated',
]

function completeStage(step: StepView): Stage | null {
  if (step.signals) return 'update'
  const all = (stage: AttemptStage, attempts = step.attempts) =>
    attempts.length > 0 && attempts.every((a) => order.indexOf(a.stage) >= order.indexOf(stage))
  const teaching = step.attempts.filter((a) => a.reprompt?.mask === 1)
  const reread = step.attempts.some((a) => a.reprompt)
  if (all('scored', teaching) && all('reprompted')) return 'score'
  if (all('reprompted')) return teaching.length === 0 && step.groupMean !== null ? 'score' : 'reprompt'
  if (all('judged')) return !reread && step.groupMean !== null ? 'score' : 'judge'
  if (all('sampled')) return 'sample'
  return null
}
