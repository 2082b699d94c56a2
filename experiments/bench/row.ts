/** One figure of the benchmark: ours beside a bar, or beside the same work of a peer in the same session. */
export interface BenchRow {
  name: string
  ours: number
  /** The peer's; null where the figure is held against a bar of its own. */
  other: number | null
  /** How often ours goes into the other, or the other way round: more is better for us. */
  ratio: number | null
  /** In words; null where nothing is demanded. */
  bar: string | null
  holds: boolean | null
}

/** A figure by itself. */
export const figure = (name: string, ours: number): BenchRow => ({
  name,
  ours,
  other: null,
  ratio: null,
  bar: null,
  holds: null,
})

/** A figure that may be so large at most. */
export const atMost = (name: string, ours: number, most: number): BenchRow => ({
  ...figure(name, ours),
  bar: `at most ${most}`,
  holds: ours <= most,
})

/** Our seconds beside a peer's for the same work: so many times faster at least. */
export const faster = (name: string, ours: number, other: number, least: number): BenchRow =>
  times(name, ours, other, other / ours, least)

/** Our rate beside a peer's: so many times as much at least. */
export const moreOf = (name: string, ours: number, other: number, least: number): BenchRow =>
  times(name, ours, other, ours / other, least)

const times = (name: string, ours: number, other: number, ratio: number, least: number): BenchRow => ({
  name,
  ours,
  other,
  ratio,
  bar: `at least ${least}`,
  holds: ratio >= least,
})

/** The middle one of some figures. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1]!

/** Seconds of each of two ways, turn by turn, so that what else the machine does falls on both: medians after one turn to warm up. */
export async function interleaved(
  turns: number,
  ours: () => Promise<number>,
  other: () => Promise<number>,
): Promise<{ ours: number; other: number }> {
  const taken: { ours: number; other: number }[] = []
  for (let turn = 0; turn <= turns; turn++) taken.push({ ours: await ours(), other: await other() })
  const counted = taken.slice(1)
  return { ours: median(counted.map((t) => t.ours)), other: median(counted.map((t) => t.other)) }
}

/** Seconds that some work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}
