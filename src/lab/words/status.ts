/**
 * The transport in words: what the primary button does next and the one sentence beneath it. Both
 * follow from the state alone.
 */
import type { NextStep } from '../../diagnosis/findings.ts'
import { nextWords } from '../../diagnosis/words.ts'
import type { Stage } from '../../engine/protocol.ts'
import { stepSize } from '../../sdpo/arms.ts'
import { masteryWindow, plateauWindow, shareOf, stopReason } from '../../sdpo/stop.ts'
import { stageOf } from '../../engine/stage-of.ts'
import { expectedStage, lastDone, stopAfter, stopBefore } from '../run/stages.ts'
import { count, megabytes } from '../text/format.ts'
import { selectChance, selectConfig, selectSession } from '../state/selectors.ts'
import type { LabState } from '../state/store.ts'
import { selectDiagnosis } from './ended.ts'
import { firstPassStop, type Session } from '../run/session.ts'
import { attemptOf, currentStep, type RunView, type StepView } from '../run/view.ts'

/** How many attempts 'Add attempts' adds. */
export const extension = 64

export type Primary =
  /** Play a known act, or ask the engine for the next one. */
  | { kind: 'act'; stage: Stage; label: string }
  | { kind: 'load' | 'retry' | 'pause' | 'resume' | 'replay' | 'extend'; label: string }
  | { kind: 'loading'; label: string; /** 0..1 of all bytes. */ progress: number }
  /** What a run that found nothing says should be changed first. */
  | { kind: 'mend'; label: string; next: NextStep }
  | { kind: 'pausing' | 'none'; label: string }

function actLabel(stage: Stage, attempts: number): string {
  switch (stage) {
    case 'sample':
      return `Make ${count(attempts, 'attempt', 'attempts')}`
    case 'judge':
      return attempts === 1 ? 'Judge it' : 'Judge them'
    case 'reprompt':
      return 'Re-read with feedback'
    case 'score':
      return 'Show the credit'
    case 'update':
      return 'Update the student'
    default:
      return stage satisfies never
  }
}

/** A sentence's "before ...". */
const before: Readonly<Record<Stage, string>> = {
  sample: 'the next attempts',
  judge: 'the verdicts',
  reprompt: 'the re-reading',
  score: 'the credit',
  update: 'the update',
}

/** And its "in the middle of ...". */
const during: Readonly<Record<Stage, string>> = {
  sample: 'the attempts',
  judge: 'the judging',
  reprompt: 'the re-reading',
  score: 'the credit',
  update: 'the update',
}

/** The next act at the playhead: the one that is known, or the one to expect. */
function nextStage(session: Session, arm: LabState['settings']['config']['arm']): Stage {
  return (
    stopAfter(session.stops, (session.target ?? { at: session.playhead }).at)?.stage ??
    expectedStage(session.view, arm)
  )
}

function atEnd(session: Session): boolean {
  return (session.target?.at ?? session.playhead) >= session.log.length
}

function act(state: LabState, session: Session): Primary {
  const config = selectConfig(state)
  const planned = { ...config, attemptsPerStep: state.settings.config.attemptsPerStep }
  const stage = nextStage(session, config.arm)
  const known =
    stage === 'sample' ? stopAfter(session.stops, (session.target ?? { at: session.playhead }).at) : null
  const step = known ? session.whole.steps.find((s) => s.step === known.step) : currentStep(session.view)
  const upcoming =
    known && step
      ? step.attempts.length
      : Math.max(1, Math.min(stepSize(planned), config.budget - session.whole.sampled))
  const attempts = stage === 'sample' ? upcoming : (step?.attempts.length ?? 1)
  return { kind: 'act', stage, label: actLabel(stage, attempts) }
}

