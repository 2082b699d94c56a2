/**
 * A race as the lab holds it: the fold of what the engine tells, and the figures that follow from it.
 * Curves, intervals and medians are those of the experiments (statistics/discovery.ts), over seeds; only what
 * is known is drawn: a curve ends where its slowest run has come to.
 */
import type { BackendInfo, EngineEvent, ModelInfo, RaceConfig, RaceStep } from '../../engine/protocol.ts'
import type { Problem } from '../../problems/problem.ts'
import { Rng } from '../../rng.ts'
import type { Arm } from '../../sdpo/config.ts'
import {
  attemptsToReach,
  discoveryAt,
  meanAttemptsTruncated,
  type FirstSuccesses,
} from '../../statistics/discovery.ts'
import { allTokens } from '../../sdpo/meter.ts'

export const raceArms: readonly Arm[] = [
  'sdpo',
  'best-of-k',
  'multi-turn',
  'multi-turn+sdpo',
  'grpo',
  'sdpo+grpo',
  'srpo',
  'rlsd',
]

/** What the person chooses before a race; arms also while it goes. */
export interface RaceSetup {
  arms: readonly Arm[]
  seeds: number
  budget: number
}

/** 'measuring': a step or two of each arm, for what it will cost. */
type RacePhase = 'idle' | 'measuring' | 'running' | 'paused' | 'done' | 'stopped'

/** What an attempt costs, its share of the update included. */
export interface Rate {
  ms: number
  tokens: number
}

export interface RaceState {
  phase: RacePhase
  setup: RaceSetup
  /** Arms of the race that wait where they are. */
  held: readonly Arm[]
  view: RaceView | null
  /** What was measured for `measuredOn`. */
  rates: Readonly<Partial<Record<Arm, Rate>>>
  /** The problem, model, backend and settings that the rates are of. */
  measuredOn: string
  /** What broke, in sentences; null mostly. */
  note: string | null
}

export const noRace: RaceState = {
  phase: 'idle',
  setup: { arms: ['sdpo', 'best-of-k', 'multi-turn'], seeds: 3, budget: 64 },
  held: [],
  view: null,
  rates: {},
  measuredOn: '',
  note: null,
}

/** One arm with one seed, after its last whole step. */
interface RaceLane extends RaceStep {
  /** What the last step alone cost, an attempt. */
  rate: Rate
}

export interface RaceView {
  problem: Problem
  config: RaceConfig
  model: ModelInfo
  backend: BackendInfo
  /** Those that have made a step, in the order of their first. */
  lanes: readonly RaceLane[]
}

export function raceFrom({
  problem,
  config,
  model,
  backend,
}: Extract<EngineEvent, { type: 'race-started' }>): RaceView {
  return { problem, config, model, backend, lanes: [] }
}

export function raceWith(view: RaceView, step: RaceStep): RaceView {
  const before = view.lanes.find((lane) => lane.arm === step.arm && lane.seed === step.seed)
  const made = Math.max(1, step.attempts - (before?.attempts ?? 0))
  const rate = {
    ms: (step.ms - (before?.ms ?? 0)) / made,
    tokens: (allTokens(step.tokens) - (before ? allTokens(before.tokens) : 0)) / made,
  }
  const lane = { ...step, rate }
  return {
    ...view,
    lanes: before ? view.lanes.map((other) => (other === before ? lane : other)) : [...view.lanes, lane],
  }
}

interface CurvePoint {
  k: number
  /** Share of seeds that have passed within k attempts. */
  solved: number
  /** Bounds of the 90 % interval; absent with one seed. */
  low?: number
  high?: number
}

export interface ArmFigures {
  arm: Arm
  seeds: number
  /** Attempts of every seed together. */
  attempts: number
  /** Every seed has passed or made this many attempts: the curve is known up to here. */
  reached: number
  finished: boolean
  /** Seeds that have passed. */
  solved: number
  /** One row a seed, in order, as far as the curve is known. */
  table: FirstSuccesses
  curve: readonly CurvePoint[]
  /** Attempts within which half of the seeds have passed; null when that is not (or not yet) so. */
  median: number | null
  /** Of every seed together. */
  tokens: number
  ms: number
}

export function figuresOf(view: RaceView, arm: Arm): ArmFigures {
  const { seeds, budget } = view.config
  const lanes = view.lanes.filter((lane) => lane.arm === arm).sort((a, b) => a.seed - b.seed)
  const open = lanes.filter((lane) => !lane.finished)
  const reached = lanes.length < seeds ? 0 : Math.min(budget, ...open.map((lane) => lane.attempts))
  const first = (lane: RaceLane | undefined) =>
    lane?.firstPass != null && lane.firstPass <= reached ? lane.firstPass : null
  const table = Array.from({ length: seeds }, (_, i) => [first(lanes[i])])
  return {
    arm,
    seeds,
    reached,
    table,
    attempts: total(lanes, (lane) => lane.attempts),
    finished: lanes.length === seeds && open.length === 0,
    solved: lanes.filter((lane) => lane.firstPass !== null).length,
    curve: curveOf(table, reached),
    median: attemptsToReach(0.5, table),
    tokens: total(lanes, (lane) => allTokens(lane.tokens)),
    ms: total(lanes, (lane) => lane.ms),
  }
}

