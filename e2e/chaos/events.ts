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

/** In words, where events are not those of the run (`whole`) or its beginning; null where they are. */
export function differs(events: readonly Plain[], run: readonly string[], whole: boolean): string | null {
  const found = comparable(events)
  const at = found.findIndex((event, i) => event !== run[i])
  if (at >= 0)
    return `event ${at + 1} of ${run.length} is ${found[at]!.slice(0, 120)}, not ${run[at]?.slice(0, 120)}`
  return whole && found.length < run.length ? `${run.length - found.length} events are missing` : null
}
