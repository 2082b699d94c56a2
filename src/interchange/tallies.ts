/** What is added up of a whole file while it is listed: what it has, a row an attempt, and the tokens that mattered. */
import { CreditSums, type MatteredToken } from '../sdpo/credit-sums.ts'
import { gapOf, type ForeignAttempt, type ForeignToken } from './foreign.ts'
import { mean } from './mean.ts'

/** An attempt in the list. */
export interface TraceRow {
  step: number | null
  reward: number | null
  tokens: number
  /** Mean gap of both readers over its tokens, nats; null where it is not known. */
  gap: number | null
  /** Mean of -log p by its writer, nats. */
  surprise: number | null
}

/** What a file has of what the picture can show, over the attempts that were read so far. */
export interface Has {
  tokens: boolean
  student: boolean
  teacher: boolean
  others: boolean
  advantages: boolean
  rewards: boolean
  feedback: boolean
}

/** The tokens that mattered over a whole file. */
export interface Mattered {
  /** What is added up: the gap of both readers, or the run's own advantages where there is no second reader. */
  by: 'gap' | 'advantage'
  /** The largest, of all `distinct` that were counted. `attempt` of the best example is its place in the list. */
  tokens: readonly MatteredToken[]
  distinct: number
  /** Share of all that the largest hold. */
  share: number
  /** Places that were left out, since so many distinct tokens were counted. */
  uncounted: number
}

const mostDistinct = 200_000
const mostShown = 24

export class Tallies {
  readonly has: Has = {
    tokens: false,
    student: false,
    teacher: false,
    others: false,
    advantages: false,
    rewards: false,
    feedback: false,
  }
  private by: Mattered['by'] | null = null
  private readonly sums = new CreditSums(mostDistinct)
  private listed = 0

  /** Takes in the next attempt of the list. */
  add(attempt: ForeignAttempt): TraceRow {
    const { has } = this
    const { tokens, reward, feedback, step } = attempt
    has.tokens ||= tokens.length > 0
    has.student ||= tokens.some(({ student }) => student !== null)
    has.teacher ||= tokens.some(({ teacher }) => teacher !== null)
    has.others ||= tokens.some(({ others }) => others.length > 0)
    has.advantages ||= attempt.advantage !== null || tokens.some(({ advantage }) => advantage !== null)
    has.rewards ||= reward !== null
    has.feedback ||= feedback !== null
    const gaps = tokens.map(gapOf)
    this.credit(tokens, gaps)
    const surprise = mean(tokens.map(({ student }) => student))
    return {
      step,
      reward,
      tokens: tokens.length,
      gap: mean(gaps),
      surprise: surprise === null ? null : -surprise,
    }
  }

  /** Null where no token has credit of either kind. */
  mattered(): Mattered | null {
    if (this.by === null) return null
    const all = this.sums.ranked()
    const size = (tokens: readonly MatteredToken[]) =>
      tokens.reduce((sum, { praise, blame }) => sum + praise + blame, 0)
    const tokens = all.slice(0, mostShown)
    const total = size(all)
    return {
      by: this.by,
      tokens,
      distinct: all.length,
      share: total > 0 ? size(tokens) / total : 0,
      uncounted: this.sums.uncounted,
    }
  }

  private credit(tokens: readonly ForeignToken[], gaps: readonly (number | null)[]): void {
    const attempt = this.listed++
    const advantages = tokens.map(({ advantage }) => advantage)
    // One kind for the whole file: nats and advantages do not add up.
    this.by ??= gaps.some((gap) => gap !== null)
      ? 'gap'
      : advantages.some((advantage) => advantage !== null)
        ? 'advantage'
        : null
    if (this.by === null) return
    const pieces = tokens.map(({ text }) => text)
    this.sums.add({
      step: 0,
      attempt,
      pieces,
      tokens: pieces,
      credit: this.by === 'gap' ? gaps : advantages,
    })
  }
}
