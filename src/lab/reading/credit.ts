/**
 * Credit: how much each sampled token is praised or blamed, as pure functions of what a run recorded.
 * SDPO's is the difference of opinion log p_T - log p_S (paper, section 3); GRPO's is one number an
 * attempt; the mix is lambda of one and 1 - lambda of the other (paper, Eq. 3). All in nats but GRPO's.
 */
import { logRatios } from '../run/log-ratio.ts'
import type { Position } from '../../engine/protocol.ts'
import type { AttemptView } from '../run/view.ts'

export type CreditMode = 'sdpo' | 'grpo' | 'mix'
export type CreditLevel = 'logit' | 'token' | 'sequence'

/** Below this |credit| hindsight is said to agree. exp(.03) is a change of 3 %. */
export const negligibleCredit = 0.03
/** At or above this |credit| the strip prints its number. */
export const printedCredit = 0.3

export interface CreditOptions {
  mode: CreditMode
  level: CreditLevel
  /** GRPO's share in the mix. */
  lambda: number
  /** Token level: clamp to +-c; null is off. */
  advantageClip: number | null
}

/** SDPO's credit per token at a level. Logit and token level agree on the sampled token, but for the clip; the divergence tells the rest. */
export function sdpoCredit(
  positions: readonly Position[],
  level: CreditLevel,
  advantageClip: number | null,
): number[] {
  const ratios = logRatios(positions)
  switch (level) {
    case 'logit':
      return ratios
    case 'token':
      return advantageClip === null
        ? ratios
        : ratios.map((r) => Math.max(-advantageClip, Math.min(advantageClip, r)))
    case 'sequence': {
      const mean = ratios.reduce((sum, r) => sum + r, 0) / Math.max(1, ratios.length)
      return ratios.map(() => mean)
    }
    default:
      return level satisfies never
  }
}

/**
 * The credit of every token of an attempt, or null while it is not known. `positions` stands for the
 * attempt's own, so that another reading (feedback off, or rewritten) is judged by the same rule.
 */
export function creditOf(
  attempt: AttemptView,
  positions: readonly Position[] | null,
  options: CreditOptions,
): number[] | null {
  const masked = attempt.reprompt?.mask === 0
  const sdpo = masked
    ? attempt.tokens.map(() => 0)
    : positions && sdpoCredit(positions, options.level, options.advantageClip)
  const grpo = attempt.advantage === null ? null : attempt.tokens.map(() => attempt.advantage!)
  switch (options.mode) {
    case 'sdpo':
      return sdpo
    case 'grpo':
      return grpo
    case 'mix':
      return sdpo && grpo && sdpo.map((s, i) => options.lambda * grpo[i]! + (1 - options.lambda) * s)
    default:
      return options.mode satisfies never
  }
}

/** The position with the largest |credit|, the earliest of equals; null of nothing. */
export function mostTelling(credit: readonly number[]): number | null {
  let best: number | null = null
  credit.forEach((c, i) => {
    if (best === null || Math.abs(c) > Math.abs(credit[best]!)) best = i
  })
  return best
}

/** The teacher's favourite among the candidates other than the sampled one; null where there is no other. */
export function favouriteOther({ ids, teacher }: Position): number | null {
  let best = -1
  for (let i = 1; i < ids.length; i++) if (best < 0 || teacher[i]! > teacher[best]!) best = i
  return best < 0 ? null : ids[best]!
}

export interface Bar {
  /** Null: all other tokens together. */
  id: number | null
  /** Probabilities. */
  student: number
  teacher: number
  /** The student after the update; null until known (and for the rest of the mass when it is not known). */
  after: number | null
  sampled: boolean
}

/** The pinned token's bars: the recorded candidates, sampled first, at most `limit`, then all other tokens. */
export function barsAt(position: Position, after: readonly number[] | undefined, limit = Infinity): Bar[] {
  const bars: Bar[] = position.ids.slice(0, limit).map((id, i) => ({
    id,
    student: Math.exp(position.student[i]!),
    teacher: Math.exp(position.teacher[i]!),
    after: after?.[i] === undefined ? null : Math.exp(after[i]),
    sampled: i === 0,
  }))
  const rest = (pick: (bar: Bar) => number) => Math.max(0, 1 - bars.reduce((sum, bar) => sum + pick(bar), 0))
  return [
    ...bars,
    {
      id: null,
      student: rest((b) => b.student),
      teacher: rest((b) => b.teacher),
      after: after ? rest((b) => b.after ?? 0) : null,
      sampled: false,
    },
  ]
}

/** A bar of readers who may not have been asked of it. */
export type ReadBar = Omit<Bar, 'student' | 'teacher'> & { student: number | null; teacher: number | null }

export interface HistoryPoint {
  step: number
  /** The student's probability of each candidate asked for, null where it was not among those recorded. */
  student: readonly (number | null)[]
}

/**
 * The student at one prefix, update by update: wherever an attempt of a step began with the same
 * tokens, its recorded distribution at that point. Steps in which no attempt did are left out; the
 * last point after an update is that update's own re-scoring.
 */
export function historyAt(
  steps: readonly { step: number; attempts: readonly AttemptView[] }[],
  prefix: readonly number[],
  ids: readonly number[],
): HistoryPoint[] {
  const points: HistoryPoint[] = []
  const read = (candidates: readonly number[], logProbs: readonly number[]) =>
    ids.map((id) => {
      const i = candidates.indexOf(id)
      return i < 0 || logProbs[i] === undefined ? null : Math.exp(logProbs[i])
    })
  for (const { step, attempts } of drawn(steps)) {
    const twins = attempts
      .filter((a) => a.tokens.length > prefix.length && prefix.every((id, i) => a.tokens[i] === id))
      .filter((a) => a.positions)
    if (twins.length === 0) continue
    const readings = twins.map((a) => {
      const position = a.positions![prefix.length]!
      return {
        before: read(position.ids, position.student),
        after: a.after ? read(position.ids, a.after[prefix.length] ?? []) : null,
      }
    })
    const merge = (pick: (r: (typeof readings)[number]) => (number | null)[] | null) =>
      ids.map((_, i) => readings.map((r) => pick(r)?.[i] ?? null).find((p) => p !== null) ?? null)
    if (points.at(-1)?.step === step) points.pop()
    points.push({ step, student: merge((r) => r.before) })
    if (readings.some((r) => r.after)) points.push({ step: step + 1, student: merge((r) => r.after) })
  }
  return points
}

/** Of the updates of a long run as many as a line can show: the latest, and every n-th, n doubling as the run grows. */
function drawn<T extends { step: number }>(steps: readonly T[]): readonly T[] {
  const every = 2 ** Math.max(0, Math.ceil(Math.log2(steps.length / mostDrawn)))
  return steps.filter(({ step }, i) => i === 0 || i >= steps.length - 8 || step % every === 0)
}
const mostDrawn = 40
