/** A run's events as they can be held to those of another run of the same seed: without the time, and without what says that it was resumed. */

export type Plain = Record<string, unknown> & { type: string }

/** By its place in the run: two runs are the same where these are. */
export function comparable(events: readonly Plain[]): string[] {
  return events
    .filter(({ type }) => type !== 'sampling')
    .map((event) =>
      JSON.stringify(event, (key, value: unknown) =>
        ['at', 'timings', 'timeMs', 'resumed', 'backend'].includes(key) ? undefined : value,
      ),
    )
}

/** In words, where events are not those of the run (`whole`) or its beginning; null where they are. `nearly`: numbers may be off by what backends differ in. */
export function differs(
  events: readonly Plain[],
  run: readonly string[],
  { whole, nearly = false }: { whole: boolean; nearly?: boolean },
): string | null {
  const found = comparable(events)
  const isSame = (event: string, i: number) =>
    event === run[i] || (nearly && run[i] !== undefined && near(JSON.parse(event), JSON.parse(run[i])))
  const at = found.findIndex((event, i) => !isSame(event, i))
  if (at >= 0)
    return `event ${at + 1} of ${run.length} is ${found[at]!.slice(0, 120)}, not ${run[at]?.slice(0, 120)}`
  return whole && found.length < run.length ? `${run.length - found.length} events are missing` : null
}

/** Alike but for numbers, which are within a thousandth. */
function near(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= 1e-3 * Math.max(1, Math.abs(a), Math.abs(b))
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const [left, right] = [Object.entries(a), Object.entries(b)]
  return (
    left.length === right.length &&
    left.every(([key, value], i) => key === right[i]![0] && near(value, right[i]![1]))
  )
}
