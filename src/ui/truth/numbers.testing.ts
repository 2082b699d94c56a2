/** The numbers behind a picture, read from the run and the switches without the code that makes the sentences. */
import type { Position } from '../../engine/protocol.ts'
import { neededReread } from '../../lab/reading/hindsight.ts'
import { currentStep, type AttemptView, type RunView, type StepView } from '../../lab/run/view.ts'
import { selectScene } from '../../lab/state/scene.ts'
import { selectConfig, selectSession } from '../../lab/state/selectors.ts'
import type { LabState } from '../../lab/state/store.ts'
import { inWords, percent } from '../../lab/text/format.ts'
import { pieceOf, tokenText } from '../../lab/text/token.ts'
import type { RunConfig } from '../../sdpo/config.ts'

export interface Numbers {
  state: LabState
  config: RunConfig
  view: RunView
  whole: RunView
  step: StepView | null
  attempt: AttemptView | null
  pinned: number | null
  /** What both readers think under the switches; null while it is not known. */
  positions: readonly Position[] | null
  /** Whose words the self-teacher reads. */
  reads: 'unknown' | 'nothing' | 'feedback' | 'edited' | 'lent' | 'solution'
  hidden: boolean
  ownReading: boolean
  status: 'own' | 'asked' | 'done' | 'failed'
}

export function numbersOf(state: LabState): Numbers {
  const session = selectSession(state)
  const { attempt, pinned } = selectScene(state)
  const { hindsight } = state
  const needed = attempt && neededReread(attempt, hindsight)
  const reread = needed ? state.rereads[needed.key] : undefined
  const kinds = attempt?.reprompt?.pieces.map((piece) => piece.kind) ?? []
  const feedback = kinds.includes('feedback') && hindsight.feedback
  const solution = kinds.includes('solution') && hindsight.solution
  const mine = attempt ? hindsight.edited[attempt.attempt] : undefined
  const judge = attempt?.reprompt?.pieces.find((piece) => piece.kind === 'feedback')
  const [from, to] = judge?.words ?? [0, judge?.text.length ?? 0]
  const changed = feedback && mine !== undefined && judge!.text.slice(from, to) !== mine
  const reads =
    attempt?.reprompt == null
      ? 'unknown'
      : changed
        ? hindsight.swapped[attempt.attempt] !== undefined && needed
          ? 'lent'
          : 'edited'
        : solution
          ? 'solution'
          : feedback
            ? 'feedback'
            : 'nothing'
  return {
    state,
    config: selectConfig(state),
    view: session.view,
    whole: session.whole,
    step: currentStep(session.view),
    attempt,
    pinned,
    positions: needed ? (reread?.positions ?? null) : (attempt?.positions ?? null),
    reads,
    hidden: reads === 'nothing' && (kinds.includes('feedback') || kinds.includes('solution')),
    ownReading: needed === null,
    status: needed ? (reread?.status ?? 'asked') : 'own',
  }
}

export const nameOf = ({ whole }: Numbers, id: number) => tokenText(pieceOf(whole.vocabulary, id)).bare
export const tokenName = (attempt: AttemptView, token: number) => tokenText(attempt.pieces[token]!).bare
export const attemptsIn = (run: RunView) => run.steps.flatMap((step) => step.attempts)
export const attemptBy = (run: RunView, number: string | number) =>
  attemptsIn(run).find((a) => a.attempt === Number(number)) ?? null
export const stepBy = (run: RunView, number: string | number) =>
  run.steps.find((s) => s.step === Number(number)) ?? null
export const p = (logProb: number) => percent(Math.exp(logProb))
export const gapsOf = (positions: readonly Position[] | null) =>
  (positions ?? []).map((q) => q.teacher[0]! - q.student[0]!)
export const widest = (n: Numbers) => Math.max(0, ...gapsOf(n.positions).map(Math.abs))

/** A number in words or digits, capital or not. */
export const isNumber = (said: string, n: number) => said.toLowerCase() === inWords(n) || said === String(n)

/** `all eight`, `none of eight`, `five of eight`, `the one`. */
export function isShare(said: string, passed: number, of: number): boolean {
  const text = said.toLowerCase()
  if (text === 'the one') return of === 1 && passed === 1
  const all = /^all (\S+)$/.exec(text)
  if (all) return passed === of && isNumber(all[1]!, of)
  const some = /^(\S+) of (\S+)$/.exec(text)
  return (
    some !== null &&
    passed < of &&
    (some[1] === 'none' ? passed === 0 : passed > 0 && isNumber(some[1]!, passed)) &&
    isNumber(some[2]!, of)
  )
}

/** The passed of those judged. */
export const judgedAll = (step: StepView | null): step is StepView =>
  step !== null && step.attempts.length > 0 && step.attempts.every((a) => a.passed !== null)
export const passedOf = (step: StepView) => step.attempts.filter((a) => a.passed).length

/** The candidates of a name, the sampled one left out. */
const rivals = (n: Numbers, q: Position, name: string) =>
  q.ids.map((_, i) => i).filter((i) => i > 0 && nameOf(n, q.ids[i]!) === name)

/** "would write" is of the teacher's first choice alone; "leans more to" of one that gains most and is not the first. */
export function rivalHolds(n: Numbers, q: Position, verb: string, name: string): boolean {
  const teacher = q.teacher.map(Math.exp)
  const gain = teacher.map((t, i) => t - Math.exp(q.student[i]!))
  const best = Math.max(...teacher)
  const most = Math.max(...gain.slice(1))
  const least = Math.min(...gain.slice(1))
  return rivals(n, q, name).some((i) => {
    switch (verb) {
      case 'would write':
      case 'takes its place':
        return teacher[i] === best && gain[i]! >= 0.0999
      case 'leans more to':
      case 'gains most':
        return teacher[i]! < best && gain[i] === most && most >= 0.0999
      case 'at the expense of':
        return gain[i] === least && least <= -0.0999
      case 'takes the place of':
        return gain[i] === least && least <= -0.0999 && teacher[0] === best
      default:
        return false
    }
  })
}

/** A token of the attempt in view by its name that a claim holds of. */
export function someToken(n: Numbers, name: string, holds: (q: Position, token: number) => boolean): boolean {
  const { attempt, positions } = n
  return (positions ?? []).some((q, token) => tokenName(attempt!, token) === name && holds(q, token))
}

/** Whether attempts of the run's arm are read by a self-teacher. */
export const retold = ({ config: { arm } }: Pick<Numbers, 'config'>) =>
  !['best-of-k', 'multi-turn', 'grpo'].includes(arm)

/** Whether credit is drawn by one of these rules: without a self-teacher there is GRPO's, or none. */
export const inMode = (n: Numbers, ...modes: string[]) =>
  modes.includes(retold(n) ? n.state.creditMode : n.config.arm === 'grpo' ? 'grpo' : 'sdpo')
