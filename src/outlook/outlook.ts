/**
 * Can it work here? What was measured becomes one colour, its reasons, the strongest first, and one thing to
 * change. A reason holds the figures that it is drawn from, and `expects` what follows for the run, so that a
 * test can hold both against what then happens.
 */
import type { Problem, ProgramKind } from '../problems/problem.ts'
import { formOf, tellsForm } from '../problems/prompt.ts'
import { arms } from '../sdpo/arms.ts'
import type { RunConfig } from '../sdpo/config.ts'
import { chanceOf, guessedFromFeedback, usualTokens } from './known.ts'
import { roomFor } from './room.ts'
import { plannedSamples, type Measured, type Shift, type UntouchedSample } from './measured.ts'
import { commonest } from './phrasing.ts'

export type Reason =
  | { kind: 'question-too-long'; tokens: number; limit: number }
  | { kind: 'unread'; words: readonly string[] }
  | { kind: 'not-its-form'; asked: ProgramKind }
  | { kind: 'not-writable'; steps: number }
  /** Without a shift where the arm reads no feedback. */
  | { kind: 'reach'; rate: number; shift: Shift | null }
  | { kind: 'answer-too-long'; tokens: number; limit: number }
  | { kind: 'short-for-its-kind'; usual: number; limit: number }
  | { kind: 'form-not-told' }
  | { kind: 'not-tried' }
  | { kind: 'already'; passes: number; of: number }
  | { kind: 'some-pass'; passes: number; of: number }
  | { kind: 'guess'; chance: number; passes: number; of: number }
  | { kind: 'cut'; cut: number; of: number; limit: number }
  | { kind: 'alike'; text: string; of: number }
  | { kind: 'same-error'; error: string; count: number; of: number }
  | { kind: 'no-feedback'; of: number }
  | { kind: 'one-feedback'; of: number }
  | { kind: 'informative'; shift: Shift }
  | { kind: 'uninformative'; shift: Shift }
  | { kind: 'against'; shift: Shift }
  | { kind: 'guesser'; budget: number; within: number }
  | { kind: 'nothing-passed'; of: number; distinct: number }

/** One thing to change: a button does it. */
export type Change =
  | { kind: 'length'; maxNewTokens: number }
  | { kind: 'model' }
  | { kind: 'edit' }
  | { kind: 'try' }
  | { kind: 'only-sample' }

export interface Outlook {
  colour: 'green' | 'amber' | 'red'
  /** Whether an attempt passes within the budget; 'open' where that cannot be said. */
  expects: 'pass' | 'none' | 'open'
  /** The strongest first; at least one. */
  reasons: readonly [Reason, ...Reason[]]
  change: Change | null
}

/** Nats of log-odds that feedback must move an answer, beyond what any feedback moves it, to be called information. */
const informativeShift = 1

/** How likely a pass within the budget must be, at the rate of the untouched attempts, to be expected. */
const likelyWithin = 0.8

/**
 * Right answers that a budget of untouched attempts would hold if feedback moved each attempt as it moves the
 * teacher: SDPO found nine of ten problems of the bundled model from `likely` on, one of ten below `unlikely`
 * (14 presets and 50 hidden meanings, 128 attempts).
 */
const reached = { likely: 0.2, unlikely: 0.08 } as const
/** The same where no feedback is read: one passes with that chance, or none does. */
const reachedBlind = { likely: -Math.log(1 - likelyWithin), unlikely: -Math.log(likelyWithin) } as const

/** Share of the attempts that fail in one way, from which on that is what is said of them. */
const mostOf = 0.75

export function outlookOf(problem: Problem, measured: Measured, config: Settings): Outlook {
  return (
    cannotStart(problem, measured, config) ??
    withGuesser(
      problem,
      config,
      measured.samples.length === 0 ? untried(problem, measured, config) : tried(problem, measured, config),
    )
  )
}

/** What a pass is worth where the feedback names what is left. */
function withGuesser(problem: Problem, { budget }: Settings, outlook: Outlook): Outlook {
  const within = guessedFromFeedback(problem, budget)
  return within === null
    ? outlook
    : { ...outlook, reasons: [...outlook.reasons, { kind: 'guesser', budget, within }] }
}