export function primaryOf(state: LabState): Primary {
  const session = selectSession(state)
  if (session.playing) return { kind: 'pause', label: 'Pause' }
  const end = atEnd(session)
  if (!end) return act(state, session)
  if (state.source === 'recorded') {
    return session.log.length === 0
      ? { kind: 'none', label: 'Opening the recording' }
      : { kind: 'replay', label: session.whole.firstPass === null ? 'Play it again' : 'See how it got there' }
  }
  const { engine } = state
  switch (engine.phase) {
    case 'absent':
      return {
        kind: 'load',
        label:
          engine.choice.kind === 'bundled'
            ? `Load model, ${megabytes(state.liveBytes)}`
            : `Load ${engine.choice.name}`,
      }
    case 'loading': {
      const total = engine.totalBytes || state.liveBytes
      const loaded = Math.min(engine.loadedBytes, total)
      return {
        kind: 'loading',
        label: `Loading ${megabytes(loaded, true).replace(/ MB$/, '')} of ${megabytes(total)}`,
        progress: total > 0 ? loaded / total : 0,
      }
    }
    case 'fault':
      if (engine.fault?.during === 'load' || !engine.model) return { kind: 'retry', label: 'Retry' }
      // A start that was refused left no run to resume.
      if (session.log.length === 0) return act(state, session)
      return {
        kind: 'resume',
        label: currentStep(session.whole) ? `Resume from update ${lastDone(session.whole)}` : 'Resume',
      }
    case 'running':
      return { kind: 'pause', label: 'Pause' }
    case 'pausing':
      return { kind: 'pausing', label: 'Pausing' }
    case 'ready':
      break
    default:
      engine.phase satisfies never
  }
  if (goesOn(state, session)) return act(state, session)
  switch (session.whole.finished) {
    case 'solved':
    case 'mastered':
      return { kind: 'replay', label: 'See how it got there' }
    case 'budget':
    case 'plateau': {
      const next = selectDiagnosis(state)?.next ?? { kind: 'extend' }
      const label = nextWords(next, extension)
      return next.kind === 'extend' ? { kind: 'extend', label } : { kind: 'mend', label, next }
    }
    case 'stopped':
    case null:
      return act(state, session)
    default:
      return session.whole.finished satisfies never
  }
}

/** A finished run that a later change of its stop rule lets go on. */
function goesOn(state: LabState, session: Session): boolean {
  const shares = session.whole.steps.flatMap((step) =>
    step.attempts.flatMap(({ verdict }) => (verdict ? [shareOf(verdict)] : [])),
  )
  return session.whole.finished !== 'stopped' && stopReason(state.settings.config, shares) === null
}

export interface Status {
  text: string
  tone: 'plain' | 'error' | 'pass'
}

/** One sentence: what is happening, or what was. */
export function statusOf(state: LabState): Status {
  const session = selectSession(state)
  const { engine } = state
  if (state.source === 'live') {
    if (engine.phase === 'fault' && engine.fault)
      return { text: faultSentence(engine.fault, session.whole), tone: 'error' }
    if (engine.phase === 'absent') return plain(whereItRuns[state.gpu])
    if (engine.phase === 'loading')
      return plain(engine.what === '' ? 'Kept for next time, works offline' : engine.what)
    const running = engine.phase === 'running' || engine.phase === 'pausing'
    if (running && state.keepingIsSlow)
      return plain(`The run waits until the browser has kept update ${lastDone(session.whole)}`)
    if (running && session.following)
      return plain(
        engine.phase === 'pausing' ? `${working(session.view)}, then a pause` : working(session.view),
      )
    if (running) return plain(`The run goes on at update ${currentStep(session.whole)?.step ?? 1}`)
    if (session.log.length === 0) return plain('Ready')
  }
  if (session.log.length === 0) return plain('')
  if (session.playing || session.target) return plain(working(session.view))
  const step = currentStep(session.view)
  if (!step) return plain('Before the first attempt')
  if (step.skipped && step.stage === 'update')
    return { text: `Update ${step.step} was left out`, tone: 'error' }
  if (atEnd(session) && session.view.finished) return finishedSentence(session.view, selectChance(state))
  if (atEnd(session) && state.source === 'recorded') return plain('The recording ends here')
  const stage = nextStage(session, selectConfig(state).arm)
  if (firstPassStop(session)?.at === session.playhead)
    return { text: `First pass: attempt ${session.view.firstPass}. Paused here`, tone: 'pass' }
  return plain(begun(session) ? `Paused in the middle of ${during[stage]}` : `Paused before ${before[stage]}`)
}

