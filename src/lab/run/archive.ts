/**
 * What a run keeps in memory of a step that was done long ago: of its events a packed text, of its attempts what lists
 * and timelines read. The rest (distributions, prompts, test records) is made again from the events when it is looked at.
 */
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate'
import type { RunEvent } from '../../engine/protocol.ts'
import type { AttemptView, StepView } from './view.ts'

/** Levels beyond it take longer and gain a twentieth. */
const level = 4

/** Events one after another; packed, they take about a seventh of their text. */
export class Part {
  length = 0
  private plain: RunEvent[] | null = []
  private packed: Uint8Array | null = null

  /** @param start events of the run before the first of these */
  constructor(readonly start: number) {}

  /** Made anew at every call where they are packed. */
  events(): readonly RunEvent[] {
    return this.plain ?? (JSON.parse(strFromU8(inflateSync(this.packed!))) as RunEvent[])
  }

  /** Only the last part of a log grows, and that is not packed. */
  push(event: RunEvent): void {
    this.plain!.push(event)
    this.length++
  }

  pack(): void {
    if (!this.plain) return
    this.packed = deflateSync(strToU8(JSON.stringify(this.plain)), { level })
    this.plain = null
  }
}

/** An attempt of a step that was done long ago; what is not at hand is made again by `open`, for all attempts of the step. */
class ArchivedAttempt {
  readonly attempt: number
  readonly step: number
  readonly row: number
  readonly stage: AttemptView['stage']
  readonly tokens: AttemptView['tokens']
  readonly text: string
  readonly finish: AttemptView['finish']
  readonly verdict: AttemptView['verdict']
  readonly passed: boolean | null
  readonly creditPeak: number
  readonly advantage: number | null
  readonly reprompt: AttemptView['reprompt']
  readonly #open: () => readonly AttemptView[]
  readonly #at: number
  readonly #scored: boolean

  constructor(whole: AttemptView, open: () => readonly AttemptView[], at: number) {
    this.attempt = whole.attempt
    this.step = whole.step
    this.row = whole.row
    this.stage = whole.stage
    this.tokens = whole.tokens
    this.text = whole.text
    this.finish = whole.finish
    this.verdict = whole.verdict
    this.passed = whole.passed
    this.creditPeak = whole.creditPeak
    this.advantage = whole.advantage
    this.reprompt = whole.reprompt && new ArchivedReprompt(whole.reprompt, this)
    this.#open = open
    this.#at = at
    this.#scored = whole.positions !== null
  }

  get whole(): AttemptView {
    return this.#open()[this.#at]!
  }

  get read() {
    return this.whole.read
  }

  get pieces() {
    return this.whole.pieces
  }

  get logProbs() {
    return this.whole.logProbs
  }

  get records() {
    return this.whole.records
  }

  get positions() {
    return this.#scored ? this.whole.positions : null
  }

  get credit() {
    return this.#scored ? this.whole.credit : null
  }

  get selected() {
    return this.whole.selected
  }

  get after() {
    return this.whole.after
  }
}

class ArchivedReprompt implements NonNullable<AttemptView['reprompt']> {
  readonly mask: 0 | 1
  readonly solutionFrom: number | null
  readonly #of: ArchivedAttempt

  constructor({ mask, solutionFrom }: NonNullable<AttemptView['reprompt']>, of: ArchivedAttempt) {
    this.mask = mask
    this.solutionFrom = solutionFrom
    this.#of = of
  }

  get pieces() {
    return this.#of.whole.reprompt!.pieces
  }
}

/** Of the same stage as the whole attempt, since every field has the value that it has there. */
function of(whole: AttemptView, open: () => readonly AttemptView[], at: number): AttemptView {
  return new ArchivedAttempt(whole, open, at) as AttemptView
}

/** A step with little in memory; `open` makes its attempts again as they are. */
export function archived(step: StepView, open: () => readonly AttemptView[]): StepView {
  return { ...step, attempts: step.attempts.map((attempt, i) => of(attempt, open, i)) }
}

/** The step with all of its attempts in plain objects, to be changed. */
export function opened(step: StepView): StepView {
  if (!step.attempts.some((attempt) => attempt instanceof ArchivedAttempt)) return step
  return {
    ...step,
    attempts: step.attempts.map((attempt) => (attempt instanceof ArchivedAttempt ? attempt.whole : attempt)),
  }
}
