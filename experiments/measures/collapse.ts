/**
 * Collapse: SDPO that goes on for hundreds of updates on one problem, before and after it passes, with each way to hold the
 * teacher back. Along the way: how often it passes, the entropy of what it writes, and how many of its attempts are new.
 */
import type { RunConfig } from '../../src/sdpo/config.ts'
import { passAt64 } from '../lib/base-samples.ts'
import type { Contestant } from '../lib/first-successes.ts'
import { hardProblems } from '../lib/hard-problems.ts'
import { openHeadless } from '../lib/headless.ts'
import { longRuns, type LongAttempt } from '../lib/long-runs.ts'
import type { Experiment } from './report.ts'
import { collapseRows, type Stretch } from './rows/collapse.ts'

/** Attempts an update: a success teaches the other attempt of its group, so there are two. */
const group = 2
/** Updates that one row of a run's table is of. */
const stretch = 50

const teachers: Readonly<Record<string, RunConfig['teacher']>> = {
  'EMA .01': { kind: 'ema', rate: 0.01 },
  'EMA .05': { kind: 'ema', rate: 0.05 },
  'EMA .2': { kind: 'ema', rate: 0.2 },
  'trust region .1': { kind: 'trust-region', mix: 0.1 },
  frozen: { kind: 'ema', rate: 0 },
  'the student itself': { kind: 'ema', rate: 1 },
}

export const collapse: Experiment = async ({
  families,
  split,
  problems: count,
  passAt64: below,
  config,
  model: folder,
  threads,
  seeds,
  capacity,
  steps,
}) => {
  const lab = openHeadless({ folder, threads, adapter: config.adapter })
  const own: RunConfig = {
    ...config,
    arm: 'sdpo',
    stop: 'budget',
    attemptsPerStep: group,
    budget: group * steps,
  }
  const contestants = Object.entries(teachers).map(([name, teacher]): Contestant => ({
    name,
    config: { ...own, teacher },
  }))
  const runs: Record<string, Record<string, Record<string, Stretch[][]>>> = {}
  for (const family of families) {
    const { hard } = await hardProblems(lab, {
      family,
      split,
      count,
      config,
      accept: (base) => passAt64(base) < below,
    })
    runs[family] = await longRuns<Stretch[]>({
      lab,
      contestants,
      problems: hard.map(({ problem }) => problem),
      seeds,
      capacity,
      kind: 'collapse',
      measure: ({ attempts }) => Promise.resolve(stretchesOf(attempts)),
    })
  }
  await lab.model.dispose()
  const tables = { runs, stretch }
  return { rows: collapseRows(tables), ...tables, exploratory: true, seeds, split, steps, config: own }
}

function stretchesOf(attempts: readonly LongAttempt[]): Stretch[] {
  const last = attempts.at(-1)?.update ?? 0
  return Array.from({ length: Math.ceil(last / stretch) }, (_, i) => {
    const own = attempts.filter(({ update }) => Math.ceil(update / stretch) === i + 1)
    const sum = (of: (attempt: LongAttempt) => number) =>
      own.reduce((total, attempt) => total + of(attempt), 0)
    return {
      attempts: own.length,
      passed: sum(({ passed }) => (passed ? 1 : 0)),
      distinct: new Set(own.map(({ text }) => text)).size,
      nats: Number(sum(({ nats }) => nats).toPrecision(6)),
      tokens: sum(({ tokens }) => tokens),
    }
  })
}