/** The next act is under way at the playhead. */
const begun = ({ stops, playhead, log }: Session): boolean =>
  log.slice(stopBefore(stops, playhead + 1)?.at ?? 0, playhead).some((event) => stageOf(event) !== null)

function plain(text: string): Status {
  return { text, tone: 'plain' }
}

const whereItRuns: Readonly<Record<LabState['gpu'], string>> = {
  'not-asked': 'Runs in this tab',
  asking: 'Runs in this tab',
  there: 'Runs in this tab, on your GPU or CPU, whichever is faster',
  none: 'Runs in this tab, on your CPU',
}

function faultSentence(fault: NonNullable<LabState['engine']['fault']>, view: RunView): string {
  const kept = fault.during === 'run' && lastDone(view) > 0 ? ` Update ${lastDone(view)} is kept.` : ''
  return `${sentence(fault.message)}${kept}`
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

function finishedSentence(view: RunView, chance: number | null): Status {
  switch (view.finished) {
    case 'solved': {
      // An answer that is no program has no tests of its own; its verdict counts one.
      const total = attemptOf(view, view.firstPass!)?.verdict?.totalTests ?? 1
      if (chance !== null)
        return plain(`Attempt ${view.firstPass} passes, as 1 blind guess in ${Math.round(1 / chance)} does`)
      return {
        text: `Attempt ${view.firstPass} passed ${total === 1 ? 'its test' : `all ${total} tests`}`,
        tone: 'pass',
      }
    }
    case 'mastered':
      return { text: masteredSentence(view), tone: 'pass' }
    case 'budget':
      return plain(
        view.passed > 0
          ? `The budget is spent: ${view.passed} of ${count(view.sampled, 'attempt', 'attempts')} passed`
          : `The budget is spent: none of ${count(view.sampled, 'attempt', 'attempts')} passed`,
      )
    case 'plateau':
      return plain(
        `A plateau: none of the last ${plateauWindow} attempts passed more tests than the best before`,
      )
    case 'stopped':
    case null:
      return plain('Stopped')
    default:
      return view.finished satisfies never
  }
}

/** How many of the attempts that the rule looks at passed. */
function masteredSentence(view: RunView): string {
  const judged = view.steps.flatMap((step) => step.attempts.filter(({ passed }) => passed !== null))
  const latest = judged.slice(-masteryWindow)
  const passed = latest.filter((attempt) => attempt.passed).length
  return passed === latest.length
    ? `All of the last ${latest.length} attempts passed`
    : `${passed} of the last ${latest.length} attempts passed`
}

/** What is going on in the step under way. */
function working(view: RunView): string {
  const step = currentStep(view)
  if (!step) return 'Starting'
  const [first, last] = [step.attempts[0]?.attempt ?? 0, step.attempts.at(-1)?.attempt ?? 0]
  const next = (done: (a: StepView['attempts'][number]) => boolean) =>
    step.attempts.find((a) => !done(a))?.attempt ?? last
  switch (step.stage) {
    case null: {
      const tokens = Math.max(0, ...step.attempts.map((a) => a.tokens.length))
      const who = first === last ? `Attempt ${first}` : `Attempts ${first}\u2013${last}`
      return tokens === 0 ? `${who}: reading the question` : `${who}: ${count(tokens, 'token', 'tokens')}`
    }
    case 'sample':
      return `Judging attempt ${next((a) => a.verdict !== null)} of ${last}`
    case 'judge':
      return `Putting the feedback to attempt ${next((a) => a.reprompt !== null)} of ${last}`
    case 'reprompt':
      return `Re-reading attempt ${next((a) => a.positions !== null || a.reprompt?.mask === 0)} of ${last}`
    case 'score':
      return `Updating the student, update ${step.step}`
    case 'update':
      return step.skipped ? `Update ${step.step} was left out` : `Update ${step.step} done`
    default:
      return step.stage satisfies never
  }
}