type Settings = Pick<RunConfig, 'arm' | 'maxNewTokens' | 'budget'>

/** What makes attempts pointless before one is made. */
export function cannotStart(
  problem: Problem,
  measured: Measured,
  { maxNewTokens }: Settings,
): Outlook | null {
  const { readsAll, questionTokens, contextLength, answerTokens, writable } = measured
  const red = (reason: Reason, change: Change | null): Outlook => ({
    colour: 'red',
    expects: 'none',
    reasons: [reason],
    change,
  })
  if (questionTokens >= contextLength)
    return red({ kind: 'question-too-long', tokens: questionTokens, limit: contextLength }, { kind: 'model' })
  if (!readsAll && problem.program.kind !== 'expression')
    return red({ kind: 'not-its-form', asked: problem.program.kind }, { kind: 'model' })
  if (writable && !writable.found)
    return red({ kind: 'not-writable', steps: writable.steps }, { kind: 'edit' })
  if (answerTokens !== null && answerTokens > maxNewTokens) {
    const room = contextLength - questionTokens
    return red(
      { kind: 'answer-too-long', tokens: answerTokens, limit: maxNewTokens },
      answerTokens <= room
        ? { kind: 'length', maxNewTokens: roomFor(answerTokens, room) }
        : { kind: 'model' },
    )
  }
  return null
}

function untried(
  problem: Problem,
  { readsAll, answerTokens, unread }: Measured,
  { maxNewTokens }: Settings,
): Outlook {
  const usual = usualTokens(problem)
  const reasons: Reason[] = unreadOf(readsAll, unread)
  if (answerTokens === null && readsAll && usual > maxNewTokens)
    reasons.push({ kind: 'short-for-its-kind', usual, limit: maxNewTokens })
  if (readsAll && !tellsForm(problem) && formOf(problem) === '') reasons.push({ kind: 'form-not-told' })
  const [first = { kind: 'not-tried' } as const, ...others] = reasons
  const change: Change =
    first.kind === 'short-for-its-kind' ? { kind: 'length', maxNewTokens: roomFor(usual) } : { kind: 'try' }
  return { colour: 'amber', expects: 'open', reasons: [first, ...others], change }
}

/** Words that a model of few words cannot read are no reason to give up: the tests say what is wanted too. */
function unreadOf(readsAll: boolean, words: readonly string[]): Reason[] {
  return !readsAll && words.length > 0 ? [{ kind: 'unread', words }] : []
}

