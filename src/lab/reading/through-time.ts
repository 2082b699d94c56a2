/**
 * A token through time: both readers' distributions at one prefix, update by update. Wherever an
 * attempt of an update began with the same tokens, what was recorded at that point; the student also
 * from the update before, whose re-scoring is of the same weights. Candidates are chosen by their
 * maximum over time, so that one which only rose or fell later is there from the start.
 */
import type { Position } from '../../engine/protocol.ts'
import type { AttemptView } from '../run/view.ts'

export interface TimeRow {
  /** Null: all other tokens together. */
  id: number | null
  sampled: boolean
  /** Probability at each update; null where it is not known, or the token was not among those recorded. */
  student: readonly (number | null)[]
  teacher: readonly (number | null)[]
}

export interface TokenTime {
  /** The sampled token first, then by maximum over time, then the rest of the mass. */
  rows: readonly TimeRow[]
  /** By update: whether anything at all is known of each reader. */
  known: { student: readonly boolean[]; teacher: readonly boolean[] }
}

type Distribution = ReadonlyMap<number, number>

const distribution = (ids: readonly number[], logProbs: readonly number[]): Distribution =>
  new Map(ids.flatMap((id, i) => (logProbs[i] === undefined ? [] : [[id, Math.exp(logProbs[i])]])))

/** The candidates of several readings together, the mean where more than one has it. */
function merged(readings: readonly Distribution[]): Distribution | null {
  if (readings.length === 0) return null
  const sums = new Map<number, [sum: number, n: number]>()
  for (const reading of readings) {
    for (const [id, p] of reading) {
      const [sum, n] = sums.get(id) ?? [0, 0]
      sums.set(id, [sum + p, n + 1])
    }
  }
  return new Map([...sums].map(([id, [sum, n]]) => [id, sum / n]))
}

/**
 * `limit`: candidates beside the rest of the mass. Steps are in order from the first. In the update of
 * the attempt in focus its own teacher speaks; elsewhere the mean of those who read the same tokens.
 */
export function tokenTime(
  steps: readonly { attempts: readonly AttemptView[] }[],
  prefix: readonly number[],
  sampled: number,
  limit: number,
  focus: number | null = null,
): TokenTime {
  const at = prefix.length
  const twins = steps.map(({ attempts }) =>
    attempts.filter(
      (a) => a.positions && a.tokens.length > at && prefix.every((id, i) => a.tokens[i] === id),
    ),
  )
  const here = (a: AttemptView): Position => a.positions![at]!
  const student = twins.map((now, i) => {
    const before = merged(now.map((a) => distribution(here(a).ids, here(a).student)))
    if (before) return before
    return merged(
      (twins[i - 1] ?? []).flatMap((a) => (a.after?.[at] ? [distribution(here(a).ids, a.after[at])] : [])),
    )
  })
  // A teacher without hindsight has nothing to say of the token.
  const teachers = (now: readonly AttemptView[]) =>
    now.some((a) => a.attempt === focus)
      ? now.filter((a) => a.attempt === focus)
      : now.filter((a) => a.reprompt?.mask === 1)
  const teacher = twins.map((now) =>
    merged(teachers(now).map((a) => distribution(here(a).ids, here(a).teacher))),
  )

  const most = new Map<number, number>()
  for (const reading of [...student, ...teacher])
    for (const [id, p] of reading ?? []) most.set(id, Math.max(p, most.get(id) ?? 0))
  const others = [...most.keys()]
    .filter((id) => id !== sampled)
    .sort((a, b) => most.get(b)! - most.get(a)! || a - b)
  const ids = [...(most.has(sampled) ? [sampled] : []), ...others].slice(0, limit)
  const series = (readings: readonly (Distribution | null)[], id: number) =>
    readings.map((reading) => reading?.get(id) ?? null)
  const rest = (readings: readonly (Distribution | null)[]) =>
    readings.map(
      (reading) => reading && Math.max(0, 1 - ids.reduce((sum, id) => sum + (reading.get(id) ?? 0), 0)),
    )
  return {
    rows: [
      ...ids.map((id): TimeRow => ({
        id,
        sampled: id === sampled,
        student: series(student, id),
        teacher: series(teacher, id),
      })),
      { id: null, sampled: false, student: rest(student), teacher: rest(teacher) },
    ],
    known: {
      student: student.map((reading) => reading !== null),
      teacher: teacher.map((reading) => reading !== null),
    },
  }
}
