/**
 * discovery@k of the arms on hard problems of a held-out split (paper, section 5): best-of-k in closed form from
 * samples of its own, multi-turn with several windows, and the arms that train.
 */
import type { RunConfig } from '../../src/sdpo/config.ts'
import { passAt64 } from '../lib/base-samples.ts'
import { firstSuccesses, firstTable, type Contestant } from '../lib/first-successes.ts'
import { hardProblems, type HardProblem } from '../lib/hard-problems.ts'
import { openHeadless } from '../lib/headless.ts'
import type { Experiment, ExperimentOptions } from './report.ts'
import { discoveryCurves, discoveryRows } from './rows/discovery.ts'

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
  const firstSuccess: Record<string, Record<string, (number | null)[]>> = {}
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
  }
  await lab.model.dispose()
  const tables = { firstSuccess, base, budget: config.budget, passAt64: below }
  return {
    rows: discoveryRows(tables),
    ...tables,
    curves: discoveryCurves(tables),
    drawnProblems,
    seeds,
    split,
    config,
  }
}