function tried(problem: Problem, measured: Measured, settings: Settings): Outlook {
  const { samples, readsAll, unread, rightRate } = measured
  const arm = arms[settings.arm]
  // What the feedback does is of no interest to an arm that never reads it.
  const hears = arm.teacher || arm.reads === 'conversation'
  const shift = hears ? measured.shift : null
  const of = samples.length
  const passes = samples.filter(({ verdict }) => verdict.reward >= 1).length
  const chance = chanceOf(problem)
  const informative = shift !== null && shift.own > 0 && shift.own - shift.control >= informativeShift
  const words: Reason[] = shift ? [{ kind: informative ? 'informative' : 'uninformative', shift }] : []
  if (passes * 2 >= of)
    return {
      colour: 'green',
      expects: 'pass',
      reasons: [{ kind: 'already', passes, of }, ...words],
      change: null,
    }
  if (chance !== null)
    return {
      colour: informative ? 'green' : 'amber',
      expects: passes > 0 || informative ? 'pass' : 'open',
      reasons: [{ kind: 'guess', chance, passes, of }, ...words, ...failings(samples, settings)],
      change: { kind: 'edit' },
    }
  if (passes > 0) {
    const found = 1 - (1 - passes / of) ** settings.budget >= likelyWithin
    if (found && shift?.of === 'right' && shift.own <= -informativeShift)
      return {
        colour: 'amber',
        expects: 'pass',
        reasons: [
          { kind: 'some-pass', passes, of },
          { kind: 'against', shift },
        ],
        change: { kind: 'only-sample' },
      }
    const likely = informative || found
    return {
      colour: likely ? 'green' : 'amber',
      expects: likely ? 'pass' : 'open',
      reasons: [{ kind: 'some-pass', passes, of }, ...words],
      change: null,
    }
  }
  const unreadable = unreadOf(readsAll, unread)
  const [worst, ...others] = [...failings(samples, settings), ...unreadable]
  const none = nonePassed(samples)
  if (rightRate !== null && (!hears || shift?.of === 'right')) {
    const right = rightRate * Math.exp(shift?.own ?? 0) * settings.budget
    const reasons = [
      { kind: 'reach', rate: rightRate, shift },
      ...unreadable,
      ...failings(samples, settings),
      ...none,
    ] as const
    const { likely, unlikely } = hears ? reached : reachedBlind
    if (right >= likely) return { colour: 'green', expects: 'pass', reasons, change: null }
    return right >= unlikely
      ? { colour: 'amber', expects: 'open', reasons, change: null }
      : { colour: 'red', expects: 'none', reasons, change: { kind: 'edit' } }
  }
  // An answer that is cut cannot pass, whatever its teacher thinks.
  if (shift && informative && worst?.kind !== 'cut')
    return {
      colour: 'green',
      expects: 'pass',
      reasons: [{ kind: 'informative', shift }, ...(worst ? [worst] : []), ...others, ...none],
      change: null,
    }
  if (worst)
    return {
      colour: 'red',
      expects: 'none',
      reasons: [worst, ...others, ...words, ...none],
      change: changeFor(worst, settings),
    }
  // Attempts are still being made, or their feedback is still to be read.
  if (of < plannedSamples || measured.done === 'words')
    return { colour: 'amber', expects: 'open', reasons: [nothingPassed(samples)], change: null }
  return {
    colour: 'red',
    expects: 'none',
    reasons: shift ? [{ kind: 'uninformative', shift }, nothingPassed(samples)] : [nothingPassed(samples)],
    change: { kind: 'edit' },
  }
}

const distinctOf = (samples: readonly UntouchedSample[]) =>
  new Set(samples.map(({ text }) => text.trim())).size

const nothingPassed = (samples: readonly UntouchedSample[]): Reason => ({
  kind: 'nothing-passed',
  of: samples.length,
  distinct: distinctOf(samples),
})

/** Said last, unless all attempts are said to be the same. */
function nonePassed(samples: readonly UntouchedSample[]): Reason[] {
  return samples.length > 1 && distinctOf(samples) === 1 ? [] : [nothingPassed(samples)]
}

/** The ways in which nearly all attempts fail, the one to mend first first. */
function failings(samples: readonly UntouchedSample[], { maxNewTokens }: Settings): Reason[] {
  const of = samples.length
  const failed = samples.filter(({ verdict }) => verdict.reward < 1)
  const reasons: Reason[] = []
  const cut = samples.filter((sample) => sample.cut).length
  if (cut >= of * mostOf) reasons.push({ kind: 'cut', cut, of, limit: maxNewTokens })
  if (of > 1 && distinctOf(samples) === 1) reasons.push({ kind: 'alike', text: samples[0]!.text.trim(), of })
  const [error, count] = commonest(failed.flatMap(({ error }) => error ?? []))
  if (error !== null && count >= of * mostOf) reasons.push({ kind: 'same-error', error, count, of })
  const told = failed.map(({ verdict }) => verdict.feedback.trim())
  if (failed.length > 0 && told.every((text) => text === ''))
    reasons.push({ kind: 'no-feedback', of: failed.length })
  else if (failed.length > 1 && new Set(told).size === 1)
    reasons.push({ kind: 'one-feedback', of: failed.length })
  return reasons
}

function changeFor(reason: Reason, { maxNewTokens }: Settings): Change {
  switch (reason.kind) {
    case 'cut':
      return { kind: 'length', maxNewTokens: maxNewTokens * 2 }
    case 'alike':
    case 'same-error':
      return { kind: 'model' }
    default:
      return { kind: 'edit' }
  }
}
