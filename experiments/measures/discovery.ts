/**
 * discovery@k of the arms on hard problems of a held-out split (paper, section 5): best-of-k in closed form from
 * samples of its own, multi-turn with several windows, and the arms that train.
 */
import type { RunConfig } from '../../src/sdpo/config.ts'
import type { FamilyName } from '../../src/problems/tickets/family.ts'
import { hardBelow, paperVeryHardBelow, passAt64, veryHardBelow } from '../lib/base-samples.ts'
import { firstSuccesses, firstTable, type Contestant } from '../lib/first-successes.ts'
import { hardProblems, type HardProblem } from '../lib/hard-problems.ts'
import { openHeadless } from '../lib/headless.ts'
import { bootstrapped } from '../../src/statistics/bootstrap.ts'
import {
  attemptsFor,
  attemptsRatio,
  bestOfKCurve,
  curveOf,
  discovery as meanDiscovery,
  meanAttempts,
  type Curve,
} from '../../src/statistics/curves.ts'
import type { Experiment, ExperimentOptions, Row } from './report.ts'

const bestOfK = 'best-of-k'
const level = 0.5

/** What must hold against best-of-k, by family: the ratio and its lower bound. */
const bars: Record<FamilyName, { ratio: number; low: number }> = {
  lists: { ratio: 3, low: 1.7 },
  records: { ratio: 8, low: 4 },
}

function contestantsOf(
  config: RunConfig,
  arms: ExperimentOptions['arms'],
  windows: readonly number[],
): Contestant[] {
  return arms
    .filter((arm) => arm !== 'best-of-k')
    .flatMap((arm): Contestant[] => {
      const own: RunConfig = { ...config, arm, stop: 'first-pass' }
      return arm === 'multi-turn'
        ? windows.map((window) => ({ name: `multi-turn, window ${window}`, config: { ...own, window } }))
        : [{ name: arm, config: own }]
    })
}

/** Every arm's curve on one problem. */
interface Measured {
  passAt64: number
  curves: Record<string, Curve>
}

export const discovery: Experiment = async ({
  families,
  split,
  problems: count,
  passAt64: below,
  config,
  model: folder,
  threads,
  arms,
  windows,
  seeds,
  capacity,
}) => {
  const lab = openHeadless({ folder, threads, adapter: config.adapter })
  const contestants = contestantsOf(config, arms, windows)
  const names = [bestOfK, ...contestants.map(({ name }) => name)]
  const rows: Row[] = []
  const firstSuccess: Record<string, Record<string, (number | null)[]>> = {}
  const curves: Record<string, Record<string, { k: number; value: number; low: number; high: number }[]>> = {}
  const base: Record<string, HardProblem['base']> = {}
  const drawnProblems: Record<string, number> = {}

  for (const family of families) {
    const { hard, drawn } = await hardProblems(lab, {
      family,
      split,
      count,
      accept: (own) => passAt64(own) < below,
      config,
    })
    drawnProblems[family] = drawn
    for (const { problem, base: own } of hard) base[problem.id] = own
    const outcomes = await firstSuccesses({
      lab,
      contestants,
      problems: hard.map(({ problem }) => problem),
      seeds,
      capacity,
    })
    for (const [name, table] of Object.entries(firstTable(outcomes)))
      Object.assign((firstSuccess[name] ??= {}), table)
    const measured = hard.map((own): Measured => ({
      passAt64: passAt64(own.base),
      curves: {
        [bestOfK]: bestOfKCurve(own.base.forBestOfK),
        ...Object.fromEntries(
          contestants.map(({ name }) => [
            name,
            curveOf(
              outcomes[name]![own.problem.id]!.map(({ first }) => first),
              config.budget,
            ),
          ]),
        ),
      },
    }))
    const classes = [
      ['hard', hardBelow],
      ['very hard', veryHardBelow],
      ['very hard as in the paper', paperVeryHardBelow],
    ] as const
    for (const [label, bound] of classes) {
      const own = measured.filter((m) => m.passAt64 < bound)
      if (own.length === 0 || bound > below) continue
      const title = `${family}, ${label}`
      rows.push(
        { name: `${title}: problems`, value: own.length },
        ...classRows(title, family, own, names, config.budget, label),
      )
      curves[title] = Object.fromEntries(
        names.map((name) => [
          name,
          curvePoints(
            own.map((m) => m.curves[name]!),
            config.budget,
          ),
        ]),
      )
    }
  }
  await lab.model.dispose()
  return { rows, firstSuccess, base, curves, drawnProblems, budget: config.budget, seeds, split, config }
}

function classRows(
  title: string,
  family: FamilyName,
  measured: readonly Measured[],
  names: readonly string[],
  budget: number,
  label: string,
): Row[] {
  const of = (items: readonly Measured[], name: string) => items.map((m) => m.curves[name]!)
  const rows: Row[] = []
  for (const name of names) {
    for (const k of powersUpTo(budget).filter((k) => k >= 16))
      rows.push({
        name: `${title}: ${name}, discovery@${k}`,
        ...bootstrapped(measured, (items) => meanDiscovery(of(items, name), k)),
      })
    rows.push({
      name: `${title}: ${name}, attempts for 50 %`,
      ...bootstrapped(measured, (items) => attemptsFor(level, of(items, name))),
    })
  }
  if (!names.includes('sdpo')) return rows
  for (const name of names.filter((n) => n !== 'sdpo')) {
    const ratio = bootstrapped(measured, (items) => attemptsRatio(level, of(items, name), of(items, 'sdpo')))
    const bar =
      name === bestOfK
        ? {
            bar: `at least ${bars[family].ratio}, lower bound at least ${bars[family].low}`,
            holds: ratio.value >= bars[family].ratio && ratio.low >= bars[family].low,
          }
        : {}
    rows.push({ name: `${title}: attempts for 50 %, ${name} / sdpo`, ...ratio, ...(label === 'hard' && bar) })
    const slower = measured.filter(
      (m) => meanAttempts(m.curves['sdpo']!, budget) > meanAttempts(m.curves[name]!, budget),
    )
    rows.push({
      name: `${title}: problems where sdpo needs more attempts than ${name}`,
      value: slower.length,
    })
  }
  const [ours, theirs] = ['sdpo', bestOfK].map((name) =>
    bootstrapped(measured, (items) => meanDiscovery(of(items, name), budget)),
  )
  if (label !== 'hard')
    rows.push({
      name: `${title}: sdpo above best-of-k at ${budget}, gap between the intervals`,
      value: ours!.low - theirs!.high,
      bar: 'above 0',
      holds: ours!.low > theirs!.high,
    })
  return rows
}

function curvePoints(curves: readonly Curve[], budget: number) {
  const ks = [...new Set(Array.from({ length: 33 }, (_, i) => Math.round(budget ** (i / 32))))]
  return ks.map((k) => ({
    k,
    ...bootstrapped(curves, (items) => meanDiscovery(items, k), { resamples: 400 }),
  }))
}

function powersUpTo(budget: number): number[] {
  const powers = [...Array(12).keys()].map((i) => 2 ** i).filter((k) => k < budget)
  return [...powers, budget]
}