/** discovery@k where it changes, from 0 to `reached`; with one seed there is no interval. */
function curveOf(table: FirstSuccesses, reached: number): CurvePoint[] {
  if (reached === 0) return []
  const seeds = table.length
  const ks = [...new Set([0, ...table.flat().filter((first) => first !== null), reached])].sort(
    (a, b) => a - b,
  )
  return ks.map((k) => {
    const solved = discoveryAt(k, table)
    return { k, solved, ...(seeds > 1 && shareInterval(Math.round(solved * seeds), seeds)) }
  })
}

/**
 * The 90 % percentile bootstrap interval of a share of n seeds. The resampled number of successes is
 * binomial, so its 5th and 95th percentiles need no drawing.
 */
export function shareInterval(successes: number, n: number): { low: number; high: number } {
  const share = successes / n
  if (share === 0 || share === 1) return { low: share, high: share }
  const percentile = (level: number) => {
    let cumulative = 0
    let probability = (1 - share) ** n
    for (let i = 0; i < n; i++) {
      cumulative += probability
      if (cumulative >= level - 1e-12) return i / n
      probability *= ((n - i) / (i + 1)) * (share / (1 - share))
    }
    return 1
  }
  return { low: percentile(0.05), high: percentile(0.95) }
}

/** Attempts of every seed to its first pass within `budget`, one without counting as the whole of it (paper, Table 10). */
export function attemptsWithin(table: FirstSuccesses, budget: number): number[] {
  return meanAttemptsTruncated(
    table.map((firsts) => firsts.map((first) => (first !== null && first <= budget ? first : null))),
    budget,
  )
}

/** The level below which a difference counts as one. */
const significance = 0.1
/** All ways to deal out the pooled seeds are tried up to this many seeds an arm: C(12, 6) = 924. */
const exactUpTo = 6

/**
 * Whether two arms could differ this much by chance: a two-sided permutation test of their mean attempts,
 * the seeds of both dealt out anew. Unlike a bootstrap it stays honest with a handful of seeds.
 */
export function mayBeChance(a: readonly number[], b: readonly number[]): boolean {
  const pooled = [...a, ...b]
  const mean = total(pooled, (x) => x) / pooled.length
  // The two means differ most where the sum of the first part is furthest from its share of the whole.
  const apart = (sum: number) => Math.abs(sum - a.length * mean)
  const observed = apart(total(a, (x) => x)) - 1e-9
  let deals = 0
  let asFar = 0
  const count = (sum: number) => {
    deals++
    if (apart(sum) >= observed) asFar++
  }
  if (a.length <= exactUpTo && b.length <= exactUpTo) {
    const deal = (from: number, left: number, sum: number): void => {
      if (left === 0) return count(sum)
      for (let i = from; i <= pooled.length - left; i++) deal(i + 1, left - 1, sum + pooled[i]!)
    }
    deal(0, a.length, 0)
  } else {
    const rng = Rng.of(0, 'permutation')
    for (let draw = 0; draw < 2000; draw++) {
      const rest = [...pooled]
      let sum = 0
      for (let i = 0; i < a.length; i++) sum += rest.splice(rng.below(rest.length), 1)[0]!
      count(sum)
    }
  }
  return asFar / deals > significance + 1e-9
}

/** 0 to 1: how much of its budget the race has used, a run that passed counting as done. */
export function raceProgress(view: RaceView, arms: readonly Arm[]): number {
  const { seeds, budget } = view.config
  return arms.length === 0 ? 0 : spent(view, arms) / (arms.length * seeds * budget)
}

/** Attempts that need not be made any more. */
function spent({ lanes, config }: RaceView, arms: readonly Arm[]): number {
  return total(
    lanes.filter((lane) => arms.includes(lane.arm)),
    (lane) => (lane.finished ? config.budget : lane.attempts),
  )
}

/** The most that is left to do, from what each arm's attempts cost; null where an arm has not been measured. */
export function raceCost({
  setup,
  rates,
  view,
  phase,
}: Pick<RaceState, 'setup' | 'rates' | 'view' | 'phase'>): Rate | null {
  const under = phase === 'running' || phase === 'paused' ? view : null
  const { seeds, budget } = under?.config ?? setup
  const cost = { ms: 0, tokens: 0 }
  for (const arm of setup.arms) {
    const rate = rates[arm]
    if (!rate) return null
    const left = seeds * budget - (under ? spent(under, [arm]) : 0)
    cost.ms += rate.ms * left
    cost.tokens += rate.tokens * left
  }
  return cost
}

function total<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0)
}
